import type { SourceRow } from './source-text.ts';
import { decoded, unmarked, utterance, type Utterance } from './utterance.ts';

/** What Python's smtplib prints at debug level 1 or 2: `send: 'ehlo x\r\n'`, `reply: b'250 …\r\n'`. */

const REPEATED = 'smtplib says again what it received.';
// Level 2 puts the time in front.
const LINE = /^(?:\d\d:\d\d:\d\d\.\d{1,6} )?(send|reply|data|connect|connect fail): (.*)$/;

export function isSmtplib(rows: readonly SourceRow[]): boolean {
  return rows.some(({ raw }) => LINE.test(raw) && /: b?['"]/.test(raw));
}

export function readSmtplib(rows: readonly SourceRow[]): readonly Utterance[] {
  return rows.flatMap((row) => readRow(row));
}

function readRow(row: SourceRow): readonly Utterance[] {
  const [, word, rest = ''] = LINE.exec(row.raw.trimEnd()) ?? [];
  if (word === undefined) return [unmarked(row)];
  const [, bytes = '', quote = ''] = /^(b?)(['"])/.exec(rest) ?? [];
  if (quote === '' || (word !== 'send' && word !== 'reply')) return [utterance('aside', row, row.raw, REPEATED)];
  const end = rest.endsWith(quote) ? -1 : rest.length;
  const text = unescaped(rest.slice(bytes.length + 1, end), bytes === 'b');
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  return lines.map((line) => decoded(word === 'send' ? 'client' : 'server', row.number, line));
}

const ESCAPED: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
};

/** The value of a Python literal; bytes are taken for UTF-8. */
function unescaped(literal: string, isBytes: boolean): string {
  const value = literal.replace(
    /\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|(.))/gis,
    (_, two?: string, four?: string, eight?: string, one?: string) => {
      if (one !== undefined) return ESCAPED[one] ?? one;
      const code = Number.parseInt(two ?? four ?? eight ?? '', 16);
      return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
    },
  );
  return isBytes ? Buffer.from(value, 'latin1').toString('utf8') : value;
}
