import type { DeviceDay } from '../contract/session-view.ts';
import { lastMidnight } from './midnight.ts';

/** Messages of a device day by day, of this machine's time zone: a week is shown, four weeks are kept. Pure. */

const SHOWN_DAYS = 7;
const KEPT_DAYS = 28;

/** The seven days that end with today, oldest first; what is older is left out. */
export function weekOf(days: readonly DeviceDay[], nowMs: number): readonly DeviceDay[] {
  return Array.from({ length: SHOWN_DAYS }, (_, index) => {
    const startMs = lastMidnight(nowMs, SHOWN_DAYS - 1 - index);
    return days.find((day) => day.startMs === startMs) ?? { startMs, accepted: 0, refused: 0 };
  });
}

/** With one more message today; days that have passed out of the four weeks are let go. */
export function withMessage(days: readonly DeviceDay[], accepted: boolean, nowMs: number): readonly DeviceDay[] {
  const today = lastMidnight(nowMs);
  const last = days.at(-1);
  // Message after message of a day: nothing else moves.
  if (last?.startMs === today) return [...days.slice(0, -1), counted(last, accepted)];
  const oldest = lastMidnight(nowMs, KEPT_DAYS - 1);
  const known = days.find(({ startMs }) => startMs === today) ?? { startMs: today, accepted: 0, refused: 0 };
  const others = days.filter((day) => day.startMs >= oldest && day.startMs !== today && day.accepted + day.refused > 0);
  return [...others, counted(known, accepted)].sort((a, b) => a.startMs - b.startMs);
}

function counted(day: DeviceDay, accepted: boolean): DeviceDay {
  return accepted ? { ...day, accepted: day.accepted + 1 } : { ...day, refused: day.refused + 1 };
}

/** Midnights of the days of the last four weeks on which mail was taken, oldest first. */
export function activeDays(days: readonly DeviceDay[], nowMs: number): readonly number[] {
  const oldest = lastMidnight(nowMs, KEPT_DAYS - 1);
  return days.filter(({ startMs, accepted }) => accepted > 0 && startMs >= oldest).map(({ startMs }) => startMs);
}
