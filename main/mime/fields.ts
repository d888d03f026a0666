/** Header sections as latin1 text, one character a byte. */

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

/** The fields of a section in order, each with its line ends: joined they are the section. */
export function fieldsOf(section: string): string[] {
  const fields: string[] = [];
  for (let at = 0; at < section.length;) {
    const end = endOfField(section, at);
    fields.push(section.slice(at, end));
    at = end;
  }
  return fields;
}

/** Lower-case name of a field; empty where the line is none. */
export function nameOf(field: string): string {
  const colon = field.indexOf(':');
  return colon < 0 ? '' : field.slice(0, colon).trimEnd().toLowerCase();
}

/** What stands behind the colon, unfolded. */
export function valueOf(field: string): string {
  return unfolded(field.slice(field.indexOf(':') + 1));
}

export function unfolded(text: string): string {
  return text.replace(/\r\n(?=[ \t])/g, '').trim();
}
