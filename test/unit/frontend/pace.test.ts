import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock, type Clock } from '../../../main/clock.ts';
import { Pace } from '../../../main/frontend/pace.ts';
import { connectorOn, type Draft } from '../../support/frontend-harness.ts';
import { dial, type Dialogue } from '../../support/smtp-dialogue.ts';
import { startBare } from './bare-frontend.ts';

/** A client that drips bytes is ended, a device that is slow or waits is not. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const FIVE_MINUTES = 5 * MINUTE;

/** Minutes, to the next look, until a client in DATA is given up; null: it has sent for two hours. */
function givenUpAfter(bytesAt: (atMs: number) => number, inactivityTimeoutMs = FIVE_MINUTES): number | null {
  const progress = (atMs: number) => ({ commands: 5, bodyBytes: bytesAt(atMs), waitsForUs: false });
  const pace = new Pace(inactivityTimeoutMs, progress(0), 0);
  for (let atMs = 10 * SECOND; atMs <= 120 * MINUTE; atMs += 10 * SECOND) {
    if (!pace.keeps(progress(atMs), atMs)) return atMs / MINUTE;
  }
  return null;
}

describe('the patience with a client in DATA', () => {
  it.each([
    ['one byte in 30 s', (ms: number) => Math.floor(ms / (30 * SECOND)), 5.1],
    ['100 bytes a second', (ms: number) => ms / 10, 6.4],
    ['nothing at all', () => 0, 5],
  ])('ends at %s', (_what, bytesAt, minutes) => {
    expect(givenUpAfter(bytesAt)).toBeCloseTo(minutes, 0);
  });

  it.each([
    ['sends 500 bytes a second', (ms: number) => ms / 2],
    ['scans for four minutes before each page of 150 KB', (ms: number) => Math.floor(ms / (4 * MINUTE)) * 150_000],
  ])('does not end while a device %s', (_what, bytesAt) => {
    expect(givenUpAfter(bytesAt)).toBeNull();
  });

  it('is as long as the connection may be idle, and never under five minutes', () => {
    expect(givenUpAfter(() => 0, 30 * MINUTE)).toBe(30);
    expect(givenUpAfter(() => 0, SECOND)).toBe(5);
  });

  it('never ends a client that is at least as fast as it has to be, whatever its pauses under five minutes', () => {
    const pauses = fc.array(fc.integer({ min: 1, max: 29 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(pauses, (tenSeconds) => {
        const pace = new Pace(FIVE_MINUTES, { commands: 1, bodyBytes: 0, waitsForUs: false }, 0);
        let [atMs, bodyBytes] = [0, 0];
        for (const count of tenSeconds) {
          for (let look = 0; look < count; look += 1) {
            atMs += 10 * SECOND;
            // All that the pause has cost comes with its end.
            if (look === count - 1) bodyBytes += count * 10 * 500;
            if (!pace.keeps({ commands: 1, bodyBytes, waitsForUs: false }, atMs)) return false;
          }
        }
        return true;
      }),
    );
  });
});

it.each([
  ['a command', { commands: 6, bodyBytes: 0, waitsForUs: false }],
  ['a message that ended', { commands: 5, bodyBytes: 0, waitsForUs: false }],
  ['our own work', { commands: 5, bodyBytes: 10, waitsForUs: true }],
])('patience is whole again after %s', (_what, next) => {
  const pace = new Pace(FIVE_MINUTES, { commands: 5, bodyBytes: 10, waitsForUs: false }, 0);
  expect(pace.keeps({ commands: 5, bodyBytes: 10, waitsForUs: false }, 4 * MINUTE)).toBe(true);
  expect(pace.keeps(next, 6 * MINUTE)).toBe(true);
  expect(pace.keeps({ ...next, waitsForUs: false }, 10 * MINUTE)).toBe(true);
  expect(pace.keeps({ ...next, waitsForUs: false }, 12 * MINUTE)).toBe(false);
});

/** A Frontend whose watch over slow clients runs when the test says so, on sockets that run in real time. */
async function startWatched() {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-pace-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  let passedMs = 0;
  const looks = new Set<() => void>();
  const clock: Clock = {
    ...systemClock,
    monotonic: () => systemClock.monotonic() + passedMs,
    after(ms, action) {
      if (ms !== 10 * SECOND) return systemClock.after(ms, action);
      looks.add(action);
      return { cancel: () => void looks.delete(action) };
    },
  };
  const draft = (port: number): Draft => ({ receiveConnectors: [connectorOn(port)] });
  const bare = await startBare(folder, draft, { clock });
  onTestFinished(bare.close);
  return {
    ...bare,
    looks,
    pass: (ms: number): void => {
      for (let left = ms; left > 0; left -= 10 * SECOND) {
        passedMs += 10 * SECOND;
        for (const look of [...looks]) {
          looks.delete(look);
          look();
        }
      }
    },
  };
}

async function inData(port: number): Promise<Dialogue> {
  const c = await dial({ port });
  onTestFinished(() => c.end());
  await c.expect('220 *');
  for (const [line, reply] of [
    ['EHLO x', '250*'],
    ['MAIL FROM:<a@b.example>', '250 *'],
    ['RCPT TO:<x@office.example>', '250 *'],
    ['DATA', '354 *'],
  ] as const) {
    await c.send(line);
    await c.expect(reply);
  }
  return c;
}

/** The server has read all that was sent before: it greets another client. */
async function arrived(port: number): Promise<void> {
  const c = await dial({ port });
  await c.expect('220 *');
  c.end();
}

describe('a session', () => {
  it('in DATA is ended when its client only drips, and others go on', async () => {
    const { port, pass, frontend, looks } = await startWatched();
    const slow = await inData(port);
    const steady = await inData(port);
    pass(10 * SECOND);
    for (let minute = 0; minute < 4; minute += 1) {
      await steady.raw(`${'x'.repeat(30_000)}\r\n`);
      await slow.raw('x');
      await arrived(port);
      pass(MINUTE);
    }
    await steady.raw(`${'x'.repeat(30_000)}\r\n`);
    await slow.raw('x');
    await arrived(port);
    pass(2 * MINUTE);
    await slow.expect('451 4.7.0 Timeout waiting for client input');
    await slow.closed();
    await steady.raw('.\r\n');
    await steady.expect('250 2.6.0 *');
    await frontend.stop(0);
    expect(looks.size).toBe(0);
  });

  it('that never ends its command line is ended too', async () => {
    const { port, pass } = await startWatched();
    const c = await dial({ port });
    onTestFinished(() => c.end());
    await c.expect('220 *');
    pass(10 * SECOND);
    await c.raw('NOO');
    pass(FIVE_MINUTES);
    await c.expect('451 4.7.0 Timeout waiting for client input');
    await c.closed();
  });
});
