import { unlink } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { requireTool, saySkipped } from '../../support/requirements.ts';
import { LARGE, prepareRelay, send, SMALL, type PreparedRelay } from './prepared-relay.ts';
import { emptyQueue, eventually, isAlive, restOf } from './relay.ts';
import { attachStrace } from './traced-engine.ts';

const hasStrace = (await requireTool('strace')) && mayTrace();

/** Attaching to a process that is not a child takes root on most systems. */
function mayTrace(): boolean {
  if (process.getuid?.() === 0) return true;
  saySkipped('only root may attach strace to the engine.');
  return false;
}

/** Whom a crash is blamed on has tests of its own. */
const prepare = (): Promise<PreparedRelay> => prepareRelay({ transport: { poisonThreshold: 10 } });

interface CrashPoint {
  readonly calls: string;
  /** Dies at the call of this number, counted by thread. */
  readonly when: number;
  /** Only calls on this file count. */
  readonly file?: string;
  readonly bytes?: number;
}

/**
 * One cycle of a small message: a segment of the append log is made, its frame written and synced, its delivery marked
 * twice, and its end written. One of a large message: its spool file, and some ten writes each of its row and its end.
 */
const crashPoints: readonly CrashPoint[] = [
  ...[1, 2, 3].map((when) => ({ calls: 'pwrite64', when })),
  ...[1, 4, 8, 12, 16].map((when) => ({ calls: 'pwrite64', when, file: 'queue.db-wal', bytes: LARGE })),
  ...[1, 2].map((when) => ({ calls: 'pwrite64', when, file: 'queue.inflight' })),
  ...[1, 2].map((when) => ({ calls: 'fsync,fdatasync', when })),
  ...['fsync,fdatasync', 'rename', 'unlink'].map((calls) => ({ calls, when: 1, bytes: LARGE })),
];

test.skipIf(!hasStrace)('a crash at the writes, syncs, renames and removals of one cycle loses nothing', async () => {
  const { folder, port, sink, start } = await prepare();
  const acknowledged: string[] = [];
  const sent: string[] = [];
  let crashes = 0;
  for (const { calls, when, file, bytes = SMALL } of crashPoints) {
    const engine = await start();
    await eventually('what was left is delivered', () => acknowledged.every((id) => sink.arrivals.has(id)));
    const path = file === undefined ? [] : ['-P', join(folder, file)];
    await attachStrace(engine, [...path, '-e', `inject=${calls}:signal=SIGKILL:when=${when}`]);
    const id = `point-${sent.length}`;
    sent.push(id);
    if ((await send(port, id, bytes))?.startsWith('250 ') === true) acknowledged.push(id);
    const isGone = async (): Promise<boolean> => !(await isAlive(engine.pid));
    await eventually('it is killed or all is done', async () => (await isGone()) || sink.arrivals.has(id));
    // What follows the arrival is the removal; the crash may still come then.
    await eventually('it is killed there', isGone, 1500).catch(() => undefined);
    if (await isGone()) crashes += 1;
    await engine.kill9();
  }
  const last = await start();
  await eventually('all is delivered', () => acknowledged.every((id) => sink.arrivals.has(id)));
  expect(await last.stop()).toBe(0);
  const figures = `${crashes} crashes at ${crashPoints.length} points, ${acknowledged.length} answered 250 before`;
  process.stderr.write(`\n${figures}\n`);
  expect(crashes).toBeGreaterThan(crashPoints.length / 2);
  expect(acknowledged.length).toBeGreaterThan(1);
  expect([...sink.arrivals.keys()].filter((id) => !sent.includes(id))).toEqual([]);
  expect(sink.broken).toEqual([]);
  expect(await restOf(folder)).toEqual(emptyQueue);
});

test.skipIf(!hasStrace)(
  'a failing fsync is never answered 250, and mail is taken again when the disk works',
  async () => {
    const { folder, port, sink, start } = await prepare();
    const engine = await start();
    expect(await send(port, 'before')).toMatch(/^250 /);
    await eventually('it has arrived', () => sink.arrivals.has('before'));
    const tracer = await attachStrace(engine, ['-e', 'inject=fsync,fdatasync:error=EIO']);
    expect(await send(port, 'small', SMALL, 0)).toMatch(/^45[12] /);
    expect(await send(port, 'large', LARGE, 0)).toMatch(/^45[12] /);
    await tracer.detach();
    await eventually('mail is taken again', async () => (await send(port, 'after'))?.startsWith('250 ') === true);
    expect(await send(port, 'after-large', LARGE)).toMatch(/^250 /);
    await eventually('it is delivered', () => sink.arrivals.has('after') && sink.arrivals.has('after-large'));
    expect(await engine.stop()).toBe(0);
    // What was refused may have reached the disk all the same. Then it is whole, and delivered by the next start at the latest.
    const { integrity, rows } = await restOf(folder);
    expect(integrity).toBe('ok');
    const next = await start();
    const count = (rows['leased'] ?? 0) + (rows['ready'] ?? 0);
    const refused = ['small', 'large'];
    await eventually(
      'that is delivered',
      () => [...sink.arrivals.keys()].filter((id) => refused.includes(id)).length >= count,
    );
    expect(await next.stop()).toBe(0);
    expect(sink.broken).toEqual([]);
    expect(await restOf(folder)).toEqual(emptyQueue);
  },
);

test('a database that another program has locked is no reason to refuse small mail; large mail is answered 451', async () => {
  const { folder, port, sink, start } = await prepare();
  const engine = await start();
  const other = new DatabaseSync(join(folder, 'queue.db'));
  onTestFinished(() => {
    other.close();
  });
  other.exec('BEGIN IMMEDIATE');
  expect(await send(port, 'while')).toMatch(/^250 /);
  await eventually('it has arrived', () => sink.arrivals.has('while'));
  expect(await send(port, 'while-large', LARGE)).toMatch(/^451 4\.3\.\d /);
  other.exec('ROLLBACK');
  expect(await send(port, 'after-large', LARGE)).toMatch(/^250 /);
  await eventually('it has arrived', () => sink.arrivals.has('after-large'));
  expect(await engine.stop()).toBe(0);
  expect([...sink.arrivals.keys()].sort()).toEqual(['after-large', 'while']);
  // What was refused without a clear answer of the database leaves its body to the next start.
  expect(await restOf(folder)).toMatchObject({ rows: {}, log: [] });
});

test('a queue that was deleted takes no more mail, and what was accepted is delivered', async () => {
  const { folder, port, sink, start } = await prepare();
  const engine = await start();
  sink.isSilent = true;
  expect(await send(port, 'before')).toMatch(/^250 /);
  await eventually('it is on its way', () => sink.total === 1);
  for (const name of ['queue.db', 'queue.db-wal', 'queue.db-shm']) await unlink(join(folder, name));
  expect(await send(port, 'while')).toMatch(/^451 4\.3\.\d /);
  expect(await send(port, 'while-large', LARGE)).toMatch(/^451 4\.3\.\d /);
  sink.isSilent = false;
  sink.answerHeld();
  expect(await engine.stop()).toBe(0);
  const next = await start();
  expect(await send(port, 'after')).toMatch(/^250 /);
  await eventually('it has arrived', () => sink.arrivals.has('after'));
  expect([...sink.arrivals.keys()].sort()).toEqual(['after', 'before']);
  expect(await next.stop()).toBe(0);
});

test('out of file handles, new sessions are turned away and mail is safe; then all is well again', async () => {
  const { folder, port, sink, start } = await prepare();
  const engine = await start({ wrapper: ['prlimit', '--nofile=64'] });
  const sockets: Socket[] = [];
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  let turnedAway = 0;
  for (let count = 0; count < 100; count += 1) {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => (turnedAway += 1));
    socket.resume();
  }
  await eventually('some are turned away', () => turnedAway > 20);
  expect(await isAlive(engine.pid)).toBe(true);
  for (const socket of sockets) socket.destroy();
  await eventually('mail is taken again', async () => (await send(port, 'after'))?.startsWith('250 ') === true);
  expect(await send(port, 'after-large', LARGE)).toMatch(/^250 /);
  await eventually('it is delivered', () => sink.arrivals.has('after') && sink.arrivals.has('after-large'));
  expect(await engine.stop()).toBe(0);
  expect(await restOf(folder)).toEqual(emptyQueue);
});
