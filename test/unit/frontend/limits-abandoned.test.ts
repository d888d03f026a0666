import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { systemClock, type Clock } from '../../../main/clock.ts';
import { connectorOn } from '../../support/frontend-harness.ts';
import { dial } from '../../support/smtp-dialogue.ts';
import { forgetfulBody, startBare } from './bare-frontend.ts';

/** A slow disk, and a client that goes away while its last bytes wait for it. */

it('a message whose end was still waiting when the client left is thrown away whole', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-abandoned-'));
  const events: string[] = [];
  let release: () => void = () => undefined;
  const written = new Promise<void>((resolve) => (release = resolve));
  const bare = await startBare(folder, (port) => ({ receiveConnectors: [connectorOn(port)] }), {
    sink: {
      createBody: () => ({
        ...forgetfulBody,
        write() {
          events.push('write');
          return written;
        },
        abort() {
          events.push('abort');
          return Promise.resolve();
        },
      }),
      accept() {
        events.push('accept');
        return Promise.resolve();
      },
    },
  });
  const c = await dial({ port: bare.port });
  await c.raw(
    'HELO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<x@office.example>\r\nDATA\r\nSubject: s\r\n\r\nx\r\n.\r\n',
  );
  for (const reply of ['220 *', '250 *', '250 *', '250 *', '354 *']) await c.expect(reply);
  await expect.poll(() => events).toEqual(['write']);
  c.socket.resetAndDestroy();
  await expect.poll(() => bare.frontend.sessionCount()).toBe(0);
  release();
  await bare.close();
  expect(events).toEqual(['write', 'abort']);
  await rm(folder, { recursive: true, force: true });
});

it('a client that left before the answer to its message is told of, and the message is kept', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-abandoned-'));
  let release: () => void = () => undefined;
  const stored = new Promise<void>((resolve) => (release = resolve));
  let isStoring = false;
  const bare = await startBare(folder, (port) => ({ receiveConnectors: [connectorOn(port)] }), {
    sink: {
      accept() {
        isStoring = true;
        return stored;
      },
    },
  });
  const c = await dial({ port: bare.port });
  await c.raw(
    'HELO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<x@office.example>\r\nDATA\r\nSubject: s\r\n\r\nx\r\n.\r\n',
  );
  await expect.poll(() => isStoring).toBe(true);
  c.socket.resetAndDestroy();
  await expect.poll(() => bare.frontend.sessionCount()).toBe(0);
  release();
  await expect.poll(() => bare.journal.devices()[0]?.deviations).toContain('left-before-answer');
  expect(bare.journal.devices()[0]?.accepted).toBe(1);
  await bare.close();
  await rm(folder, { recursive: true, force: true });
});

it('a client that leaves while it waits for its refusal is not kept until then', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-abandoned-'));
  const TARPIT_MS = 599_000;
  const tarpits = new Set<object>();
  const clock: Clock = {
    ...systemClock,
    after(ms, action) {
      const timer = systemClock.after(ms, action);
      if (ms !== TARPIT_MS) return timer;
      tarpits.add(timer);
      return {
        cancel() {
          tarpits.delete(timer);
          timer.cancel();
        },
      };
    },
  };
  const bare = await startBare(
    folder,
    (port) => ({ receiveConnectors: [connectorOn(port, { tarpitInterval: '00:09:59' })] }),
    { clock },
  );
  const c = await dial({ port: bare.port });
  await c.expect('220 *');
  await c.send('JUNK');
  await expect.poll(() => tarpits.size).toBe(1);
  c.end();
  await expect.poll(() => bare.frontend.sessionCount()).toBe(0);
  expect(tarpits.size).toBe(0);
  await bare.close();
  await rm(folder, { recursive: true, force: true });
});
