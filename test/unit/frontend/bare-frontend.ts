import { randomUUID } from 'node:crypto';
import { systemClock, type Clock } from '../../../main/clock.ts';
import { createFrontend, type FrontendParts, type RunningFrontend } from '../../../main/frontend/create-frontend.ts';
import type { MessageSink } from '../../../main/frontend/session-services.ts';
import { createJournal, type LiveJournal } from '../../../main/journal/journal.ts';
import type { BodyWriter } from '../../../main/transport/queue.ts';
import { snapshotOf, type Draft } from '../../support/frontend-harness.ts';
import { freePort } from '../../support/free-port.ts';

/** A Frontend whose surroundings a test makes up: by default it keeps no mail and has no certificate. */
export interface BareFrontend {
  readonly port: number;
  readonly frontend: RunningFrontend;
  readonly journal: LiveJournal;
  readonly close: () => Promise<void>;
}

/** A body that takes everything at once and forgets it. */
export const forgetfulBody: BodyWriter = {
  bytes: 0,
  write: () => null,
  finish: () => Promise.resolve({ kind: 'inline', bytes: Buffer.alloc(0) }),
  abort: () => Promise.resolve(),
};

export async function startBare(
  dataFolder: string,
  draft: (port: number) => Draft,
  parts: {
    readonly tlsIdentity?: FrontendParts['tlsIdentity'];
    readonly sink?: Partial<MessageSink>;
    readonly clock?: Clock;
  } = {},
): Promise<BareFrontend> {
  const port = await freePort();
  const snapshot = snapshotOf(draft(port));
  const clock = parts.clock ?? systemClock;
  const journal = createJournal({
    folder: dataFolder,
    clock,
    settings: () => snapshot.journal,
    serverName: () => 'POSTROOM',
    onError: (error) => {
      throw error;
    },
  });
  const frontend = createFrontend({
    snapshot: () => snapshot,
    journal,
    clock,
    sink: {
      nextId: () => 1,
      createBody: () => forgetfulBody,
      accept: () => Promise.resolve(),
      pressure: () => null,
      ...parts.sink,
    },
    tlsIdentity: parts.tlsIdentity ?? (() => null),
    verifyPassword: () => Promise.resolve(false),
    newGuid: randomUUID,
    track: () => undefined,
  });
  await frontend.start();
  return {
    port,
    frontend,
    journal,
    async close() {
      await frontend.stop(0);
      await journal.close();
    },
  };
}
