import type { TestMessageFate } from '../contract/start-view.ts';
import { mailDate } from '../frontend/greeting.ts';
import type { Journal } from '../journal/journal.ts';
import type { TrackingEvent } from '../journal/message-tracking.ts';
import type { QueuedMessage } from '../transport/queue.ts';
import { submitMessage, type SubmissionParts } from './submission.ts';

/** Messages that a person sends to see what becomes of them: through queue, routing and delivery like every other. */

/** Fates are kept for so many of them. */
const KEPT = 100;

export interface TestMail {
  readonly sender: string;
  readonly recipient: string;
}

export interface TestMessages {
  /** What transport writes its message tracking to: here the fates are read from it. */
  readonly journal: Journal;
  /** Resolves with the message's id once it is on disk. */
  send(mail: TestMail, parts: SubmissionParts): Promise<number>;
  fate(id: number, find: (id: number) => Promise<QueuedMessage | null>): Promise<TestMessageFate>;
}

export function createTestMessages(journal: Journal): TestMessages {
  const events = new Map<number, TrackingEvent | null>();
  return {
    journal: {
      ...journal,
      track(event) {
        if (events.has(event.internalMessageId)) events.set(event.internalMessageId, event);
        journal.track(event);
      },
    },
    async send(mail, parts) {
      const message = textOf(mail, parts);
      const envelope = { mailFrom: mail.sender, recipients: [mail.recipient] };
      // Delivery may begin before the submission is over.
      const sink = {
        ...parts.sink,
        nextId: () => {
          const id = parts.sink.nextId();
          remember(events, id);
          return id;
        },
      };
      const draft = await submitMessage({ message: once(message), envelope, way: 'test message' }, { ...parts, sink });
      return draft.id;
    },
    async fate(id, find) {
      const event = events.get(id) ?? null;
      const told = event === null ? null : fateOf(event);
      if (told !== null && told.state !== 'waiting') return told;
      const message = await find(id);
      if (message !== null) return waitingFate(message);
      // It may have left between the two looks.
      const last = events.get(id) ?? null;
      const end = last === null ? null : fateOf(last);
      return end !== null && end.state !== 'waiting' ? end : { state: 'gone', place: null, text: null };
    },
  };
}

function remember(events: Map<number, TrackingEvent | null>, id: number): void {
  events.set(id, null);
  const [oldest] = events.keys();
  if (events.size > KEPT && oldest !== undefined) events.delete(oldest);
}

async function* once(text: string): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from(text));
}

function fateOf({ event, recipientStatus, serverHostname, sourceContext }: TrackingEvent): TestMessageFate {
  const text = recipientStatus?.[0] ?? null;
  if (event === 'DELIVER') return { state: 'delivered', place: null, text };
  if (event === 'SEND') return { state: 'delivered', place: serverHostname ?? null, text };
  if (event === 'FAIL') return { state: 'failed', place: serverHostname ?? null, text };
  return { state: 'waiting', place: sourceContext ?? null, text };
}

function waitingFate({ recipients, lastError }: QueuedMessage): TestMessageFate {
  const [recipient] = recipients;
  const text = recipient?.lastError ?? lastError;
  return { state: 'waiting', place: recipient?.queue ?? null, text };
}

function textOf({ sender, recipient }: TestMail, { snapshot, clock }: SubmissionParts): string {
  return [
    `Date: ${mailDate(clock.now())}`,
    `From: <${sender}>`,
    `To: <${recipient}>`,
    'Subject: Postroom test message',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=us-ascii',
    'Auto-Submitted: auto-generated',
    '',
    `This message was sent by Postroom on ${snapshot().policy.fqdn} as a test.`,
    'If you can read it, mail arrives.',
    '',
  ].join('\r\n');
}
