import { z } from 'zod';
import { alertCalls, alertTopics } from './alert-calls.ts';
import type {
  ConfigApplied,
  ConfigCheck,
  ConfigRevision,
  ConfigView,
  Explanation,
  ReplyExplanation,
} from './config-view.ts';
import type { ConnectorsView } from './connector-view.ts';
import { call, shape, topic } from './declaration.ts';
import { displayName } from './fields.ts';
import type { HandlersOf, InputOf, ResultOf, SnapshotOf, DeltaOf, SourcesOf } from './declaration.ts';
import { learningCalls } from './learning-calls.ts';
import type { MessageDetail, MessageHeader, MessageRows, QueueOverview, QueueRow, Touched } from './queue-view.ts';
import { deliveryCalls } from './delivery-calls.ts';
import { arrivalCalls } from './arrival-calls.ts';
import { oauthCalls } from './oauth-calls.ts';
import type { DesktopView } from './desktop-view.ts';
import type { About, BackupFolder, LogFolder } from './system-view.ts';
import type { Device, RefusedDevice, SessionDetail, SessionPage, SessionsDelta } from './session-view.ts';
import { shellCalls } from './shell-calls.ts';
import type { ImportReview } from './import-view.ts';
import { surgeryCalls } from './surgery-calls.ts';
import { startCalls } from './start-calls.ts';
import { testerCalls, testerTopics } from './tester-calls.ts';
import { trackingCalls } from './tracking-calls.ts';
import { serviceNames } from './status-view.ts';
import type { ListenerState, ServiceState, Status, Throughput } from './status-view.ts';

/**
 * The one contract between engine and every client. Handlers, clients, the CLI and test doubles are derived from
 * this value; a new call is a line here and one handler. Results without content are null.
 */

const nothing = z.strictObject({});
const service = z.strictObject({ name: z.enum(serviceNames) });
const queueIdentity = z.strictObject({ queue: z.string().min(1).max(256) });
const messageId = z.number().int().nonnegative();
const messageIds = z.strictObject({ ids: z.array(messageId).min(1).max(1000) });
const limit = z.number().int().min(1).max(500).default(100);
const text = z.string().max(256);
const address = z.string().max(320);
const sparse = z.record(z.string(), z.unknown());
const change = {
  baseRevision: z.number().int().nonnegative(),
  confirmations: z.array(z.string().max(1024)).max(100).default([]),
};
const revision = z.strictObject({ revision: z.number().int().positive() });
const secretName = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[^\p{Cc}]+$/u, 'must be a name such as send-connector/Internet');

export const sessionFilter = z.strictObject({
  direction: z.enum(['receive', 'send']).optional(),
  connector: text.optional(),
  /** Remote IP address without port. */
  remoteAddress: text.optional(),
  verdict: z.enum(['open', 'accepted', 'refused', 'mixed', 'nothing']).optional(),
  /** Stands in a line, in any case. */
  text: text.optional(),
});

const explainInput = z.strictObject({
  /** Client address. */
  from: z.string().max(64),
  /** Local `IP:PORT` it connects to. */
  to: z.string().max(64),
  tls: z.boolean().default(false),
  userName: z.string().max(256).optional(),
  sender: address.optional(),
  recipient: address.optional(),
});

export const contract = {
  calls: {
    'status.get': call('view', nothing, shape<Status>()),
    'throughput.get': call(
      'view',
      z.strictObject({ minutes: z.number().int().min(1).max(1440).default(60) }),
      shape<Throughput>(),
    ),
    'services.list': call('view', nothing, shape<readonly ServiceState[]>()),
    'services.start': call('admin', service, shape<null>()),
    'services.stop': call('admin', service, shape<null>()),
    'listeners.list': call('view', nothing, shape<readonly ListenerState[]>()),

    'sessions.list': call(
      'view',
      z.strictObject({ filter: sessionFilter.default({}), before: z.number().int().nullable().default(null), limit }),
      shape<SessionPage>(),
    ),
    'sessions.get': call('view', z.strictObject({ id: z.string().max(32) }), shape<SessionDetail>()),
    /** Least recently seen first; those that were named and never came stand in front. */
    'devices.list': call('view', nothing, shape<readonly Device[]>()),
    /** Turned away today, last refused first. */
    'devices.refused': call('view', nothing, shape<readonly RefusedDevice[]>()),

    'queue.list': call('view', nothing, shape<readonly QueueRow[]>()),
    'queue.messages': call(
      'view',
      z.strictObject({
        queue: z.string().max(256).optional(),
        status: z.enum(['ready', 'leased', 'suspended', 'poison']).optional(),
        /** Part of the sender's address, in any case. */
        sender: address.optional(),
        /** Part of the address of a recipient that waits. */
        recipient: address.optional(),
        /** Stands in subject, addresses, connector, remote address, Message-ID or last error. */
        text: text.optional(),
        after: messageId.nullable().default(null),
        limit,
      }),
      shape<MessageRows>(),
    ),
    'queue.message': call('view', z.strictObject({ id: messageId }), shape<MessageDetail>()),
    'message.header': call('view', z.strictObject({ id: messageId }), shape<MessageHeader>()),
    /** What people wrote, as it would leave, in base64. Rejects with 'usage' for one that is too large for that. */
    'message.content': call('admin', z.strictObject({ id: messageId }), shape<{ readonly base64: string }>()),
    'queue.suspend': call('admin', queueIdentity, shape<null>()),
    'queue.resume': call('admin', queueIdentity, shape<null>()),
    'queue.retry': call('admin', queueIdentity, shape<Touched>()),
    'message.suspend': call('admin', messageIds, shape<Touched>()),
    'message.resume': call('admin', messageIds, shape<Touched>()),
    'message.retry': call('admin', messageIds, shape<Touched>()),
    'message.remove': call('admin', messageIds.extend({ withNdr: z.boolean() }), shape<Touched>()),

    'config.get': call('view', nothing, shape<ConfigView>()),
    /** As shell commands that make it again on an empty configuration; secrets are left out and named in comments. */
    'config.export': call('view', nothing, shape<{ readonly text: string }>()),
    'config.check': call('view', z.strictObject({ draft: sparse }), shape<ConfigCheck>()),
    'config.checkPatch': call('view', z.strictObject({ patch: sparse }), shape<ConfigCheck>()),
    'config.apply': call('admin', z.strictObject({ draft: sparse, ...change }), shape<ConfigApplied>()),
    /** A JSON merge patch (RFC 7396) against the sparse document. */
    'config.patch': call('admin', z.strictObject({ patch: sparse, ...change }), shape<ConfigApplied>()),
    'config.history': call('view', nothing, shape<readonly ConfigRevision[]>()),
    /** What going back to an earlier revision would change. */
    'config.checkRevision': call('view', revision, shape<ConfigCheck>()),
    'config.restore': call('admin', revision.extend(change), shape<ConfigApplied>()),
    'config.undo': call('admin', z.strictObject({ baseRevision: change.baseRevision }), shape<ConfigApplied>()),

    /** Receive connectors in words and numbers, in the order of the document: as they are, or as a merge patch would make them. */
    'connectors.describe': call('view', z.strictObject({ patch: sparse.optional() }), shape<ConnectorsView>()),

    /** Exports of Exchange, IIS or hMailServer: what they would become here. Throws 'import-unreadable'. */
    'import.review': call(
      'view',
      z.strictObject({ texts: z.array(z.string().min(1).max(16_777_216)).min(1).max(20) }),
      shape<ImportReview>(),
    ),

    'secret.set': call(
      'admin',
      z.strictObject({ name: secretName, value: z.string().min(1).max(65_536) }),
      shape<null>(),
    ),
    'secret.remove': call('admin', z.strictObject({ name: secretName }), shape<{ readonly removed: boolean }>()),
    'secret.list': call('admin', nothing, shape<readonly string[]>()),
    /** Makes the account where there is none of that name. */
    'account.setPassword': call(
      'admin',
      z.strictObject({
        userName: z.string().min(1).max(256),
        password: z.string().min(8, 'must have at least 8 characters').max(256),
        addresses: z.array(address).max(1000).optional(),
      }),
      shape<ConfigApplied>(),
    ),

    explain: call('view', explainInput, shape<Explanation>()),
    /** `connector`: the send connector that heard it; without it, the only one there is. */
    explainReply: call(
      'view',
      z.strictObject({ text: z.string().min(1).max(4096), connector: displayName.optional() }),
      shape<ReplyExplanation>(),
    ),
    /** Writes a backup on the engine's machine; null: into the data folder. */
    'backup.create': call(
      'admin',
      z.strictObject({ path: z.string().max(4096).nullable().default(null) }),
      shape<{ readonly path: string }>(),
    ),
    /** Backups in the data folder, newest first. */
    'backup.list': call('view', nothing, shape<readonly BackupFolder[]>()),
    'logs.list': call('view', nothing, shape<readonly LogFolder[]>()),
    'about.get': call('view', nothing, shape<About>()),
    /** null: the engine runs without a desktop. */
    'desktop.get': call('view', nothing, shape<DesktopView | null>()),
    'desktop.change': call(
      'admin',
      z.strictObject({ startAtLogin: z.boolean().optional(), startAtBoot: z.boolean().optional() }),
      shape<DesktopView>(),
    ),
    'engine.stop': call('admin', nothing, shape<null>()),
    ...alertCalls,
    ...deliveryCalls,
    ...oauthCalls,
    ...arrivalCalls,
    ...startCalls,
    ...learningCalls,
    ...surgeryCalls,
    ...testerCalls,
    ...shellCalls,
    ...trackingCalls,
  },
  topics: {
    /** The latest state wins; at most four a second. */
    status: topic('view', nothing, shape<Status>(), shape<Status>()),
    /** Recent sessions, newest first, then what changes. Lines only where asked for. */
    sessions: topic(
      'view',
      z.strictObject({ lines: z.boolean().default(true), recent: z.number().int().min(0).max(500).default(100) }),
      shape<SessionPage>(),
      shape<SessionsDelta>(),
    ),
    queue: topic('view', nothing, shape<QueueOverview>(), shape<QueueOverview>()),
    ...alertTopics,
    ...testerTopics,
  },
} as const;

export type Contract = typeof contract;
export type CallName = keyof Contract['calls'];
export type TopicName = keyof Contract['topics'];
export type CallInput<Name extends CallName> = InputOf<Contract['calls'][Name]>;
export type CallResult<Name extends CallName> = ResultOf<Contract['calls'][Name]>;
export type TopicInput<Name extends TopicName> = InputOf<Contract['topics'][Name]>;
export type TopicSnapshot<Name extends TopicName> = SnapshotOf<Contract['topics'][Name]>;
export type TopicDelta<Name extends TopicName> = DeltaOf<Contract['topics'][Name]>;
export type SessionFilter = z.output<typeof sessionFilter>;

/** What an engine offers: one function per call, one source per topic. */
export interface Api {
  readonly calls: HandlersOf<Contract['calls']>;
  readonly topics: SourcesOf<Contract['topics']>;
}
