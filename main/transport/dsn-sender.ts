import type { Clock } from '../clock.ts';
import type { Snapshot } from '../config/snapshot.ts';
import { domainOf } from '../connectors/accepted-domains.ts';
import type { Policy } from '../connectors/model.ts';
import { acceptedDomainOf } from './categorizer.ts';
import { composeDsn, isWanted, type DsnRecipient, type Original } from './dsn.ts';
import { rewriteEnvelope } from './envelope-rewriting.ts';
import { readOriginal } from './original.ts';
import type { Envelope, LeasedMessage, MessageDraft, MessageQueue, QueuedMessage } from './queue.ts';
import type { Tracking } from './tracking.ts';

/** Writes notifications and puts them into the queue like any other message. */

/** What fails beyond this is tracked, not reported one by one. */
const MOST_PER_MINUTE = 100;
const MINUTE_MS = 60_000;

export interface DsnSenderDeps {
  readonly queue: MessageQueue;
  readonly snapshot: () => Snapshot;
  readonly clock: Clock;
  readonly ids: () => string;
  readonly tracking: Tracking;
  readonly report: (error: unknown, doing: string) => void;
  readonly hotLease: () => { owner: string; untilMs: number } | null;
  readonly submitted: (message: LeasedMessage | null) => void;
}

export type DsnSender = ReturnType<typeof createDsnSender>;

/**
 * Whether the sender may be told: never the null sender, and only somebody we know to have
 * sent it: a trusted session or an address of ours. Anybody else's address may be forged.
 */
export function mayNotify(message: QueuedMessage, policy: Policy): boolean {
  const { mailFrom } = message.envelope;
  if (mailFrom === '' || /^mailer-daemon(?:@|$)/i.test(mailFrom)) return false;
  return message.origin.trusted || acceptedDomainOf(policy, domainOf(mailFrom)) !== null;
}

export function createDsnSender(deps: DsnSenderDeps) {
  const { queue, snapshot, clock, tracking, report } = deps;
  let minuteStartMs = Number.NEGATIVE_INFINITY;
  let sentThisMinute = 0;

  function withinRate(): boolean {
    const now = clock.monotonic();
    if (now - minuteStartMs >= MINUTE_MS) {
      minuteStartMs = now;
      sentThisMinute = 0;
    }
    sentThisMinute += 1;
    return sentThisMinute <= MOST_PER_MINUTE;
  }

  /**
   * Sends one notification about recipients that share an action, as far as they want one and the sender may be
   * told. Rejects where it could not be stored: then the message must stay as it is.
   */
  async function notify(
    message: QueuedMessage | LeasedMessage,
    recipients: readonly DsnRecipient[],
    original?: Original,
  ): Promise<void> {
    const wanted = recipients.filter(({ recipient, action }) => isWanted(recipient.notify, action));
    if (wanted.length === 0) return;
    const why = reasonAgainst(message);
    if (why !== null) {
      if (wanted[0]?.action === 'failed') trackDrop(message, wanted, why);
      return;
    }
    await submit(message, wanted, original ?? (await readOriginal(queue, message, report)));
  }

  function reasonAgainst(message: QueuedMessage): string | null {
    if (!mayNotify(message, snapshot().policy)) return 'no notification to a sender that may be forged';
    return withinRate() ? null : `more than ${MOST_PER_MINUTE} notifications in a minute`;
  }

  function trackDrop(message: QueuedMessage, recipients: readonly DsnRecipient[], why: string): void {
    const addresses = recipients.map(({ recipient }) => recipient.address);
    tracking.track(message, () => ({ event: 'DROP', source: 'DSN', recipients: addresses, sourceContext: why }));
  }

  async function submit(
    message: QueuedMessage,
    recipients: readonly DsnRecipient[],
    original: Original,
  ): Promise<void> {
    const { policy, transport } = snapshot();
    const nowMs = clock.now();
    const messageId = `<${deps.ids()}@${policy.fqdn}>`;
    const boundary = `=_${deps.ids()}${deps.ids()}`.slice(0, 70);
    const context = { fqdn: policy.fqdn, postmaster: transport.postmaster, nowMs, boundary, messageId };
    const dsn = composeDsn(message, recipients, original, context);
    const given: Envelope = {
      mailFrom: '',
      recipients: [{ address: message.envelope.mailFrom, notify: ['NEVER'], originalRecipient: null }],
      ...{ ret: null, envid: null, eightBit: dsn.eightBit, smtpUtf8: dsn.smtpUtf8 },
    };
    const draft: MessageDraft = {
      id: queue.nextId(),
      envelope: rewriteEnvelope(given, policy, null, null).envelope,
      origin: {
        source: 'DSN',
        connector: null,
        sessionId: null,
        remoteAddress: null,
        helo: null,
        account: null,
        trusted: true,
      },
      messageId,
      subject: dsn.subject,
      receivedAtMs: nowMs,
      expiresAtMs: nowMs + transport.messageExpirationMs,
      notBeforeMs: nowMs,
    };
    deps.submitted(await store(draft, dsn.bytes));
    const { id } = draft;
    tracking.track(message, () => ({
      event: 'DSN',
      source: 'DSN',
      recipients: [message.envelope.mailFrom],
      sourceContext: `${recipients[0]?.action ?? 'failed'}, InternalId ${id}`,
      relatedRecipient: recipients.map(({ recipient }) => recipient.address).join(';'),
      reference: message.messageId,
    }));
  }

  async function store(draft: MessageDraft, bytes: Buffer): Promise<LeasedMessage | null> {
    const writer = queue.createBody(draft.id);
    try {
      await writer.write(bytes);
      return await queue.accept(draft, await writer.finish(), deps.hotLease() ?? undefined);
    } catch (error) {
      await writer.abort();
      throw error;
    }
  }

  return { notify };
}
