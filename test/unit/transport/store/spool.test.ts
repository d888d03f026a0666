import { randomBytes } from 'node:crypto';
import { readdirSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { BLOCK_BYTES } from '../../../../main/transport/store/block-pool.ts';
import { SpoolingBody } from '../../../../main/transport/store/body-writer.ts';
import { Spool } from '../../../../main/transport/store/spool.ts';
import { KeptBody, MOST_BLOCKS } from '../../../../main/transport/store/kept-bodies.ts';
import { SpooledBody } from '../../../../main/transport/store/spooled-body.ts';
import { manualClock, type ManualClock } from '../../../support/manual-clock.ts';

async function spool(clock: ManualClock = manualClock()): Promise<Spool> {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-spool-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return new Spool(folder, clock);
}

async function stored(into: Spool, id: number, chunks: readonly Buffer[]): Promise<() => ReturnType<Spool['read']>> {
  const body = new SpoolingBody(into, id);
  for (const chunk of chunks) await body.write(chunk);
  const file = await body.finish();
  if (file.kind !== 'file') throw new Error('the body did not reach the spool');
  return () => into.read(file.name, file.size, file.checksum);
}

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let from = 0;
  for (const size of sizes) chunks.push(bytes.subarray(from, (from += size)));
  return [...chunks, bytes.subarray(from)];
}

test('a body comes back as it was written, wherever chunks and blocks end', async () => {
  const into = await spool();
  const source = randomBytes(3 * BLOCK_BYTES + 1);
  const edge = fc.constantFrom(1, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1);
  const size = fc.constantFrom(BLOCK_BYTES + 1, 2 * BLOCK_BYTES - 1, 2 * BLOCK_BYTES, source.length);
  let id = 0;
  await fc.assert(
    fc.asyncProperty(size, fc.array(fc.oneof(edge, fc.nat(200_000)), { maxLength: 6 }), async (length, sizes) => {
      const bytes = source.subarray(0, length);
      const open = await stored(into, (id += 1), cut(bytes, sizes));
      // Out of memory, and out of the file.
      for (let reader = 0; reader < 2; reader += 1) expect((await buffer(await open())).equals(bytes)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('only what a reader gives back is used again', async () => {
  const into = await spool();
  const bytes = randomBytes(4 * BLOCK_BYTES);
  const open = await stored(into, 1, [bytes]);
  const kept: Buffer[] = [];
  for await (const chunk of await open()) kept.push(chunk as Buffer);
  const recycled = new Set<ArrayBufferLike>();
  const body = await open();
  for await (const chunk of body) {
    recycled.add((chunk as Buffer).buffer);
    body.recycle(chunk as Buffer);
  }
  expect(Buffer.concat(kept).equals(bytes)).toBe(true);
  expect(kept.some((chunk) => recycled.has(chunk.buffer))).toBe(false);
  expect(recycled.size).toBeLessThan(4);
});

test('a file that is shorter or other than it was fails the reader', async () => {
  const into = await spool();
  const open = await stored(into, 1, [randomBytes(2 * BLOCK_BYTES)]);
  into.kept.drop('1.eml');
  const path = join(into.folder, '1.eml');
  const early = await open();
  truncateSync(path, BLOCK_BYTES);
  await expect(buffer(early)).rejects.toMatchObject({ code: 'store-failed' });
  await expect(open()).rejects.toMatchObject({ code: 'store-failed' });
  writeFileSync(path, Buffer.alloc(2 * BLOCK_BYTES));
  await expect(buffer(await open())).rejects.toMatchObject({ code: 'store-failed' });
});

test('a reader that goes away leaves no open file', { skip: process.platform !== 'linux' }, async () => {
  const into = await spool();
  const open = await stored(into, 1, [randomBytes(4 * BLOCK_BYTES)]);
  into.kept.drop('1.eml');
  const before = readdirSync('/proc/self/fd').length;
  for (let round = 0; round < 8; round += 1) {
    const body = await open();
    const closed = new Promise<void>((resolve) => body.once('close', () => resolve()));
    // Before the first block, in the middle of one, and behind one.
    if (round % 2 === 0) body.read();
    if (round % 4 === 2) await new Promise<void>((resolve) => body.once('readable', () => resolve()));
    body.destroy();
    await closed;
  }
  expect(readdirSync('/proc/self/fd').length).toBe(before);
});

test('the first reader has the body out of memory, and whoever comes later out of the file', async () => {
  const into = await spool();
  const bytes = randomBytes(2 * BLOCK_BYTES);
  const open = await stored(into, 1, [bytes]);
  const removed = await stored(into, 2, [bytes]);
  unlinkSync(join(into.folder, '1.eml'));
  expect((await buffer(await open())).equals(bytes)).toBe(true);
  await expect(open()).rejects.toMatchObject({ code: 'store-failed' });
  await into.discard('2.eml');
  await expect(removed()).rejects.toMatchObject({ code: 'store-failed' });
});

test('nothing is kept of a body that is large, and of others only for a moment', async () => {
  const clock = manualClock();
  const into = await spool(clock);
  const chunk = randomBytes(BLOCK_BYTES);
  const large = await stored(into, 1, Array<Buffer>(MOST_BLOCKS + 1).fill(chunk));
  const small = await stored(into, 2, [chunk, chunk]);
  await clock.advance(10_000);
  for (const open of [large, small]) expect(await open()).toBeInstanceOf(SpooledBody);
});

test('memory goes round among bodies that come and go, and none is mixed up', async () => {
  const into = await spool();
  const source = randomBytes(8 * BLOCK_BYTES);
  let isFromFile = false;
  const one = async (id: number): Promise<void> => {
    const bytes = source.subarray(id * 7, id * 7 + 2 * BLOCK_BYTES + id * 1000);
    const body = await (await stored(into, id, cut(bytes, [id * 3000, 65_536, 65_536])))();
    isFromFile ||= body instanceof SpooledBody;
    // Every third reader goes away in the middle.
    let [at, isEqual] = [0, true];
    for await (const piece of body) {
      const chunk = piece as Buffer;
      isEqual &&= chunk.equals(bytes.subarray(at, (at += chunk.length)));
      body.recycle(chunk);
      if (id % 3 === 0) break;
    }
    expect(isEqual).toBe(true);
    if (id % 3 !== 0) expect(at).toBe(bytes.length);
  };
  await Promise.all(Array.from({ length: 12 }, (_, n) => one(n + 1)));
  expect(isFromFile).toBe(true);
  // All places are free again.
  for (let id = 20; id < 30; id += 1) {
    const body = await (await stored(into, id, [source]))();
    expect(body).toBeInstanceOf(KeptBody);
    body.destroy();
  }
});
