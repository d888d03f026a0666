import fc from 'fast-check';
import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { MessageQueue, MessageStatus } from '../../../../main/transport/queue.ts';
import { scanFrames, writeFrame } from '../../../../main/transport/store/log-frame.ts';
import { parseSegmentName } from '../../../../main/transport/store/log-segment.ts';
import { openQueue } from '../../../../main/transport/store/open-queue.ts';
import { draft, inline, outcome, turnedClock, type TurnedClock } from './scratch.ts';

/** Any order of operations: accepted = delivered + failed + removed + still queued, and the figures agree. */

const OWNER = 'model';

interface Expected {
  status: MessageStatus;
  isHeld: boolean;
  dueMs: number;
  leaseUntilMs: number;
  attempts: number;
}

interface Model {
  readonly messages: Map<number, Expected>;
  accepted: number;
  gone: number;
}

interface Real {
  clock: TurnedClock;
  readonly folder: string;
  queue: MessageQueue;
}

type Run = (model: Model, real: Real) => Promise<void>;

async function check(model: Model, { queue }: Real): Promise<void> {
  const page = await queue.page({}, null, 1000);
  const actual = page.messages.map(({ id, status, nextAttemptMs, attempts }) => ({
    id,
    status,
    nextAttemptMs,
    attempts,
  }));
  const expected = [...model.messages].map(([id, { status, dueMs, attempts }]) => ({
    id,
    status,
    nextAttemptMs: dueMs,
    attempts,
  }));
  expect(actual).toEqual(expected.sort((a, b) => a.id - b.id));
  expect(model.accepted).toBe(model.gone + actual.length);
  const count = (test: (message: Expected) => boolean): number => [...model.messages.values()].filter(test).length;
  expect(queue.counts()).toEqual({
    waiting: count(({ status }) => status === 'ready'),
    active: count(({ status }) => status === 'leased'),
    retry: count(({ status, attempts }) => status === 'ready' && attempts > 0),
    suspended: count(({ status }) => status === 'suspended'),
    ...{ unreachable: 0, poison: 0 },
  });
}

function command(name: string, run: Run): fc.AsyncCommand<Model, Real> {
  return {
    check: () => true,
    run: async (model, real) => {
      await run(model, real);
      await check(model, real);
    },
    toString: () => name,
  };
}

/** The message that a number picks, so that commands shrink well. */
function pick(model: Model, at: number, status?: MessageStatus): [number, Expected] | undefined {
  const found = [...model.messages].filter(([, message]) => status === undefined || message.status === status);
  return found.length === 0 ? undefined : found[at % found.length];
}

const accept = (count: number, isLeased: boolean): fc.AsyncCommand<Model, Real> =>
  command(`accept(${count}, ${String(isLeased)})`, async (model, { queue, clock }) => {
    const now = clock.nowMs;
    const lease = isLeased ? { owner: OWNER, untilMs: now + 1000 } : undefined;
    const ids = Array.from({ length: count }, () => queue.nextId());
    await Promise.all(ids.map((id) => queue.accept({ ...draft(id), notBeforeMs: now }, inline(), lease)));
    for (const id of ids) {
      const status = isLeased ? 'leased' : 'ready';
      model.messages.set(id, { status, isHeld: false, dueMs: now, leaseUntilMs: now + 1000, attempts: 0 });
    }
    model.accepted += count;
  });

const claim = (limit: number): fc.AsyncCommand<Model, Real> =>
  command(`claim(${limit})`, async (model, { queue, clock }) => {
    const now = clock.nowMs;
    const claimable = [...model.messages].filter(([, { status, dueMs, leaseUntilMs }]) =>
      status === 'ready' ? dueMs <= now : status === 'leased' && leaseUntilMs < now,
    );
    const claimed = await queue.claim({ owner: OWNER, nowMs: now, untilMs: now + 1000, limit });
    expect(claimed).toHaveLength(Math.min(limit, claimable.length));
    for (const { id } of claimed) {
      const message = claimable.find(([known]) => known === id)?.[1];
      if (message === undefined) throw new Error(`claimed ${id}, which is not claimable`);
      Object.assign(message, { status: 'leased', leaseUntilMs: now + 1000 });
    }
  });

const settle = (at: number, verdict: 'delivered' | 'failed' | 'ready'): fc.AsyncCommand<Model, Real> =>
  command(`settle(${at}, ${verdict})`, async (model, { queue, clock }) => {
    const picked = pick(model, at, 'leased');
    if (picked === undefined) return;
    const [id, message] = picked;
    const dueMs = clock.nowMs + 500;
    const release = { nextAttemptMs: dueMs, lastError: null, delayNotified: false };
    await queue.settle(OWNER, { id, outcomes: [outcome(0, verdict)], release });
    if (verdict === 'ready') {
      const status = message.isHeld ? 'suspended' : 'ready';
      Object.assign(message, { status, dueMs, isHeld: false, attempts: message.attempts + 1 });
    } else {
      model.messages.delete(id);
      model.gone += 1;
    }
  });

const suspend = (at: number): fc.AsyncCommand<Model, Real> =>
  command(`suspend(${at})`, async (model, { queue }) => {
    const [id, message] = pick(model, at) ?? [];
    if (id === undefined || message === undefined) return;
    const isChanged = message.status === 'ready' || (message.status === 'leased' && !message.isHeld);
    expect(await queue.suspend([id])).toBe(isChanged ? 1 : 0);
    if (message.status === 'ready') message.status = 'suspended';
    else if (message.status === 'leased') message.isHeld = true;
  });

const resume = (at: number): fc.AsyncCommand<Model, Real> =>
  command(`resume(${at})`, async (model, { queue, clock }) => {
    const [id, message] = pick(model, at) ?? [];
    if (id === undefined || message === undefined) return;
    const isChanged = message.status === 'suspended' || message.isHeld;
    expect(await queue.resume([id], clock.nowMs)).toBe(isChanged ? 1 : 0);
    if (message.status === 'suspended') Object.assign(message, { status: 'ready', dueMs: clock.nowMs });
    message.isHeld = false;
  });

const remove = (at: number): fc.AsyncCommand<Model, Real> =>
  command(`remove(${at})`, async (model, { queue }) => {
    const [id, message] = pick(model, at) ?? [];
    if (id === undefined || message === undefined) return;
    const isFree = message.status !== 'leased';
    expect(await queue.remove([id])).toHaveLength(isFree ? 1 : 0);
    if (!isFree) return;
    model.messages.delete(id);
    model.gone += 1;
  });

const turnClock = (ms: number): fc.AsyncCommand<Model, Real> =>
  command(`turnClock(${ms})`, (_, { clock }) => {
    clock.nowMs += ms;
    return Promise.resolve();
  });

/** Brings to the database what waits in the append log. */
const nextDue = (): fc.AsyncCommand<Model, Real> =>
  command('nextDue', async (model, { queue }) => {
    const due = [...model.messages.values()].filter(({ status }) => status === 'ready').map(({ dueMs }) => dueMs);
    expect(await queue.nextDueMs()).toBe(due.length === 0 ? null : Math.min(...due));
  });

/** What has been in the append log for long begins to move to the database. */
const runTimers = (): fc.AsyncCommand<Model, Real> =>
  command('runTimers', (_, { clock }) => {
    clock.fire();
    return Promise.resolve();
  });

/** The beginning of a frame behind the last whole one of the log, as a power cut may leave it. */
async function tear(folder: string, bytes: number): Promise<void> {
  const name = (await readdir(folder))
    .filter((file) => file.endsWith('.log'))
    .sort()
    .at(-1);
  const parsed = name === undefined ? null : parseSegmentName(name);
  if (name === undefined || parsed === null || parsed === 'spare') return;
  const path = join(folder, name);
  const { end } = scanFrames(await readFile(path), parsed.marker);
  const frame = Buffer.alloc(1000);
  const content = { kind: 'accepted', id: 1, text: '{}', body: Buffer.from('never answered') } as const;
  const whole = writeFrame(frame, 0, content, { marker: parsed.marker, batch: end });
  const file = await open(path, 'r+');
  await file.write(frame, 0, Math.min(bytes, whole - 1), end);
  await file.close();
}

/** The old queue is left as it is, as a process that was killed leaves it. */
const crash = (left: MessageQueue[], tornBytes: number): fc.AsyncCommand<Model, Real> =>
  command(`crash(${tornBytes})`, async (model, real) => {
    left.push(real.queue);
    if (tornBytes > 0) await tear(join(real.folder, 'queue-log'), tornBytes);
    // The timers of the dead do not run.
    real.clock = Object.assign(turnedClock(), { nowMs: real.clock.nowMs });
    const leased = [...model.messages.values()].filter(({ status }) => status === 'leased');
    const { queue, recovery } = await openQueue({
      dataFolder: real.folder,
      clock: real.clock,
      poisonThreshold: () => 3,
    });
    real.queue = queue;
    expect(recovery).toMatchObject({
      integrity: 'ok',
      damagedLog: null,
      rowsWithoutFile: [],
    });
    expect(recovery.leasesReclaimed).toBeGreaterThanOrEqual(leased.length);
    for (const message of leased)
      Object.assign(message, { status: message.isHeld ? 'suspended' : 'ready', isHeld: false });
  });

test('no order of operations loses or doubles a message', { timeout: 120_000 }, async () => {
  const left: MessageQueue[] = [];
  const commands = [
    fc.tuple(fc.integer({ min: 1, max: 5 }), fc.boolean()).map(([count, isLeased]) => accept(count, isLeased)),
    fc.integer({ min: 1, max: 4 }).map(claim),
    fc
      .tuple(fc.nat(20), fc.constantFrom('delivered' as const, 'failed' as const, 'ready' as const))
      .map(([at, verdict]) => settle(at, verdict)),
    fc.constant(null).map(nextDue),
    fc.nat(20).map(suspend),
    fc.nat(20).map(resume),
    fc.nat(20).map(remove),
    fc.constantFrom(-400, 100, 600, 1500).map(turnClock),
    fc.constant(null).map(runTimers),
    fc.constantFrom(0, 0, 7, 30, 60).map((tornBytes) => crash(left, tornBytes)),
  ];
  const property = fc.asyncProperty(fc.commands(commands, { maxCommands: 60 }), async (plan) => {
    const folder = await mkdtemp(join(tmpdir(), 'postroom-model-'));
    const clock = turnedClock();
    const { queue } = await openQueue({ dataFolder: folder, clock, poisonThreshold: () => 3 });
    const real: Real = { clock, folder, queue };
    try {
      await fc.asyncModelRun(() => ({ model: { messages: new Map(), accepted: 0, gone: 0 }, real }), plan);
    } finally {
      await real.queue.close();
      for (const dead of left.splice(0)) await dead.close();
      await rm(folder, { recursive: true });
    }
  });
  await fc.assert(property, { numRuns: 40 });
});
