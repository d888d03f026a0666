import type { ReplayStep, ReplayVerdict, ReplyOutcome } from '../../../main/contract/tester-view.ts';
import { messages } from '../messages.ts';
import { glossOfReply } from '../sessions/log-text.ts';
import { visibleText } from '../sessions/visible-text.ts';
import type { Tone } from '../tone.ts';
import type { Exchange } from './dialogue.ts';

/** The lines of the terminal as they are drawn: texts only, all of them safe to show. */

export type RowWord = Exclude<ReplayVerdict, 'not compared'> | ReplyOutcome;

export interface TerminalRow {
  readonly key: string;
  /** The exchange it belongs to. */
  readonly exchange: number;
  readonly who: 'client' | 'server' | 'note';
  /** Of its first line, from 1. */
  readonly number: number;
  readonly lines: readonly string[];
  /** Lines of a long message that are not shown, before the last one. */
  readonly folded: number;
  /** What the transcript has in its place, to stand beside it; null where that is the same or nothing. */
  readonly recorded: readonly string[] | null;
  readonly isWaiting: boolean;
  readonly word: RowWord | null;
  readonly tone: Tone;
  readonly gloss: string | null;
}

const HEAD = 10;
const FOLDABLE = HEAD + 3;

const tones: Readonly<Record<RowWord, Tone>> = {
  same: 'good',
  'same meaning': 'plain',
  different: 'bad',
  accepted: 'good',
  continue: 'plain',
  deferred: 'warn',
  refused: 'bad',
  'not reached': 'plain',
};

export function rowsOf(exchanges: readonly Exchange[]): readonly TerminalRow[] {
  const rows: TerminalRow[] = [];
  let number = 1;
  for (const [exchange, said] of exchanges.entries()) {
    for (const row of [clientRow(said), serverRow(said)]) {
      if (row === null) continue;
      rows.push({ ...row, key: `${row.who}-${String(exchange)}`, exchange, number });
      number += row.lines.length + row.folded;
    }
  }
  return rows;
}

type Row = Omit<TerminalRow, 'key' | 'exchange' | 'number'>;

function clientRow({ wanted, played }: Exchange): Row | null {
  const { kind, text } = saidBy({ wanted, played });
  if (kind === 'connect' || (wanted === null && text.length === 0)) return null;
  const all = kind === 'body' ? [...text, '.'] : text;
  const isLong = all.length > FOLDABLE;
  const lines = isLong ? [...all.slice(0, HEAD), '.'] : all;
  return {
    ...blank,
    who: 'client',
    lines: lines.map(visibleText),
    folded: all.length - lines.length,
    isWaiting: played === null,
  };
}

function serverRow({ played, recorded }: Exchange): Row | null {
  if (played === null) {
    if (recorded === null) return null;
    return { ...blank, who: 'server', lines: recorded.map(visibleText), isWaiting: true };
  }
  const word = played.verdict === 'not compared' || played.outcome === 'not reached' ? played.outcome : played.verdict;
  const isBeside = recorded !== null && played.verdict !== 'same';
  return {
    ...blank,
    who: 'server',
    lines: played.actual.map(visibleText),
    recorded: isBeside ? recorded.map(visibleText) : null,
    word,
    tone: tones[word],
    gloss: glossOfReply(played.actual.at(-1) ?? ''),
  };
}

const blank = {
  folded: 0,
  recorded: null,
  isWaiting: false,
  word: null,
  tone: 'plain',
  gloss: null,
} as const;

/** How the replies compare: `6 of 6`. null where nothing is recorded. */
export function tally(exchanges: readonly Exchange[]): { readonly alike: number; readonly of: number } | null {
  const compared = exchanges.flatMap(({ played }) => (played?.expected ? [played.verdict] : []));
  if (compared.length === 0) return null;
  return { alike: compared.filter((verdict) => verdict !== 'different').length, of: compared.length };
}

/** The rows of one exchange: a command and its reply. */
export interface RowGroup {
  readonly exchange: number;
  readonly rows: readonly TerminalRow[];
}

export function groupsOf(rows: readonly TerminalRow[]): readonly RowGroup[] {
  const groups: { exchange: number; rows: TerminalRow[] }[] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (last?.exchange === row.exchange) last.rows.push(row);
    else groups.push({ exchange: row.exchange, rows: [row] });
  }
  return groups;
}

/** Lines of a message that is still being typed. */
export function bodyRow(lines: readonly string[], after: readonly TerminalRow[]): TerminalRow {
  const last = after.at(-1);
  return {
    ...blank,
    key: 'typing',
    exchange: last === undefined ? 0 : last.exchange + 1,
    who: 'client',
    number: last === undefined ? 1 : last.number + last.lines.length + last.folded,
    lines: lines.map(visibleText),
    isWaiting: true,
  };
}

/** What an exchange is called: the command without its argument, or what stands in its place. */
export function titleOf(exchange: Exchange): string {
  const kinds = messages.tester.detail.kind;
  const { kind, text } = saidBy(exchange);
  if (kind !== 'command') return kinds[kind];
  const verb = /^\s*(mail\s+from|rcpt\s+to|[a-z]+)/i.exec(text[0] ?? '')?.[1];
  return verb?.toUpperCase().replace(/\s+/, ' ') ?? kinds.command;
}

/** What the client does in an exchange: as the transcript has it, else as the replay had to add it. */
function saidBy({
  wanted,
  played,
}: Pick<Exchange, 'wanted' | 'played'>): Pick<ReplayStep, 'kind'> & { readonly text: readonly string[] } {
  if (wanted !== null) return wanted;
  return played === null ? { kind: 'connect', text: [] } : { kind: played.kind, text: played.sent };
}
