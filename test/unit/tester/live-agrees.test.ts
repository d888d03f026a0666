import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../../main/clock.ts';
import type { Snapshot } from '../../../main/config/snapshot.ts';
import type { TranscriptStep } from '../../../main/contract/tester-view.ts';
import { createFrontend, type RunningFrontend } from '../../../main/frontend/create-frontend.ts';
import { createJournal } from '../../../main/journal/journal.ts';
import { answerTo, isGivenUp, withCredentials } from '../../../main/tester/credentials.ts';
import { createReplayer } from '../../../main/tester/replayer.ts';
import { connectorOn, snapshotOf } from '../../support/frontend-harness.ts';
import { freePort } from '../../support/free-port.ts';
import { createSelfSigned } from '../../support/self-signed.ts';
import { said } from '../../support/replay.ts';
import { dial } from '../../support/smtp-dialogue.ts';
import { forgetfulBody } from '../frontend/bare-frontend.ts';
import { ACCOUNT, dialogues, houses } from './random-dialogues.ts';

/** Whatever a client says, on whatever configuration: the tester answers as the listener does, word for word. */

const RUNS = 80;
const names = { fqdn: 'mail.office.example', serverName: 'POSTROOM', hostname: 'test' };
const HASH = `scrypt$16384$8$1$AAAA$${'A'.repeat(43)}`;
let frontend: RunningFrontend;
let snapshot: Snapshot;
let port: number;
let folder: string;
let run = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postroom-agrees-'));
  port = await freePort();
  snapshot = snapshotOf({ receiveConnectors: [connectorOn(port)] });
  const { certificate, key } = await createSelfSigned(names, systemClock);
  const journal = createJournal({
    ...{ folder, clock: systemClock, settings: () => snapshot.journal, serverName: () => 'POSTROOM' },
    onError: (error) => {
      throw error;
    },
  });
  frontend = createFrontend({
    ...{ snapshot: () => snapshot, journal, clock: systemClock, newGuid: randomUUID, track: () => undefined },
    sink: {
      ...{ nextId: () => 1, createBody: () => forgetfulBody, accept: () => Promise.resolve(), pressure: () => null },
    },
    tlsIdentity: () => ({ cert: certificate, key }),
    // As in a replay, whoever has an account knows its password.
    verifyPassword: (_password, hash) => Promise.resolve(hash !== null),
  });
  await frontend.start();
  return async () => {
    await frontend.stop(0);
    await journal.close();
    await rm(folder, { recursive: true, force: true });
  };
});

it('in random dialogues on random configurations', { timeout: 180_000 }, async () => {
  const replayer = createReplayer({ clock: systemClock, newGuid: randomUUID });
  await fc.assert(
    fc.asyncProperty(houses, dialogues, async ({ connectors: [one, two], from, dialect, learning, ...more }, given) => {
      run += 1;
      const net = `127.${String(1 + (run >> 8))}.${String(run & 255)}`;
      const { domains, recipients } = more;
      const usable = (properties: object) =>
        domains?.length === 0 ? { ...properties, defaultDomain: null } : properties;
      snapshot = snapshotOf(
        {
          server: { replyDialect: dialect },
          receiveConnectors: [
            connectorOn(port, { ...usable(one), bindings: [`0.0.0.0:${String(port)}`] }),
            connectorOn(port, {
              ...usable(two),
              ...{ name: 'Relay', bindings: [`0.0.0.0:${String(port)}`], remoteIPRanges: [`${net}.2`] },
            }),
          ],
          acceptedDomains: domains ?? [],
          recipients: recipients ?? [],
          accounts: [{ userName: ACCOUNT, addresses: ['alice@office.example'], passwordHash: HASH }],
          transport: { learningModeEnabled: learning },
        },
        run + 1,
      );
      await frontend.configurationChanged(snapshot);
      const { implicitTls } = from === 1 ? one : two;
      const userName = given.some(({ text }) => /^\s*AUTH\b/i.test(text[0] ?? '')) ? ACCOUNT : null;
      const remoteAddress = `${net}.${String(from)}`;
      const conditions = { remoteAddress, localAddress: '127.0.0.1', localPort: port, implicitTls, userName };
      const replayed = await replayer.replay(snapshot, { ...said(), steps: [...given] }, conditions, 'replies');
      const live = await talk(given, { from: remoteAddress, implicitTls }, userName ?? 'nobody');
      expect(live).toEqual(replayed.steps.flatMap(({ actual }) => actual).map(masked));
    }),
    { numRuns: RUNS },
  );
});

/** Says the steps to the listener as a replay says them, and returns every line that it answered. */
async function talk(
  given: readonly TranscriptStep[],
  { from, implicitTls }: { readonly from: string; readonly implicitTls: boolean },
  user: string,
): Promise<string[]> {
  const c = await dial({ port, from, implicitTls });
  const heard: string[] = [];
  const say = async (bytes: string): Promise<string> => {
    if (bytes !== '') await c.raw(Buffer.from(bytes));
    const reply = await c.expect('*');
    heard.push(...reply.split('\n').map(masked));
    return reply;
  };
  try {
    let last = await say('');
    for (const { kind, text } of given) {
      for (let asked = 0; kind !== 'auth-answer' && asked < 2 && last.startsWith('334'); asked += 1)
        last = await say(`${answerTo(last, user)}\r\n`);
      if (!fits(kind, last)) continue;
      last = await say(wire(kind, text, last, user));
      if (last.startsWith('220 2.0.0')) await c.startTls();
    }
  } catch (error) {
    if (!String(error).includes('The server closed')) throw error;
  } finally {
    c.end();
  }
  return heard;
}

/** Whether the server asked for it. */
function fits(kind: TranscriptStep['kind'], last: string): boolean {
  if (kind === 'auth-answer') return last.startsWith('334');
  return kind === 'command' || last.startsWith('354');
}

function wire(kind: TranscriptStep['kind'], text: readonly string[], last: string, user: string): string {
  const [first = ''] = text;
  if (kind === 'command') return `${withCredentials(first, user)}\r\n`;
  if (kind === 'auth-answer') return `${isGivenUp(first) ? first : answerTo(last, user)}\r\n`;
  return [...text.map((line) => (line.startsWith('.') ? `.${line}` : line)), '.', ''].join('\r\n');
}

/** Dates, durations, ids. */
function masked(line: string): string {
  return line
    .replace(/ready at .*/, 'ready at DATE')
    .replace(/InternalId=\d+/, 'InternalId=N')
    .replace(/<[0-9a-f-]{36}@/, '<GUID@');
}
