import type { QuietHours } from '../config/snapshot.ts';

/** Times of day of this machine's time zone. Pure. */

/** When the quiet hours that run are over, in ms since 1970; null outside of them. */
export function quietUntil(quiet: QuietHours | null, nowMs: number): number | null {
  if (quiet === null) return null;
  const { fromMinute, untilMinute } = quiet;
  const beganMs = lastTime(fromMinute, nowMs);
  const endedMs = lastTime(untilMinute, nowMs);
  if (endedMs >= beganMs) return null;
  return nextTime(untilMinute, nowMs);
}

/** The last moment, now or before, at which it was this minute of a day. */
export function lastTime(minuteOfDay: number, nowMs: number): number {
  const today = at(minuteOfDay, nowMs, 0);
  return today <= nowMs ? today : at(minuteOfDay, nowMs, -1);
}

function nextTime(minuteOfDay: number, nowMs: number): number {
  const today = at(minuteOfDay, nowMs, 0);
  return today > nowMs ? today : at(minuteOfDay, nowMs, 1);
}

function at(minuteOfDay: number, nowMs: number, days: number): number {
  const date = new Date(nowMs);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, 0, minuteOfDay).getTime();
}
