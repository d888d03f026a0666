import type { Socket } from 'node:net';
import type { Clock, Timer } from '../../clock.ts';
import type { SendConnector } from '../../config/snapshot.ts';
import type { LiveDialogue, LiveReply, LiveState } from '../../contract/live-view.ts';
import type { TlsPolicy } from '../../delivery/tls-policy.ts';
import { PostroomError } from '../../errors.ts';
import type { SessionLog } from '../../journal/journal.ts';
import { over, refusalOf, stateAfter, verbOf } from './live-commands.ts';
import { assertSafe, loginLines, offeredMechanisms, secretForms, withoutCredential } from './live-login.ts';
import type { Credential } from './live-login.ts';
import { HIDDEN, LiveRecord } from './live-record.ts';
import { LiveWire } from './live-wire.ts';
import { ReplyWait, replyCode } from './reply-wait.ts';
import { examinePeer } from './tls-facts.ts';

/** One live dialogue: lines of a person go out one after the other, each when the reply to the one before has come. */

// A banner may be held back against spammers; nobody watches an empty page for longer.
const GREETING_MS = 60_000;
// RFC 5321 4.5.3.2.6: ten minutes for the last dot, less for all else.
const REPLY_MS = 600_000;
const IDLE_MS = 600_000;
const TOTAL_MS = 3_600_000;
const QUIT_MS = 2000;
const MOST_SENT_LINES = 5000;

export type DialogueFacts = Pick<
  LiveDialogue,
  'id' | 'host' | 'address' | 'port' | 'connector' | 'ownListener' | 'fqdn' | 'allowData'
>;

export interface DialogueParts {
  readonly facts: DialogueFacts;
  readonly socket: Socket;
  readonly policy: TlsPolicy;
  readonly clock: Clock;
  readonly log: SessionLog;
}

export class Dialogue {
  readonly record: LiveRecord;
  readonly #parts: DialogueParts;
  readonly #wire: LiveWire;
  readonly #replies: ReplyWait;
  readonly #startedMs: number;
  readonly #total: Timer;
  #idle: Timer | null = null;
  #state: LiveState = 'waiting';
  #tls: string | null = null;
  /** Why the other side's certificate does not satisfy the policy; null where it does. */
  #peerFault: string | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #offered: readonly string[] = [];
  #sent = 0;

  constructor(parts: DialogueParts) {
    const { clock } = parts;
    this.#parts = parts;
    this.#replies = new ReplyWait(clock);
    this.#startedMs = clock.now();
    this.record = new LiveRecord(clock, parts.log, () => ({ state: this.#state, tls: this.#tls }));
    this.#wire = new LiveWire(parts.socket, clock, {
      line: (text) => this.#received(text),
      closed: (by, reason) => this.#closed(by, reason),
    });
    this.#total = clock.after(TOTAL_MS, () => this.#giveUp('The dialogue has lasted an hour.'));
    this.#armIdle();
  }

  get isOpen(): boolean {
    return this.#state !== 'closed';
  }

  view(): LiveDialogue {
    const { lines, omittedLines } = this.record;
    return {
      ...this.#parts.facts,
      ...{ startedMs: this.#startedMs, state: this.#state, tls: this.#tls },
      ...{ omittedLines, lines: [...lines] },
    };
  }

  /** TLS where it comes first, then the greeting. One that does not come is no failure: a person may want to see that. */
  async begin(implicitTls: boolean): Promise<void> {
    if (implicitTls) await this.#secure();
    const greeting = await this.#expect(GREETING_MS, () => this.record.add('note', 'No greeting within a minute.'));
    if (greeting.length === 0 && !this.isOpen) throw over();
    this.#become('ready');
  }

  /** Sends one line and waits for its reply. Rejects with 'not-allowed' for DATA that was not asked for, and 'connection-failed'. */
  send(line: string): Promise<LiveReply> {
    return this.#inTurn(async () => {
      if (this.#state === 'body') return { lines: await this.#bodyLine(line) };
      if (this.#state === 'answer') return { lines: await this.#answer(line) };
      const verb = verbOf(line);
      if (verb === 'STARTTLS') return { lines: await this.#startTls() };
      this.#assertMayBegin(verb);
      if (verb === 'AUTH') this.record.hide(line.trim().split(/\s+/).slice(2));
      const lines = await this.#ask(line, withoutCredential(line), verb);
      if (verb === 'EHLO') this.#offered = offeredMechanisms(lines);
      return { lines };
    });
  }

  startTls(): Promise<LiveReply> {
    return this.#inTurn(async () => ({ lines: await this.#startTls() }));
  }

  /** Signs in with the credential of the connector the dialogue was opened for. */
  authenticate(connector: SendConnector, credential: Credential): Promise<LiveReply> {
    return this.#inTurn(async () => {
      this.#assertReady();
      assertSafe(connector, this.#wire.isEncrypted, this.#peerFault);
      const login = loginLines(this.#offered, credential);
      this.record.hide(secretForms(credential));
      let lines: readonly string[] = [];
      for (const { line, shown } of login) {
        lines = await this.#ask(line, shown, 'AUTH');
        if (replyCode(lines) !== 334) break;
      }
      return { lines };
    });
  }

  /** Says QUIT where that is possible, and closes. */
  async close(): Promise<void> {
    if (this.#state === 'ready') {
      this.record.add('sent', 'QUIT');
      this.#wire.write('QUIT');
      await this.#expect(QUIT_MS, () => this.#wire.close());
    }
    this.#wire.close();
  }

  async #startTls(): Promise<readonly string[]> {
    this.#assertReady();
    if (this.#wire.isEncrypted) throw new PostroomError('not-allowed', 'The connection is encrypted already.');
    const lines = await this.#ask('STARTTLS', 'STARTTLS', 'STARTTLS');
    if (replyCode(lines) !== 220) return lines;
    // What was said before the handshake must not pass for encrypted (RFC 3207 6).
    if (this.#replies.stray > 0 || this.#wire.hasRest) this.#giveUp('The server said more than its reply before TLS.');
    await this.#secure();
    return lines;
  }

  async #secure(): Promise<void> {
    const { policy, facts, clock } = this.#parts;
    if (!this.isOpen) throw over();
    const tls = await this.#wire.secure(policy, facts.host);
    // RFC 3207 4.2: what was said before counts no more.
    this.#offered = [];
    const report = examinePeer(tls, policy, clock.now());
    this.#peerFault = report.fault;
    this.#tls = report.tls;
    for (const fact of report.facts) this.record.add('note', fact);
    this.record.changed();
  }

  #answer(line: string): Promise<readonly string[]> {
    this.record.hide([line]);
    return this.#ask(line, HIDDEN, 'AUTH');
  }

  async #bodyLine(line: string): Promise<readonly string[]> {
    if (line === '.') return this.#ask(line, line, 'end of data');
    this.#write(line, line);
    return [];
  }

  async #ask(line: string, shown: string, verb: string): Promise<readonly string[]> {
    this.#write(line, shown);
    this.#become('waiting');
    const lines = await this.#expect(REPLY_MS, () => this.#giveUp('No reply for ten minutes.'));
    if (lines.length === 0) throw over();
    if (this.isOpen) this.#become(stateAfter(verb, replyCode(lines)));
    return lines;
  }

  #write(line: string, shown: string): void {
    this.#sent += 1;
    if (this.#sent > MOST_SENT_LINES) {
      this.#giveUp(`More than ${MOST_SENT_LINES.toLocaleString('en')} lines are too many for a dialogue.`);
      throw over();
    }
    this.record.add('sent', shown);
    this.#wire.write(line);
    this.#armIdle();
  }

  #assertReady(): void {
    if (this.#state !== 'ready')
      throw new PostroomError(
        'not-allowed',
        'This is possible between two commands only. Finish what has begun first.',
      );
  }

  #assertMayBegin(verb: string): void {
    const refusal = refusalOf(verb, this.#parts.facts.allowData);
    if (refusal !== null) throw new PostroomError('not-allowed', refusal);
  }

  #received(text: string): void {
    this.record.add('received', text);
    this.#replies.take(text);
  }

  /** The next reply; nothing once the connection is closed. */
  #expect(ms: number, late: () => void): Promise<readonly string[]> {
    return this.isOpen ? this.#replies.next(ms, late) : Promise.resolve([]);
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(() => {
      if (!this.isOpen) throw over();
      return action();
    });
    this.#turn = result.catch((error: unknown) => {
      if (error instanceof PostroomError && error.code === 'not-allowed') this.record.add('note', error.message);
    });
    return result;
  }

  #become(state: LiveState): void {
    if (!this.isOpen) return;
    this.#state = state;
    this.record.changed();
  }

  #armIdle(): void {
    this.#idle?.cancel();
    this.#idle = this.#parts.clock.after(IDLE_MS, () => this.#giveUp('Nothing was typed for ten minutes.'));
  }

  #giveUp(reason: string): void {
    this.record.add('note', reason);
    this.#wire.close();
  }

  #closed(by: 'Local' | 'Remote' | 'Remote(SocketError)', reason: string): void {
    this.#idle?.cancel();
    this.#total.cancel();
    this.record.add('note', reason);
    this.#state = 'closed';
    this.record.close(by);
    this.#replies.settle();
  }
}
