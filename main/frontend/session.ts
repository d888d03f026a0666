import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js';
import type { SMTPServer } from 'smtp-server';
import type { Authorization, ClientCertificate, SessionContext } from '../connectors/decision.ts';
import type { Account, SmtpReply } from '../connectors/model.ts';
import * as replies from '../connectors/replies.ts';
import { provenDomains } from '../connectors/domain-security.ts';
import { authorize } from '../connectors/rights.ts';
import { formatTimeSpan } from '../contract/units.ts';
import { clientCertificateLines } from './client-certificate.ts';
import type { PacedSession, Progress } from './pace.ts';
import { SessionConnection } from './session-connection.ts';
import type { SessionServices } from './session-services.ts';
import type { Transaction } from './transaction.ts';
import { verbs, type VerbResult } from './verbs.ts';

/** RFC 5321 4.5.3.1.4 asks for 512; only AUTH lines may be longer than this. */
const MAX_COMMAND_BYTES = 2048;

type Resume = () => void;

/** One SMTP session: what has been said, what it may do, and how commands are answered. */
export class Session extends SessionConnection implements PacedSession {
  /** What the decisions read of this session; made anew when it is granted its rights. */
  facts: SessionContext;
  account: Account | null = null;
  /** What the client's TLS showed, where the connector asks for it. */
  private client: ClientCertificate | null = null;
  helo: string | null = null;
  /** HELO or EHLO has been said since the session (or TLS) began. */
  introduced = false;
  extended = false;
  transaction: Transaction | null = null;
  logonFailures = 0;
  /** Takes the next line instead of the verb table (AUTH continuation). */
  continuation: ((line: string) => VerbResult) | null = null;
  private protocolErrors = 0;
  /** Session id and start, which Exchange names each message of the session by. */
  private messagePrefix: string | null = null;
  private messages = 0;
  private commands = 0;
  /** Lines behind AUTH that may be credentials all the same: some clients do not wait to be asked for them. */
  private mayBeCredentials = 0;

  constructor(
    server: SMTPServer,
    socket: Socket | TLSSocket,
    options: SMTPConnectionOptions,
    services: SessionServices,
  ) {
    super(server, socket, options, services);
    this.facts = this.gatherFacts();
  }

  get authorization(): Authorization {
    return this.facts.authorization;
  }

  private gatherFacts(): SessionContext {
    const { connector, endpoint, snapshot } = this.services;
    const { client } = this;
    const partner = connector.domainSecure && provenDomains(snapshot.policy.domainSecureDomains, client).length > 0;
    const credentials = { tls: this.secure, account: this.account, client, partner };
    const authorization = authorize(connector, credentials);
    return { connector, policy: snapshot.policy, endpoint, credentials, authorization };
  }

  get progress(): Progress {
    const waitsForUs = this.busy || this.storing || this._upgrading;
    return { commands: this.commands, bodyBytes: this.transaction?.intake?.bytes ?? 0, waitsForUs };
  }

  get inactivityTimeoutMs(): number {
    return this.services.connector.inactivityTimeoutMs;
  }

  lag(): void {
    this.services.log.write('*', '', 'The client sends too slowly: less than 500 bytes a second for minutes.');
    this.finish(replies.timeoutInactive());
  }

  protected override clientProved(client: ClientCertificate | null): void {
    this.client = client;
    const domains = provenDomains(this.services.snapshot.policy.domainSecureDomains, client);
    for (const line of clientCertificateLines(client, domains)) this.services.log.write('*', '', line);
  }

  override grant(): void {
    this.facts = this.gatherFacts();
    this.services.log.write('*', this.authorization.tokens, 'Set Session Permissions');
  }

  /** Notes in the log that a message begins. */
  beginMessage(): void {
    this.messagePrefix ??= `${this.services.log.id};${new Date(this.startedAtMs).toISOString()};`;
    this.messages += 1;
    this.services.log.write('*', `${this.messagePrefix}${String(this.messages)}`, 'receiving message');
  }

  /** Ends the session where it stands between messages; one in DATA goes on (see Frontend.stop). */
  shutDown(): void {
    const receiving = this.storing || (this.transaction?.intake ?? null) !== null;
    if (!receiving) this.finish(replies.serviceNotAvailable());
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
    this.tarpit(delayMs, () => {
      this.busy = false;
      proceed();
    });
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
    this.commands += 1;
    const continued = this.continuation;
    if (continued !== null) {
      this.continuation = null;
      this.services.log.write('<', '<authentication response>');
      return continued(line);
    }
    const verb = (/^[^\s:]*/.exec(line.trimStart())?.[0] ?? '').toUpperCase();
    const answer = verbs.get(verb);
    this.services.log.write('<', this.isCredential(verb) ? '<authentication response>' : loggable(verb, line));
    if (bytes > MAX_COMMAND_BYTES && verb !== 'AUTH') return replies.lineTooLong();
    if (HTTP_REQUEST.test(line)) {
      this.deviates('http-request', 'The client speaks HTTP, not SMTP.');
      return { ...replies.serviceNotAvailable(), close: true };
    }
    if (answer !== undefined) return answer(this, line.trim());
    if (TERMINAL_BYTES.test(line))
      this.deviates(
        'terminal-bytes',
        'Somebody types into telnet: its own bytes, or keys such as backspace and the arrows, came along with the line, which is not understood for that.',
      );
    return replies.unrecognizedCommand();
  }

  /** No command, and AUTH was one of the two lines before. */
  private isCredential(verb: string): boolean {
    if (verb === 'AUTH') this.mayBeCredentials = 2;
    else if (verbs.has(verb)) this.mayBeCredentials = 0;
    else if (this.mayBeCredentials > 0) {
      this.mayBeCredentials -= 1;
      return true;
    }
    return false;
  }

  private settle(reply: SmtpReply | 'answered' | 'upgrade', resume: Resume): void {
    if (reply === 'answered') {
      resume();
    } else if (reply === 'upgrade') {
      this.say(replies.readyForTls());
      this.upgrade(resume);
    } else {
      this.respond(reply, resume);
    }
  }

  private failed(error: unknown): SmtpReply {
    this.services.log.write('*', '', `Internal error: ${error instanceof Error ? error.message : String(error)}`);
    return replies.storeFailed();
  }

  protected override abandon(): void {
    this.transaction?.abandon();
  }

  protected override startOver(): void {
    this.account = null;
    this.helo = null;
    this.introduced = false;
    this.transaction = null;
  }
}

const HTTP_REQUEST = /^(?:OPTIONS|GET|HEAD|POST|PUT|DELETE|TRACE|CONNECT) \S+ HTTP\/\d/i;
/** Backspace, escape and delete as keys send them, and the bytes telnet begins its own talk with (RFC 854). */
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const TERMINAL_BYTES = /[\u0008\u001b\u007f]|[\u00ff\ufffd][\u00fb-\u00fe\ufffd]/;

/** Of `AUTH` the mechanism; whatever else stands on the line may be a password. */
function loggable(verb: string, line: string): string {
  if (verb !== 'AUTH') return line;
  return /^\s*AUTH(?:\s+[A-Z0-9_-]{1,20}(?=\s|$))?/i.exec(line)?.[0] ?? 'AUTH';
}

function noop(): void {
  // Nothing waits behind the last line of a closed connection.
}
