import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ALERTS_FILE, openAlertFile } from '../alerts/alert-file.ts';
import { Alerts } from '../alerts/alerts.ts';
import { createEmailChannel, isAlertMail, type AlertMail } from '../alerts/email-channel.ts';
import { createEventLogChannel, runProgram } from '../alerts/event-log.ts';
import { createWebhookChannel } from '../alerts/webhook-channel.ts';
import type { Snapshot } from '../config/snapshot.ts';
import type { Configuration } from '../config/configuration.ts';
import { WEBHOOK_SECRET } from '../contract/webhook-secret.ts';
import type { Problem } from '../contract/problem-view.ts';
import { explainReply } from '../delivery/classify.ts';
import type { Journal } from '../journal/journal.ts';
import { createRouter } from '../transport/categorizer.ts';
import { rewriteEnvelope } from '../transport/envelope-rewriting.ts';
import type { Route } from '../transport/routing.ts';
import type { FailureListener } from '../transport/tracking.ts';
import { submitMessage, type SubmissionParts } from './submission.ts';

/** Alerts of a running engine: what they look at, and the ways they take. */

export interface EngineAlertsParts {
  readonly submission: SubmissionParts;
  readonly configuration: Pick<Configuration, 'current' | 'secrets'>;
  readonly journal: Pick<Journal, 'counters'>;
  readonly dataFolder: string;
  readonly version: string;
  readonly problems: () => Promise<readonly Problem[]>;
  readonly report: (error: unknown, doing: string) => void;
}

export interface EngineAlerts {
  readonly alerts: Alerts;
  readonly onFailure: FailureListener;
}

/** The size of an alert, roughly: routes may depend on it. */
const ALERT_BYTES = 4096;

export async function createEngineAlerts(parts: EngineAlertsParts): Promise<EngineAlerts> {
  const { submission, configuration, journal, dataFolder, report, problems } = parts;
  const { clock } = submission;
  const { secrets } = configuration;
  const settings = () => configuration.current().alerts;
  const serverName = () => configuration.current().policy.serverName;
  const channels = {
    email: createEmailChannel({
      ...{ settings, serverName },
      fqdn: () => configuration.current().policy.fqdn,
      routesOf: (sender, recipient) => alertRoutes(configuration.current(), sender, recipient),
      submit: (mail) => submitAlert(mail, submission),
    }),
    webhook: createWebhookChannel({
      ...{ clock, settings, serverName, version: parts.version },
      token: async () => (secrets.names().includes(WEBHOOK_SECRET) ? secrets.get(WEBHOOK_SECRET) : null),
    }),
    eventLog: createEventLogChannel({
      ...{ settings, serverName, run: runProgram },
      platform: process.platform,
      systemRoot: process.env['SystemRoot'],
    }),
  };
  const file = await openAlertFile(join(dataFolder, ALERTS_FILE), clock, report);
  const alerts = new Alerts({
    ...{ clock, settings, problems, channels, file, report },
    counters: () => journal.counters(),
    newId: randomUUID,
  });
  return { alerts, onFailure: createFailureListener(alerts, configuration) };
}

/** The ways that an alert would take. */
export function alertRoutes(snapshot: Snapshot, sender: string, recipient: string): readonly Route[] {
  const given = {
    mailFrom: sender,
    recipients: [{ address: recipient, notify: [], originalRecipient: null }],
    ...{ ret: null, envid: null, eightBit: true, smtpUtf8: false },
  };
  const { envelope } = rewriteEnvelope(given, snapshot.policy, null, null);
  const router = createRouter(snapshot);
  const message = { size: ALERT_BYTES, mailFrom: envelope.mailFrom, source: null };
  return envelope.recipients.map((one) => router(one, message));
}

async function submitAlert({ sender, recipients, text }: AlertMail, submission: SubmissionParts): Promise<void> {
  const message = (async function* () {
    yield await Promise.resolve(Buffer.from(text));
  })();
  // Nobody is told that an alert could not be told: its channel says so.
  await submitMessage(
    { message, envelope: { mailFrom: sender, recipients }, way: 'alert', notify: ['NEVER'] },
    submission,
  );
}

/** Which failures are told, and which are those of an alert itself. */
export function createFailureListener(
  alerts: Pick<Alerts, 'failed' | 'mailFailed'>,
  configuration: Pick<Configuration, 'current'>,
): FailureListener {
  return ({ messageId, origin, envelope, subject }, failures) => {
    if (isAlertMail({ messageId, source: origin.source })) {
      alerts.mailFailed(failures[0]?.reply ?? '');
      return;
    }
    // A notification that does not arrive: what it is about was told already.
    if (envelope.mailFrom === '') return;
    const { subjectLogging } = configuration.current().journal;
    for (const { address, reply } of failures)
      alerts.failed({
        ...{ sender: envelope.mailFrom, recipient: address, reply },
        subject: subjectLogging ? subject : null,
        action: explainReply(reply).hint,
      });
  };
}
