import type { SessionLog } from '../journal/journal.ts';
import { printable, replyOf, replyText } from './reply.ts';

/** Reads the commands and replies of the opening dialogue off nodemailer's logger; credentials never reach the log. */
export class Transcript {
  readonly #log: SessionLog;
  #lastVerb = '';
  #authenticating = false;
  #extensions = new Map<string, string>();
  readonly #names = new Set<string>();

  constructor(log: SessionLog) {
    this.#log = log;
  }

  get lastVerb(): string {
    return this.#lastVerb;
  }

  /** Of the last EHLO: what was said before TLS is forgotten (RFC 3207 4.2). */
  get extensions(): ReadonlyMap<string, string> {
    return this.#extensions;
  }

  /** What the peer called itself in greeting and EHLO reply, in lower case. */
  get peerNames(): ReadonlySet<string> {
    return this.#names;
  }

  offers(keyword: string): boolean {
    return this.#extensions.has(keyword);
  }

  debug(entry: { tnx?: unknown }, text: string): void {
    if (entry.tnx === 'client') this.#sent(text);
    else if (entry.tnx === 'server') this.#received(text);
  }

  trace(): void {
    // Only the dialogue is of interest.
  }

  info(): void {
    // As above.
  }

  warn(): void {
    // As above: what goes wrong arrives as an error event too.
  }

  error(): void {
    // As above.
  }

  fatal(): void {
    // As above.
  }

  #sent(line: string): void {
    const [verb = '', mechanism = ''] = line.split(' ');
    if (verb === 'AUTH') {
      this.#authenticating = true;
      this.#log.write('>', `AUTH ${mechanism}`);
    } else if (this.#authenticating) {
      this.#log.write('>', '<authentication data>');
      return;
    } else {
      this.#log.write('>', printable(line));
    }
    this.#lastVerb = verb;
  }

  #received(text: string): void {
    if (this.#authenticating && text.startsWith('334')) {
      this.#log.write('<', '334 <authentication response>');
      return;
    }
    this.#authenticating = false;
    this.#log.write('<', replyText(replyOf(text)));
    if (!text.startsWith('2')) return;
    if (this.#lastVerb === '' || this.#lastVerb === 'EHLO' || this.#lastVerb === 'HELO') this.#name(text);
    if (this.#lastVerb === 'EHLO') this.#extensions = extensionsOf(text);
  }

  #name(text: string): void {
    const name = /^\d{3}[ -](\S+)/.exec(text)?.[1];
    if (name !== undefined) this.#names.add(name.toLowerCase());
  }
}

function extensionsOf(ehlo: string): Map<string, string> {
  const extensions = new Map<string, string>();
  for (const line of ehlo.split(/\r?\n/).slice(1)) {
    const parts = /^\d{3}[ -]([A-Z0-9-]+)(?:[ =](.*))?$/i.exec(line.trim());
    if (parts?.[1] !== undefined) extensions.set(parts[1].toUpperCase(), parts[2] ?? '');
  }
  return extensions;
}
