import { lastMidnight } from './midnight.ts';

/**
 * When a device that used to send is silent. The rule: a device that was watched for two weeks and sent on eight days
 * of the last four weeks has a rhythm, the longest pause between two of those days. It is silent once it has paused
 * for a whole day longer than that. Pure; days are of this machine's time zone.
 */

const DAY_MS = 86_400_000;
const LEARNED_AFTER_DAYS = 14;
const LEAST_DAYS = 8;

export interface DeviceRhythm {
  readonly address: string;
  readonly lastAcceptedMs: number;
  /** Longest pause in days; null where nothing can be said yet. */
  readonly pauseDays: number | null;
}

/** `activeDays` are the midnights of days with mail in the last four weeks, oldest first. */
export function usualPause(activeDays: readonly number[], firstSeenMs: number, nowMs: number): number | null {
  if (activeDays.length < LEAST_DAYS || nowMs - firstSeenMs < LEARNED_AFTER_DAYS * DAY_MS) return null;
  const pauses = activeDays.slice(1).map((day, at) => daysBetween(activeDays[at] ?? day, day));
  return Math.max(...pauses);
}

/** Since when it is silent, in ms since 1970, or null. `everyMs` is set by a person; Infinity: it has no rhythm. */
export function silentSince(
  { lastAcceptedMs, pauseDays }: Omit<DeviceRhythm, 'address'>,
  everyMs: number | null,
  nowMs: number,
): number | null {
  if (everyMs !== null) return nowMs - lastAcceptedMs > everyMs ? lastAcceptedMs : null;
  if (pauseDays === null) return null;
  return daysBetween(lastMidnight(lastAcceptedMs), lastMidnight(nowMs)) > pauseDays ? lastAcceptedMs : null;
}

/** Days have 23 to 25 hours where clocks change. */
function daysBetween(earlier: number, later: number): number {
  return Math.round((later - earlier) / DAY_MS);
}
