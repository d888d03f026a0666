import type { QueueRow } from '../../contract/queue-view.ts';
import type { Cmdlet, Invocation } from '../run/cmdlet.ts';
import type { Parameter } from '../run/parameters.ts';
import { ShellError } from '../shell-error.ts';
import { order } from '../values/compare.ts';
import { propertyOf, shellObject, time, type ShellObject, type ShellValue } from '../values/shell-value.ts';
import { hasWildcard, matchesWildcard } from '../values/wildcard.ts';
import { leastDifferentName } from '../nearest-name.ts';
import { textOfProperty } from '../values/text-of.ts';
import { confirmed } from './confirmation.ts';
import { compileFilter } from './filter.ts';
import { givenIdentities } from './identity.ts';
import { resultSizeOf, resultSizeParameter } from './result-size.ts';

/** Get-Queue, Get-QueueDigest, and Suspend-, Resume- and Retry-Queue. */

const identity: Parameter = {
  name: 'Identity',
  type: 'any',
  position: 0,
  help: 'SERVER\\Queue or the queue alone: Submission, Unreachable, Poison, a domain.',
};
const filter: Parameter = { name: 'Filter', type: 'any', help: '"Status -eq \'Retry\' -and MessageCount -gt 5".' };
const server: Parameter = { name: 'Server', type: 'text', help: 'There is one server here; any name is taken for it.' };
// The kinds of Include and Exclude besides delivery types.
const INTERNAL = new Set(['smtpdeliverytomailbox', 'undefined', 'unreachable', 'shadowredundancy']);

const getQueue: Cmdlet = {
  name: 'Get-Queue',
  synopsis: 'Shows queues.',
  parameters: [
    identity,
    server,
    filter,
    { name: 'Include', type: 'texts', help: 'Internal, External, Empty or delivery types.' },
    { name: 'Exclude', type: 'texts', help: 'The same, left out.' },
    resultSizeParameter,
    { name: 'SortOrder', type: 'texts', help: '+Property or -Property.' },
  ],
  async run(invocation) {
    const { bound } = invocation;
    const queues = (await chosenQueues(invocation)) ?? (await allQueues(invocation));
    const include = bound.texts('Include');
    const exclude = bound.texts('Exclude') ?? [];
    const shown = queues.filter(
      (queue) =>
        (include === undefined || include.some((kind) => isOfKind(queue, kind))) &&
        !exclude.some((kind) => isOfKind(queue, kind)),
    );
    return sorted(shown, bound.texts('SortOrder') ?? []).slice(0, resultSizeOf(bound));
  },
};

const getQueueDigest: Cmdlet = {
  name: 'Get-QueueDigest',
  synopsis: 'Adds up the queues by next hop, status, delivery type or last error.',
  parameters: [
    server,
    { name: 'Dag', type: 'text', ignored: true, help: '' },
    { name: 'Forest', type: 'switch', ignored: true, help: '' },
    {
      name: 'GroupBy',
      type: { oneOf: ['NextHopDomain', 'Status', 'DeliveryType', 'LastError'] },
      help: 'What is added up by.',
    },
    filter,
    resultSizeParameter,
  ],
  async run(invocation) {
    const { bound } = invocation;
    const by = bound.text('GroupBy') ?? 'NextHopDomain';
    const groups = new Map<string, { count: number; deferred: number; names: string[] }>();
    for (const queue of (await chosenQueues(invocation)) ?? (await allQueues(invocation))) {
      const key = textOfProperty(queue, by);
      const group = groups.get(key) ?? { count: 0, deferred: 0, names: [] };
      const count = Number(propertyOf(queue, 'MessageCount') ?? 0);
      group.count += count;
      if (propertyOf(queue, 'Status') === 'Retry') group.deferred += count;
      group.names.push(textOfProperty(queue, 'Identity'));
      groups.set(key, group);
    }
    return [...groups]
      .map(([key, { count, deferred, names }]) =>
        shellObject('QueueDigest', {
          GroupByValue: key,
          MessageCount: count,
          DeferredMessageCount: deferred,
          Details: names,
        }),
      )
      .slice(0, resultSizeOf(bound));
  },
};

const suspendQueue = changing(
  'Suspend-Queue',
  'Suspends queues: new mail still enters, none leaves.',
  [],
  (queue, { shell }) => shell.call('queue.suspend', { queue }),
);
const resumeQueue = changing('Resume-Queue', 'Lets suspended queues go on.', [], (queue, { shell }) =>
  shell.call('queue.resume', { queue }),
);
const retryQueue = changing(
  'Retry-Queue',
  'Tries again at once what waits in queues.',
  [{ name: 'Resubmit', type: 'boolean', help: '$true: finds the way anew; needed for Unreachable.' }],
  async (queue, { bound, shell }) => {
    if (queue.toLowerCase() === 'unreachable' && bound.flag('Resubmit') !== true)
      throw new ShellError(
        'InvalidOperation',
        'The Unreachable queue has no next hop to try: use -Resubmit $true, which finds the way anew.',
      );
    await shell.call('queue.retry', { queue });
  },
);

function changing(
  name: string,
  synopsis: string,
  more: readonly Parameter[],
  act: (queue: string, invocation: Invocation) => Promise<unknown>,
): Cmdlet {
  return {
    name,
    synopsis,
    changes: true,
    parameters: [identity, filter, server, ...more],
    async run(invocation) {
      const queues = await chosenQueues(invocation);
      if (queues === null)
        throw new ShellError(
          'ParameterBinding',
          'Cannot process command because of one or more missing mandatory parameters: Identity. Or give -Filter.',
        );
      for (const queue of queues) {
        const queueName = textOfProperty(queue, 'QueueName');
        const text = `${name}: "${textOfProperty(queue, 'Identity')}".`;
        if (invocation.bound.flag('WhatIf') === true) {
          invocation.shell.whatIf(`What if: ${text} ${waiting(queue)}`);
        } else if (await confirmed(invocation, { text })) await act(queueName, invocation);
      }
      return [];
    },
  };
}

function waiting(queue: ShellObject): string {
  const count = textOfProperty(queue, 'MessageCount');
  return count === '1' ? '1 message waits in it.' : `${count} messages wait in it.`;
}

/** Those of -Identity, the pipeline or -Filter; null where none of them was given. */
async function chosenQueues(invocation: Invocation): Promise<readonly ShellObject[] | null> {
  const { bound } = invocation;
  const identities = givenIdentities(invocation);
  if (identities === null && !bound.has('Filter')) return null;
  const queues = await allQueues(invocation);
  const named = identities === null ? queues : identities.flatMap((one) => findQueues(queues, one));
  if (!bound.has('Filter')) return named;
  return named.filter(await compileFilter(bound.value('Filter') as ShellValue, invocation.shell));
}

async function allQueues({ shell }: Invocation): Promise<readonly ShellObject[]> {
  const { document } = await shell.call('config.get', {});
  return (await shell.call('queue.list', {})).map((row) => queueObject(row, document.server.name));
}

function findQueues(queues: readonly ShellObject[], typed: string): readonly ShellObject[] {
  const name = typed.slice(typed.indexOf('\\') + 1);
  const nameOf = (queue: ShellObject): string => textOfProperty(queue, 'QueueName');
  if (hasWildcard(name)) return queues.filter((queue) => matchesWildcard(nameOf(queue), name));
  const found = queues.filter((queue) => nameOf(queue).toLowerCase() === name.toLowerCase());
  if (found.length > 0) return found;
  const near = leastDifferentName(name, queues.map(nameOf));
  throw new ShellError(
    'ObjectNotFound',
    `The queue "${typed}" couldn't be found: it is empty, or there is none of that name.${near === null ? '' : ` The nearest one is '${near}'.`}`,
  );
}

function queueObject(row: QueueRow, serverName: string): ShellObject {
  return shellObject('Queue', {
    Identity: `${serverName}\\${row.identity}`,
    DeliveryType: row.deliveryType,
    Status: row.status,
    MessageCount: row.messageCount,
    NextHopDomain: row.nextHopDomain,
    NextHopConnector: row.nextHopConnector,
    NextHopCategory: INTERNAL.has(row.deliveryType.toLowerCase()) ? 'Internal' : 'External',
    LastError: row.lastError,
    NextRetryTime: time(row.nextRetryMs),
    RetryCount: row.retryCount,
    QueueName: row.identity,
    IsValid: true,
    ObjectState: 'Unchanged',
  });
}

function isOfKind(queue: ShellObject, kind: string): boolean {
  const wanted = kind.toLowerCase();
  if (wanted === 'empty') return propertyOf(queue, 'MessageCount') === 0;
  return ['NextHopCategory', 'DeliveryType'].some((name) => textOfProperty(queue, name).toLowerCase() === wanted);
}

function sorted(queues: readonly ShellObject[], by: readonly string[]): readonly ShellObject[] {
  return queues.toSorted((one, other) => {
    for (const key of by) {
      const name = key.replace(/^[+-]/, '');
      const difference = order(propertyOf(one, name) ?? null, propertyOf(other, name) ?? null);
      if (difference !== 0) return key.startsWith('-') ? -difference : difference;
    }
    return 0;
  });
}

export const queueCmdlets: readonly Cmdlet[] = [getQueue, getQueueDigest, suspendQueue, resumeQueue, retryQueue];
