import { once } from 'node:events';
import { connect, Server } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
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
