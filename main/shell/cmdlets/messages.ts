import type { MessageRow } from '../../contract/queue-view.ts';
import type { Cmdlet, Invocation } from '../run/cmdlet.ts';
import type { Parameter } from '../run/parameters.ts';
import { ShellError } from '../shell-error.ts';
import {
  isObject,
  propertyOf,
  shellObject,
  size,
  time,
  type ShellObject,
  type ShellValue,
} from '../values/shell-value.ts';
import { textOfProperty } from '../values/text-of.ts';
import { confirmed } from './confirmation.ts';
import { compileFilter } from './filter.ts';
import { givenIdentities } from './identity.ts';
import { resultSizeOf, resultSizeParameter } from './result-size.ts';

/** Get-Message, and Suspend-, Resume- and Remove-Message. */

const PAGE = 500;
export const messageIdentity: Parameter = {
  name: 'Identity',
  type: 'any',
  position: 0,
  help: 'SERVER\\Queue\\Number, *\\Number or the number alone.',
};
const filter: Parameter = { name: 'Filter', type: 'any', help: '"FromAddress -like \'*@contoso.com\'".' };
const server: Parameter = { name: 'Server', type: 'text', help: 'There is one server here; any name is taken for it.' };
const statuses = { ready: 'Ready', leased: 'Active', suspended: 'Suspended', poison: 'Suspended' } as const;

const getMessage: Cmdlet = {
  name: 'Get-Message',
  synopsis: 'Shows messages that wait.',
  parameters: [
    messageIdentity,
    { name: 'Queue', type: 'text', help: 'SERVER\\Queue or the queue alone.' },
    filter,
    server,
    { name: 'IncludeRecipientInfo', type: 'switch', help: 'With the recipients and what became of each.' },
    resultSizeParameter,
    { name: 'SortOrder', type: 'texts', ignored: true, help: '' },
  ],
  async run(invocation) {
    const most = resultSizeOf(invocation.bound);
    const found =
      (await messagesOfQueues(invocation)) ??
      (await chosenMessages(invocation)) ??
      (await messagesOf(invocation, queueOf(invocation), most));
    return found.slice(0, most);
  },
};

/** `Get-Queue | Get-Message`: what waits in the queues that the pipeline brought; null where it brought none. */
async function messagesOfQueues(invocation: Invocation): Promise<readonly ShellObject[] | null> {
  const { bound, input } = invocation;
  const queues = (input ?? []).filter((item): item is ShellObject => isObject(item) && item.className === 'Queue');
  if (queues.length === 0 || bound.has('Identity')) return null;
  const found: ShellObject[] = [];
  for (const queue of queues)
    found.push(...(await messagesOf(invocation, textOfProperty(queue, 'QueueName'), resultSizeOf(bound))));
  if (!bound.has('Filter')) return found;
  return found.filter(await compileFilter(bound.value('Filter') as ShellValue, invocation.shell));
}

const suspendMessage = changing(
  'Suspend-Message',
  'Keeps messages from being delivered.',
  [],
  false,
  (ids, { shell }) => shell.call('message.suspend', { ids }),
);
const resumeMessage = changing('Resume-Message', 'Lets suspended messages go on.', [], false, (ids, { shell }) =>
  shell.call('message.resume', { ids }),
);
const removeMessage = changing(
  'Remove-Message',
  'Removes messages from the queue; asks first.',
  [{ name: 'WithNDR', type: 'boolean', help: 'Tells the sender; $true if left out.' }],
  true,
  (ids, { bound, shell }) => shell.call('message.remove', { ids, withNdr: bound.flag('WithNDR') ?? true }),
);

function changing(
  name: string,
  synopsis: string,
  more: readonly Parameter[],
  isRemoval: boolean,
  act: (ids: number[], invocation: Invocation) => Promise<{ readonly count: number }>,
): Cmdlet {
  return {
    name,
    synopsis,
    changes: true,
    parameters: [messageIdentity, filter, server, ...more],
    async run(invocation) {
      const { bound, shell } = invocation;
      const found = await chosenMessages(invocation);
      if (found === null)
        throw new ShellError(
          'ParameterBinding',
          'Cannot process command because of one or more missing mandatory parameters: Identity. Or give -Filter.',
        );
      for (const message of found) {
        const text = `${name}: "${textOfProperty(message, 'Identity')}" from ${textOfProperty(message, 'FromAddress')}.`;
        if (bound.flag('WhatIf') === true) shell.whatIf(`What if: ${text}`);
        else if (await confirmed(invocation, { text, isRemoval })) {
          const { count } = await act([numberOf(message)], invocation);
          if (count === 0) shell.warn(`${text} It is no longer there, or it is being delivered at this moment.`);
        }
      }
      return [];
    },
  };
}

/** Those of -Identity, the pipeline or -Filter; null where none of them was given. */
export async function chosenMessages(invocation: Invocation): Promise<readonly ShellObject[] | null> {
  const { bound, shell } = invocation;
  const identities = givenIdentities(invocation);
  if (identities === null) {
    if (!bound.has('Filter')) return null;
    const fits = await compileFilter(bound.value('Filter') as ShellValue, shell);
    return (await messagesOf(invocation, queueOf(invocation), resultSizeOf(bound))).filter(fits);
  }
  const { document } = await shell.call('config.get', {});
  const found: ShellObject[] = [];
  for (const typed of identities) {
    const number = /(?:^|\\)(\d{1,15})$/.exec(typed.trim())?.[1];
    if (number === undefined)
      throw new ShellError(
        'ObjectNotFound',
        `"${typed}" is no message: an identity ends in its number, as in SERVER\\Queue\\12. Use -Filter for several.`,
      );
    found.push(
      messageObject(await shell.call('queue.message', { id: Number(number) }), document.server.name, invocation),
    );
  }
  return found;
}

async function messagesOf(
  invocation: Invocation,
  queue: string | undefined,
  most: number,
): Promise<readonly ShellObject[]> {
  const { shell } = invocation;
  const { document } = await shell.call('config.get', {});
  const rows: MessageRow[] = [];
  let after: number | null = null;
  do {
    const page: { readonly messages: readonly MessageRow[]; readonly next: number | null } = await shell.call(
      'queue.messages',
      {
        ...(queue === undefined ? {} : { queue }),
        after,
        limit: PAGE,
      },
    );
    rows.push(...page.messages);
    after = page.next;
  } while (after !== null && rows.length < most);
  return rows.map((row) => messageObject(row, document.server.name, invocation));
}

function queueOf({ bound }: Invocation): string | undefined {
  const typed = bound.text('Queue');
  return typed?.slice(typed.indexOf('\\') + 1);
}

function numberOf(message: ShellObject): number {
  return Number(propertyOf(message, 'InternalMessageId'));
}

function messageObject(row: MessageRow, serverName: string, { bound }: Invocation): ShellObject {
  const queue = row.recipients.find(({ status }) => status === 'ready')?.queue ?? 'Submission';
  const waits = row.status === 'ready' && row.lastError !== null;
  return shellObject('Message', {
    Identity: `${serverName}\\${queue}\\${String(row.id)}`,
    Subject: row.subject,
    InternetMessageId: row.messageId,
    FromAddress: row.mailFrom === '' ? '<>' : row.mailFrom,
    Status: waits ? 'Retry' : statuses[row.status],
    Size: size(row.size),
    MessageSourceName: row.connector === null ? row.source : `${row.source}:${row.connector}`,
    SourceIP: row.remoteAddress,
    DateReceived: time(row.receivedAtMs),
    ExpirationTime: time(row.expiresAtMs),
    RetryCount: row.attempts,
    LastError: row.lastError,
    Queue: `${serverName}\\${queue}`,
    InternalMessageId: row.id,
    ...(bound.flag('IncludeRecipientInfo') === true ? { Recipients: row.recipients.map(recipientText) } : {}),
    IsValid: true,
    ObjectState: 'Unchanged',
  });
}

function recipientText({ address, status, lastError }: MessageRow['recipients'][number]): string {
  const word = status === 'ready' ? (lastError === null ? 'Ready' : 'Retry') : 'Complete';
  return [address, word, ...(lastError === null ? [] : [lastError])].join(';');
}

export const messageCmdlets: readonly Cmdlet[] = [getMessage, suspendMessage, resumeMessage, removeMessage];
