import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { Clock } from '../clock.ts';
import type { SessionLog } from '../journal/journal.ts';
import { Deadline } from './deadline.ts';
import { DotStuffer } from './dot-stuffer.ts';
import { ReplyParser, replyText, type Reply } from './reply.ts';
import { SmtpFailure, closing, socketFailure, stopped, timedOut } from './smtp-failure.ts';
import type { ReadyConnection } from './smtp-login.ts';
import { writeBody } from './wire-body.ts';
import type { BodyStream } from './target.ts';
import { isPositive, oddReply, type Envelope, type SmtpTimeouts, type TransactionReplies } from './smtp-transaction.ts';

interface Expectation {
  readonly count: number;
  readonly timeoutMs: number;
  readonly replies: Reply[];
  readonly resolve: (replies: readonly Reply[]) => void;
}

/** The mail transaction on a connection that is ready for it (RFC 5321 3.3, RFC 2920). One message at a time. */
export class SmtpClient {
  /** Name of the peer, for the records. */
  readonly host: string;
  readonly address: string;
  readonly log: SessionLog;
  readonly extensions: ReadonlyMap<string, string>;
  /** Transactions begun. */
  messages = 0;
  readonly #socket: Socket;
  readonly #timeouts: SmtpTimeouts;
  readonly #parser = new ReplyParser();
  readonly #stuffer = new DotStuffer();
  #expected: Expectation | null = null;
  readonly #deadline: Deadline;
  #failure: SmtpFailure | null = null;
  #silent = false;
  #onFlushed: (() => void) | null = null;
  readonly #onWritten = (): void => {
    if (this.#socket.writableLength === 0) this.#onFlushed?.();
  };
  /** The peer still remembers a sender: RSET goes first. */
  #stale = false;
  /** An answer that came while the body was still on its way. */
  #early: Reply | undefined;

  constructor(
    ready: ReadyConnection,
    peer: { host: string; address: string },
    { clock, timeouts, log }: { clock: Clock; timeouts: SmtpTimeouts; log: SessionLog },
  ) {
    this.host = peer.host;
    this.address = peer.address;
    this.extensions = ready.extensions;
    this.#socket = ready.socket;
    this.#deadline = new Deadline(clock, () => this.#timedOut());
    this.#timeouts = timeouts;
    this.log = log;
    const { socket } = ready;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#onData(chunk));
    socket.on('error', (error) => this.#end(socketFailure('lost', error), 'Remote(SocketError)'));
    socket.on('end', () => this.#end(socketFailure('lost', null), 'Remote'));
    socket.on('close', () => this.#end(socketFailure('lost', null), 'Remote'));
    socket.resume();
    if (socket.destroyed) this.#end(socketFailure('lost', null), 'Remote');
  }

  get usable(): boolean {
    return this.#failure === null;
  }

  /** Sends one message. Never rejects; closes the connection where it got out of step. */
  async send(mail: string, rcpt: readonly string[], body: Buffer | BodyStream): Promise<TransactionReplies> {
    this.messages += 1;
    const envelope = this.extensions.has('PIPELINING')
      ? await this.#pipelined(mail, rcpt)
      : await this.#stepwise(mail, rcpt);
    const anyone = isPositive(envelope.mail) && envelope.rcpt.some(isPositive);
    if (envelope.data?.code !== 354) {
      this.#stale = isPositive(envelope.mail);
      if (body instanceof Readable) body.destroy();
      this.#checkStep([envelope.mail, ...envelope.rcpt, envelope.data]);
      return { ...envelope, final: undefined, failure: this.#failure, sent: false };
    }
    this.#stale = false;
    if (!anyone) {
      if (body instanceof Readable) body.destroy();
      await this.#refuseData(envelope.mail);
      return { ...envelope, final: undefined, failure: this.#failure, sent: false };
    }
    const { final, sent } = await this.#content(body);
    if (final !== undefined) this.#checkStep([final]);
    return { ...envelope, final, failure: this.#failure, sent };
  }

  /** MAIL and RCPT as for a message, then RSET: nothing is handed over. What was said stands in the log. */
  async probe(mail: string, rcpt: string): Promise<void> {
    const answer = await this.#command(mail);
    if (isPositive(answer)) await this.#command(rcpt);
    if (answer !== undefined) await this.#command('RSET');
  }

  /** Says QUIT and closes without waiting long. */
  async quit(): Promise<void> {
    if (this.#failure !== null) return;
    await this.#command('QUIT', Math.min(this.#timeouts.commandMs, 2000));
    this.#end(stopped(), 'Local');
  }

  /** Closes at once. What was under way ends with the failure. */
  destroy(failure: SmtpFailure = stopped()): void {
    this.#end(failure, 'Local');
  }

  async #pipelined(mail: string, rcpt: readonly string[]): Promise<Envelope> {
    const reset = this.#stale ? ['RSET'] : [];
    let replies = await this.#exchange([...reset, mail, ...rcpt, 'DATA'], this.#timeouts.commandMs);
    // A batch that ends in silence misses a reply, and nobody knows to which command the others belong.
    if (this.#silent) replies = [];
    const [mailReply, ...rest] = replies.slice(reset.length);
    return { mail: mailReply, rcpt: rcpt.map((_, index) => rest[index]), data: rest[rcpt.length] };
  }

  async #stepwise(mail: string, rcpt: readonly string[]): Promise<Envelope> {
    if (this.#stale) await this.#command('RSET');
    const answer = await this.#command(mail);
    const answers: (Reply | undefined)[] = rcpt.map(() => undefined);
    if (!isPositive(answer)) return { mail: answer, rcpt: answers, data: undefined };
    for (const [index, line] of rcpt.entries()) {
      answers[index] = await this.#command(line);
      if (this.#failure !== null) return { mail: answer, rcpt: answers, data: undefined };
    }
    return { mail: answer, rcpt: answers, data: answers.some(isPositive) ? await this.#command('DATA') : undefined };
  }

  async #command(line: string, timeoutMs = this.#timeouts.commandMs): Promise<Reply | undefined> {
    return (await this.#exchange([line], timeoutMs))[0];
  }

  #exchange(lines: readonly string[], timeoutMs: number): Promise<readonly Reply[]> {
    if (this.#failure !== null) return Promise.resolve([]);
    for (const line of lines) this.log.write('>', line);
    const replies = this.#expect(lines.length, timeoutMs);
    this.#socket.write(`${lines.join('\r\n')}\r\n`);
    return replies;
  }

  #expect(count: number, timeoutMs: number): Promise<readonly Reply[]> {
    return new Promise((resolve) => {
      this.#expected = { count, timeoutMs, replies: [], resolve };
      this.#deadline.set(timeoutMs);
    });
  }

  /** 354 although nobody is to get the message: RFC 2920 3.1 wants an empty one, unless the peer is past reason. */
  async #refuseData(mail: Reply | undefined): Promise<void> {
    if (!isPositive(mail)) {
      this.#end(
        new SmtpFailure('lost', '421 4.5.0 The server asked for a message whose sender it had refused.'),
        'Local',
      );
      return;
    }
    await this.#command('.');
  }

  async #content(body: Buffer | BodyStream): Promise<{ final: Reply | undefined; sent: boolean }> {
    let last: readonly Buffer[] = [];
    try {
      last = await writeBody(body, this.#stuffer, (pieces) => this.#write(pieces));
    } catch (error) {
      // The body cannot be read on: the peer must not take what it has for the whole.
      this.#end(new SmtpFailure('lost', '451 4.3.0 The stored message could not be read.', { cause: error }), 'Local');
    }
    if (this.#failure !== null) return { final: this.#early, sent: false };
    const replies = this.#expect(1, this.#timeouts.finalMs);
    const end = this.#stuffer.end();
    this.#socket.write(last.length === 0 ? end : Buffer.concat([...last, end]));
    const [final] = await replies;
    return { final, sent: true };
  }

  /** Resolves when the socket has taken every byte: the pieces may then be used for something else. */
  async #write(pieces: readonly Buffer[]): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    this.#socket.cork();
    for (const piece of pieces) this.#socket.write(piece, this.#onWritten);
    this.#socket.uncork();
    if (this.#socket.writableLength === 0) return;
    this.#deadline.set(this.#timeouts.blockMs);
    await new Promise<void>((resolve) => {
      this.#onFlushed = resolve;
    });
    this.#onFlushed = null;
    this.#deadline.clear();
  }

  #onData(chunk: Buffer): void {
    const replies = this.#parser.push(chunk);
    if (typeof replies === 'string') {
      this.#end(new SmtpFailure('lost', `421 4.5.0 The server broke the protocol. ${replies}`), 'Local');
      return;
    }
    for (const reply of replies) this.#take(reply);
  }

  #take(reply: Reply): void {
    this.log.write('<', replyText(reply));
    const expected = this.#expected;
    if (expected === null) {
      // Unasked: a refusal in the middle of the body, 421 that announces the end (RFC 5321 3.8), or nonsense.
      if (reply.code > 421) this.#early = reply;
      this.#end(closing(this.host, reply), 'Local');
      return;
    }
    expected.replies.push(reply);
    if (reply.code === 421) this.#end(closing(this.host, reply), 'Remote');
    else if (expected.replies.length < expected.count) this.#deadline.set(expected.timeoutMs);
    else this.#settle();
  }

  #settle(): void {
    this.#deadline.clear();
    const expected = this.#expected;
    this.#expected = null;
    expected?.resolve(expected.replies);
  }

  #timedOut(): void {
    this.#silent = true;
    this.#end(timedOut('lost'), 'Local');
  }

  #checkStep(replies: readonly (Reply | undefined)[]): void {
    const odd = oddReply(replies);
    if (odd === undefined) return;
    this.#end(new SmtpFailure('lost', `421 4.5.0 The server gave an answer out of place: ${replyText(odd)}`), 'Local');
  }

  #end(failure: SmtpFailure, by: 'Local' | 'Remote' | 'Remote(SocketError)'): void {
    if (this.#failure !== null) return;
    this.#failure = failure;
    this.#deadline.stop();
    this.#socket.destroy();
    this.log.close(by);
    this.#onFlushed?.();
    this.#settle();
  }
}
