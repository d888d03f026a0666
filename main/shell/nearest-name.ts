const MAX_LENGTH = 128;

/** The known name that a mistyped one was probably meant to be, or null where none is near. */
export function nearestName(typed: string, names: readonly string[]): string | null {
  const best = leastDifferentName(typed, names);
  const wanted = typed.slice(0, MAX_LENGTH);
  if (best === null) return null;
  return distanceBetween(wanted.toLowerCase(), best.toLowerCase()) <= Math.max(2, Math.ceil(wanted.length * 0.4))
    ? best
    : null;
}

/** The known name that differs least, however much that is; null where there are no names. */
export function leastDifferentName(typed: string, names: readonly string[]): string | null {
  const wanted = typed.toLowerCase().slice(0, MAX_LENGTH);
  let best: string | null = null;
  let least = Infinity;
  for (const name of names) {
    const distance = distanceBetween(wanted, name.toLowerCase());
    if (distance < least) [best, least] = [name, distance];
  }
  return best;
}

/** Letters to insert, delete or change (Levenshtein). */
function distanceBetween(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const change = (previous[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[other.length] ?? 0;
}
