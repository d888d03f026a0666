import type { RecordedReply, TranscriptStep } from '../../contract/tester-view.ts';
import { expectedKind, type StepKind } from './expected-kind.ts';
import { noHints, type LearntHints, type Remarks } from './reading.ts';
import { HIDDEN, continues, hiddenAnswer, replyCode, verbOf, withoutSecret } from './smtp-line.ts';
import { isBlank } from './source-text.ts';

type Growing<T> = { -readonly [K in keyof T]: T[K] };
interface GrowingReply {
  readonly line: number;
  readonly lines: string[];
}
interface GrowingStep extends Growing<Omit<TranscriptStep, 'text' | 'reply'>> {
  text: string[];
  reply: GrowingReply | null;
}

const UNASKED = 'A reply that no command asked for: are the lines of the client missing?';
const CLOSING = 'The server ended the session unasked.';
const BODY_NOT_SHOWN = 'The message itself is not in this text; an empty one stands for it.';
const NO_MESSAGE = 'The message itself is not there; an empty one is sent.';
const ANSWER_NOT_SHOWN = 'The answer to AUTH is not in this text.';
const NO_DOT = 'The message does not end with a line of one dot; it was taken to end here.';

/** One session that grows line by line: puts client and server lines into order and pairs commands with replies. */
export class Dialogue {
  readonly id: string;
  readonly line: number;
  readonly hints: LearntHints = noHints();
  readonly steps: readonly TranscriptStep[];
  private readonly growing: GrowingStep[] = [];
  private greetingReply: GrowingReply | null = null;
  /** First step without a reply. */
  private unanswered = 0;
  private openReply: GrowingReply | null = null;
  private bodyOpen = false;
  private readonly remarks: Remarks;

  constructor(id: string, line: number, remarks: Remarks) {
    this.id = id;
    this.line = line;
    this.remarks = remarks;
    this.steps = this.growing;
  }

  get greeting(): RecordedReply | null {
    return this.greetingReply;
  }

  get begun(): boolean {
    return this.greetingReply !== null || this.growing.length > 0;
  }

  get expects(): StepKind {
    return this.bodyOpen ? 'body' : expectedKind(this.growing);
  }

  /** Commands and messages that wait for a reply. */
  get pending(): number {
    return this.growing.length - this.unanswered;
  }

  /** A reply of several lines is not complete. */
  get isMidReply(): boolean {
    return this.openReply !== null;
  }

  /** A server that greets, or a client that says hello after QUIT, begins another session. */
  beginsAnother(side: 'client' | 'server', text: string): boolean {
    if (side === 'client')
      return verbOf(this.growing.at(-1)?.text[0] ?? '') === 'quit' && /^(?:he|eh|lh)lo$/.test(verbOf(text));
    return replyCode(text) === 220 && this.pending === 0 && this.openReply === null && this.begun;
  }

  client(row: number, text: string): void {
    this.openReply = null;
    const kind = this.expects;
    if (kind === 'body') this.body(row, text);
    else if (kind === 'auth-answer') this.add({ kind, line: row, text: [hiddenAnswer(text)], reply: null });
    else this.add({ kind, line: row, text: [withoutSecret(text)], reply: null });
  }

  /** One line of a message, or the dot that ends it. */
  private body(row: number, text: string): void {
    if (!this.bodyOpen) this.add({ kind: 'body', line: row, text: [], reply: null });
    this.bodyOpen = text !== '.';
    if (this.bodyOpen) this.growing.at(-1)?.text.push(text.startsWith('.') ? text.slice(1) : text);
  }

  /** The message ends although its dot is not there. */
  endBody(row: number): void {
    if (!this.bodyOpen) return;
    this.bodyOpen = false;
    const message = this.growing.at(-1);
    if (message === undefined || message.text.some((line) => !isBlank(line))) this.remarks.problem(row, 1, NO_DOT);
    else {
      message.text = [];
      this.remarks.note(this.growing.at(-2)?.line ?? message.line, NO_MESSAGE);
    }
  }

  /** No line of a message comes any more; where DATA is the last word, an empty one stands for it. */
  endOfMessages(row: number): void {
    this.endBody(row);
    const last = this.growing.at(-1);
    if (last === undefined || this.expects !== 'body') return;
    this.add({ kind: 'body', line: last.line, text: [], reply: null });
    this.remarks.note(last.line, NO_MESSAGE);
  }

  server(row: number, text: string): void {
    const open = this.openReply;
    if (open !== null && replyCode(open.lines[0] ?? '') === replyCode(text)) {
      open.lines.push(text);
      this.openReply = continues(text) ? open : null;
      return;
    }
    this.whatIsNotShown(row);
    this.answer(row, text);
  }

  /** Logs and some tools leave out messages and answers to AUTH; the reply says that they were there. */
  private whatIsNotShown(row: number): void {
    if (this.bodyOpen) this.endBody(row);
    else if (this.pending > 0) return;
    else if (this.expects === 'body') this.messageNotShown(row);
    else if (this.expects === 'auth-answer') {
      this.add({ kind: 'auth-answer', line: row, text: [HIDDEN], reply: null });
      this.remarks.note(row, ANSWER_NOT_SHOWN);
    }
  }

  /** Stands for a message that was sent here. */
  messageNotShown(row: number): void {
    this.add({ kind: 'body', line: row, text: [], reply: null });
    this.remarks.note(row, BODY_NOT_SHOWN);
  }

  private answer(row: number, text: string): void {
    const reply: GrowingReply = { line: row, lines: [text] };
    const step = this.growing[this.unanswered];
    if (this.isGreeting(text)) this.greetingReply = reply;
    else if (step !== undefined) {
      step.reply = reply;
      this.unanswered += 1;
    } else {
      if (replyCode(text) === 421) this.remarks.note(row, CLOSING);
      else this.remarks.problem(row, 1, UNASKED);
      return;
    }
    this.openReply = continues(text) ? reply : null;
  }

  private isGreeting(text: string): boolean {
    if (this.greetingReply !== null || this.unanswered > 0) return false;
    const code = replyCode(text);
    if (this.growing.length === 0) return code === 220 || code >= 400;
    // A client that speaks before it is greeted.
    return code === 220 && verbOf(this.growing[0]?.text[0] ?? '') !== 'starttls';
  }

  /** The reply that came last has an opening bracket whose closing one is in `text`. */
  closesBracket(text: string): boolean {
    const last = (this.lastReply() ?? []).at(-1) ?? '';
    return ['[]', '<>'].some(
      ([open = '', close = '']) => last.lastIndexOf(open) > last.lastIndexOf(close) && text.includes(close),
    );
  }

  private lastReply(): string[] | undefined {
    return (this.growing[this.unanswered - 1]?.reply ?? this.greetingReply)?.lines;
  }

  /** The rest of the line that came last, from the next row of a terminal. */
  extend(side: 'client' | 'server', rest: string): void {
    if (side === 'server') {
      extendLast(this.lastReply(), rest);
      return;
    }
    const step = this.growing.at(-1);
    if (step === undefined || step.kind === 'auth-answer') return;
    extendLast(step.text, rest);
    if (step.kind === 'command') step.text = step.text.map(withoutSecret);
  }

  /** A log keeps only `AUTH PLAIN`, also where credentials stood behind it. */
  markLoggedCredentials(): void {
    for (const step of this.growing) {
      const code = replyCode(step.reply?.lines[0] ?? '');
      if (step.kind !== 'command' || (code !== 235 && code !== 535)) continue;
      step.text = step.text.map((text) => (/^\s*auth\s+\S+$/i.test(text) ? `${text} ${HIDDEN}` : text));
    }
  }

  /** For steps that a tool did without showing them. */
  addUnseen(row: number, commands: readonly string[]): void {
    this.endBody(row);
    for (const command of commands) this.add({ kind: 'command', line: row, text: [command], reply: null });
    this.unanswered = this.growing.length;
  }

  private add(step: GrowingStep): void {
    this.growing.push(step);
  }
}

function extendLast(lines: string[] | undefined, rest: string): void {
  if (lines === undefined || lines.length === 0) return;
  lines[lines.length - 1] = `${lines.at(-1) ?? ''}${rest}`;
}
