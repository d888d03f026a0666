import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { compile } from '../../../main/config/compile.ts';
import type { Snapshot } from '../../../main/config/snapshot.ts';
import { documentSchema, type ConfigDocument } from '../../../main/contract/document.ts';
import type { Attempt } from '../../../main/delivery/target.ts';
import type { Journal } from '../../../main/journal/journal.ts';
import type { TrackingEvent } from '../../../main/journal/message-tracking.ts';
import type { EnvelopeRecipient, MessageDraft, MessageQueue } from '../../../main/transport/queue.ts';
import type { QuotaRecord } from '../../../main/transport/quota/governor.ts';
import { openQueue } from '../../../main/transport/store/open-queue.ts';
import { createTransport } from '../../../main/transport/transport-service.ts';
import type { Transport } from '../../../main/transport/transport.ts';
import { FakeTargets } from '../../support/fake-target.ts';
import { manualClock, until, type ManualClock } from '../../support/manual-clock.ts';

/** A Transport service on a real queue, with next hops, clock, chance and disk in the test's hands. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

type Sections = { readonly [section in keyof ConfigDocument]?: unknown };

/** office.example is ours; dead.example has a smart host of its own; everything else but nowhere.* goes to smart.example. */
const standard: Sections = {
  server: { name: 'RELAY', fqdn: 'relay.office.example' },
  acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
  sendConnectors: [
    { name: 'Internet', addressSpaces: ['*.example', '*.com'], smartHosts: ['smart.example'] },
    { name: 'Dead', addressSpaces: ['dead.example'], smartHosts: ['dead.host'] },
    { name: 'Direct', addressSpaces: ['*.mx.example'] },
  ],
};

export function snapshotOf(sections: Sections = {}, revision = 1): Snapshot {
  const empty = { receiveConnectors: [], acceptedDomains: [], recipients: [], accounts: [], sendConnectors: [] };
  const document = { ...empty, server: {}, mailboxes: [], transport: {}, journal: {}, ...standard, ...sections };
  return compile(documentSchema.parse(document), revision);
}

export interface Relay {
  readonly transport: Transport;
  readonly queue: MessageQueue;
  readonly clock: ManualClock;
  readonly targets: FakeTargets;
  readonly events: TrackingEvent[];
  readonly counted: Map<string, number>;
  readonly reported: string[];
  readonly disk: { freeBytes: number; loopDelayMs: number };
  readonly dataFolder: string;
  configure(sections: Sections): void;
  /** Accepts a message as a session does: with a lease while there is room. */
  submit(message?: Partial<Submission>): Promise<number>;
  /** A second Transport on the same queue, as after a restart. */
  restart(): Transport;
  eventsOf(event: TrackingEvent['event']): readonly TrackingEvent[];
  settled(): Promise<void>;
  /** Lets time pass in steps, each long enough for the store to answer. */
  pass(ms: number, stepMs?: number): Promise<void>;
}

export interface Submission {
  readonly from: string;
  readonly to: readonly (string | Partial<EnvelopeRecipient>)[];
  readonly body: string;
  readonly trusted: boolean;
  readonly ret: 'FULL' | 'HDRS' | null;
  readonly envid: string | null;
  readonly subject: string | null;
  readonly waiting: boolean;
}

const BODY = 'From: scanner@office.example\r\nSubject: Scan\r\nMessage-ID: <1@office.example>\r\n\r\nhello\r\n';

export async function startRelay(
  sections: Sections = {},
  options: { readonly stopped?: boolean; readonly quotasFail?: boolean } = {},
): Promise<Relay> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'postroom-transport-'));
  const clock = manualClock();
  const { queue } = await openQueue({ dataFolder, clock, poisonThreshold: () => 2 });
  const targets = new FakeTargets();
  const state = { snapshot: snapshotOf(sections), ids: 0, quotas: {} as QuotaRecord };
  const events: TrackingEvent[] = [];
  const counted = new Map<string, number>();
  const reported: string[] = [];
  const disk = { freeBytes: 1e12, loopDelayMs: 0 };
  const journal: Journal = {
    open: () => {
      throw new Error('transport opens no sessions');
    },
    track: (event) => void events.push(event),
    count: (counter, by = 1) => void counted.set(counter, (counted.get(counter) ?? 0) + by),
    counters: () => ({
      accepted: 0,
      delivered: 0,
      refused: 0,
      deferred: 0,
      failed: 0,
      'dropped-log-lines': 0,
      sessions: 0,
    }),
    close: () => Promise.resolve(),
  };
  // As the file in the data folder does.
  const suspended = {
    names: [] as readonly string[],
    save(names: readonly string[]) {
      suspended.names = names;
      return Promise.resolve();
    },
  };
  const restart = (): Transport =>
    createTransport({
      ...{ queue, snapshot: () => state.snapshot, journal, clock, targets, random: () => 0.5 },
      ids: () => `id-${String((state.ids += 1)).padStart(8, '0')}`,
      suspendedQueues: suspended,
      quotaMemory: {
        record: state.quotas,
        save: (record) => {
          if (options.quotasFail === true) return Promise.reject(new Error('disk full'));
          state.quotas = record;
          return Promise.resolve();
        },
      },
      probes: { freeBytes: () => Promise.resolve(disk.freeBytes), loopDelayMs: () => disk.loopDelayMs },
      report: (error, doing) => void reported.push(`${doing}: ${String(error)}`),
    });
  const transport = restart();
  if (options.stopped !== true) transport.start();
  onTestFinished(async () => {
    transport.close();
    for (const { target } of targets.attempts) targets.release(target);
    await transport.stop(0);
    await queue.close();
    await rm(dataFolder, { recursive: true, force: true });
  });

  async function submit(message: Partial<Submission> = {}): Promise<number> {
    const draft = draftOf(queue.nextId(), clock.now(), state.snapshot, message);
    const writer = queue.createBody(draft.id);
    await writer.write(Buffer.from(message.body ?? BODY));
    const lease = message.waiting === true ? null : transport.hotLease();
    transport.submitted(await queue.accept(draft, await writer.finish(), lease ?? undefined));
    return draft.id;
  }

  return {
    ...{ transport, queue, clock, targets, events, counted, reported, disk, dataFolder, submit, restart },
    configure(changes) {
      state.snapshot = snapshotOf({ ...sections, ...changes }, state.snapshot.revision + 1);
      transport.configurationChanged(state.snapshot);
    },
    eventsOf: (event) => events.filter((one) => one.event === event),
    async pass(ms, stepMs = MINUTE / 2) {
      for (let passed = 0; passed < ms; passed += stepMs) {
        await clock.advance(Math.min(stepMs, ms - passed));
        // The store answers in order: what was asked before has been answered, and what followed from that.
        for (let turn = 0; turn < 6; turn += 1) await queue.nextDueMs();
      }
    },
    settled: () => until(() => queue.counts().active === 0, 'nothing in hand'),
  };
}

/** Text of the message of an attempt. */
export async function bodyOf(attempt: Attempt | undefined): Promise<string> {
  const body = await attempt?.body();
  if (!Buffer.isBuffer(body)) throw new TypeError('no body in memory');
  return body.toString();
}

function draftOf(id: number, nowMs: number, snapshot: Snapshot, message: Partial<Submission>): MessageDraft {
  const { from = 'scanner@office.example', to = ['ann@office.example'], trusted = true } = message;
  const recipient = { address: 'ann@office.example', notify: [], originalRecipient: null };
  return {
    id,
    envelope: {
      mailFrom: from,
      recipients: to.map((one) => ({ ...recipient, ...(typeof one === 'string' ? { address: one } : one) })),
      ...{ ret: message.ret ?? null, envid: message.envid ?? null, eightBit: false, smtpUtf8: false },
    },
    origin: {
      ...{ source: 'SMTP', connector: 'RELAY\\Relay', sessionId: null, remoteAddress: '192.0.2.1' },
      ...{ helo: 'scanner', account: null, trusted },
    },
    messageId: `<${String(id)}@office.example>`,
    subject: message.subject === undefined ? 'Scan' : message.subject,
    ...{ receivedAtMs: nowMs, expiresAtMs: nowMs + snapshot.transport.messageExpirationMs, notBeforeMs: nowMs },
  };
}
