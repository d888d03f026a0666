import { randomBytes, randomUUID } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import type { Clock } from '../clock.ts';
import type { Snapshot } from '../config/snapshot.ts';
import type { ListenerView } from '../frontend/frontend.ts';
import type { Journal } from '../journal/journal.ts';
import { createLiveDialogues, type LiveDialogues } from '../tester/live/live-dialogues.ts';
import { createReplayer, type Replayer } from '../tester/replayer.ts';
import type { CertificateStore } from './certificate-store.ts';
import { isOwnListener } from './own-listeners.ts';

/** The tester of a running engine: replays with its certificates, live dialogues with its network. */
export interface EngineTester {
  readonly replayer: Replayer;
  readonly live: LiveDialogues;
}

export interface EngineTesterParts {
  readonly clock: Clock;
  readonly snapshot: () => Snapshot;
  readonly journal: Journal;
  readonly certificates: CertificateStore;
  readonly getSecret: (name: string) => Promise<string>;
  readonly listeners: () => readonly ListenerView[];
}

export function createEngineTester(parts: EngineTesterParts): EngineTester {
  const { clock, snapshot, journal, certificates, getSecret, listeners } = parts;
  return {
    replayer: createReplayer({
      clock,
      newGuid: randomUUID,
      tlsAvailable: (connector) => certificates.identityFor(connector) !== null,
    }),
    live: createLiveDialogues({
      ...{ clock, snapshot, journal, getSecret },
      isOwnListener: (address, port) => isOwnListener(listeners(), address, port),
      lookup: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
      sessionId: () => randomBytes(8).toString('hex').toUpperCase(),
    }),
  };
}
