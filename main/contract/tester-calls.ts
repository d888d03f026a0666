import { z } from 'zod';
import type { ConfigSaved } from './config-view.ts';
import { call, shape, topic } from './declaration.ts';
import { displayName, ipAddress, whole } from './fields.ts';
import type { LiveDelta, LiveDialogue, LiveReply } from './live-view.ts';
import type { AuditReport } from './audit-view.ts';
import type {
  Advice,
  ChangeImpact,
  CheckEntry,
  CheckFile,
  CheckImported,
  CheckResult,
  ParsedTranscript,
  RecordedTranscript,
  Replayed,
} from './tester-view.ts';

/** Calls that try things out: transcripts, checks, the audit, and live dialogues. */

const nothing = z.strictObject({});
const port = whole(1, 65_535);
const line = z.number().int().nonnegative();
const lines = z.array(z.string().max(65_536)).max(100_000);
const pasted = z.string().max(1_048_576);
const sparse = z.record(z.string(), z.unknown());
const sessionId = z.strictObject({ id: z.string().max(32) });
const checkName = z.strictObject({ name: displayName });

const reply = z.strictObject({ line, lines });
const transcript = z.strictObject({
  format: z.enum([
    ...(['telnet', 'marked', 'swaks', 'curl', 'msmtp', 'openssl'] as const),
    ...(['smtplib', 'exchange-log', 'session-log', 'client-only'] as const),
  ]),
  greeting: reply.nullable(),
  steps: z
    .array(
      z.strictObject({
        kind: z.enum(['command', 'auth-answer', 'body']),
        line,
        text: lines,
        reply: reply.nullable(),
      }),
    )
    .max(10_000),
  problems: z
    .array(z.strictObject({ line, lastLine: line, column: line, text: z.string().max(4096) }))
    .max(10_000)
    .default([]),
  hints: z.strictObject({
    remoteAddress: z.string().max(64).nullable(),
    localAddress: z.string().max(64).nullable(),
    localPort: z.number().int().nullable(),
    implicitTls: z.boolean(),
    connector: z.string().max(256).nullable(),
  }),
});

const conditions = z.strictObject({
  remoteAddress: ipAddress.optional(),
  localAddress: ipAddress.optional(),
  localPort: port.optional(),
  implicitTls: z.boolean().optional(),
  /** null: nobody, so a login fails. */
  userName: z.string().min(1).max(256).nullable().optional(),
});

const replay = z.strictObject({
  /** What was pasted; or the transcript that transcript.parse made of it. */
  text: pasted.optional(),
  transcript: transcript.optional(),
  /** Session to take from a text that holds several. */
  session: z.string().max(64).optional(),
  /** What is left out is taken from the transcript, where it tells. */
  conditions: conditions.default({}),
});

const live = z.strictObject({ id: z.string().max(32) });
const typed = z
  .string()
  .max(12_288)
  .regex(/^[^\r\n\0]*$/, 'must be one line');

export const testerCalls = {
  'transcript.parse': call(
    'view',
    z.strictObject({ text: pasted, session: z.string().max(64).optional() }),
    shape<ParsedTranscript>(),
  ),
  'sessions.transcript': call('view', sessionId, shape<RecordedTranscript>()),
  'tester.replay': call('view', replay, shape<Replayed>()),
  /** A recorded session once more, against the configuration as it is now. */
  'tester.replaySession': call('view', sessionId, shape<Replayed>()),
  'tester.advise': call('view', replay, shape<readonly Advice[]>()),
  /** What a JSON merge patch would change for the checks and the known devices. */
  'tester.impact': call('view', z.strictObject({ patch: sparse }), shape<ChangeImpact>()),

  'checks.list': call('view', nothing, shape<readonly CheckEntry[]>()),
  'checks.run': call(
    'view',
    z.strictObject({ names: z.array(z.string().max(256)).max(1000).default([]) }),
    shape<readonly CheckResult[]>(),
  ),
  /** `recorded`: the replies of the transcript are expected; `now`: what is answered at the moment. */
  'checks.save': call(
    'admin',
    replay.extend({
      name: displayName,
      expectation: z.enum(['recorded', 'now']).default('recorded'),
      replace: z.boolean().default(false),
    }),
    shape<ConfigSaved>(),
  ),
  'checks.remove': call('admin', checkName, shape<ConfigSaved>()),
  /** One that is off is kept and not run. */
  'checks.setEnabled': call('admin', checkName.extend({ enabled: z.boolean() }), shape<ConfigSaved>()),
  'checks.export': call('view', nothing, shape<CheckFile>()),
  /** A check of the same name is replaced. */
  'checks.import': call('admin', z.strictObject({ file: sparse }), shape<CheckImported>()),
  'audit.run': call('view', nothing, shape<AuditReport>()),

  'live.open': call(
    'admin',
    z.strictObject({
      host: z
        .string()
        .min(1)
        .max(255)
        .regex(/^[\w.:[\]-]+$/, 'must be a host name or an address'),
      port,
      tls: z.enum(['none', 'implicit']).default('none'),
      /** Send connector whose smart host is meant. */
      connector: z.string().max(64).nullable().default(null),
      /** The host may be one that the configuration does not name. */
      anyHost: z.boolean().default(false),
      /** DATA may be sent. */
      allowData: z.boolean().default(false),
    }),
    shape<LiveDialogue>(),
  ),
  'live.list': call('admin', nothing, shape<readonly LiveDialogue[]>()),
  'live.send': call('admin', live.extend({ line: typed }), shape<LiveReply>()),
  'live.startTls': call('admin', live, shape<LiveReply>()),
  /** Signs in with the stored credential of the send connector that the dialogue was opened for. */
  'live.authenticate': call('admin', live.extend({ sendConnector: z.string().max(64) }), shape<LiveReply>()),
  'live.close': call('admin', live, shape<null>()),
  /** The dialogue as text that the tester reads. */
  'live.transcript': call('admin', live, shape<{ readonly text: string }>()),
} as const;

export const testerTopics = {
  live: topic('admin', live, shape<LiveDialogue>(), shape<LiveDelta>()),
} as const;
