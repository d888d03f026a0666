import type { TranscriptHints, TranscriptNote, TranscriptProblem } from '../../contract/tester-view.ts';

/** What the readers say besides the dialogue, merged where rows follow each other. */
export interface Remarks {
  /** `row` to `lastRow` are no part of the dialogue, or something was mended in them. */
  note(row: number, text: string, lastRow?: number): void;
  problem(row: number, column: number, text: string): void;
  readonly notes: readonly TranscriptNote[];
  readonly problems: readonly TranscriptProblem[];
}

export type LearntHints = { -readonly [K in keyof TranscriptHints]: TranscriptHints[K] };

export function noHints(): LearntHints {
  return { remoteAddress: null, localAddress: null, localPort: null, implicitTls: false, connector: null };
}

export function createRemarks(): Remarks {
  const notes: TranscriptNote[] = [];
  const problems: TranscriptProblem[] = [];
  return {
    notes,
    problems,
    note(row, text, lastRow = row) {
      const last = notes.at(-1);
      if (last?.text === text && row <= last.lastLine + 1 && row >= last.line)
        notes[notes.length - 1] = { ...last, lastLine: Math.max(last.lastLine, lastRow) };
      else notes.push({ line: row, lastLine: lastRow, text });
    },
    problem(row, column, text) {
      const last = problems.at(-1);
      if (last?.text === text && row === last.lastLine + 1) problems[problems.length - 1] = { ...last, lastLine: row };
      else problems.push({ line: row, lastLine: row, column, text });
    },
  };
}
