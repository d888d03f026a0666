import { locale } from './locale.ts';

/** Numbers and times as people read them, in the reader's locale. */

const clock = new Intl.DateTimeFormat(locale, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});
const minute = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false });
const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
const whole = new Intl.NumberFormat(locale);
const fraction = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

const SIZE_STEPS = [
  { unit: 'MB', bytes: 1024 ** 2 },
  { unit: 'KB', bytes: 1024 },
] as const;
const DAY_MS = 86_400_000;

export function formatCount(count: number): string {
  return whole.format(count);
}

/** `1 message`, `1,200 messages`: enough for languages with one form for one and one for all else. */
export function plural(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `4.2 MB`, `312 B`. */
export function formatSize(bytes: number): string {
  for (const { unit, bytes: step } of SIZE_STEPS) {
    if (bytes >= step) return `${fraction.format(bytes / step)} ${unit}`;
  }
  return `${whole.format(bytes)} B`;
}

/** Time of day; with its date where it is not within a day of now. */
export function formatTime(ms: number, nowMs: number): string {
  const time = clock.format(ms);
  return Math.abs(nowMs - ms) < DAY_MS ? time : `${day.format(ms)} ${time}`;
}

/** `25 Feb 2029`. */
export function formatDate(ms: number): string {
  return date.format(ms);
}

/** Time of day to the minute, `09:41`. */
export function formatMinute(ms: number): string {
  return minute.format(ms);
}

/** Time of day to the millisecond, as a protocol log has it. */
export function formatLogTime(ms: number): string {
  return `${clock.format(ms)}.${String(Math.floor(ms) % 1000).padStart(3, '0')}`;
}

/** `25`, `25 and 587`, `25, 465 and 587`. */
export function joinWords(words: readonly string[], and: string): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1) ?? ''}`;
}

/** `5 s`, `1.5 s`. */
export function formatSeconds(ms: number): string {
  return `${String(ms / 1000)} s`;
}
