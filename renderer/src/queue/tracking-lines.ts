import type { TrackingRow } from '../../../main/contract/tracking-calls.ts';
import { messages } from '../messages.ts';
import { said } from '../said.ts';
import { visibleText } from '../sessions/visible-text.ts';
import type { Tone } from '../tone.ts';

/** A line of the message tracking log in words. All of it comes from outside, and is safe to show. */

export interface EventLine {
  readonly event: string;
  readonly tone: Tone;
  readonly recipients: string;
  /** Which host or connector it was. */
  readonly place: string;
  /** The remote's words, each once. */
  readonly replies: readonly string[];
  /** What was changed, or why it went as it did. */
  readonly note: string;
}

const words = messages.queue.message;
const tones: Readonly<Record<string, EventLine['tone']>> = {
  ...{ SEND: 'good', DELIVER: 'good', DEFER: 'warn', DROP: 'warn', FAIL: 'bad', POISONMESSAGE: 'bad' },
};

export function eventLine(row: TrackingRow): EventLine {
  const { eventId, recipients, recipientStatus, serverHostname, connectorId, sourceContext } = row;
  const event = Object.hasOwn(words.events, eventId) ? words.events[eventId as keyof typeof words.events] : eventId;
  const host = eventId === 'RECEIVE' ? '' : serverHostname;
  return {
    event: visibleText(event),
    tone: tones[eventId] ?? 'plain',
    recipients: words.for(recipients.map(visibleText)),
    place: [host, connectorId]
      .filter((part) => part !== '')
      .map(visibleText)
      .join(' · '),
    replies: [...new Set(recipientStatus)].map((reply) => visibleText(said(reply))),
    // Elsewhere it is a session, a queue or a number.
    note: eventId === 'SEND' || eventId === 'FAIL' || eventId === 'DROP' ? visibleText(said(sourceContext)) : '',
  };
}
