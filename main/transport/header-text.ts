/** The raw lines of a header section (RFC 5322 2.2). */

/** Offset behind the field that begins at `at`, continuation lines included. */
export function endOfField(text: string, at: number): number {
  for (let end = at; ;) {
    const lineEnd = text.indexOf('\r\n', end);
    if (lineEnd < 0) return text.length;
    end = lineEnd + 2;
    const next = text[end];
    if (next !== ' ' && next !== '\t') return end;
  }
}

/** A field's value unfolded. */
export function oneLine(field: string): string {
  return field.replace(/\r\n(?=[ \t])/g, '').trim();
}
