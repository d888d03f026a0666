/**
 * Exchange's notations for sizes, time spans and limits, and their numbers.
 * Sizes are bytes (1 MB = 1,048,576), time spans milliseconds, `unlimited` is Infinity.
 */

const SIZE_UNITS: Readonly<Record<string, number>> = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 };
const SIZE_PATTERN = /^(\d{1,15}(?:\.\d{1,6})?)\s*(B|KB|MB|GB|TB)?(?:\s*\(([\d,]{1,32}) bytes\))?$/i;
const TIME_SPAN_PATTERN = /^(?:(\d{1,8})\.)?(\d{1,2}):([0-5]\d):([0-5]\d)(?:\.(\d{1,7}))?$/;

/** Bytes of a ByteQuantifiedSize ("36MB", "256 KB (262,144 bytes)", "65536"), or null where the text is none. */
export function parseByteSize(text: string): number | null {
  const match = SIZE_PATTERN.exec(text.trim());
  if (match?.[1] === undefined) return null;
  // The number in brackets is exact where the one before it is rounded.
  const exact = match[3]?.replaceAll(',', '');
  const bytes = exact
    ? Number(exact)
    : Math.round(Number(match[1]) * (SIZE_UNITS[(match[2] ?? 'B').toUpperCase()] ?? 1));
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** The size as Exchange prints it: `36 MB (37,748,736 bytes)`. */
export function formatByteSize(bytes: number): string {
  const exact = `${bytes.toLocaleString('en-US')} bytes`;
  for (const unit of ['TB', 'GB', 'MB', 'KB']) {
    const factor = SIZE_UNITS[unit] ?? 1;
    if (bytes >= factor) return `${String(Number((bytes / factor).toPrecision(4)))} ${unit} (${exact})`;
  }
  return `${String(bytes)} B (${exact})`;
}

/** Milliseconds of an EnhancedTimeSpan ("00:05:00", "1.00:00:00"), or null where the text is none. */
export function parseTimeSpan(text: string): number | null {
  const match = TIME_SPAN_PATTERN.exec(text.trim());
  if (!match) return null;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
  if (Number(hours) > 23) return null;
  const ms = Math.round(Number(`0.${fraction || '0'}`) * 1000);
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + ms;
}

/** The time span as Exchange prints it: `00:05:00`, `1.00:00:00`. */
export function formatTimeSpan(ms: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const seconds = Math.floor(ms / 1000);
  const days = Math.floor(seconds / 86_400);
  const rest = ms % 1000;
  const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${days > 0 ? `${String(days)}.` : ''}${clock}${rest > 0 ? `.${String(rest).padStart(3, '0')}` : ''}`;
}
