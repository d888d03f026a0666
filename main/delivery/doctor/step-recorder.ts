import type { TLSSocket } from 'node:tls';
import type { X509Certificate } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { DoctorPeer, DoctorStep, DoctorStepName } from '../../contract/doctor-view.ts';
import type { Journal, LogEventKind, SessionStart, SessionLog } from '../../journal/journal.ts';
import type { SmtpFailure } from '../smtp-failure.ts';
import type { TlsPolicy } from '../tls-policy.ts';
import { peerOf } from './peer.ts';

export type FoundStep = Omit<DoctorStep, 'hint' | 'known'>;

const verbs: Readonly<Record<string, DoctorStepName>> = {
  EHLO: 'ehlo',
  HELO: 'ehlo',
  STARTTLS: 'tls',
  AUTH: 'auth',
  MAIL: 'mail',
  RCPT: 'rcpt',
  RSET: 'reset',
  QUIT: 'quit',
};
const stages: Readonly<Partial<Record<SmtpFailure['stage'], DoctorStepName>>> = {
  secret: 'credentials',
  dns: 'resolve',
  connect: 'connect',
  greeting: 'greeting',
  tls: 'tls',
  authentication: 'auth',
};
const TLS_DONE = 'TLS negotiation succeeded: ';

/** Reads steps off what delivery writes into the log of its session, and times them. */
export class StepRecorder {
  readonly #clock: Clock;
  readonly #found: (step: FoundStep) => void;
  #sinceMs: number;
  #host: string | null = null;
  #pending: DoctorStepName = 'greeting';
  #peer: DoctorPeer | null = null;
  /** The handshake is over, but who is there is only looked at behind the next EHLO. */
  #handshake: { readonly tookMs: number; readonly behind: FoundStep[] } | null = null;
  /** Words of the last step that failed: they come a second time with the failure. */
  #failed: string | null = null;

  constructor(clock: Clock, found: (step: FoundStep) => void) {
    this.#clock = clock;
    this.#found = found;
    this.#sinceMs = clock.monotonic();
  }

  /** The journal that sessions of the check are written into, watched. */
  watch(journal: Journal): Journal {
    return { ...journal, open: (info: SessionStart) => this.#open(journal.open(info), info) };
  }

  resolved(host: string, addresses: readonly string[]): void {
    this.#host = host;
    this.#step('resolve', true, addresses.join(', '));
  }

  sawPeer(socket: TLSSocket, leaf: X509Certificate | undefined, policy: TlsPolicy): void {
    this.#peer = peerOf(socket, leaf, policy);
  }

  /** What ended the check, where no step said it. */
  ended(failure: SmtpFailure): void {
    const isTold = this.#failed !== null && (failure.message.includes(this.#failed) || failure.stage === 'connect');
    if (!isTold) this.#step(stages[failure.stage] ?? this.#pending, false, failure.message);
  }

  #open(log: SessionLog, { localEndpoint, remoteEndpoint }: SessionStart): SessionLog {
    this.#host = remoteEndpoint;
    this.#pending = localEndpoint === '' ? 'connect' : 'greeting';
    this.#peer = null;
    if (localEndpoint !== '') this.#step('connect', true, remoteEndpoint);
    return new Proxy(log, {
      get: (target, property) => {
        if (property !== 'write') {
          const value: unknown = Reflect.get(target, property, target);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        }
        return (event: LogEventKind, data: string, context?: string) => {
          target.write(event, data, context);
          this.#line(event, data, context ?? '');
        };
      },
    });
  }

  #line(event: LogEventKind, data: string, context: string): void {
    if (event === '>') this.#sent(data);
    else if (event === '<') this.#received(data);
    else if (event === '*') this.#note(context);
  }

  #sent(line: string): void {
    const verb = verbs[line.split(' ')[0] ?? ''];
    if (verb === undefined) return;
    const nowMs = this.#clock.monotonic();
    if (this.#pending === 'tls' && verb === 'ehlo') {
      this.#handshake = { tookMs: Math.round(nowMs - this.#sinceMs), behind: [] };
    }
    this.#pending = verb;
    this.#sinceMs = nowMs;
  }

  #received(reply: string): void {
    // The next part of a login is asked for, and STARTTLS is done when the handshake is.
    if (reply.startsWith('3') || (this.#pending === 'tls' && reply.startsWith('2'))) return;
    this.#step(this.#pending, reply.startsWith('2'), reply);
  }

  #note(text: string): void {
    if (text.startsWith(TLS_DONE)) this.#encrypted(text.slice(TLS_DONE.length));
    else if (text !== '' && text !== 'attempting to connect' && !this.#isTold(text))
      this.#step(this.#pending, false, text);
  }

  #encrypted(said: string): void {
    const handshake = this.#handshake;
    this.#handshake = null;
    this.#pending = 'tls';
    if (handshake === null) {
      this.#step('tls', true, said);
      return;
    }
    this.#found({ name: 'tls', host: this.#host, isGood: true, said, tookMs: handshake.tookMs, peer: this.#peer });
    for (const step of handshake.behind) this.#found(step);
  }

  #isTold(text: string): boolean {
    return this.#failed !== null && text.includes(this.#failed);
  }

  #step(name: DoctorStepName, isGood: boolean, said: string): void {
    const nowMs = this.#clock.monotonic();
    const peer = name === 'tls' && isGood ? this.#peer : null;
    const step = { name, host: this.#host, isGood, said, tookMs: Math.round(nowMs - this.#sinceMs), peer };
    if (this.#handshake !== null && isGood) this.#handshake.behind.push(step);
    else this.#found(step);
    this.#sinceMs = nowMs;
    this.#failed = isGood ? null : said;
  }
}
