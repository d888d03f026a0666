import type { DeviceDay } from '../contract/session-view.ts';
import { lastMidnight } from './midnight.ts';

/** Messages of a device day by day, for a week of this machine's time zone. Pure. */

const DAYS = 7;

/** The seven days that end with today, oldest first; what is older is left out. */
export function weekOf(days: readonly DeviceDay[], nowMs: number): readonly DeviceDay[] {
  return Array.from({ length: DAYS }, (_, index) => {
    const startMs = lastMidnight(nowMs, DAYS - 1 - index);
    return days.find((day) => day.startMs === startMs) ?? { startMs, accepted: 0, refused: 0 };
  });
}

/** With one more message today; days that have passed out of the week are let go, and so are those without mail. */
export function withMessage(days: readonly DeviceDay[], accepted: boolean, nowMs: number): readonly DeviceDay[] {
  const today = lastMidnight(nowMs);
  return weekOf(days, nowMs)
    .map((day) => {
      if (day.startMs !== today) return day;
      return accepted ? { ...day, accepted: day.accepted + 1 } : { ...day, refused: day.refused + 1 };
    })
    .filter((day) => day.accepted + day.refused > 0);
}
