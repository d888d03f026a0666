import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../../main/clock.ts';
import { openQueue, type OpenQueue } from '../../main/transport/store/open-queue.ts';
import type { MessageDraft, MessageQueue } from '../../main/transport/queue.ts';

/** How fast the queue takes mail and lets it go, and whether a million rows slow it down. Run: node test/bench/queue.ts [rows] [messages] */

const BODY = Buffer.alloc(4096, 'A line of an ordinary message, as many printers send it.\r\n');
const LEASE = { owner: 'bench', untilMs: Number.MAX_SAFE_INTEGER };
const MANY_ROWS = Number(process.argv[2] ?? 1_000_000);
const MESSAGES = Number(process.argv[3] ?? 20_000);

function draft(id: number): MessageDraft {
  return {
    id,
    envelope: {
      mailFrom: 'scanner@office.example',
      recipients: [{ address: 'someone@example.com', notify: [], originalRecipient: null }],
      ...{ ret: null, envid: null, eightBit: false, smtpUtf8: false },
    },
    origin: {
      source: 'SMTP',
      connector: 'SERVER\\Relay',
      sessionId: '08DC0A1B2C3D4E5F',
      remoteAddress: '192.0.2.17',
      ...{ helo: 'scanner', account: null, trusted: true },
    },
    messageId: `<${id}@office.example>`,
    subject: 'Scan',
    ...{ receivedAtMs: systemClock.now(), expiresAtMs: systemClock.now() + 1e8, notBeforeMs: systemClock.now() },
  };
}

async function withQueue<T>(action: (open: OpenQueue, folder: string) => Promise<T>, folder?: string): Promise<T> {
  const dataFolder = folder ?? (await mkdtemp(join(tmpdir(), 'postroom-bench-')));
  const open = await openQueue({ dataFolder, clock: systemClock, poisonThreshold: () => 3 });
  try {
    return await action(open, dataFolder);
  } finally {
    await open.queue.close();
    if (folder === undefined) await rm(dataFolder, { recursive: true });
  }
}

async function acceptOne(queue: MessageQueue, lease?: typeof LEASE): Promise<number> {
  const id = queue.nextId();
  const writer = queue.createBody(id);
  await writer.write(BODY);
  await queue.accept(draft(id), await writer.finish(), lease);
  return id;
}

async function settleOne(queue: MessageQueue, id: number): Promise<void> {
  const outcome = { index: 0, status: 'delivered', queue: 'example.com', error: null, attempted: true } as const;
  queue.beginAttempt(id);
  queue.endAttempt(id);
  await queue.settle(LEASE.owner, { id, outcomes: [outcome], release: null });
}

async function produce(
  producers: number,
  messages: number,
  one: (queue: MessageQueue) => Promise<unknown>,
): Promise<string> {
  return withQueue(async ({ queue, stats }) => {
    const run = async (total: number): Promise<number> => {
      let left = total;
      const begun = performance.now();
      await Promise.all(
        Array.from({ length: producers }, async () => {
          while (left-- > 0) await one(queue);
        }),
      );
      return performance.now() - begun;
    };
    await run(messages / 4);
    const before = stats().commits;
    const cpu = process.cpuUsage();
    const ms = await run(messages);
    const { user, system } = process.cpuUsage(cpu);
    const perSecond = Math.round((messages / ms) * 1000);
    const cpuMs = ((user + system) / 1000 / messages).toFixed(3);
    return `${perSecond}/s, ${cpuMs} ms processor time each, ${stats().commits - before} commits for ${messages}`;
  });
}

/** Fills the table by hand: a million accepts would take minutes. */
function fill(folder: string, rows: number): void {
  const database = new DatabaseSync(join(folder, 'queue.db'));
  const now = systemClock.now();
  const { envelope, origin, messageId, subject, receivedAtMs, expiresAtMs } = draft(1);
  const details = JSON.stringify({ envelope, origin, messageId, subject, receivedAtMs, expiresAtMs });
  const recipient = { index: 0, ...envelope.recipients[0], status: 'ready', attempts: 1, lastError: null };
  database.exec('PRAGMA synchronous = OFF; BEGIN');
  const insert = database.prepare(
    `INSERT INTO messages (id, status, queue, next_attempt_ms, attempts, size, checksum, details, recipients, last_error)
     VALUES (?, 'ready', ?, ?, 1, 4096, '00000000', ?, ?, '451 4.4.0 try later')`,
  );
  const body = database.prepare('INSERT INTO bodies VALUES (?, ?)');
  for (let id = 1; id <= rows; id += 1) {
    // Spread over an hour, a tenth of them due.
    const queue = `host${id % 10}.example`;
    const due = now - 360_000 + ((id * 7919) % 3_600_000);
    insert.run(id, queue, due, details, JSON.stringify([{ ...recipient, queue }]));
    body.run(id, BODY.subarray(0, 64));
  }
  database.exec('COMMIT; PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

interface Filled {
  readonly queue: MessageQueue;
  readonly openMs: number;
  readonly folder: string;
}

async function openFilled(rows: number): Promise<Filled> {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-bench-'));
  await withQueue(() => Promise.resolve(), folder);
  fill(folder, rows);
  const begun = performance.now();
  const { queue } = await openQueue({ dataFolder: folder, clock: systemClock, poisonThreshold: () => 3 });
  return { queue, openMs: performance.now() - begun, folder };
}

const startedMs = systemClock.now();
const lease = { owner: LEASE.owner, untilMs: startedMs + 3_600_000 };
const twenty = <T>(one: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: 20 }, one));

const measured: Readonly<Record<string, (queue: MessageQueue) => Promise<unknown>>> = {
  'accept, 20 at once': (queue) => twenty(() => acceptOne(queue)),
  'accept leased and settle, 20 at once': (queue) =>
    twenty(async () => settleOne(queue, await acceptOne(queue, lease))),
  'page of 50 in a queue': (queue) => queue.page({ queue: 'host7.example' }, null, 50),
  'page of 50, ready': (queue) => queue.page({ status: 'ready' }, 500, 50),
  queues: (queue) => queue.queues(),
  'claim 20 and defer': async (queue) => {
    const messages = await queue.claim({ ...lease, nowMs: startedMs, limit: 20 });
    if (messages.length !== 20) throw new Error('claimed fewer than 20');
    const outcome = { index: 0, status: 'ready', error: '451', attempted: true } as const;
    const release = { nextAttemptMs: startedMs - 1000, lastError: '451', delayNotified: false };
    await Promise.all(
      messages.map(({ id, recipients }) => {
        const hop = recipients[0]?.queue ?? '';
        return queue.settle(lease.owner, { id, outcomes: [{ ...outcome, queue: hop }], release });
      }),
    );
  },
};

/** Both in turn, so that what else the machine does falls on both. */
async function compare(few: Filled, many: Filled): Promise<void> {
  for (const [name, action] of Object.entries(measured)) {
    const samples = { few: [] as number[], many: [] as number[] };
    for (let round = 0; round < 400; round += 1) {
      for (const size of ['few', 'many'] as const) {
        const begun = performance.now();
        await action((size === 'few' ? few : many).queue);
        samples[size].push(performance.now() - begun);
      }
    }
    const [fewMs, manyMs] = [median(samples.few), median(samples.many)];
    say(
      `${name}: ${fewMs.toFixed(2)} ms at 1000 rows, ${manyMs.toFixed(2)} ms at ${MANY_ROWS}: ${(manyMs / fewMs).toFixed(2)}x`,
    );
  }
}

function median(samples: number[]): number {
  return samples.sort((a, b) => a - b)[samples.length >> 1] ?? NaN;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

for (const producers of [20, 200]) {
  say(`accept, ${producers} producers: ${await produce(producers, MESSAGES, (queue) => acceptOne(queue))}`);
  const both = await produce(producers, MESSAGES, async (queue) => settleOne(queue, await acceptOne(queue, LEASE)));
  say(`accept + settle, ${producers} producers: ${both}`);
}
const few = await openFilled(1000);
const many = await openFilled(MANY_ROWS);
say(`open: ${few.openMs.toFixed(0)} ms at 1000 rows, ${many.openMs.toFixed(0)} ms at ${MANY_ROWS}`);
await compare(few, many);
for (const { queue, folder } of [few, many]) {
  await queue.close();
  await rm(folder, { recursive: true });
}
