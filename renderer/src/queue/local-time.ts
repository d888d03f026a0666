/** Times as a field of the type datetime-local has them: of this machine's clock, to the minute. */

const two = (n: number): string => String(n).padStart(2, '0');

/** `2026-03-01T06:00` */
export function localText(ms: number): string {
  const at = new Date(ms);
  const day = `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** In ms since 1970; null where it is no time. */
export function timeOfText(text: string): number | null {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

/** The next time a day begins in the office. */
export function nextMorning(nowMs: number): number {
  const at = new Date(nowMs);
  const isEarly = at.getHours() < 6;
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() + (isEarly ? 0 : 1), 6).getTime();
}
