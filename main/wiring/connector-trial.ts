import type { ApiParts } from '../api/parts.ts';
import { providerIds } from '../api/provider-ids.ts';
import type { Clock } from '../clock.ts';
import type { SendConnector, Snapshot } from '../config/snapshot.ts';
import type { SendTrial } from '../contract/delivery-view.ts';
import type { DeliveryOutcome } from '../delivery/target.ts';
import { PostroomError } from '../errors.ts';
import { mailDate } from '../frontend/greeting.ts';
import type { QueuedRecipient } from '../transport/queue.ts';
import { openTarget, type TargetFactory } from '../transport/routing.ts';

/** One real message through one send connector, past the queue, as a person who sets it up wants to see it. */

export interface TrialParts {
  readonly clock: Clock;
  readonly snapshot: () => Snapshot;
  /** Targets that tell the sessions they open, and do not wait as long as mail may. */
  readonly targets: (sessionOpened: (id: string) => void) => TargetFactory;
  readonly explainReply: ApiParts['explainReply'];
  readonly newGuid: () => string;
}

export interface TrialMail {
  readonly name: string;
  readonly sender: string;
  readonly recipient: string;
}

/** Rejects with 'not-found' where there is no such send connector. */
export async function tryConnector(parts: TrialParts, mail: TrialMail): Promise<SendTrial> {
  const { sendConnectors, policy } = parts.snapshot();
  const connector = sendConnectors.find(({ name }) => name.toLowerCase() === mail.name.toLowerCase());
  if (connector === undefined)
    throw new PostroomError('not-found', `There is no send connector "${mail.name}" any more.`);
  const sessions: string[] = [];
  const target = openTarget(
    parts.targets((id) => sessions.push(id)),
    routeOf(connector, mail.recipient),
  );
  if (target === null) throw new PostroomError('internal', 'The send connector leads nowhere.');
  try {
    const messageId = `<${parts.newGuid()}@${policy.fqdn}>`;
    const body = Buffer.from(textOf(mail, connector, messageId, mailDate(parts.clock.now())));
    const recipient: QueuedRecipient = {
      ...{ index: 0, address: mail.recipient, notify: [], originalRecipient: null },
      ...{ attempts: 0, queue: connector.name, lastError: null },
      status: 'ready',
    };
    const { outcomes, host } = await target.deliver(
      {
        ...{ id: 0, messageId, size: body.length, receivedAtMs: parts.clock.now() },
        envelope: { mailFrom: mail.sender, ret: null, envid: null, eightBit: false, smtpUtf8: false },
        recipients: [recipient],
        body: () => Promise.resolve(body),
      },
      new AbortController().signal,
    );
    return { ...resultOf(outcomes[0], host, connector, parts), sessions };
  } finally {
    await target.close();
  }
}

function resultOf(
  outcome: DeliveryOutcome | undefined,
  host: string | null,
  connector: SendConnector,
  { explainReply }: TrialParts,
): Omit<SendTrial, 'sessions'> {
  const text = outcome?.reply?.text ?? outcome?.error ?? 'The server did not say what became of the message.';
  const { hint, known } = explainReply(text, providerIds(connector));
  return { verdict: outcome?.verdict ?? 'deferred', host: outcome?.reply?.host ?? host, text, hint, known };
}

function routeOf(connector: SendConnector, recipient: string) {
  const domain = recipient.slice(recipient.lastIndexOf('@') + 1);
  const isMx = connector.smartHosts.length === 0;
  return {
    ...{ key: connector.name, queue: connector.name, connector, reason: null },
    kind: isMx ? 'mx' : 'smart-host',
    nextHopDomain: isMx ? domain : connector.smartHosts.join(','),
  } as const;
}

function textOf(mail: TrialMail, connector: SendConnector, messageId: string, date: string): string {
  return [
    `Date: ${date}`,
    `From: <${mail.sender}>`,
    `To: <${mail.recipient}>`,
    'Subject: Postroom test message',
    `Message-ID: ${messageId}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=us-ascii',
    'Auto-Submitted: auto-generated',
    '',
    `This message was sent by Postroom on ${connector.fqdn} to try a send connector.`,
    'If you can read it, mail goes out.',
    '',
  ].join('\r\n');
}
