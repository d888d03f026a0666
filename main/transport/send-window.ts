import { DAYS_A_WEEK, dayNames, endMinute, hoursText, timeText } from '../config/send-hours.ts';
import type { SendWindow } from '../config/snapshot.ts';

/** When a send connector sends, by the clock on the wall of this machine. Pure: the time is handed in. */

/** Milliseconds until the connector sends again; 0: it sends now. */
export function closedForMs(window: SendWindow | null, nowMs: number): number {
  return window === null ? 0 : nextOpening(window, nowMs) - nowMs;
}

/**
 * The moment, now or later, at which it sends. Beginning and end are times on the wall, so that a night in which the
 * clock is put forward or back is shorter or longer, and a time that such a night skips is the next one there is.
 */
function nextOpening(window: SendWindow, nowMs: number): number {
  const today = new Date(nowMs);
  // One more than a week: in the night of a change a short window may not come about at all.
  for (let ahead = -1; ahead <= 2 * DAYS_A_WEEK; ahead += 1) {
    const day = new Date(today.getFullYear(), today.getMonth(), today.getDate() + ahead);
    if (!window.days.includes(day.getDay())) continue;
    const [beginsMs, endsMs] = [timeOn(day, window.fromMinute), timeOn(day, endMinute(window))];
    if (endsMs > nowMs && endsMs > beginsMs) return Math.max(nowMs, beginsMs);
  }
  return nowMs;
}

function timeOn(day: Date, minute: number): number {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate(), 0, minute).getTime();
}

/** In words, for whoever wonders when mail leaves. */
export function windowSentence(window: SendWindow): string {
  return `The send connector sends ${hoursText(window)} only; the message waits until then.`;
}

/** In words, for whoever looks at what waits. */
export function waitingSentence(window: SendWindow, opensMs: number): string {
  const opens = new Date(opensMs);
  const time = timeText(opens.getHours() * 60 + opens.getMinutes());
  return `The send connector sends ${hoursText(window)} only; the message waits until ${dayNames[opens.getDay()] ?? ''} ${time}.`;
}
