import type { MessageDetail, MessageRow } from '../../../main/contract/queue-view.ts';
import { messages } from '../messages.ts';
import { said } from '../said.ts';
import { visibleText } from '../sessions/visible-text.ts';

/** A message in the words of a row. Everything here comes from outside, and is safe to show. */

const words = messages.queue;
/** More than any row is wide. */
const LONGEST = 300;

function shown(text: string): string {
  return visibleText(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}

export function subjectOf({ subject }: Pick<MessageRow, 'subject'>): string {
  return subject === null || subject.trim() === '' ? words.noSubject : shown(subject);
}

export function senderOf({ mailFrom }: Pick<MessageRow, 'mailFrom'>): string {
  return mailFrom === '' ? words.nullSender : shown(mailFrom);
}

/** `a@x.example → b@y.example and 2 more`: the recipients that still wait. */
export function pathOf(message: Pick<MessageRow, 'mailFrom' | 'recipients'>): string {
  const waiting = message.recipients.filter(({ status }) => status === 'ready');
  const [first] = waiting.length > 0 ? waiting : message.recipients;
  const others = Math.max(0, (waiting.length > 0 ? waiting : message.recipients).length - 1);
  return words.path(senderOf(message), shown(first?.address ?? ''), others);
}

export function errorOf({ lastError }: Pick<MessageRow, 'lastError'>): string {
  return lastError === null ? '' : shown(said(lastError));
}

/** The send connector that was chosen by hand for all who wait; null: none, or not the same for all. */
export function chosenWay({ recipients }: Pick<MessageDetail, 'recipients'>): string | null {
  const detours = recipients.flatMap(({ status, detour }) =>
    status !== 'ready' || (detour !== null && 'mailbox' in detour) ? [] : [detour?.connector ?? null],
  );
  const [first = null] = detours;
  return detours.every((connector) => connector === first) ? first : null;
}
