/** The pasted text as rows: without what editors, terminals and web pages do to text, but with where each row stood. */

export interface SourceRow {
  /** From 1. */
  readonly number: number;
  /** Without the indentation that all rows share. */
  readonly raw: string;
  /** Characters that stood before `raw`. */
  readonly indent: number;
}

// What `script` and coloured consoles leave: CSI and OSC sequences (ECMA-48), and two-character escapes.
// eslint-disable-next-line no-control-regex -- control characters are what this finds
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[()][A-Z0-9]|[=>])/g;
const WIDE_BLANKS = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g;
const INVISIBLE = /[\ufeff\u00ad\u200b-\u200f\u2060]/g;
const ENTITY = /&(lt|gt|amp|quot|nbsp|#39|#60|#62);/g;
const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  nbsp: ' ',
  '#39': "'",
  '#60': '<',
  '#62': '>',
};

/** Rows of a text, whatever its line ends; indentation or a mail program's `> ` that all rows share is taken off. */
export function readRows(text: string): readonly SourceRow[] {
  // NUL comes from UTF-16 read as bytes. `script` records CR CR LF; a CR alone ends a row too.
  const plain = withoutEntities(text.replace(/^\ufeff/, '').replaceAll('\u0000', '')).replace(ESCAPES, '');
  const lines = plain.split(/\r*\n|\r/);
  const indent = sharedIndent(lines);
  return lines.map((line, index) => ({ number: index + 1, raw: line.slice(indent), indent }));
}

export function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** A command or reply with typographic damage mended and its end trimmed; a message's lines stay as they are. */
export function mended(raw: string): string {
  return raw.replace(WIDE_BLANKS, ' ').replace(INVISIBLE, '').trimEnd();
}

/** The source of a web page has no angle brackets of its own. */
function withoutEntities(text: string): string {
  if (/[<>]/.test(text) || !/&[lg]t;/.test(text)) return text;
  return text.replace(ENTITY, (_, name: string) => ENTITIES[name] ?? '');
}

function sharedIndent(lines: readonly string[]): number {
  let shared: string | null = null;
  for (const line of lines) {
    if (isBlank(line)) continue;
    const own = /^\s*/.exec(line)?.[0] ?? '';
    shared = shared === null ? own : commonStart(shared, own);
    if (shared === '') break;
  }
  const blanks = shared?.length ?? 0;
  return isQuoted(lines, blanks) ? blanks + 2 : blanks;
}

function commonStart(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return one.slice(0, length);
}

/** Every row begins with `> `, the server's too: a transcript quoted in a mail. */
function isQuoted(lines: readonly string[], indent: number): boolean {
  let rows = 0;
  let replies = 0;
  for (const line of lines) {
    if (isBlank(line)) continue;
    const mark = line.slice(indent, indent + 2);
    if (mark !== '> ' && mark !== '>') return false;
    rows += 1;
    if (/^[2-5]\d\d[ -]/.test(line.slice(indent + 2, indent + 6))) replies += 1;
  }
  return replies > 0 && rows > replies;
}
