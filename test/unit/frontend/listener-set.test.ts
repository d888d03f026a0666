import { once } from 'node:events';
import { connect, Server } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ListenerSet } from '../../../main/frontend/listener-set.ts';
import { connectorOn, snapshotOf } from '../../support/frontend-harness.ts';
import { freePort } from '../../support/free-port.ts';
import { manualClock } from '../../support/manual-clock.ts';

afterEach(() => vi.restoreAllMocks());

/** What the system says of a listening socket with which it could not take a connection. */
const noMemory = (): Error => Object.assign(new Error('accept ENOBUFS'), { code: 'ENOBUFS', syscall: 'accept' });

it('listens again where a connection could not be taken, however often that happens', async () => {
  // No system fails at this on request: the error is made up, the sockets are real.
  const listen = vi.spyOn(Server.prototype, 'listen');
  const clock = manualClock();
  const port = await freePort();
  const listeners = new ListenerSet((socket) => socket.end('hello'), clock);
  await listeners.reconcile(snapshotOf({ receiveConnectors: [connectorOn(port)] }).receiveConnectors);
  for (let time = 1; time <= 3; time += 1) {
    const server = listen.mock.contexts.at(-1) as Server;
    // Two connections may have been waiting.
    server.emit('error', noMemory());
    server.emit('error', noMemory());
    const [failed] = listeners.views();
    expect(failed?.state).toBe('failed');
    expect(failed?.reason).toContain('ENOBUFS');
    await clock.advance(100);
    await expect.poll(() => listeners.views()).toMatchObject([{ state: 'listening', reason: null, port }]);
    const socket = connect(port, '127.0.0.1');
    const [data] = (await once(socket, 'data')) as [Buffer];
    expect(data.toString()).toBe('hello');
    socket.destroy();
  }
  listeners.close();
  const gone = connect(port, '127.0.0.1');
  expect((await once(gone, 'error'))[0]).toMatchObject({ code: 'ECONNREFUSED' });
});

describe('one address and all of them on the same port', () => {
  const states = (listeners: ListenerSet) =>
    Object.fromEntries(listeners.views().map(({ address, state, reason }) => [address, reason ?? state]));
  const reaches = async (port: number, address: string): Promise<string> => {
    const socket = connect(port, address);
    const what = await once(socket, 'data').then(([data]) => String(data), String);
    socket.destroy();
    return what;
  };

  it.each([
    ['all first', [0, 1]],
    ['one first', [1, 0]],
  ])('%s: both are listened on, and each stays when the other goes', async (_order, order) => {
    const port = await freePort();
    const all = connectorOn(port, { bindings: [`0.0.0.0:${String(port)}`] });
    const one = connectorOn(port, { name: 'Relay', remoteIPRanges: ['127.0.0.2'] });
    const compiled = (...connectors: object[]) =>
      snapshotOf({ receiveConnectors: connectors as Record<string, unknown>[] }).receiveConnectors;
    const listeners = new ListenerSet((socket) => socket.end('hello'), manualClock());
    const both = compiled(...order.map((index) => [all, one][index] ?? {}));
    await listeners.reconcile(both);
    expect(states(listeners)).toEqual({ '0.0.0.0': 'listening', '127.0.0.1': 'listening' });
    expect([await reaches(port, '127.0.0.1'), await reaches(port, '127.0.0.2')]).toEqual(['hello', 'hello']);
    await listeners.reconcile(compiled(one));
    expect(states(listeners)).toEqual({ '127.0.0.1': 'listening' });
    expect(await reaches(port, '127.0.0.1')).toBe('hello');
    expect(await reaches(port, '127.0.0.2')).toContain('ECONNREFUSED');
    await listeners.reconcile(both);
    expect(states(listeners)).toEqual({ '0.0.0.0': 'listening', '127.0.0.1': 'listening' });
    expect(await reaches(port, '127.0.0.2')).toBe('hello');
    await listeners.reconcile(compiled(all));
    expect(states(listeners)).toEqual({ '0.0.0.0': 'listening' });
    expect(await reaches(port, '127.0.0.1')).toBe('hello');
    listeners.close();
  });
});
