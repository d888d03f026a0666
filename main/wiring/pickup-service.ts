import type { Readable } from 'node:stream';
import type { Clock } from '../clock.ts';
import type { Snapshot } from '../config/snapshot.ts';
import type { PickupEnvelope } from '../delivery/pickup-envelope.ts';
import { createPickup } from '../delivery/pickup.ts';
import { PostroomError } from '../errors.ts';
import { mailDate } from '../frontend/greeting.ts';
import type { MessageSink } from '../frontend/session-services.ts';
import { Intake } from '../transport/intake.ts';
import type { MessageDraft } from '../transport/queue.ts';

export interface PickupServiceParts {
  readonly folder: string;
  readonly clock: Clock;
  readonly sink: MessageSink;
  readonly snapshot: () => Snapshot;
  readonly track: (draft: MessageDraft, bytes: number) => void;
  readonly newGuid: () => string;
  readonly accepted: () => void;
  readonly report: (error: unknown, doing: string) => void;
}

export interface PickupService {
  readonly running: boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Mailbox Transport Submission: what programs drop into the pickup folder goes the way of every other message. */
export function createPickupService(parts: PickupServiceParts): PickupService {
  const pickup = createPickup({
    folder: parts.folder,
    clock: parts.clock,
    submit: (message, envelope) => submit(message, envelope, parts),
    onBad: (name, reason) =>
      parts.report(
        new PostroomError('internal', `The pickup file ${name} was not sent: ${reason}`),
        'reading the pickup folder',
      ),
  });
  let running = false;
  return {
    get running() {
      return running;
    },
    async start() {
      running = true;
      await pickup.start();
    },
    async stop() {
      running = false;
      await pickup.stop();
    },
  };
}

async function submit(message: Readable, envelope: PickupEnvelope, parts: PickupServiceParts): Promise<void> {
  const { sink, clock } = parts;
  const { policy, transport } = parts.snapshot();
  const pressure = sink.pressure();
  if (pressure !== null) throw new PostroomError('queue-full', pressure);
  const id = sink.nextId();
  const now = clock.now();
  const date = mailDate(now);
  const intake = new Intake({
    writer: sink.createBody(id),
    received: `Received: by ${policy.fqdn} (pickup folder)\r\n id ${id}; ${date}\r\n`,
    fqdn: policy.fqdn,
    keepRoutingHeaders: true,
    keepOrganizationHeaders: false,
    keepForestHeaders: false,
    mailFrom: envelope.mailFrom,
    maxHeaderBytes: Infinity,
    maxBytes: policy.maxReceiveBytes,
    newMessageId: () => `<${parts.newGuid()}@${policy.fqdn}>`,
    date: () => date,
  });
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) await intake.write(chunk);
    const result = await intake.finish();
    if (result.bytes > policy.maxReceiveBytes) {
      throw new PostroomError(
        'not-allowed',
        `The message is larger than ${policy.maxReceiveBytes} bytes, the limit of the organisation.`,
      );
    }
    const draft: MessageDraft = {
      id,
      envelope: {
        mailFrom: envelope.mailFrom,
        recipients: envelope.recipients.map((address) => ({ address, notify: [], originalRecipient: null })),
        ret: null,
        envid: null,
        eightBit: true,
        smtpUtf8: false,
      },
      origin: {
        source: 'PICKUP',
        connector: null,
        sessionId: null,
        remoteAddress: null,
        helo: null,
        account: null,
        trusted: true,
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
  } catch (error) {
    await intake.abort();
    throw error;
  }
}
