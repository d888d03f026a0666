import type { DeviceKnock } from '../contract/session-view.ts';

/** What learning mode heard of one device. Pure. */

const MAX_SENDERS = 5;
const MAX_RECIPIENTS = 20;

/** One thing that was heard; nothing at all: a session began. */
export interface KnockPart {
  readonly mailFrom?: string;
  readonly recipient?: string;
}

/** With one thing more. */
export function withKnock(known: DeviceKnock | null, { mailFrom, recipient }: KnockPart, nowMs: number): DeviceKnock {
  const before = known ?? { sinceMs: nowMs, lastMs: nowMs, times: 0, senders: [], recipients: [] };
  const isSession = mailFrom === undefined && recipient === undefined;
  return {
    sinceMs: before.sinceMs,
    lastMs: nowMs,
    times: before.times + (isSession ? 1 : 0),
    senders: withOne(before.senders, mailFrom, MAX_SENDERS),
    recipients: withOne(before.recipients, recipient, MAX_RECIPIENTS),
  };
}

function withOne(list: readonly string[], text: string | undefined, most: number): readonly string[] {
  return text === undefined || list.length >= most || list.includes(text) ? list : [...list, text];
}
