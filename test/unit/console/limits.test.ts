import { once } from 'node:events';
import { stat, writeFile } from 'node:fs/promises';
import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock } from '../../../main/clock.ts';
import { attach } from '../../../main/console/attach.ts';
import { Access } from '../../../main/console/access.ts';
import { startConsole } from '../../../main/console/console.ts';
import { readRunFile, runFilePath } from '../../../main/console/run-file.ts';
import { contract } from '../../../main/contract/calls.ts';
import type { Status } from '../../../main/contract/status-view.ts';
import { emptyStatus, fakeApi } from '../../support/fake-api.ts';
import { manualClock, until } from '../../support/manual-clock.ts';
import { ask, raw, runConsole, upgrade } from './run-console.ts';
import type { RunningConsole } from './run-console.ts';

const open: RunningConsole[] = [];
async function start(...given: Parameters<typeof runConsole>) {
  const console = await runConsole(...given);
  open.push(console);
  return { ...console, bearer: { authorization: `Bearer ${console.run.token}` } };
}
afterEach(async () => {
  for (const console of open.splice(0)) await console.server.close();
});

describe('WC-07: frames', () => {
  async function openSocket(console: Awaited<ReturnType<typeof start>>): Promise<WebSocket> {
    const socket = await upgrade(console, console.bearer);
    if (!(socket instanceof WebSocket)) throw new Error(`refused: ${String(socket)}`);
    return socket;
  }

  it('larger than 1 MB end the connection, and only that one', async () => {
    const console = await start();
    const socket = await openSocket(console);
    const closed = once(socket, 'close');
    socket.send('x'.repeat(1024 * 1024 + 1));
    expect((await closed)[0]).toBe(1009);
    expect((await ask(console, { path: '/health' })).status).toBe(200);
  });

  it.each([
    ['invalid UTF-8', Buffer.from([0xff, 0xfe, 0xc0]), false],
    ['binary', Buffer.from('{}'), true],
    ['nonsense', Buffer.from('nonsense'), false],
  ])('of %s end it too', async (_name, bytes, binary) => {
    const console = await start();
    const socket = await openSocket(console);
    const closed = once(socket, 'close');
    socket.send(bytes, { binary });
    await closed;
    expect((await ask(console, { path: '/health' })).status).toBe(200);
  });

  it('are not compressed, whatever the client offers', async () => {
    const console = await start();
    const socket = await openSocket(console);
    expect(socket.extensions).toBe('');
    socket.terminate();
  });

  it('beyond 64 calls under way are answered with an error', async () => {
    const console = await start({ 'services.list': () => new Promise(() => undefined) });
    const socket = await openSocket(console);
    const answer = once(socket, 'message');
    for (let id = 1; id <= 65; id += 1) {
      socket.send(JSON.stringify({ kind: 'call', id, name: 'services.list', input: {} }));
    }
    const [data] = (await answer) as [Buffer];
    expect(JSON.parse(data.toString())).toMatchObject({ kind: 'error', id: 65, error: { code: 'usage' } });
    socket.terminate();
  });

  it('to a reader that stopped end its subscription', async () => {
    let emit: (status: Status) => void = () => undefined;
    const cut = Promise.withResolvers<'cut'>();
    const source = (_input: object, send: typeof emit) => {
      emit = send;
      return { snapshot: emptyStatus, close: () => cut.resolve('cut') };
    };
    const console = await start({}, { status: source });
    const socket = await openSocket(console);
    socket.send(JSON.stringify({ kind: 'subscribe', id: 1, topic: 'status', input: {} }));
    await once(socket, 'message');
    socket.pause();
    const big = { ...emptyStatus, version: 'x'.repeat(512 * 1024) };
    const turn = () => new Promise<'turn'>((resolve) => setImmediate(() => resolve('turn')));
    do emit(big);
    while ((await Promise.race([cut.promise, turn()])) === 'turn');
    expect(await cut.promise).toBe('cut');
    socket.terminate();
  });
});

describe('WC-12: where it listens', () => {
  it('is loopback, IPv4 and IPv6 under one port, and nothing else', async () => {
    const { port } = await start();
    const health = (host: string) =>
      `GET /health HTTP/1.1\r\nHost: ${host}:${String(port)}\r\nConnection: close\r\n\r\n`;
    const hasIpv6 = Object.values(networkInterfaces())
      .flat()
      .some((one) => one?.address === '::1');
    if (hasIpv6) expect(await raw(port, health('[::1]'), '::1')).toMatch(/^HTTP\/1\.1 200/);
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((one) => one?.family === 'IPv4' && !one.internal);
    const other = outside?.address ?? '127.0.0.2';
    await expect(raw(port, health(other), other)).rejects.toThrow('ECONNREFUSED');
  });

  it.each(['0.0.0.0', '::', 'office.example', ''])('is never %j', async (host) => {
    const { folder } = await start();
    const options = {
      api: fakeApi({}),
      host,
      port: 0,
      rendererFolder: folder,
      clock: systemClock,
      runFile: join(folder, 'x'),
      sessionsFile: join(folder, 'y'),
      content: () => Promise.reject(new Error('no message')),
      onError: () => undefined,
      tlsIdentity: () => null,
    };
    await expect(startConsole(options)).rejects.toMatchObject({ code: 'usage' });
  });

  it('is another port where the wanted one is taken', async () => {
    const taken = createServer();
    await once(taken.listen(0, '127.0.0.1'), 'listening');
    const { port } = taken.address() as AddressInfo;
    const { folder } = await start();
    const runFile = join(folder, 'second.json');
    const options = {
      api: fakeApi({}),
      host: '127.0.0.1',
      port,
      rendererFolder: folder,
      clock: systemClock,
      runFile,
      sessionsFile: join(folder, 'sessions'),
      content: () => Promise.reject(new Error('no message')),
      onError: () => undefined,
      tlsIdentity: () => null,
    };
    const console = await startConsole(options);
    expect(Number(new URL(console.url).port)).not.toBe(port);
    expect((await readRunFile(runFile))?.url).toBe(console.url);
    await console.close();
    taken.close();
  });
});

describe('WC-13: bodies and connections', () => {
  it('refuses more than 1 MB', async () => {
    const console = await start();
    const body = JSON.stringify({ name: 'status.get', input: { x: 'x'.repeat(1024 * 1024) } });
    const headers = { ...console.bearer, 'content-type': 'application/json' };
    expect((await ask(console, { method: 'POST', path: '/rpc', headers, body })).status).toBe(413);
  });

  it.each([
    ['deep', `{"name":"status.get","input":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['with a prototype', '{"name":"status.get","input":{"__proto__":{"x":1}}}'],
    ['with an unknown call', '{"name":"constructor","input":{}}'],
    ['with more than it should', '{"name":"status.get","input":{},"role":"admin"}'],
    ['broken', '{"name":'],
    ['empty', ''],
  ])('refuses JSON that is %s', async (_name, body) => {
    const console = await start();
    const headers = { ...console.bearer, 'content-type': 'application/json' };
    const answer = await ask(console, { method: 'POST', path: '/rpc', headers, body });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code: 'usage' } });
    expect(console.causes).toEqual([]);
  });

  it('drops connections beyond 64', async () => {
    const { port } = await start();
    const sockets: Socket[] = [];
    let dropped = 0;
    for (let index = 0; index < 80; index += 1) {
      const socket = connect(port, '127.0.0.1');
      socket.on('close', () => (dropped += 1));
      socket.on('error', () => undefined);
      sockets.push(socket);
    }
    await until(() => dropped === 16, 'the connections beyond the limit are dropped');
    for (const socket of sockets) socket.destroy();
  });

  it.each([
    ['asks for a WebSocket without signing in', '/ws'],
    ['asks for a WebSocket that there is not', '/elsewhere'],
  ])('hangs up on who %s and then stays', async (_what, path) => {
    const console = await start();
    const asked =
      `GET ${path} HTTP/1.1\r\nHost: ${console.host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n';
    const sockets = Array.from({ length: 64 }, () => {
      // Its own side stays open whatever the console does.
      const socket = connect({ port: console.port, host: '127.0.0.1', allowHalfOpen: true });
      socket.on('error', () => undefined);
      socket.write(asked);
      return socket;
    });
    await Promise.all(sockets.map((socket) => once(socket, 'data')));
    const health = () => ask(console, { path: '/health', headers: { host: console.host } });
    await expect.poll(() => health().then(({ status }) => status, String), { timeout: 30_000 }).toBe(200);
    for (const socket of sockets) socket.destroy();
  });

  it('hides the cause of a failure and logs it', async () => {
    const console = await start({
      'services.list': () => {
        throw new Error('disk sda1');
      },
    });
    const headers = { ...console.bearer, 'content-type': 'application/json' };
    const body = '{"name":"services.list","input":{}}';
    const answer = await ask(console, { method: 'POST', path: '/rpc', headers, body });
    expect(answer.status).toBe(500);
    expect(answer.body).not.toContain('sda1');
    expect(console.causes).toMatchObject([{ message: 'disk sda1' }]);
  });
});

describe('codes and cookies', () => {
  it('end by themselves', async () => {
    const clock = manualClock();
    const access = new Access(clock);
    const code = access.newCode();
    const request = { headers: { cookie: access.newCookie(false).split(';')[0] ?? '' } };
    await clock.advance(5 * 60_000);
    expect(access.redeem(code, false)).toBeNull();
    expect(access.hasCookie(request)).toBe(true);
    await clock.advance(24 * 3_600_000);
    expect(access.hasCookie(request)).toBe(false);
  });
});

describe('run.json', () => {
  it('is for its owner only, and goes with the console', async () => {
    const console = await runConsole();
    const path = runFilePath(console.folder);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(console.run).toEqual({ pid: process.pid, url: console.server.url, token: console.run.token });
    await console.server.close();
    expect(await readRunFile(path)).toBeNull();
  });

  it('of a later run stays when an earlier one ends', async () => {
    const console = await runConsole();
    const path = runFilePath(console.folder);
    const later = { pid: 1, url: 'http://127.0.0.1:1/', token: 'other' };
    await writeFile(path, JSON.stringify(later));
    await console.server.close();
    expect(await readRunFile(path)).toEqual(later);
  });

  it.each(['', 'null', '{"pid":0}', '{"pid":1,"url":"nonsense","token":"x"}'])(
    'that reads %j is none',
    async (text) => {
      const { folder } = await start();
      const path = join(folder, 'broken.json');
      await writeFile(path, text);
      expect(await readRunFile(path)).toBeNull();
    },
  );

  it('leads the command line to the engine', async () => {
    const console = await start({ 'engine.stop': () => null });
    const client = await attach(console.folder);
    expect(await client.call('status.get', {})).toEqual(emptyStatus);
    // WC-17: the same calls over every transport, with the same roles.
    expect(await client.call('engine.stop', {})).toBeNull();
    client.close();
    await expect(attach(join(console.folder, 'nowhere'))).rejects.toMatchObject({ code: 'not-running' });
  });

  it('left behind by a crash is understood as not running', async () => {
    const { folder } = await start();
    const run = { pid: 1, url: 'http://127.0.0.1:1/', token: 'x' };
    await writeFile(runFilePath(folder), JSON.stringify(run));
    await expect(attach(folder)).rejects.toMatchObject({ code: 'not-running' });
  });
});

it('/metrics is the state for Prometheus', async () => {
  const console = await start({
    'status.get': () => ({ ...emptyStatus, accepted: 3, queue: { ...emptyStatus.queue, waiting: 2 } }),
  });
  const { body } = await ask(console, { path: '/metrics', headers: console.bearer });
  expect(body).toContain('postroom_messages_total{result="accepted"} 3');
  expect(body).toContain('postroom_queue_messages{state="waiting"} 2');
  const again = await ask(console, { path: '/metrics', headers: console.bearer });
  expect(again.body).toContain('postroom_messages_total{result="accepted"} 3');
});

it('/metrics says what each send connector has used of its quota, and when its queues are empty', async () => {
  const console = await start({
    'sendConnectors.gauges': () => [
      {
        ...{
          connector: 'Internet',
          preset: null,
          active: 2,
          mostActive: 3,
          waiting: 40,
          clearsAtMs: 1_800_000_000_000,
        },
        limits: [{ name: 'recipientsPerDay', limit: 10_000, used: 8_100, freeAtMs: null }],
        slowed: { sinceMs: 1, untilMs: 2, text: '432 4.3.2 too fast' },
      },
    ],
  });
  const { body } = await ask(console, { path: '/metrics', headers: console.bearer });
  const of = (name: string): string | undefined => new RegExp(`^${name}\\{(.*)\\} (\\S+)$`, 'm').exec(body)?.[2];
  expect([of('postroom_quota_used'), of('postroom_quota_limit')]).toEqual(['8100', '10000']);
  expect(body).toMatch(/^postroom_quota_used\{connector="Internet",.*recipientsPerDay.*\} 8100$/m);
  expect(body).toMatch(/\{connector="Internet"\} 1800000000$/m);
  expect(body).toMatch(/\{connector="Internet"\} 40$/m);
});

// What a shell command does is a call of its own, checked against the same caller (unit/api/shell.test.ts).
it('every call that changes something is for administrators', () => {
  const views = Object.entries(contract.calls).filter(([, { role }]) => role === 'view');
  expect(views.map(([name]) => name.split('.').at(-1))).not.toContain('set');
  expect(
    views.every(([name]) =>
      /^(?:explain|explainReply|tester\.\w+|shell\.\w+|.+\.(?:get|list|check|checkPatch|checkRevision|header|history|messages?|parse|transcript|run|export|describe|exampleNames|refused|review|addresses|fate|gauges|status))$/.test(
        name,
      ),
    ),
  ).toBe(true);
  const real = Object.entries(contract.calls).filter(([name]) => name.startsWith('live.'));
  expect(real.every(([, { role }]) => role === 'admin')).toBe(true);
});
