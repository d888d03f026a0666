import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { JournalSettings } from '../config/snapshot.ts';
import type { TraceStep } from '../connectors/model.ts';
import type { SessionFilter } from '../contract/calls.ts';
import type { DeviceCard, DeviceLogin, RefusedDevice, SessionDetail, SessionPage } from '../contract/session-view.ts';
import type { DayFigures, Throughput } from '../contract/status-view.ts';
import type { PostroomError } from '../errors.ts';
import type { DayCount } from './connector-days.ts';
import { DeviceCards } from './device-cards.ts';
import { DeviceRefusals } from './device-refusals.ts';
import type { KnockPart } from './device-knock.ts';
import type { DeviceRhythm } from './device-rhythm.ts';
import { KeptFigures } from './kept-figures.ts';
import { LiveSession } from './live-session.ts';
import type { SessionSink } from './live-session.ts';
import { LiveSessions, addressOf } from './live-sessions.ts';
import type { SessionsListener } from './live-sessions.ts';
import { logPlace } from './log-files.ts';
import { createLogWriter, type LogWriter } from './log-writer.ts';
import { createTrackingFormat, TRACKING_FIELDS, type TrackingEvent } from './message-tracking.ts';
import { createProtocolFormat, PROTOCOL_FIELDS } from './protocol-log.ts';
import type { ProtocolRecord } from './protocol-log.ts';

/** The side exit of every stage: protocol logs, message tracking, live events, counters. Nothing here may slow or fail a caller. */

export type LogEventKind = '+' | '-' | '>' | '<' | '*';

export interface SessionStart {
  /** 16 hex digits, as Exchange prints them. */
  readonly id: string;
  readonly direction: 'receive' | 'send';
  /** Connector identity, `SERVER\Name`. */
  readonly connector: string;
  /** Goes to the protocol log file (ProtocolLoggingLevel Verbose); the live log gets every session. */
  readonly verbose: boolean;
  readonly localEndpoint: string;
  readonly remoteEndpoint: string;
}

/** What a session tells of its client as it goes on. */
export interface SessionFacts {
  readonly tls?: string;
  readonly account?: string;
  readonly helo?: string;
  /** A login that was tried. */
  readonly login?: Omit<DeviceLogin, 'atMs'>;
  /** How often it sent the message that was accepted now. */
  readonly repeated?: number;
}

/** Log of one session. Cheap: a line is kept as given and formatted off the path. */
export interface SessionLog {
  readonly id: string;
  write(event: LogEventKind, data: string, context?: string): void;
  /** Attaches the reasoning behind the last reply; called only when the trace is wanted. */
  trace(steps: () => readonly TraceStep[]): void;
  /** A tolerated deviation from the protocol, by stable code, recorded on the session. */
  deviation(code: string, text: string): void;
  /** Facts that change during a session. */
  update(facts: SessionFacts): void;
  /** Learning mode heard this, and took nothing of it. */
  knock(heard: KnockPart): void;
  /** One transaction ended. */
  transaction(result: {
    readonly accepted: boolean;
    readonly mailFrom: string;
    readonly recipients: readonly string[];
    readonly reply: string;
  }): void;
  close(by: 'Local' | 'Remote' | 'Remote(SocketError)'): void;
}

export type Counter = 'accepted' | 'delivered' | 'refused' | 'deferred' | 'failed' | 'dropped-log-lines' | 'sessions';

export interface Journal {
  open(session: SessionStart): SessionLog;
  track(event: TrackingEvent): void;
  count(counter: Counter, by?: number): void;
  counters(): Readonly<Record<Counter, number>>;
  /** Writes what is buffered and closes the files. */
  close(): Promise<void>;
}

/** What clients look at: recent sessions, devices, rates. In memory; device cards and figures outlive the process. */
export interface LiveJournal {
  /** Newest first; `before` is the `next` of the page before. */
  sessions(filter: SessionFilter, before: number | null, limit: number): SessionPage;
  session(id: string): SessionDetail | null;
  /** Batches of what changes: lines every 100 ms, sessions at most four times a second. Returns the unsubscriber. */
  subscribe(listener: SessionsListener): () => void;
  devices(): readonly DeviceCard[];
  /** What DNS calls the address of a device. */
  nameDevice(address: string, hostName: string | null): void;
  /** Learning mode begins anew: what earlier ones heard is forgotten. */
  forgetKnocks(): void;
  /** When which device sent last, and how long it usually pauses. */
  rhythms(): readonly DeviceRhythm[];
  throughput(minutes: number): Throughput;
  /** Messages since midnight, or since the start where that came later. */
  figures(): DayFigures;
  /** Devices turned away today, last refused first. */
  refusedDevices(): readonly RefusedDevice[];
  /** Messages that a receive connector, by its identity, took and refused today. */
  today(connector: string): DayCount;
  /** When a log line was last dropped, or null. */
  lastDropMs(): number | null;
  /** Settles when the events tracked so far can be read in the log. */
  trackingWritten(): Promise<void>;
}

export interface JournalOptions {
  /** The data folder. */
  readonly folder: string;
  readonly clock: Clock;
  readonly settings: () => JournalSettings;
  readonly serverName: () => string;
  /** A session that was received has ended. */
  readonly onSessionEnd?: (address: string) => void;
  /** A log or the device list cannot be written or read; told once per failure. */
  readonly onError: (error: PostroomError) => void;
}

// Columns around the data of a line, roughly.
const LINE_OVERHEAD_BYTES = 140;
const TRACKING_OVERHEAD_BYTES = 400;
// A login or a policy turned the device away; other errors before a message are a program that tries the port.
const SECURITY_REPLY = /^5\d\d 5\.7\./;

export function createJournal({
  folder,
  clock,
  settings,
  serverName,
  onSessionEnd,
  onError,
}: JournalOptions): Journal & LiveJournal {
  const figures = new KeptFigures(join(folder, 'figures.json'), clock, onError);
  const { counters, days } = figures;
  const live = new LiveSessions(clock);
  const devices = new DeviceCards(join(folder, 'devices.json'), clock, onError);
  const refusals = new DeviceRefusals(clock, devices.list());
  const shared = { clock, onError, onDropped: () => counters.add('dropped-log-lines', 1) };
  const protocol = { ...shared, fields: PROTOCOL_FIELDS, rotation: () => settings().protocolLog };
  const receiveLog = createLogWriter({
    ...protocol,
    ...logPlace(folder, 'receive'),
    logType: 'SMTP Receive Protocol Log',
    format: createProtocolFormat(),
  });
  const sendLog = createLogWriter({
    ...protocol,
    ...logPlace(folder, 'send'),
    logType: 'SMTP Send Protocol Log',
    format: createProtocolFormat(),
  });
  const trackingLog = createLogWriter({
    ...shared,
    ...logPlace(folder, 'tracking'),
    logType: 'Message Tracking Log',
    fields: TRACKING_FIELDS,
    rotation: () => settings().messageTracking,
    format: createTrackingFormat({ serverName, logsSubject: () => settings().subjectLogging }),
  });
  let lastNumber = 0;

  const sinkTo = (log: LogWriter<ProtocolRecord>): SessionSink => ({
    now: () => clock.now(),
    line(session, line) {
      live.addLine(session, line);
      const { columns } = session;
      if (columns !== null) log.push({ columns, line }, line.data.length + line.context.length + LINE_OVERHEAD_BYTES);
    },
    transaction({ start }, result) {
      if (start.direction !== 'receive') return;
      days.add(start.connector, result.accepted);
      refusals.add(addressOf(start.remoteEndpoint), { session: start.id, ...result });
    },
    changed: (session) => live.markChanged(session),
    closed(session) {
      live.markEnded(session);
      const { start, refusedEarly } = session;
      if (start.direction === 'receive') onSessionEnd?.(addressOf(start.remoteEndpoint));
      if (start.direction !== 'receive' || refusedEarly === null || !SECURITY_REPLY.test(refusedEarly)) return;
      const nobody = { accepted: false, mailFrom: '', recipients: [] };
      refusals.add(addressOf(start.remoteEndpoint), { session: start.id, ...nobody, reply: refusedEarly });
    },
  });
  const sinks = { receive: sinkTo(receiveLog), send: sinkTo(sendLog) };

  return {
    open(start) {
      lastNumber += 1;
      const device =
        start.direction === 'receive'
          ? devices.seen(addressOf(start.remoteEndpoint), start.connector, start.localEndpoint)
          : null;
      const session = new LiveSession(start, lastNumber, sinks[start.direction], device);
      live.add(session);
      return session;
    },
    track(event) {
      if (!settings().messageTrackingEnabled) return;
      const size = event.messageId.length + event.recipients.length * 40 + (event.recipientStatus?.length ?? 0) * 60;
      trackingLog.push({ atMs: clock.now(), event }, size + TRACKING_OVERHEAD_BYTES);
    },
    count: (counter, by = 1) => counters.add(counter, by),
    counters: () => ({ ...counters.totals }),
    async close() {
      live.close();
      await Promise.all([receiveLog.close(), sendLog.close(), trackingLog.close(), devices.close(), figures.close()]);
    },
    sessions: (filter, before, limit) => live.page(filter, before, limit),
    session: (id) => live.get(id),
    subscribe: (listener) => live.subscribe(listener),
    devices: () => devices.list(),
    nameDevice: (address, hostName) => devices.named(address, hostName),
    forgetKnocks: () => devices.forgetKnocks(),
    rhythms: () => devices.rhythms(),
    figures: () => counters.today(),
    refusedDevices: () => refusals.list(),
    throughput: (minutes) => counters.throughput(minutes),
    today: (connector) => days.of(connector),
    lastDropMs: () => counters.lastDropMs,
    trackingWritten: () => trackingLog.flushed(),
  };
}
