/**
 * PowerShell's wildcards `*` and `?` (and `[abc]` as plain text), without regard to case. Greedy with one fall-back
 * place, so never worse than length of the pattern times length of the text.
 */
export function matchesWildcard(text: string, pattern: string): boolean {
  const subject = text.toLowerCase();
  const wanted = pattern.toLowerCase();
  let at = 0;
  let wantedAt = 0;
  let star = -1;
  let starAt = 0;
  while (at < subject.length) {
    if (wanted[wantedAt] === '*') {
      star = wantedAt;
      starAt = at;
      wantedAt += 1;
    } else if (wanted[wantedAt] === '?' || wanted[wantedAt] === subject[at]) {
      at += 1;
      wantedAt += 1;
    } else if (star >= 0) {
      starAt += 1;
      at = starAt;
      wantedAt = star + 1;
    } else return false;
  }
  while (wanted[wantedAt] === '*') wantedAt += 1;
  return wantedAt === wanted.length;
}

export function hasWildcard(text: string): boolean {
  return /[*?]/.test(text);
}
