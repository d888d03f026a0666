import type { TranscriptFormat } from '../../contract/tester-view.ts';
import { DialogueList, type ReadDialogue } from './dialogue-list.ts';
import { learnFromRow } from './hints.ts';
import { knownRow, opensConnection } from './known-rows.ts';
import { findMessageEnds, type MessageEnds } from './message-ends.ts';
import { beginsWithVerb, isCommand, isReply, looksMisspelt, replyCode } from './smtp-line.ts';
import { isBlank } from './source-text.ts';
import type { TerminalWrap } from './terminal-wrap.ts';
import { asMeant } from './typed-line.ts';
import type { Utterance } from './utterance.ts';

/** Reads rows in their order; what no mark tells is told from what SMTP allows at that place. */

export interface ReaderOptions {
  readonly format: TranscriptFormat;
  /** Whose lines bear marks: those never stand there without. */
  readonly marked: { readonly client: boolean; readonly server: boolean };
  readonly wrap: TerminalWrap | null;
  /** What to say of a row that is none of the dialogue; null: it is a problem. */
  readonly otherwise: string | null;
  /** Row before which the program said EHLO and STARTTLS without showing them, or null. */
  readonly startTlsRow: number | null;
}

/** What `openssl s_client -starttls smtp` sends. */
const UNSEEN = ['EHLO mail.example.com', 'STARTTLS'];
const MORE_THAN_FIVE_WORDS = /^\S+(?:\s+\S+){5}/;
const UNEXPLAINED = 'Neither a reply nor a command of SMTP.';
const REJOINED = 'The rest of the row above, which a terminal broke in two.';
const MENDED = 'Blanks of a web page or word processor were mended.';

export function readDialogues(said: readonly Utterance[], options: ReaderOptions): DialogueList {
  return new DialogueReader(said, options).read();
}

class DialogueReader {
  private readonly said: readonly Utterance[];
  private readonly options: ReaderOptions;
  private readonly list = new DialogueList();
  private readonly ends: MessageEnds;
  private now: ReadDialogue;
  /** Whether the lines of the present message bear marks; null before its first. */
  private messageIsMarked: boolean | null = null;
  /** Index behind the present message where its dot is missing. */
  private messageEnd = Number.POSITIVE_INFINITY;
  /** Who spoke last, and in which row. */
  private last: { readonly side: 'client' | 'server'; readonly row: number } | null = null;

  constructor(said: readonly Utterance[], options: ReaderOptions) {
    this.said = said;
    this.options = options;
    this.ends = findMessageEnds(said);
    this.now = this.list.begin('1', 1);
  }

  read(): DialogueList {
    for (const [index, utterance] of this.said.entries()) {
      if (utterance.row === this.options.startTlsRow) this.now.dialogue.addUnseen(utterance.row, UNSEEN);
      if (isBlank(utterance.text) && utterance.side === 'unmarked') this.blank(utterance);
      else {
        this.list.own(utterance.row, this.now);
        this.one(index, utterance);
      }
    }
    this.now.dialogue.endOfMessages(this.said.at(-1)?.row ?? 1);
    return this.list;
  }

  private one(index: number, utterance: Utterance): void {
    const { side } = utterance;
    if (side === 'aside') this.aside(utterance, utterance.note ?? knownRow(utterance.raw, this.options.format));
    else if (side !== 'unmarked') this.marked(side, utterance);
    else if (this.now.dialogue.expects === 'body') this.messageRow(index, utterance);
    else this.unmarked(index, utterance);
  }

  /** Blank rows mean something in a message alone. */
  private blank({ row, raw }: Utterance): void {
    if (this.now.dialogue.expects !== 'body') return;
    const unmarkedMessage =
      this.messageIsMarked === false || !(this.options.marked.client || this.options.marked.server);
    if (unmarkedMessage) this.messageLine(row, raw);
  }

  private marked(side: 'client' | 'server', utterance: Utterance): void {
    const { row, raw } = utterance;
    if (side === 'client' && this.now.dialogue.expects === 'body') {
      this.messageIsMarked = true;
      this.messageLine(row, raw);
      this.last = { side, row };
    } else this.speak(side, utterance, side === 'client' ? this.typed(utterance) : utterance.text.trimStart());
  }

  private messageLine(row: number, raw: string): void {
    this.now.dialogue.client(row, raw.trim() === '.' ? '.' : raw);
    if (this.now.dialogue.expects !== 'body') this.messageIsMarked = null;
  }

  /** A row without a mark where a message is expected. */
  private messageRow(index: number, utterance: Utterance): void {
    if (this.messageIsMarked === true || (this.messageIsMarked === null && this.isBeforeMessage(utterance))) {
      this.unmarked(index, utterance);
      return;
    }
    if (this.messageIsMarked === null) this.messageEnd = this.ends.withoutDot(index);
    this.messageIsMarked = false;
    if (index >= this.messageEnd) this.afterMessage(index, utterance);
    else
      this.messageLine(
        utterance.row,
        this.options.format === 'telnet' ? this.controlsApplied(utterance) : utterance.raw,
      );
  }

  /** The reply to DATA is still to come, or a program that shows no message goes on with remarks of its own. */
  private isBeforeMessage({ text, raw }: Utterance): boolean {
    const { format, marked } = this.options;
    const isMarked = marked.client || marked.server;
    if (!isReply(text.trim())) return isMarked && knownRow(raw, format) !== null;
    const { pending, isMidReply } = this.now.dialogue;
    return isMarked || isMidReply || (format !== 'client-only' && pending > 0);
  }

  private afterMessage(index: number, utterance: Utterance): void {
    this.messageEnd = Number.POSITIVE_INFINITY;
    this.messageIsMarked = null;
    // A reply is to the message; QUIT is not.
    if (isReply(utterance.text.trim())) this.now.dialogue.endBody(utterance.row);
    else this.now.dialogue.endOfMessages(utterance.row);
    this.unmarked(index, utterance);
  }

  private unmarked(index: number, utterance: Utterance): void {
    const known = knownRow(utterance.raw, this.options.format);
    if (known !== null) {
      this.aside(utterance, known);
      return;
    }
    const text = this.typed(utterance);
    if (isReply(text)) this.speak('server', utterance, text);
    else if (this.isAnswer()) this.speak('client', utterance, text);
    else if (this.isRestOfRow(index, utterance, text))
      this.last = { side: this.last?.side ?? 'server', row: utterance.row };
    else if (this.isClientLine(index, text)) this.speak('client', utterance, text);
    else this.aside(utterance, this.options.otherwise);
  }

  private isAnswer(): boolean {
    return !this.options.marked.client && this.now.dialogue.expects === 'auth-answer';
  }

  private isRestOfRow(index: number, utterance: Utterance, text: string): boolean {
    const { last } = this;
    if (last === null) return false;
    const between = last.row === utterance.row - 1 ? (this.options.wrap?.between(utterance.row) ?? null) : null;
    const isWrapped = between !== null && (this.options.marked.client || !this.isOwnLine(index, text, between));
    if (!isWrapped && !(last.side === 'server' && this.now.dialogue.closesBracket(text))) return false;
    this.now.dialogue.extend(last.side, isWrapped ? between + utterance.text : text);
    this.now.remarks.note(utterance.row, REJOINED);
    return true;
  }

  /** Outweighs that the row above is full: were it the rest of that, the reply below would answer nothing. */
  private isOwnLine(index: number, text: string, between: '' | ' '): boolean {
    const { pending, isMidReply } = this.now.dialogue;
    if (isCommand(text) || (pending === 0 && !isMidReply && this.isAnswered(index))) return true;
    // A blank that was lost at the end of the row above is a guess.
    return between === ' ' && beginsWithVerb(text);
  }

  private isClientLine(index: number, text: string): boolean {
    if (this.options.marked.client) return false;
    if (isCommand(text)) return true;
    const isAnswered = this.isAnswered(index);
    if (isAnswered && this.now.dialogue.pending === 0) return true;
    // Prose may begin with a verb or something like it; a command is short.
    if (MORE_THAN_FIVE_WORDS.test(text) || !(beginsWithVerb(text) || looksMisspelt(text))) return false;
    return this.options.format === 'client-only' || isAnswered || this.now.dialogue.begun;
  }

  /** A reply stands below that is not the greeting of another session. */
  private isAnswered(index: number): boolean {
    const code = replyCode(this.ends.nextReply(index) ?? '');
    return code >= 400 || (code !== 0 && code !== 220 && this.now.dialogue.begun);
  }

  private speak(side: 'client' | 'server', { row }: Utterance, text: string): void {
    if (this.now.dialogue.expects !== 'body' && this.now.dialogue.beginsAnother(side, text)) this.beginAnother(row);
    if (side === 'server') {
      this.messageIsMarked = null;
      this.now.dialogue.server(row, text);
    } else this.now.dialogue.client(row, text);
    this.last = { side, row };
  }

  private beginAnother(row: number): void {
    this.now = this.list.begin(String(this.list.all.length + 1), row);
    this.list.own(row, this.now);
    this.last = null;
  }

  private aside(utterance: Utterance, note: string | null): void {
    const { row, column, raw } = utterance;
    if (opensConnection(raw.trim()) && this.now.dialogue.begun) this.beginAnother(row);
    learnFromRow(this.now.dialogue.hints, raw.trim(), this.now.dialogue.greeting !== null);
    if (note !== null) this.now.remarks.note(row, note);
    else {
      this.last = null;
      this.now.remarks.problem(row, column + raw.length - raw.trimStart().length, UNEXPLAINED);
    }
  }

  /** A command or reply as it was meant, with a note of what was mended. */
  private typed(utterance: Utterance): string {
    const text = this.controlsApplied({ ...utterance, raw: utterance.text });
    if (utterance.text !== utterance.raw.trimEnd()) this.now.remarks.note(utterance.row, MENDED);
    return text.trim();
  }

  private controlsApplied({ row, raw }: Utterance): string {
    const { text, rubbedOut } = asMeant(raw);
    if (rubbedOut > 0) this.now.remarks.note(row, 'Characters that were rubbed out while typing are left out.');
    return text;
  }
}
