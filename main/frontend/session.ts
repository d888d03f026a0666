import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { SMTPConnection, type SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js';
import type { SMTPServer } from 'smtp-server';
import type { Timer } from '../clock.ts';
import type { Authorization, SessionContext } from '../connectors/decision.ts';
import type { Account, SmtpReply, TraceStep } from '../connectors/model.ts';
import * as replies from '../connectors/replies.ts';
import { authorize } from '../connectors/rights.ts';
import { formatTimeSpan } from '../contract/units.ts';
import { greeting } from './greeting.ts';
import { SessionParser } from './session-parser.ts';
import type { SessionServices } from './session-services.ts';
import type { Transaction } from './transaction.ts';
import { verbs, type VerbResult } from './verbs.ts';

/** RFC 5321 4.5.3.1.4 asks for 512; RFC 4954 12 for 12,288 on AUTH lines. */
const MAX_COMMAND_BYTES = 2048;
const MAX_AUTH_BYTES = 12_288;
const TLS_HANDSHAKE_MS = 30_000;

type Resume = () => void;

/** One SMTP session: smtp-server's socket, parser and STARTTLS with Exchange's commands, replies and manners. */
export class Session extends SMTPConnection {
  readonly services: SessionServices;
  authorization: Authorization;
  account: Account | null = null;
  helo: string | null = null;
  /** HELO or EHLO has been said since the session (or TLS) began. */
  introduced = false;
  extended = false;
  transaction: Transaction | null = null;
  /** A complete message is being made safe: the client waits for us. */
  storing = false;
  logonFailures = 0;
  /** Takes the next line instead of the verb table (AUTH continuation). */
  continuation: ((line: string) => VerbResult) | null = null;
  private protocolErrors = 0;
  private pending = '';
  private flushing = false;
  private busy = false;
  private ended = false;
  private endedBy: 'Local' | 'Remote' | 'Remote(SocketError)' = 'Remote';
  private deadline: Timer | null = null;
  private readonly startedAt: number;

  constructor(
    server: SMTPServer,
    socket: Socket | TLSSocket,
    options: SMTPConnectionOptions,
    services: SessionServices,
  ) {
    super(server, socket, options);
    this.services = services;
    this.startedAt = services.clock.monotonic();
    this.authorization = authorize(services.connector, { tls: false, account: null });
    services.log.write('+', '');
  }

  /** What the decisions read of this session. */
  get facts(): SessionContext {
    const { connector, endpoint, snapshot } = this.services;
    const credentials = { tls: this.secure, account: this.account };
    return { connector, policy: snapshot.policy, endpoint, credentials, authorization: this.authorization };
  }

  get parser(): SessionParser | null {
    return this._parser instanceof SessionParser ? this._parser : null;
  }

  /** The last word has been said, or the connection is gone. */
  get isOver(): boolean {
    return this._closing || this.ended;
  }

  get tolerant(): boolean {
    return this.services.connector.tolerance === 'DeviceFriendly';
  }

  /** Begins the session: TLS first where the connector wants it from the first byte, then the banner. */
  override init(): void {
    this._setListeners(() => {
      this._resetSession();
      this._ready = true;
      this.deadline = this.services.clock.after(this.services.connector.connectionTimeoutMs, () => {
        this.finish(replies.timeoutTotal(this.services.clock.monotonic() - this.startedAt));
      });
      this.grant();
      const banner = greeting(this.services.connector, this.services.clock.now());
      this.services.log.write('>', banner);
      this.put(`${banner}\r\n`);
    });
  }

  /** Recomputes the session's rights; at connect, after TLS and after AUTH. */
  grant(): void {
    this.authorization = authorize(this.services.connector, { tls: this.secure, account: this.account });
    this.services.log.write('*', this.authorization.tokens, 'Set Session Permissions');
  }

  /** Sends a reply of several lines that need no decision (EHLO, HELP); none of them is an error. */
  sendLines(lines: readonly string[], logged: string): void {
    this.services.log.write('>', logged);
    this.put(`${lines.join('\r\n')}\r\n`);
  }

  /** Says a last word and closes. */
  finish(reply: SmtpReply): void {
    if (this.isOver) return;
    this.say(reply);
    this.endedBy = 'Local';
    this.close();
  }

  /** Ends the session where it stands between messages; one in DATA goes on (see Frontend.stop). */
  shutDown(): void {
    if (this.transaction?.intake === undefined || this.transaction.intake === null) {
      if (!this.storing) this.finish(replies.serviceNotAvailable());
    }
  }

  /** Cuts the connection. */
  destroy(): void {
    this.endedBy = 'Local';
    this._socket.destroy();
  }

  /** The reasoning behind the reply that follows; kept as a function until somebody looks. */
  explain(trace: () => readonly TraceStep[]): void {
    this.services.log.trace(trace);
  }

  deviates(code: string, text: string): void {
    this.services.log.deviation(code, text);
  }

  /** Answers a command: counts errors, waits the tarpit, writes, closes where the reply says so, reads on. */
  respond(reply: SmtpReply, resume: Resume): void {
    const { connector } = this.services;
    if (reply.code < 400) {
      this.say(reply);
      if (reply.close === true) this.finishQuietly();
      else resume();
      return;
    }
    if (reply.code >= 500) this.protocolErrors += 1;
    const tooMany = this.protocolErrors > connector.maxProtocolErrors;
    const proceed = (): void => {
      if (this.isOver) return;
      this.say(reply);
      if (reply.close === true) this.finishQuietly();
      else if (tooMany) this.finish(replies.tooManyErrors());
      else resume();
    };
    const delayMs = this.account !== null ? 0 : reply.code === 535 ? connector.authTarpitMs : connector.tarpitMs;
    if (delayMs === 0) {
      proceed();
      return;
    }
    this.services.log.write('*', `Tarpit for '0.${formatTimeSpan(delayMs)}'`);
    this.busy = true;
    this.services.clock.after(delayMs, () => {
      this.busy = false;
      proceed();
    });
  }

  override _createParser(): SessionParser {
    const parser = new SessionParser({ maxCommandLength: MAX_AUTH_BYTES });
    parser.oncommand = (command: Buffer, callback?: () => void) => {
      this._onCommand(command, callback);
    };
    parser.onTlsHello = () => {
      this.deviates(
        'tls-on-plain-port',
        'The client speaks TLS from the first byte on a port that begins in plain text: choose STARTTLS on the device, or give it a connector with ImplicitTls.',
      );
      this.finish(replies.serviceNotAvailable());
    };
    parser.on('error', () => {
      this.finish({ ...replies.lineTooLong(), close: true });
    });
    return parser;
  }

  override _onCommand(command: Buffer | string, callback?: Resume): void {
    const next = callback ?? noop;
    const resume = (): void => {
      this._whenWritable(next);
    };
    // Plain text that arrived before the handshake is never run (RFC 3207 4.2); behind a closing reply nothing is.
    if (this._upgrading || this.isOver) {
      next();
      return;
    }
    const line = typeof command === 'string' ? command : command.toString();
    let result: VerbResult;
    try {
      result = this.dispatch(line, command.length);
    } catch (error) {
      result = this.failed(error);
    }
    if (result instanceof Promise) {
      this.busy = true;
      void result
        .catch((error: unknown) => this.failed(error))
        .then((reply) => {
          this.busy = false;
          if (!this.ended) this.settle(reply, resume);
        });
      return;
    }
    this.settle(result, resume);
  }

  private dispatch(line: string, bytes: number): VerbResult {
    const continued = this.continuation;
    if (continued !== null) {
      this.continuation = null;
      this.services.log.write('<', '<authentication response>');
      return continued(line);
    }
    const verb = (/^[^\s:]*/.exec(line.trimStart())?.[0] ?? '').toUpperCase();
    this.services.log.write('<', verb === 'AUTH' ? withoutCredentials(line) : line);
    if (bytes > MAX_COMMAND_BYTES && verb !== 'AUTH') return replies.lineTooLong();
    if (HTTP_REQUEST.test(line)) {
      this.deviates('http-request', 'The client speaks HTTP, not SMTP.');
      return { ...replies.serviceNotAvailable(), close: true };
    }
    return verbs.get(verb)?.(this, line.trim()) ?? replies.unrecognizedCommand();
  }

  private settle(reply: SmtpReply | 'answered' | 'upgrade', resume: Resume): void {
    if (reply === 'answered') {
      resume();
    } else if (reply === 'upgrade') {
      this.say(replies.readyForTls());
      this.flush();
      this.upgrade(resume);
    } else {
      this.respond(reply, resume);
    }
  }

  private failed(error: unknown): SmtpReply {
    this.services.log.write('*', '', `Internal error: ${error instanceof Error ? error.message : String(error)}`);
    return replies.storeFailed();
  }

  override upgrade(callback: () => void, secureCallback?: () => void): void {
    const patience = this.services.clock.after(TLS_HANDSHAKE_MS, () => {
      if (!this.ended && this._upgrading) this._socket.destroy();
    });
    this.parser?.removeAllListeners('error');
    super.upgrade(callback, secureCallback);
    this.handshakePatience = patience;
  }
  private handshakePatience: Timer | null = null;

  /** Called by the server object when TLS stands. The session starts over (RFC 3207 4.2). */
  secured(): void {
    this.handshakePatience?.cancel();
    this.account = null;
    this.helo = null;
    this.introduced = false;
    this.transaction = null;
    const socket = this._socket as TLSSocket;
    const cipher = socket.getCipher();
    const protocol = socket.getProtocol() ?? 'TLS';
    this.services.log.write('*', '', `TLS protocol ${protocol} negotiation succeeded using ${cipher.name}`);
    this.services.log.update({ tls: protocol });
    if (this._ready) this.grant();
  }

  override _onTimeout(): void {
    if (this._closing) {
      this._socket.destroy();
    } else if (this.busy || this.storing) {
      this._armTimeout();
    } else {
      this.finish(replies.timeoutInactive());
    }
  }

  override _onError(error: Error): void {
    this.endedBy = 'Remote(SocketError)';
    this.services.log.write('*', '', `Socket error: ${error.message}`);
    if (!this._socket.destroyed) this._socket.destroy();
  }

  override close(): void {
    this.flush();
    super.close();
  }

  override _onClose(): void {
    super._onClose();
    if (this.ended) return;
    this.ended = true;
    this.deadline?.cancel();
    this.handshakePatience?.cancel();
    this.transaction?.abandon();
    this.services.log.close(this.endedBy);
    this.services.onClosed();
  }

  private finishQuietly(): void {
    this.endedBy = 'Local';
    this.close();
  }

  private say(reply: SmtpReply): void {
    const line =
      reply.enhanced === null ? `${reply.code} ${reply.text}` : `${reply.code} ${reply.enhanced} ${reply.text}`;
    this.services.log.write('>', reply.code === 334 ? '334 <authentication response>' : line);
    this.put(`${line}\r\n`);
  }

  // Replies to pipelined commands leave in one write.
  private put(text: string): void {
    this.pending += text;
    if (this.flushing) return;
    this.flushing = true;
    process.nextTick(() => {
      this.flush();
    });
  }

  private flush(): void {
    this.flushing = false;
    if (this.pending === '') return;
    const text = this.pending;
    this.pending = '';
    // While the handshake runs _socket is still the raw one: a write would land inside it.
    if (!this._upgrading && !this._socket.destroyed && this._socket.writable) this._socket.write(text);
  }
}

const HTTP_REQUEST = /^(?:OPTIONS|GET|HEAD|POST|PUT|DELETE|TRACE|CONNECT) \S+ HTTP\/\d/i;

/** `AUTH` and its mechanism; whatever else stands on the line may be a password. */
function withoutCredentials(line: string): string {
  return /^\s*AUTH(?:\s+[A-Z0-9_-]{1,20}(?=\s|$))?/i.exec(line)?.[0] ?? 'AUTH';
}

function noop(): void {
  // Nothing waits behind the last line of a closed connection.
}
