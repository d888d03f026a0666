import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startEngine } from '../../support/engine-process.ts';
import { markedMessage } from './marked-message.ts';
import { LARGE, prepareRelay, send } from './prepared-relay.ts';
import { emptyQueue, eventually, greeted, poisonIds, restOf, statusOf } from './relay.ts';

/** How an engine ends, and what the next one makes of it. */

const withConsole = { args: ['--console', '127.0.0.1:0'] };

test('killed between the 250 of the next hop and its own note of it: the message comes a second time, once', async () => {
  const { folder, port, sink, start } = await prepareRelay();
  sink.isSilent = true;
  const engine = await start();
  expect(await send(port, 'twice')).toMatch(/^250 /);
  await eventually('it has arrived', () => sink.arrivals.has('twice'));
  await engine.kill9();
  sink.isSilent = false;
  const next = await start();
  await eventually('it has come again', () => sink.arrivals.get('twice') === 2);
  expect(await next.stop()).toBe(0);
  expect(sink.arrivals.get('twice')).toBe(2);
  expect(await restOf(folder)).toEqual(emptyQueue);
});

test('a message that the engine dies of twice is set aside, others pass, and it can be resumed', async () => {
  const { folder, port, sink, start } = await prepareRelay({ send: { maxConnections: 1 } });
  sink.isSilent = true;
  const first = await start();
  expect(await send(port, 'poison', LARGE)).toMatch(/^250 /);
  await eventually('it is on its way', () => sink.arrivals.get('poison') === 1);
  await first.kill9();
  const second = await start();
  await eventually('it is on its way again', () => sink.arrivals.get('poison') === 2);
  await second.kill9();

  sink.isSilent = false;
  const third = await start(withConsole);
  expect(third.output()).toMatch(/^One message was set aside as poison because .+\.$/m);
  expect(await send(port, 'harmless')).toMatch(/^250 /);
  await eventually('the other one arrives', () => sink.arrivals.has('harmless'));
  const { queue } = await statusOf(third);
  expect(queue).toMatchObject({ poison: 1, waiting: 0 });
  expect(sink.arrivals.get('poison')).toBe(2);

  const resumed = await third.cli(['queue', 'resume', ...(await poisonIds(third))]);
  expect(resumed.code).toBe(0);
  await eventually('it arrives', () => sink.arrivals.get('poison') === 3);
  expect(await third.stop()).toBe(0);
  expect(await restOf(folder)).toEqual(emptyQueue);
});

test('other relays did not pick the queue up at a restart (Haraka #2007): what was on its way at a crash is tried again, one after the other', async () => {
  const { folder, port, sink, start } = await prepareRelay();
  sink.isSilent = true;
  const first = await start();
  const ids = ['a', 'b', 'c', 'd', 'e'];
  for (const id of ids) expect(await send(port, id)).toMatch(/^250 /);
  await eventually('all are on their way', () => sink.arrivals.size === ids.length);
  await first.kill9();
  sink.isSilent = false;
  const second = await start();
  await eventually('all have come again', () => ids.every((id) => sink.arrivals.get(id) === 2));
  expect(await second.stop()).toBe(0);
  expect(await restOf(folder)).toEqual(emptyQueue);
});

test('SIGTERM during DATA: nobody new is let in, the message is finished, the exit code is 0', async () => {
  const { folder, port, sink, start } = await prepareRelay();
  const engine = await start();
  const { wire } = markedMessage('finished', LARGE);
  const client = await greeted(port);
  for (const line of ['MAIL FROM:<device@office.example>', 'RCPT TO:<somebody@far.example>', 'DATA']) {
    await client.send(line);
    await client.expect('*');
  }
  await client.raw(wire.subarray(0, LARGE / 2));
  const stopped = engine.stop();
  await eventually('the port is closed', () => isRefused(port));
  await client.raw(wire.subarray(LARGE / 2));
  await client.send('.');
  await client.expect('250 2.6.0 *');
  await client.closed();
  expect(await stopped).toBe(0);
  expect((await restOf(folder)).integrity).toBe('ok');
  const next = await start();
  await eventually('it has arrived', () => sink.arrivals.get('finished') === 1);
  expect(await next.stop()).toBe(0);
  expect(await restOf(folder)).toEqual(emptyQueue);
});

function isRefused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(true));
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
  });
}

test('SIGTERM during a delivery: its end is waited for, and it is not delivered again', async () => {
  const { folder, port, sink, start } = await prepareRelay();
  const engine = await start();
  sink.isSilent = true;
  expect(await send(port, 'once', LARGE)).toMatch(/^250 /);
  await eventually('it is on its way', () => sink.arrivals.has('once'));
  const stopped = engine.stop();
  await eventually('the port is closed', () => isRefused(port));
  sink.answerHeld();
  expect(await stopped).toBe(0);
  expect(sink.arrivals.get('once')).toBe(1);
  expect(await restOf(folder)).toEqual(emptyQueue);
});

test('SIGTERM while the next hop keeps silent: the message waits in the queue, and the exit code is 0', async () => {
  const { folder, port, sink, start } = await prepareRelay();
  const engine = await start();
  sink.isSilent = true;
  expect(await send(port, 'kept')).toMatch(/^250 /);
  await eventually('it is on its way', () => sink.arrivals.has('kept'));
  // No second copy goes out beside the one whose fate is not known (RFC 5321 4.5.3.2.6).
  expect(await send(port, 'other')).toMatch(/^250 /);
  await eventually('another one is on its way', () => sink.arrivals.has('other'));
  expect(sink.arrivals.get('kept')).toBe(1);
  expect(await engine.stop()).toBe(0);
  expect(await restOf(folder)).toEqual({ ...emptyQueue, rows: { ready: 2 } });
});

test('of two engines started on one folder at once, one runs', async () => {
  const { folder, port, sink } = await prepareRelay();
  const outcomes = await Promise.allSettled([startEngine(folder), startEngine(folder)]);
  const running = outcomes.filter((outcome) => outcome.status === 'fulfilled').map(({ value }) => value);
  onTestFinished(async () => {
    for (const engine of running) await engine.kill9();
  });
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => String(reason));
  expect(running).toHaveLength(1);
  expect(refused).toEqual([expect.stringContaining(`Another Postroom already works with ${folder}`)]);
  expect(await send(port, 'one')).toMatch(/^250 /);
  await eventually('it has arrived', () => sink.arrivals.get('one') === 1);
  expect(await running[0]?.stop()).toBe(0);
});
