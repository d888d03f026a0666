import type { SendWindow } from './snapshot.ts';

/** The hours of a send connector in numbers and words. Pure, without any day of the calendar. */

export const DAYS_A_WEEK = 7;
const MINUTES_A_DAY = 1440;
/** As `Date` counts them. */
export const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const WORKDAYS = '1,2,3,4,5';

/** After the midnight at which its day begins. */
export function endMinute({ fromMinute, toMinute }: SendWindow): number {
  return toMinute > fromMinute ? toMinute : toMinute + MINUTES_A_DAY;
}

/** The longest time without sending, in minutes of weeks in which the clock is not changed. */
export function longestPauseMinutes(window: SendWindow): number {
  const { days, fromMinute } = window;
  const openMinutes = endMinute(window) - fromMinute;
  const [first = 0] = days;
  return Math.max(
    ...days.map((day, at) => ((days[at + 1] ?? first + DAYS_A_WEEK) - day) * MINUTES_A_DAY - openMinutes),
  );
}

/** `from 20:00 to 06:00`, `on weekdays from 20:00 to 06:00`. */
export function hoursText({ fromMinute, toMinute, days }: SendWindow): string {
  const hours = `from ${timeText(fromMinute)} to ${timeText(toMinute)}`;
  return days.length === DAYS_A_WEEK ? hours : `on ${daysText(days)} ${hours}`;
}

function daysText(days: readonly number[]): string {
  if (days.join() === WORKDAYS) return 'weekdays';
  const fromMonday = days.toSorted((one, other) => (one || DAYS_A_WEEK) - (other || DAYS_A_WEEK));
  const names = fromMonday.map((day) => dayNames[day] ?? '');
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** `20:00` of minutes after midnight. */
export function timeText(minute: number): string {
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
