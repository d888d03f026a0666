import type { ParsedTranscript, RecordedReply, TranscriptHints, TranscriptStep } from '../../contract/tester-view.ts';
import { CANONICAL_HEADER, CLIENT_MARK, NEXT_KIND, SERVER_MARK, readHintRow } from './canonical-text.ts';
import { expectedKind, type StepKind } from './expected-kind.ts';
import { createRemarks, noHints, type Remarks } from './reading.ts';
import { hiddenAnswer, withoutSecret } from './smtp-line.ts';

/** Reads what printTranscript wrote, also where somebody has edited it: strictly, line by line. */

type Growing<T> = { -readonly [K in keyof T]: T[K] };

const KINDS: readonly StepKind[] = ['command', 'auth-answer', 'body'];
const REMARK = 'A remark.';

export function isCanonical(text: string): boolean {
  const first = text.replace(/^\ufeff/, '').trimStart();
  return first.startsWith(CANONICAL_HEADER);
}

export function readCanonical(text: string): ParsedTranscript {
  const remarks = createRemarks();
  const reader = new CanonicalReader(remarks);
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split('\n')
    .entries()) {
    const row = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (row === '' || row === CANONICAL_HEADER || reader.take(row, index + 1)) continue;
    if (row.startsWith('***') || row.trim() === '') remarks.note(index + 1, REMARK);
    else remarks.problem(index + 1, 1, `Here each line begins with "${CLIENT_MARK}", "${SERVER_MARK}" or "*** ".`);
  }
  reader.endMessage();
  const { greeting, steps, hints } = reader;
  const problems = [...remarks.problems].sort((one, other) => one.line - other.line);
  return { format: 'marked', greeting, steps, hints, problems, notes: remarks.notes, sessions: [] };
}

class CanonicalReader {
  greeting: (Growing<RecordedReply> & { lines: string[] }) | null = null;
  readonly steps: (Growing<TranscriptStep> & { text: string[] })[] = [];
  hints: TranscriptHints = noHints();
  private isMessageOpen = false;
  private nextKind: StepKind | null = null;
  private reply: string[] | null = null;
  private readonly remarks: Remarks;

  constructor(remarks: Remarks) {
    this.remarks = remarks;
  }

  endMessage(): void {
    if (this.isMessageOpen)
      this.remarks.problem(this.steps.at(-1)?.line ?? 1, 1, 'This message has no line of one dot behind it.');
    this.isMessageOpen = false;
  }

  /** Whether the row was understood. */
  take(row: string, line: number): boolean {
    const client = behind(row, CLIENT_MARK);
    if (client !== null) {
      this.client(client, line);
      return true;
    }
    const server = behind(row, SERVER_MARK);
    if (server !== null) {
      this.server(server, line);
      return true;
    }
    const kind = KINDS.find((name) => NEXT_KIND[name] === row);
    if (kind !== undefined) this.nextKind = kind;
    const hint = readHintRow(row);
    if (hint !== null) this.hints = { ...this.hints, ...hint };
    return kind !== undefined || hint !== null;
  }

  private client(text: string, line: number): void {
    this.reply = null;
    const kind = this.isMessageOpen ? 'body' : (this.nextKind ?? expectedKind(this.steps.slice(-8)));
    this.nextKind = null;
    if (kind !== 'body') {
      const shown = kind === 'command' ? withoutSecret(text) : hiddenAnswer(text);
      this.steps.push({ kind, line, text: [shown], reply: null });
      return;
    }
    if (!this.isMessageOpen) this.steps.push({ kind, line, text: [], reply: null });
    this.isMessageOpen = text !== '.';
    if (this.isMessageOpen) this.steps.at(-1)?.text.push(text.startsWith('.') ? text.slice(1) : text);
  }

  private server(text: string, line: number): void {
    this.endMessage();
    if (this.reply === null) {
      this.reply = [];
      const reply = { line, lines: this.reply };
      const step = this.steps.at(-1);
      if (step === undefined) this.greeting = reply;
      else step.reply = reply;
    }
    this.reply.push(text);
  }
}

/** What stands behind the mark; its blank may have been cut off at the end of the row. */
function behind(row: string, mark: string): string | null {
  if (row.startsWith(mark)) return row.slice(mark.length);
  return row === mark.trimEnd() ? '' : null;
}
