import type { SendWindow } from '../config/snapshot.ts';

/** When a send connector sends, by the clock on the wall of this machine. Pure: the time is handed in. */

const MINUTES_A_DAY = 1440;

/** Milliseconds until the connector sends again; 0: it sends now. */
export function closedForMs(window: SendWindow | null, nowMs: number): number {
  if (window === null) return 0;
  const { fromMinute, toMinute } = window;
  const now = new Date(nowMs);
  const minute = now.getHours() * 60 + now.getMinutes();
  const isOpen =
    fromMinute < toMinute ? minute >= fromMinute && minute < toMinute : minute >= fromMinute || minute < toMinute;
  if (isOpen) return 0;
  const opens = openingOf(now, fromMinute, 0);
  return (opens > nowMs ? opens : openingOf(now, fromMinute, 1)) - nowMs;
}

/** On a day that skips this time it is the next one there is: the clock of the machine decides, not 24 hours. */
function openingOf(now: Date, fromMinute: number, daysAhead: number): number {
  const day = now.getDate() + daysAhead;
  return new Date(now.getFullYear(), now.getMonth(), day, 0, fromMinute).getTime();
}

/** In words, for whoever looks at what waits. */
export function windowSentence({ fromMinute, toMinute }: SendWindow): string {
  return `The send connector sends from ${timeOf(fromMinute)} to ${timeOf(toMinute)} only; the message waits until then.`;
}

function timeOf(minute: number): string {
  const [hours, minutes] = [Math.floor((minute % MINUTES_A_DAY) / 60), minute % 60];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
