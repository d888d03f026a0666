import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { systemClock } from '../../main/clock.ts';
import { compile } from '../../main/config/compile.ts';
import { hashPassword, verifyPassword } from '../../main/config/passwords.ts';
import { createSelfSigned } from './self-signed.ts';
import type { Snapshot } from '../../main/config/snapshot.ts';
import { documentSchema } from '../../main/contract/document.ts';
import { createFrontend, type RunningFrontend } from '../../main/frontend/create-frontend.ts';
import { createJournal, type Journal, type LiveJournal } from '../../main/journal/journal.ts';
import type { MessageQueue, QueuedMessage } from '../../main/transport/queue.ts';
import { openQueue } from '../../main/transport/store/open-queue.ts';
import { createMessageSink } from '../../main/wiring/message-sink.ts';
import { freePort } from './free-port.ts';

/** The Frontend with a real queue, journal and certificate behind it, and no delivery: what is accepted stays to be looked at. */
export interface Harness {
  readonly port: number;
  readonly folder: string;
  readonly queue: MessageQueue;
  readonly journal: Journal & LiveJournal;
  readonly frontend: RunningFrontend;
  /** Replaces the configuration as an edit would. */
  configure(draft: Draft): Promise<Snapshot>;
  /** Set to refuse mail for lack of resources. */
  pressure: string | null;
  messages(): Promise<{ message: QueuedMessage; body: string }[]>;
  close(): Promise<void>;
}

type Section = Record<string, unknown>;
export interface Draft {
  readonly server?: Section;
  readonly receiveConnectors?: readonly Section[];
  readonly acceptedDomains?: readonly Section[];
  readonly recipients?: readonly Section[];
  readonly accounts?: readonly Section[];
  readonly transport?: Section;
}

/** A connector that anybody may send to accepted domains through, without waits. */
export function connectorOn(port: number, more: Section = {}): Section {
  return {
    name: 'Default Frontend POSTROOM',
    bindings: [`127.0.0.1:${port}`],
    remoteIPRanges: ['0.0.0.0-255.255.255.255'],
    authMechanism: ['Tls'],
    permissionGroups: ['AnonymousUsers'],
    tarpitInterval: '00:00:00',
    authTarpitInterval: '00:00:00',
    maxInboundConnectionPercentagePerSource: 100,
    fqdn: 'mail.office.example',
    ...more,
  };
}

const identity = createSelfSigned(
  { fqdn: 'mail.office.example', serverName: 'POSTROOM', hostname: 'test' },
  systemClock,
);
export const aliceHash = hashPassword('correct horse');

/** Compiles a draft the way a file would be. */
export function snapshotOf(draft: Draft, revision = 1): Snapshot {
  return compile(
    documentSchema.parse({
      server: { name: 'POSTROOM', fqdn: 'mail.office.example', ...draft.server },
      receiveConnectors: draft.receiveConnectors ?? [],
      acceptedDomains: draft.acceptedDomains ?? [{ name: 'Office', domainName: 'office.example', default: true }],
      recipients: draft.recipients ?? [],
      accounts: draft.accounts ?? [],
      sendConnectors: [],
      mailboxes: [],
      transport: draft.transport ?? {},
      journal: {},
    }),
    revision,
  );
}

export async function startHarness(draft: (port: number) => Draft): Promise<Harness> {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-frontend-'));
  const port = await freePort();
  const { certificate, key } = await identity;
  let snapshot = snapshotOf(draft(port));
  const { queue } = await openQueue({ dataFolder: folder, clock: systemClock, poisonThreshold: () => 2 });
  const journal = createJournal({
    folder,
    clock: systemClock,
    settings: () => snapshot.journal,
    serverName: () => 'POSTROOM',
    onError: (error) => {
      throw error;
    },
  });
  const state = { pressure: null as string | null };
  const frontend = createFrontend({
    snapshot: () => snapshot,
    journal,
    clock: systemClock,
    sink: createMessageSink(
      queue,
      {
        hotLease: () => null,
        submitted: () => undefined,
        pressure: () => ({
          ...(state.pressure === null
            ? { level: 'normal', cause: null, reason: null }
            : { level: 'high', cause: 'disk', reason: state.pressure }),
          freeBytes: null,
        }),
      },
      { failed: () => undefined, worked: () => undefined },
    ),
    tlsIdentity: () => ({ cert: certificate, key }),
    verifyPassword,
    newGuid: randomUUID,
    track: () => undefined,
  });
  await frontend.start();
  return {
    port,
    folder,
    queue,
    journal,
    frontend,
    get pressure() {
      return state.pressure;
    },
    set pressure(reason) {
      state.pressure = reason;
    },
    async configure(next) {
      snapshot = snapshotOf(next, snapshot.revision + 1);
      await frontend.configurationChanged(snapshot);
      return snapshot;
    },
    async messages() {
      const { messages } = await queue.page({}, null, 1000);
      return Promise.all(
        messages.map(async (message) => {
          const body = await queue.openBody(message.id);
          return { message, body: (Buffer.isBuffer(body) ? body : await buffer(body)).toString('latin1') };
        }),
      );
    },
    async close() {
      await frontend.stop(2000);
      await journal.close();
      await queue.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
