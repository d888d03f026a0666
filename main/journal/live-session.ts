import type { TraceStep } from '../connectors/model.ts';
import type {
  SessionDetail,
  SessionDeviation,
  SessionLine,
  SessionSummary,
  SessionTransaction,
  SessionVerdict,
} from '../contract/session-view.ts';
import type { DeviceHandle } from './device-cards.ts';
import type { KnockPart } from './device-knock.ts';
import type { LogEventKind, SessionFacts, SessionLog, SessionStart } from './journal.ts';
import { protocolColumns, type ProtocolColumns } from './protocol-log.ts';

/** One session as it is written and as it is looked at. Writing keeps the line as given; everything else waits for a reader. */

export interface SessionSink {
  now(): number;
  line(session: LiveSession, line: SessionLine): void;
  /** A message was taken or refused. */
  transaction(session: LiveSession, result: SessionTransactionResult): void;
  changed(session: LiveSession): void;
  closed(session: LiveSession): void;
}

export type SessionTransactionResult = Parameters<SessionLog['transaction']>[0];

// A long session keeps how it began and where it is now.
const MAX_LINES = 1000;
const KEPT_HEAD = 100;
const CUT = 500;
const LINE_OVERHEAD = 120;
const MAX_TRACES = 16;
const MAX_TRANSACTIONS = 100;
const MAX_DEVIATIONS = 64;
const DIGIT_4 = 52;
const DIGIT_5 = 53;

export class LiveSession implements SessionLog {
  readonly id: string;
  readonly start: SessionStart;
  readonly number: number;
  readonly startedMs: number;
  /** False when the ring has let it go: lines are then not kept. */
  isKept = true;
  /** Size of the kept lines. */
  size = 0;
  lines: SessionLine[] = [];
  /** Its columns in the protocol log, or null where it is not written there. */
  readonly columns: ProtocolColumns | null;
  private readonly sink: SessionSink;
  private readonly device: DeviceHandle | null;
  /** Whose replies count: ours when receiving, the other side's when sending. */
  private readonly replyEvent: LogEventKind;
  private sequence = 0;
  private hasEndLine = false;
  private omittedLines = 0;
  private endedMs: number | null = null;
  private endedBy: SessionSummary['endedBy'] = null;
  private tls: string | null = null;
  private account: string | null = null;
  private helo: string | null = null;
  private isLearning = false;
  private accepted = 0;
  private refused = 0;
  private lastError: string | null = null;
  private readonly deviations: SessionDeviation[] = [];
  private readonly transactions: SessionTransaction[] = [];
  private readonly traces: { sequence: number; steps: () => readonly TraceStep[] }[] = [];

  constructor(start: SessionStart, number: number, sink: SessionSink, device: DeviceHandle | null) {
    this.id = start.id;
    this.start = start;
    this.number = number;
    this.sink = sink;
    this.device = device;
    this.columns = start.verbose ? protocolColumns(start) : null;
    this.startedMs = sink.now();
    this.replyEvent = start.direction === 'receive' ? '>' : '<';
  }

  write(event: LogEventKind, data: string, context = ''): void {
    const line: SessionLine = {
      session: this.id,
      sequence: this.sequence,
      atMs: this.sink.now(),
      event,
      data,
      context,
    };
    this.sequence += 1;
    if (event === '-') this.hasEndLine = true;
    if (event === this.replyEvent && isRefusal(data)) this.noteError(data);
    this.sink.line(this, line);
  }

  trace(steps: () => readonly TraceStep[]): void {
    if (!this.isKept) return;
    if (this.traces.length >= MAX_TRACES) this.traces.shift();
    this.traces.push({ sequence: Math.max(0, this.sequence - 1), steps });
  }

  deviation(code: string, text: string): void {
    this.device?.deviation(code);
    if (this.deviations.length < MAX_DEVIATIONS)
      this.deviations.push({ code, text, sequence: Math.max(0, this.sequence - 1) });
    this.sink.changed(this);
  }

  update(facts: SessionFacts): void {
    this.tls = facts.tls ?? this.tls;
    this.account = facts.account ?? this.account;
    this.helo = facts.helo ?? this.helo;
    this.device?.update(facts);
    this.sink.changed(this);
  }

  knock(heard: KnockPart): void {
    this.isLearning = true;
    this.device?.knock(heard);
  }

  transaction(result: SessionTransactionResult): void {
    if (result.accepted) this.accepted += 1;
    else this.refused += 1;
    this.device?.transaction(result);
    this.sink.transaction(this, result);
    if (!result.accepted) this.noteError(result.reply);
    if (this.isKept) {
      if (this.transactions.length >= MAX_TRANSACTIONS) this.transactions.shift();
      this.transactions.push({ atMs: this.sink.now(), ...result });
    }
    this.sink.changed(this);
  }

  close(by: 'Local' | 'Remote' | 'Remote(SocketError)'): void {
    if (this.endedMs !== null) return;
    if (!this.hasEndLine) this.write('-', '', by);
    this.endedMs = this.sink.now();
    this.endedBy = by;
    this.sink.closed(this);
  }

  /** Keeps a line; returns by how many characters the session grew or shrank. */
  keep(line: SessionLine): number {
    const before = this.size;
    this.lines.push(line);
    this.size += sizeOf(line);
    if (this.lines.length > MAX_LINES) {
      for (const cut of this.lines.splice(KEPT_HEAD, CUT)) this.size -= sizeOf(cut);
      this.omittedLines += CUT;
    }
    return this.size - before;
  }

  /** The ring lets go of it; the session itself may still be open. */
  letGo(): void {
    this.isKept = false;
    this.lines = [];
    this.transactions.length = 0;
    this.traces.length = 0;
  }

  get isOpen(): boolean {
    return this.endedMs === null;
  }

  /** The last refusal of a session that did not come as far as a message, or null. */
  get refusedEarly(): string | null {
    return this.accepted > 0 || this.refused > 0 ? null : this.lastError;
  }

  verdict(): SessionVerdict {
    if (this.accepted > 0) return this.refused > 0 ? 'mixed' : 'accepted';
    if (this.refused > 0 || this.lastError !== null) return 'refused';
    return this.isOpen ? 'open' : 'nothing';
  }

  summary(): SessionSummary {
    const { id, number, startedMs, endedMs, endedBy, tls, account, helo, accepted, refused, lastError } = this;
    const { direction, connector, localEndpoint, remoteEndpoint } = this.start;
    const facts = {
      id,
      number,
      direction,
      connector,
      localEndpoint,
      remoteEndpoint,
      startedMs,
      endedMs,
      endedBy,
      tls,
      account,
      helo,
    };
    return { ...facts, accepted, refused, verdict: this.verdict(), lastError, deviations: [...this.deviations] };
  }

  detail(): SessionDetail {
    return {
      ...this.summary(),
      lines: [...this.lines],
      omittedLines: this.omittedLines,
      transactions: [...this.transactions],
      traces: this.traces.map(({ sequence, steps }) => ({ sequence, steps: steps() })),
    };
  }

  private noteError(text: string): void {
    this.lastError = text;
    // To be put off by learning mode is no fault of the device.
    if (!this.isLearning) this.device?.error(text);
  }
}

/** Roughly what a line takes in memory, in characters: short lines are mostly the object around them. */
function sizeOf(line: SessionLine): number {
  return LINE_OVERHEAD + line.data.length + line.context.length;
}

/** A 4xx or 5xx reply. */
function isRefusal(data: string): boolean {
  const first = data.charCodeAt(0);
  return (first === DIGIT_4 || first === DIGIT_5) && /^\d{3}[ -]/.test(data);
}
