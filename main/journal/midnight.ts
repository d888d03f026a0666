/** Midnights of this machine's time zone, in ms since 1970. Days have 23 to 25 hours where clocks change. */

/** The midnight that began the day of a moment, or the one `back` days before it. */
export function lastMidnight(ms: number, back = 0): number {
  const date = new Date(ms);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - back).getTime();
}

export function nextMidnight(ms: number): number {
  const date = new Date(ms);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
}
