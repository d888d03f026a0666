import type { Command } from 'commander';
import type { MessageDetail, MessageRow, RewrittenRow } from '../../contract/queue-view.ts';
import type { CallName } from '../../contract/calls.ts';
import { PostroomError } from '../../errors.ts';
import { onEngine } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import type { Caller } from '../context.ts';
import { plain, table } from '../output.ts';
import { addSurgeryCommands, messageId } from './queue-surgery.ts';

/** `queue`: look at what waits and decide about it. A target is a message's number or a queue's name. */

const PAGE = 500;

export function addQueueCommands(program: Command, deps: CommandDeps): void {
  const queue = program.command('queue').description('look at queues and messages, and act on them');

  onEngine(queue.command('list').description('list the queues'), deps, async (caller, { context }) => {
    context.print(await caller.call('queue.list', {}), (rows) =>
      // Submission is always there; a queue that is suspended or in Retry is worth seeing without mail too.
      rows.every(({ messageCount, status }) => messageCount === 0 && status === 'Ready')
        ? 'The queues are empty.'
        : table(
            ['QUEUE', 'STATUS', 'MESSAGES', 'NEXT RETRY', 'CONNECTOR', 'LAST ERROR'],
            rows.map((row) => [
              row.identity,
              row.status,
              row.messageCount,
              timeOf(row.nextRetryMs),
              row.nextHopConnector,
              row.lastError,
            ]),
          ),
    );
  });

  onEngine(
    queue
      .command('show')
      .argument('<target>', 'message number or queue name')
      .description('show one message, or the messages of a queue'),
    deps,
    async (caller, { context, args }) => {
      const target = args[0] ?? '';
      const id = messageNumber(target);
      if (id !== null) context.print(await caller.call('queue.message', { id }), messageText);
      else {
        const found = await messagesOf(caller, target);
        if (found.length === 0) await assertQueue(caller, target);
        context.print(found, (rows) => (rows.length === 0 ? 'No message in this queue.' : messageTable(rows)));
      }
    },
  );

  for (const verb of ['suspend', 'resume', 'retry'] as const) {
    onEngine(
      queue
        .command(verb)
        .argument('<target...>', 'message numbers or queue names')
        .description(`${verb} queues or messages`),
      deps,
      async (caller, { context, args }) => {
        let count = 0;
        for (const target of args) count += await act(caller, verb, target);
        context.print(
          { count },
          () => `${verb}: ${String(count)} ${count === 1 ? 'message or queue' : 'messages or queues'}.${gone(count)}`,
        );
        if (count === 0) context.answerNo();
      },
    );
  }

  onEngine<{ readonly ndr: boolean }>(
    queue
      .command('remove')
      .argument('<id...>', 'message numbers')
      .option('--ndr', 'tell the senders', false)
      .description('remove messages from the queue'),
    deps,
    async (caller, { context, args, options }) => {
      const ids = args.map(messageId);
      const { count } = await caller.call('message.remove', { ids, withNdr: options.ndr });
      context.print({ count }, () => `Removed ${String(count)} of ${String(ids.length)}.${gone(count)}`);
      if (count < ids.length) context.answerNo();
    },
  );
  addSurgeryCommands(queue, deps);
}

const gone = (count: number): string =>
  count === 0 ? ' It is not in the queue, or is being sent at this moment; "postroom queue list" says what waits.' : '';

/** Rejects with 'not-found': an empty answer about a queue that never was would look as if nothing waited. */
async function assertQueue(caller: Caller, name: string): Promise<void> {
  const queues = await caller.call('queue.list', {});
  if (queues.some(({ identity }) => identity.toLowerCase() === name.toLowerCase())) return;
  throw new PostroomError('not-found', `There is no queue named ${name}.`);
}

const messageNumber = (text: string): number | null => (/^\d{1,15}$/.test(text) ? Number(text) : null);

async function act(caller: Caller, verb: 'suspend' | 'resume' | 'retry', target: string): Promise<number> {
  const id = messageNumber(target);
  if (id !== null) return (await caller.call(`message.${verb}`, { ids: [id] })).count;
  const name = `queue.${verb}` satisfies CallName;
  const touched = await caller.call(name, { queue: target });
  return touched?.count ?? 1;
}

async function messagesOf(caller: Caller, queue: string): Promise<readonly MessageRow[]> {
  const rows: MessageRow[] = [];
  let after: number | null = null;
  do {
    const page: { readonly messages: readonly MessageRow[]; readonly next: number | null } = await caller.call(
      'queue.messages',
      { queue, after, limit: PAGE },
    );
    rows.push(...page.messages);
    after = page.next;
  } while (after !== null);
  return rows;
}

const timeOf = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

function messageTable(rows: readonly MessageRow[]): string {
  return table(
    ['ID', 'STATUS', 'FROM', 'RECIPIENTS', 'BYTES', 'ATTEMPTS', 'LAST ERROR'],
    rows.map((row) => [
      row.id,
      row.status,
      row.mailFrom || '<>',
      row.recipients.length,
      row.size,
      row.attempts,
      row.lastError,
    ]),
  );
}

function rewrittenFact({ what, original, now, by }: RewrittenRow): readonly [string, string] {
  if (what === 'copy') return ['Copy', `to mailbox folder ${now.join(', ')}`];
  const rule = by === null ? '' : ` (rule for ${by})`;
  const names = { sender: 'Sender was', author: 'From was', recipient: 'Alias' };
  return [names[what], `${original} -> ${now.join(', ')}${rule}`];
}

function messageText(row: MessageDetail): string {
  const facts: readonly (readonly [string, string])[] = [
    ['Id', String(row.id)],
    ['Message-ID', row.messageId],
    ['Subject', row.subject ?? ''],
    ['From', row.mailFrom || '<>'],
    ...row.rewritten.map(rewrittenFact),
    ...row.repairs.map((text) => ['Repaired', text] as const),
    ['Status', row.status],
    ['Size', `${String(row.size)} bytes`],
    ['Received', `${new Date(row.receivedAtMs).toISOString()} through ${row.connector ?? row.source}`],
    ['Next attempt', new Date(row.nextAttemptMs).toISOString()],
    ['Expires', new Date(row.expiresAtMs).toISOString()],
    ['Attempts', String(row.attempts)],
    ...(row.releaseAtMs === null ? [] : [['Held until', new Date(row.releaseAtMs).toISOString()] as const]),
    ['Last error', row.lastError ?? '-'],
  ];
  const recipients = table(
    ['RECIPIENT', 'STATUS', 'QUEUE', 'ATTEMPTS', 'LAST ERROR'],
    row.recipients.map(({ address, status, queue, attempts, lastError }) => [
      address,
      status,
      queue,
      attempts,
      lastError,
    ]),
  );
  return [...facts.map(([name, value]) => `${name.padEnd(13)}${plain(value)}`), '', recipients].join('\n');
}
