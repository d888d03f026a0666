import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApi } from '../../../main/api/create-api.ts';
import type { ApiParts, CertificateState } from '../../../main/api/parts.ts';
import type { LoadedCertificate } from '../../../main/config/certificates.ts';
import type { PartnerAuthority } from '../../../main/config/partner-authorities.ts';
import { openConfiguration } from '../../../main/config/open-configuration.ts';
import { serviceNames } from '../../../main/contract/status-view.ts';
import type { OAuthView } from '../../../main/contract/oauth-view.ts';
import type { SendGauge } from '../../../main/contract/quota-view.ts';
import type { ServiceName } from '../../../main/contract/status-view.ts';
import { explainReply } from '../../../main/delivery/classify.ts';
import type { PostroomError } from '../../../main/errors.ts';
import type { ListenerView } from '../../../main/frontend/frontend.ts';
import { createJournal } from '../../../main/journal/journal.ts';
import type { LastAttempt } from '../../../main/transport/last-attempts.ts';
import type { AttemptRecord, QueueCounts, QueuedMessage } from '../../../main/transport/queue.ts';
import type { FailingHop, QueueView, Transport } from '../../../main/transport/transport.ts';
import { createLiveDialogues } from '../../../main/tester/live/live-dialogues.ts';
import { createReplayer } from '../../../main/tester/replayer.ts';
import { systemClock } from '../../../main/clock.ts';
import { manualClock } from '../../support/manual-clock.ts';

/** The api over a real configuration and journal, with a transport and a frontend that say what the test puts in `state`. */
export async function makeApi() {
  const clock = manualClock(Date.UTC(2026, 10, 22, 9));
  const folder = await mkdtemp(join(tmpdir(), 'postroom-api-'));
  const configuration = await openConfiguration({
    dataFolder: folder,
    clock: systemClock,
    hostname: 'office',
    firstRunPorts: () => Promise.resolve({ smtp: 25, submission: 587 }),
  });
  const journal = createJournal({
    folder,
    clock,
    settings: () => configuration.current().journal,
    serverName: () => 'OFFICE',
    onError: () => undefined,
  });
  const state = {
    counts: { waiting: 0, active: 0, retry: 0, suspended: 0, unreachable: 0, poison: 0 } as QueueCounts,
    pressure: { level: 'normal', cause: null, reason: null, freeBytes: null } as ReturnType<Transport['pressure']>,
    queues: [] as QueueView[],
    messages: [] as QueuedMessage[],
    attempts: [] as AttemptRecord[],
    inHand: [] as QueuedMessage[],
    listeners: [] as ListenerView[],
    certificates: [] as CertificateState[],
    partnerAuthorities: [] as PartnerAuthority[],
    /** What every connector presents. */
    presented: null as LoadedCertificate | null,
    failing: [] as FailingHop[],
    failingAlerts: [] as ReturnType<ApiParts['alerts']['failing']>,
    lastAttempts: new Map<string, LastAttempt>(),
    signIns: [] as OAuthView[],
    stopped: new Set<ServiceName>(),
    storeTrouble: null as PostroomError | null,
    stops: 0,
    gauges: [] as SendGauge[],
    actions: [] as string[],
  };
  const act = (name: string) => (what: string | readonly number[], withNdr?: boolean) => {
    state.actions.push([name, String(what), withNdr].filter((part) => part !== undefined).join(' '));
    return Promise.resolve(typeof what === 'string' ? 7 : what.length);
  };
  // The api asks no more of a transport and a frontend than this.
  const transport = {
    counts: () => state.counts,
    pressure: () => state.pressure,
    failingHops: () => state.failing,
    isQuotaNear: () => state.gauges.length > 0,
    sendGauges: () => Promise.resolve(state.gauges),
    queues: () => Promise.resolve(state.queues),
    inHand: () => state.inHand,
    suspendQueue: act('suspend-queue'),
    resumeQueue: act('resume-queue'),
    retryQueue: act('retry-queue'),
    suspendMessages: act('suspend'),
    resumeMessages: act('resume'),
    retryMessages: act('retry'),
    removeMessages: act('remove'),
    queue: {
      page: () => Promise.resolve({ messages: state.messages, next: null }),
      find: (id: number) => Promise.resolve(state.messages.find((message) => message.id === id) ?? null),
      attempts: () => Promise.resolve(state.attempts),
      openBody: () => Promise.resolve(Buffer.from('Subject: =?utf-8?Q?B=C3=BCro?=\r\n\r\n<b>text</b>\r\n')),
    },
  } as unknown as ApiParts['transport'];
  const frontend = { listeners: () => state.listeners } as unknown as ApiParts['frontend'];
  const errors: unknown[] = [];
  const live = createLiveDialogues({
    clock: systemClock,
    snapshot: () => configuration.current(),
    journal,
    getSecret: (name) => configuration.secrets.get(name),
    isOwnListener: (address, port) =>
      state.listeners.some((one) => one.address === address && one.port === port && one.state === 'listening'),
    lookup: (host) => Promise.resolve([host]),
    sessionId: () => randomBytes(8).toString('hex'),
  });
  const api = createApi({
    configuration,
    transport,
    frontend,
    journal,
    clock,
    alerts: {
      view: () => ({ channels: [], quietUntilMs: null, recent: [] }),
      test: () => Promise.resolve([]),
      watch: () => () => undefined,
      failing: () => state.failingAlerts,
    },
    services: {
      list: () => serviceNames.map((name) => ({ name, state: state.stopped.has(name) ? 'stopped' : 'running' })),
      start: (name) => Promise.resolve(void state.stopped.delete(name)),
      stop: (name) => Promise.resolve(void state.stopped.add(name)),
    },
    version: '1.2.3',
    dataFolder: folder,
    backups: () => Promise.resolve([]),
    pid: 4711,
    consoleUrl: () => 'http://127.0.0.1:48025/',
    certificates: () => state.certificates,
    certificateFolder: {
      folder: join(folder, 'certificates'),
      all: () => [],
      problems: () => [],
      authority: () => null,
      formerAuthority: () => null,
      partnerAuthorities: () => state.partnerAuthorities,
      chosenFor: () => state.presented,
      change: (action) => action(),
    },
    copies: { resend: (id) => Promise.resolve(id + 1), forward: (id) => Promise.resolve(id + 1) },
    lastAttempt: (connector) => state.lastAttempts.get(connector) ?? { success: null, failure: null },
    tryConnector: ({ name }) =>
      Promise.resolve({ verdict: 'delivered', host: name, text: '250 OK', hint: '', known: null, sessions: [] }),
    connectorChecks: {
      start: () => ({ id: 'check', sender: 'a@office.example', recipient: 'b@far.example' }),
      steps: () => Promise.resolve({ steps: [], isDone: true }),
    },
    mailboxes: () => Promise.resolve({ folder: join(folder, 'mailboxes'), mailboxes: [] }),
    attachments: {
      exampleNames: (pattern, device) => [{ name: device, saved: pattern }],
      tryFolder: () => Promise.resolve({ state: 'ready', code: null }),
    },
    checkArrival: () => Promise.reject(new Error('not in this test')),
    oauth: {
      status: () => Promise.resolve(state.signIns),
      signIn: () => Promise.reject(new Error('not in this test')),
      finish: () => Promise.reject(new Error('not in this test')),
      cancel: () => Promise.reject(new Error('not in this test')),
      forget: () => Promise.resolve(false),
    },
    storeTrouble: () => state.storeTrouble,
    explainReply,
    replayer: createReplayer({ clock, newGuid: randomUUID }),
    live,
    backup: (path) => Promise.resolve(path ?? '/data/backup'),
    desktop: null,
    ownAddresses: () => ({ hostName: 'office', addresses: [] }),
    sendTest: () => Promise.resolve(1),
    testFate: () => Promise.resolve({ state: 'gone', place: null, text: null }),
    stop: () => (state.stops += 1),
    onError: (error) => errors.push(error),
  });
  return { api, live, state, clock, configuration, journal, errors, folder };
}

export function certificate(
  subject: string,
  notAfterMs: number,
  changes: Partial<CertificateState> = {},
): CertificateState {
  return { file: 'bought', subject, issuer: 'CN=CA', notAfterMs, sans: [], madeHere: false, ...changes };
}
