import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../../main/clock.ts';
import { openQueue, type OpenQueue } from '../../main/transport/store/open-queue.ts';
import type { MessageDraft, MessageQueue } from '../../main/transport/queue.ts';

/** How fast the queue takes mail and lets it go, and whether a million rows slow it down. Run: node test/bench/queue.ts [rows] */

const BODY = Buffer.alloc(4096, 'A line of an ordinary message, as many printers send it.\r\n');
const LEASE = { owner: 'bench', untilMs: Number.MAX_SAFE_INTEGER };
const MANY_ROWS = Number(process.argv[2] ?? 1_000_000);

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
  const recipient = { index: 0, ...envelope.recipients[0], status: 'ready', attempts: 1, queue: 'q', lastError: null };
  database.exec('PRAGMA synchronous = OFF; BEGIN');
  const insert = database.prepare(
    `INSERT INTO messages (id, status, queue, next_attempt_ms, attempts, size, checksum, details, recipients, last_error)
     VALUES (?, 'ready', ?, ?, 1, 4096, '00000000', ?, ?, '451 4.4.0 try later')`,
  );
  const body = database.prepare('INSERT INTO bodies VALUES (?, ?)');
  for (let id = 1; id <= rows; id += 1) {
    // Spread over an hour, a tenth of them due.
    insert.run(
      id,
      `host${id % 10}.example`,
      now - 360_000 + ((id * 7919) % 3_600_000),
      details,
      JSON.stringify([recipient]),
    );
    body.run(id, BODY.subarray(0, 64));
  }
  database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

async function withRows(rows: number): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-bench-'));
  await withQueue(() => Promise.resolve(), folder);
  fill(folder, rows);
  const opening = performance.now();
  const times = await withQueue(async ({ queue }) => {
    const result: Record<string, number> = { 'open ms': performance.now() - opening };
    const measure = async (name: string, action: () => Promise<unknown>): Promise<void> => {
      const samples: number[] = [];
      for (let round = 0; round < 300; round += 1) {
        const begun = performance.now();
        await action();
        samples.push(performance.now() - begun);
      }
      result[name] = samples.sort((a, b) => a - b)[150] ?? NaN;
    };
    const now = systemClock.now();
    const lease = { owner: LEASE.owner, untilMs: now + 3_600_000 };
    await measure('accept (20 at once)', () => Promise.all(Array.from({ length: 20 }, () => acceptOne(queue))));
    await measure('accept leased + settle (20 at once)', () =>
      Promise.all(Array.from({ length: 20 }, async () => settleOne(queue, await acceptOne(queue, lease)))),
    );
    await measure('page of 50 in a queue', () => queue.page({ queue: 'host7.example' }, null, 50));
    await measure('page of 50, ready', () => queue.page({ status: 'ready' }, 500, 50));
    await measure('queues', () => queue.queues());
    const claimed: number[] = [];
    await measure('claim 20 and defer', async () => {
      const messages = await queue.claim({ ...lease, nowMs: now, limit: 20 });
      claimed.push(messages.length);
      const outcome = { index: 0, status: 'ready', queue: 'host1.example', error: '451', attempted: true } as const;
      const release = { nextAttemptMs: now - 1000, lastError: '451', delayNotified: false };
      await Promise.all(messages.map(({ id }) => queue.settle(lease.owner, { id, outcomes: [outcome], release })));
    });
    if (claimed.some((count) => count !== 20)) throw new Error('claimed fewer than 20');
    return result;
  }, folder);
  await rm(folder, { recursive: true });
  return times;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

for (const producers of [20, 200]) {
  say(`accept, ${producers} producers: ${await produce(producers, 20_000, (queue) => acceptOne(queue))}`);
  const both = await produce(producers, 20_000, async (queue) => settleOne(queue, await acceptOne(queue, LEASE)));
  say(`accept + settle, ${producers} producers: ${both}`);
}
const few = await withRows(1000);
const many = await withRows(MANY_ROWS);
for (const [name, ms] of Object.entries(few)) {
  const manyMs = many[name] ?? NaN;
  say(
    `${name}: ${ms.toFixed(2)} ms at 1000 rows, ${manyMs.toFixed(2)} ms at ${MANY_ROWS}: ${(manyMs / ms).toFixed(2)}x`,
  );
}
