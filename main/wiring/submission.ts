import type { Clock } from '../clock.ts';
import type { Snapshot } from '../config/snapshot.ts';
import type { PickupEnvelope } from '../delivery/pickup-envelope.ts';
import { PostroomError } from '../errors.ts';
import { mailDate } from '../frontend/greeting.ts';
import type { MessageSink } from '../frontend/session-services.ts';
import { rewriteEnvelope } from '../transport/envelope-rewriting.ts';
import { Intake } from '../transport/intake.ts';
import type { MessageDraft, Notify } from '../transport/queue.ts';

export interface SubmissionParts {
  readonly clock: Clock;
  readonly sink: MessageSink;
  readonly snapshot: () => Snapshot;
  readonly track: (draft: MessageDraft, bytes: number) => void;
  readonly newGuid: () => string;
  readonly accepted: () => void;
}

export interface Submission {
  /** Header and body. */
  readonly message: AsyncIterable<Buffer>;
  readonly envelope: PickupEnvelope;
  /** Stands in the Received line: by which way it came. */
  readonly way: string;
  /** What is reported to the sender (RFC 3461); left out: failures and delays. */
  readonly notify?: readonly Notify[];
}

/** Takes a message that nobody handed in by SMTP: it goes the way of every other. Resolves with it once it is on disk. */
export async function submitMessage(
  { message, envelope, way, notify = [] }: Submission,
  parts: SubmissionParts,
): Promise<MessageDraft> {
  const { sink, clock } = parts;
  const { policy, transport } = parts.snapshot();
  const pressure = sink.pressure();
  if (pressure !== null) throw new PostroomError('queue-full', pressure);
  const id = sink.nextId();
  const now = clock.now();
  const date = mailDate(now);
  const intake = new Intake({
    writer: sink.createBody(id),
    received: `Received: by ${policy.fqdn} (${way})\r\n id ${id}; ${date}\r\n`,
    fqdn: policy.fqdn,
    keepRoutingHeaders: true,
    keepOrganizationHeaders: false,
    keepForestHeaders: false,
    mailFrom: envelope.mailFrom,
    author: null,
    rawHeaderCharset: null,
    maxHeaderBytes: Infinity,
    maxBytes: policy.maxReceiveBytes,
    newMessageId: () => `<${parts.newGuid()}@${policy.fqdn}>`,
    date: () => date,
  });
  try {
    for await (const chunk of message) await intake.write(chunk);
    const result = await intake.finish();
    if (result.bytes > policy.maxReceiveBytes) {
      throw new PostroomError(
        'not-allowed',
        `The message is larger than ${policy.maxReceiveBytes} bytes, the limit of the organisation.`,
      );
    }
    const given = {
      mailFrom: envelope.mailFrom,
      recipients: envelope.recipients.map((address) => ({ address, notify, originalRecipient: null })),
      ...{ ret: null, envid: null, eightBit: true, smtpUtf8: false },
      ...(result.longLines ? { longLines: true } : {}),
    };
    // No connector took it in, so that only the aliases are for it.
    const target = rewriteEnvelope(given, policy, null, null);
    const draft: MessageDraft = {
      id,
      envelope: target.envelope,
      origin: {
        source: 'PICKUP',
        connector: null,
        sessionId: null,
        remoteAddress: null,
        helo: null,
        account: null,
        trusted: true,
        ...(target.rewritten === null ? {} : { rewritten: target.rewritten }),
      },
      messageId: result.header.messageId,
      subject: result.header.subject,
      receivedAtMs: now,
      expiresAtMs: now + transport.messageExpirationMs,
      notBeforeMs: now,
    };
    await sink.accept(draft, await intake.body());
    parts.accepted();
    parts.track(draft, result.bytes);
    return draft;
  } catch (error) {
    await intake.abort();
    throw error;
  }
}
