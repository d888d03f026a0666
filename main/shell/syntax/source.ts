import { ShellError } from '../shell-error.ts';
import { isBlank, isDash, isLetter, isLineEnd } from './characters.ts';

/** Deeper nesting than any command needs; it bounds the stack. */
const MAX_DEPTH = 64;
/** Longer than any chain of operators or members that people write; whoever walks the tree goes as deep. */
const MAX_CHAIN = 500;
// `[PS] C:\>`, `PS C:\Users\admin>`, `[PS]>`, and `>>` before the next line of the same command.
const PROMPT = /(?:\[PS\] ?|PS )(?:[A-Za-z]:\\?[^>\r\n|;"']{0,260})?> ?|PS> ?|>> ?/y;

/** The text of a script and a place in it, which only moves forward. */
export class Source {
  readonly text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  get at(): number {
    return this.#at;
  }

  /** The character here, or '' at the end. */
  get here(): string {
    return this.text[this.#at] ?? '';
  }

  get next(): string {
    return this.text[this.#at + 1] ?? '';
  }

  get isAtEnd(): boolean {
    return this.#at >= this.text.length;
  }

  advance(characters = 1): void {
    this.#at += characters;
  }

  /** Takes the character where it stands here. */
  take(character: string): boolean {
    if (this.here !== character) return false;
    this.#at += 1;
    return true;
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.#at);
  }

  /** Takes characters as long as they fit. */
  takeWhile(fits: (character: string) => boolean): string {
    const start = this.#at;
    while (!this.isAtEnd && fits(this.here)) this.#at += 1;
    return this.text.slice(start, this.#at);
  }

  /** Blanks, comments and lines continued by a backtick. */
  skipBlanks(): void {
    for (;;) {
      if (isBlank(this.here)) this.#at += 1;
      else if (this.here === '#') this.takeWhile((character) => !isLineEnd(character));
      else if (this.startsWith('<#')) this.#skipBlockComment();
      else if (!this.#skipContinuation()) return;
    }
  }

  /** The same, with line ends and the prompts behind them. */
  skipLines(): void {
    if (this.#at === 0) this.#skipPrompt();
    for (;;) {
      this.skipBlanks();
      if (!isLineEnd(this.here)) return;
      this.#at += 1;
      this.#skipPrompt();
    }
  }

  /** True, and past the line end, where the next line goes on with this command: a parameter or a pipe begins it. */
  skipToContinuation(): boolean {
    const start = this.#at;
    while (isLineEnd(this.here)) {
      this.#at += 1;
      this.#skipContinuationPrompt();
      this.takeWhile(isBlank);
    }
    if (this.here === '|' || this.#isAtParameter()) return true;
    this.#at = start;
    return false;
  }

  /** Runs `read` one level deeper. */
  nested<Result>(read: () => Result): Result {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) this.fail('This is nested too deeply.');
    const result = read();
    this.#depth -= 1;
    return result;
  }

  /** Refuses what is chained longer than the stack would bear. */
  assertChain(links: number): void {
    if (links > MAX_CHAIN) this.fail('This is nested too deeply.');
  }

  fail(message: string, at = this.#at): never {
    throw new ShellError('ParserError', message, { at });
  }

  /** For a text that ends before what began at `at` is closed. */
  failOpen(message: string, at: number): never {
    throw new ShellError('ParserError', message, { at, isIncomplete: true });
  }

  #isAtParameter(): boolean {
    if (!isDash(this.here) || !isLetter(this.next)) return false;
    return !/^.not\s/i.test(this.text.slice(this.#at, this.#at + 5));
  }

  #skipPrompt(): void {
    this.takeWhile(isBlank);
    PROMPT.lastIndex = this.#at;
    const prompt = PROMPT.exec(this.text);
    if (prompt !== null) this.#at += prompt[0].length;
  }

  #skipContinuationPrompt(): void {
    if (this.startsWith('>>')) this.#at += 2;
  }

  #skipBlockComment(): void {
    const start = this.#at;
    const end = this.text.indexOf('#>', start + 2);
    if (end < 0) this.failOpen('The comment that begins with <# is not closed by #>.', start);
    this.#at = end + 2;
  }

  /** A backtick at the end of a line; blanks behind it, which pasting leaves there, do no harm. */
  isAtContinuation(): boolean {
    return this.here === '`' && (this.#continuationEnd() ?? this.text.length) < this.text.length;
  }

  #skipContinuation(): boolean {
    const end = this.here === '`' ? this.#continuationEnd() : null;
    if (end === null) return false;
    if (end >= this.text.length) this.failOpen('The command ends with a backtick: its next line is missing.', this.#at);
    this.#at = end + (this.text.startsWith('\r\n', end) ? 2 : 1);
    this.#skipContinuationPrompt();
    return true;
  }

  /** Where the line ends whose last character is the backtick here; null where something follows it. */
  #continuationEnd(): number | null {
    let end = this.#at + 1;
    while (isBlank(this.text[end] ?? '')) end += 1;
    return end >= this.text.length || isLineEnd(this.text[end] ?? '') ? end : null;
  }
}
