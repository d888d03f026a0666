import { mended, type SourceRow } from './source-text.ts';

/** Something that stands in one row of the text, and who said it where a mark tells. */
export interface Utterance {
  /** `aside`: no part of the dialogue. `unmarked`: nothing says whose it is. */
  readonly side: 'client' | 'server' | 'aside' | 'unmarked';
  /** Row of the text, from 1. */
  readonly row: number;
  /** Column of `raw`, from 1. */
  readonly column: number;
  /** As it stood, without its mark; a line of a message is taken from here. */
  readonly raw: string;
  /** Mended; commands and replies are taken from here. */
  readonly text: string;
  /** What to say of an aside; null: look it up among the known rows. */
  readonly note: string | null;
}

export function unmarked(row: SourceRow): Utterance {
  return utterance('unmarked', row, row.raw);
}

/** `raw` is the end of the row, behind its mark. */
export function utterance(side: Utterance['side'], row: SourceRow, raw: string, note: string | null = null): Utterance {
  const column = row.indent + Math.max(0, row.raw.length - raw.length) + 1;
  return { side, row: row.number, column, raw, text: mended(raw), note };
}

/** For text that does not stand in the row as it is, such as a quoted field. */
export function decoded(side: Utterance['side'], row: number, raw: string, note: string | null = null): Utterance {
  return { side, row, column: 1, raw, text: mended(raw), note };
}
