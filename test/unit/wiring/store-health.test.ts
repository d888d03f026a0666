import { expect, it } from 'vitest';
import { PostroomError } from '../../../main/errors.ts';
import type { BodyWriter } from '../../../main/transport/queue.ts';
import { createMessageSink } from '../../../main/wiring/message-sink.ts';
import { createStoreHealth } from '../../../main/wiring/store-health.ts';
import { manualClock } from '../../support/manual-clock.ts';

const MB = 1_048_576;
const full = new PostroomError('disk-full', 'The disk that holds the queue is full.');
const broken = new PostroomError('store-failed', 'The queue could not be written.');

/** A store that fails as the test says. */
function make() {
  const clock = manualClock();
  const store = { error: null as Error | null, freeBytes: 100 * MB, writtenBytes: 0, aborted: 0 };
  const reported: unknown[] = [];
  const settle = <T>(value: T): Promise<T> =>
    store.error === null ? Promise.resolve(value) : Promise.reject(store.error);
  const queue = {
    nextId: () => 1,
    createBody: (): BodyWriter => ({
      bytes: 0,
      write(chunk) {
        store.writtenBytes += chunk.length;
        return settle(undefined);
      },
      finish: () => settle({ kind: 'inline', bytes: Buffer.alloc(0) }),
      abort: () => Promise.resolve(void (store.aborted += 1)),
    }),
    nextDueMs: () => settle(null),
    accept: () => settle(null),
  };
  const health = createStoreHealth({
    queue,
    clock,
    freeBytes: () => Promise.resolve(store.freeBytes),
    report: (error) => reported.push(error),
  });
  const transport = {
    hotLease: () => null,
    submitted: () => undefined,
    pressure: () => ({ level: 'normal', cause: null, reason: null, freeBytes: null }) as const,
  };
  // The sink asks no more of a queue than this.
  const sink = createMessageSink(queue as never, transport, health);
  const take = () => sink.accept({} as never, { kind: 'inline', bytes: Buffer.alloc(0) });
  return { clock, store, reported, health, sink, take };
}

it('is in trouble from the first refusal to the next message that is taken, and says so once', async () => {
  const { store, reported, health, take } = make();
  await take();
  expect(health.trouble()).toBeNull();
  store.error = broken;
  await expect(take()).rejects.toBe(broken);
  await expect(take()).rejects.toBe(broken);
  expect([health.trouble(), reported]).toEqual([broken, [broken]]);
  store.error = null;
  await take();
  expect(health.trouble()).toBeNull();
  store.error = full;
  await expect(take()).rejects.toBe(full);
  expect(reported).toEqual([broken, full]);
});

it('notices bodies that cannot be written, and takes any failure for trouble', async () => {
  const { store, health, sink } = make();
  store.error = full;
  await expect(sink.createBody(1).write(Buffer.from('x'))).rejects.toBe(full);
  expect(health.trouble()).toBe(full);
  store.error = new TypeError('surprise');
  await expect(sink.createBody(1).finish()).rejects.toThrow('surprise');
  expect(health.trouble()).toMatchObject({ code: 'store-failed', cause: store.error });
});

it('is not in trouble because the engine stops', async () => {
  const { store, health, take, reported } = make();
  store.error = new PostroomError('not-running', 'The queue is closed.');
  await expect(take()).rejects.toThrow('closed');
  expect([health.trouble(), reported]).toEqual([null, []]);
});

it('recovers without mail once the same disk takes a file again, and touches no disk that is nearly full', async () => {
  const { clock, store, health, take } = make();
  [store.error, store.freeBytes] = [full, MB];
  await expect(take()).rejects.toBe(full);
  await clock.advance(20_000);
  expect([health.trouble(), store.writtenBytes]).toEqual([full, 0]);
  store.freeBytes = 100 * MB;
  await clock.advance(5000);
  expect(health.trouble()).toBe(full);
  expect(store.writtenBytes).toBe(MB);
  store.error = null;
  await clock.advance(5000);
  expect(health.trouble()).toBeNull();
  expect(store.aborted).toBe(6);
  expect(clock.pending).toBe(0);
});

it('believes no trial after one was refuted by a message, until a message is taken', async () => {
  const { clock, store, health, take } = make();
  store.error = broken;
  await expect(take()).rejects.toBe(broken);
  store.error = null;
  await clock.advance(5000);
  expect(health.trouble()).toBeNull();
  store.error = broken;
  await expect(take()).rejects.toBe(broken);
  store.error = null;
  await clock.advance(60_000);
  expect(health.trouble()).toBe(broken);
  await take();
  expect(health.trouble()).toBeNull();
  store.error = full;
  await expect(take()).rejects.toBe(full);
  store.error = null;
  await clock.advance(5000);
  expect(health.trouble()).toBeNull();
});
