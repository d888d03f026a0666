import type { Snapshot } from '../config/snapshot.ts';
import type { TraceLine } from '../contract/session-view.ts';
import type {
  ReplayConditions,
  ReplayStep,
  RoutePreview,
  Transcript,
  TranscriptStep,
} from '../contract/tester-view.ts';
import { offersAuth } from '../frontend/greeting.ts';
import { answerTo, hasAuth, isGivenUp, plainAnswer, withCredentials } from './credentials.ts';
import type { InProcessSocket } from './in-process-socket.ts';
import type { RecordingLog, ReplayDetail } from './recording-log.ts';
import type { ReplaySession } from './replay-server.ts';
import { firstReply, judgeStep, notReached } from './replay-step.ts';
import { StepFacts } from './step-facts.ts';
import { authOffer } from './surrounding-facts.ts';
import { verbOf } from './transcript/smtp-line.ts';
import { codeOf } from './verdict.ts';

/** AUTH LOGIN asks twice; nothing asks more often. */
const MOST_CHALLENGES = 2;
/** Signs in where no account is chosen, and always fails. */
const NOBODY = 'nobody';

/** A connection that has been opened for a replay. */
export interface ReplayConnection {
  readonly snapshot: Snapshot;
  readonly socket: InProcessSocket;
  readonly log: RecordingLog;
  /** null: the connection was turned away. */
  readonly session: ReplaySession | null;
  readonly tlsAvailable: boolean;
  readonly detail: ReplayDetail;
  /** Notes of the surroundings, for the step under way. */
  readonly moment: Moment;
}

export interface Moment {
  /** A password was looked at. */
  passwordAsked: boolean;
  /** Size of the message that was taken, or null. */
  acceptedBytes: number | null;
}

/** The client's part: says each line when the one before it has been answered, and notes what came back. */
export class Conversation {
  readonly steps: ReplayStep[] = [];
  private readonly connection: ReplayConnection;
  private readonly transcript: Transcript;
  private readonly conditions: ReplayConditions;
  private readonly facts: StepFacts;
  private readonly signsIn: boolean;
  private lastReply: readonly string[] = [];

  constructor(connection: ReplayConnection, transcript: Transcript, conditions: ReplayConditions) {
    this.connection = connection;
    this.transcript = transcript;
    this.conditions = conditions;
    this.facts = new StepFacts(connection, conditions);
    this.signsIn = conditions.userName !== null && !hasAuth(transcript.steps);
  }

  get routes(): readonly RoutePreview[] {
    return this.facts.routes;
  }

  async run(): Promise<void> {
    await this.connect();
    for (const [at, step] of this.transcript.steps.entries()) await this.play(step, at);
  }

  private async connect(): Promise<void> {
    const { session } = this.connection;
    const assumptions: string[] = [];
    const begins = session?.services.connector.implicitTls ?? false;
    if (session !== null && begins !== this.conditions.implicitTls)
      assumptions.push(
        begins
          ? 'The connector begins with TLS from the first byte: the client is taken to do so too.'
          : 'TLS from the first byte is taken for granted, although the connector begins in plain text.',
      );
    const expected = this.transcript.greeting?.lines ?? null;
    await this.answer({ kind: 'connect', line: null, sent: [], expected, command: '' }, assumptions);
  }

  private async play(step: TranscriptStep, at: number): Promise<void> {
    if (step.kind !== 'auth-answer') await this.finishLogin();
    if (step.kind !== 'body') await this.finishMessage();
    const obstacle = this.obstacle(step);
    if (obstacle !== null) {
      this.steps.push(notReached(step, obstacle));
      return;
    }
    const command = step.kind === 'command' ? oneLine(step.text[0] ?? '') : '';
    this.send(this.wire(step, command));
    const expected = step.reply?.lines ?? null;
    await this.answer({ kind: step.kind, line: step.line, sent: step.text, expected, command });
    if (step.kind === 'command') await this.signIn(command, at);
  }

  /** Why a step cannot be taken, as a sentence. */
  private obstacle({ kind }: TranscriptStep): string | null {
    if (this.isOver) return `Not reached: the session had ended${this.lastWords}.`;
    if (kind === 'auth-answer' && !this.isAsked)
      return `Not reached: the server asked for no answer to AUTH${this.lastWords}.`;
    if (kind === 'body' && !this.takesMessage)
      return `Not reached: DATA was not accepted, so the message was not sent${this.lastWords}.`;
    return null;
  }

  private get isOver(): boolean {
    const { session, socket } = this.connection;
    return session === null || session.isOver || socket.destroyed;
  }

  private get lastWords(): string {
    const last = this.lastReply.at(-1);
    return last === undefined ? '' : ` ("${last}")`;
  }

  private get isAsked(): boolean {
    return (this.connection.session?.continuation ?? null) !== null;
  }

  private get takesMessage(): boolean {
    return codeOf(this.lastReply) === 354;
  }

  /** What goes over the wire for a step. */
  private wire({ kind, text }: TranscriptStep, command: string): string {
    const user = this.conditions.userName ?? NOBODY;
    if (kind === 'body') return messageOf(text);
    if (kind === 'command') return `${withCredentials(command, user)}\r\n`;
    const given = oneLine(text[0] ?? '').trim();
    return `${isGivenUp(given) ? given : answerTo(this.lastReply[0] ?? '', user)}\r\n`;
  }

  private send(text: string): void {
    const { moment, socket } = this.connection;
    // The session may look at it before this returns.
    moment.passwordAsked = false;
    moment.acceptedBytes = null;
    socket.send(text);
  }

  /** Answers challenges whose answers the transcript does not have. */
  private async finishLogin(): Promise<void> {
    for (let asked = 0; asked < MOST_CHALLENGES && this.isAsked && !this.isOver; asked += 1) {
      this.send(`${answerTo(this.lastReply[0] ?? '', this.conditions.userName ?? NOBODY)}\r\n`);
      await this.answer(unrecorded('auth-answer'), ['The transcript has no answer to this challenge; one was sent.']);
    }
  }

  /** Ends a message that the transcript does not have. */
  private async finishMessage(): Promise<void> {
    if (!this.takesMessage || this.isOver) return;
    this.send(messageOf([]));
    await this.answer(unrecorded('body'), ['The transcript has no message behind DATA; an empty one was sent.']);
  }

  /** Waits for the reply and keeps the step. */
  private async answer(
    said: Pick<ReplayStep, 'kind' | 'line' | 'sent' | 'expected'> & { readonly command: string },
    assumptions: readonly string[] = [],
  ): Promise<void> {
    const { socket, log, session } = this.connection;
    const reply = await socket.reply();
    const actual = (reply ?? '').split('\r\n').filter((line) => line !== '');
    this.lastReply = firstReply(actual);
    const { trace, deviations } = log.take();
    const tarpitMs = session?.takeTarpitMs() ?? 0;
    const more = this.facts.of(said.kind, verbOf(said.command), this.lastReply, trace.length > 0, tarpitMs);
    this.steps.push(
      judgeStep({
        ...said,
        actual,
        trace: [...trace, ...more],
        deviations,
        tarpitMs,
        assumptions: [...assumptions, ...this.facts.assumptions()],
      }),
    );
  }

  /** Signs in behind the hello that comes last before the mail, where the transcript has no AUTH and an account is chosen. */
  private async signIn(command: string, at: number): Promise<void> {
    const { session } = this.connection;
    if (session === null || this.isOver || !this.isTimeToSignIn(verbOf(command), at, session)) return;
    const user = this.conditions.userName ?? NOBODY;
    if (offersAuth(session.services.connector, session.secure)) await this.signInAs(user, session);
    else this.assume(`Not signed in as ${user}. ${authOffer(session.services.connector, session.secure)}`, []);
  }

  private isTimeToSignIn(verb: string, at: number, session: ReplaySession): boolean {
    if (!this.signsIn || !session.introduced || session.account !== null) return false;
    if (verb === 'starttls') return true;
    return (verb === 'ehlo' || verb === 'helo') && !this.encryptsLater(at);
  }

  private async signInAs(user: string, session: ReplaySession): Promise<void> {
    const { socket, log, snapshot } = this.connection;
    this.send(`AUTH PLAIN ${plainAnswer(user)}\r\n`);
    const reply = (await socket.reply()) ?? '';
    session.takeTarpitMs();
    const { trace } = log.take();
    const text =
      codeOf([reply]) === 235
        ? `Signed in as ${user} here, with a password taken for right.`
        : `Signing in as ${user} was tried here and failed (${reply.trimEnd()}).`;
    this.assume(text, [...trace, ...StepFacts.ofLogin(snapshot, session, user)]);
  }

  private encryptsLater(at: number): boolean {
    return this.transcript.steps
      .slice(at + 1)
      .some(({ kind, text }) => kind === 'command' && verbOf(text[0] ?? '') === 'starttls');
  }

  /** Adds to the step that has just been kept. */
  private assume(text: string, trace: readonly TraceLine[]): void {
    const step = this.steps.pop();
    if (step === undefined) return;
    this.steps.push({
      ...step,
      assumptions: [...step.assumptions, text],
      trace: [...step.trace, ...trace],
    });
  }
}

function unrecorded(kind: 'auth-answer' | 'body') {
  return { kind, line: null, sent: [], expected: null, command: '' };
}

/** A step is one line, whatever was pasted into it. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ');
}

/** A message as it goes over the wire: dots doubled, a final dot (RFC 5321 4.5.2). */
function messageOf(lines: readonly string[]): string {
  return [
    ...lines.flatMap((line) => line.split(/\r?\n/)).map((line) => (line.startsWith('.') ? `.${line}` : line)),
    '.',
    '',
  ].join('\r\n');
}
