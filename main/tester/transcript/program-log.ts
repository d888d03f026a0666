import type { SourceRow } from './source-text.ts';
import { decoded, type Utterance } from './utterance.ts';

/** Dialogues in the log of a program: a time, a level and an id before each line, or one JSON object per line. */

export const LOG_REMARK = 'A line of the program’s log.';

// `[2026-10-07 12:00:00] DEBUG [kRGX] C: EHLO x`, `12:00:00.123 DEBUG smtp - S: 220 …`.
const TIME = /^\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]?[ \t]+/;
const LEVEL = /^\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FINE|FINER|FINEST)\]?:? {0,4}/i;
const ID = /^(?:\[[^\]]{0,80}\] ?|[\w.$-]{1,80} ?(?:-|:) )/;

/** Rows without what the log puts before them; null where the text is no such log. */
export function withoutLogPrefix(rows: readonly SourceRow[]): readonly SourceRow[] | null {
  const filled = rows.filter(({ raw }) => raw.trim() !== '');
  const logged = filled.filter(({ raw }) => TIME.test(raw));
  if (logged.length < 2 || logged.length * 2 < filled.length) return null;
  return rows.map((row) => {
    const time = TIME.exec(row.raw)?.[0];
    if (time === undefined) return row;
    const raw = withoutId(row.raw.slice(time.length).replace(LEVEL, ''));
    return { number: row.number, raw, indent: row.indent + row.raw.length - raw.length };
  });
}

/** `C:` and `S:` look like an id, too. */
function withoutId(text: string): string {
  return /^[CS]: ?/.test(text) ? text : text.replace(ID, '');
}

const SIDES: Readonly<Record<string, Utterance['side']>> = { client: 'client', server: 'server', message: 'client' };

/** What nodemailer gives to a JSON logger such as pino: `tnx` says who spoke. null where the text is no such log. */
export function readJsonLog(rows: readonly SourceRow[]): readonly Utterance[] | null {
  if (!rows.some(({ raw }) => raw.startsWith('{"'))) return null;
  const objects = rows.map(({ raw }) => (raw.startsWith('{"') ? readObject(raw) : null));
  if (!objects.some((object) => typeof object?.['tnx'] === 'string' && object['tnx'] in SIDES)) return null;
  return rows.flatMap((row, index) => {
    const object = objects[index] ?? null;
    const text = object?.['msg'] ?? object?.['message'];
    const tnx = object?.['tnx'];
    const side = typeof tnx === 'string' ? SIDES[tnx] : undefined;
    // With the sizes of the message as numbers it is a remark about it.
    if (typeof text !== 'string' || side === undefined || object?.['inByteCount'] !== undefined)
      return [decoded(row.raw.trim() === '' ? 'unmarked' : 'aside', row.number, row.raw, LOG_REMARK)];
    return text
      .replace(/\r?\n$/, '')
      .split(/\r?\n/)
      .map((line) => decoded(side, row.number, line));
  });
}

function readObject(raw: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    // A cut line of a log: it is told as one that is no part of the dialogue.
    return null;
  }
}
