import type { Problem } from './problem-view.ts';

/** The state of the engine as `status --json` prints it. Times in ms since 1970. */

export const serviceNames = [
  'Frontend Transport',
  'Transport',
  'Mailbox Transport Delivery',
  'Mailbox Transport Submission',
] as const;
export type ServiceName = (typeof serviceNames)[number];

export interface ServiceState {
  readonly name: ServiceName;
  readonly state: 'running' | 'stopped';
}

/** One row per connector and binding. */
export interface ListenerState {
  readonly connector: string;
  readonly address: string;
  readonly port: number;
  readonly state: 'listening' | 'failed' | 'stopped';
  readonly reason: string | null;
}

export interface QueueTotals {
  readonly waiting: number;
  readonly active: number;
  readonly retry: number;
  readonly suspended: number;
  readonly unreachable: number;
  readonly poison: number;
}

/** Where enabled send connectors send mail for others. */
export interface SendingState {
  /** Without brackets, each once; first those of connectors for all domains. */
  readonly smartHosts: readonly string[];
  /** Whether one looks up the recipients' own servers (MX). */
  readonly mx: boolean;
}

/** Messages since midnight of the engine's time zone, or since counting began where that came later; kept over restarts. */
export interface DayFigures {
  readonly sinceMs: number;
  readonly accepted: number;
  readonly delivered: number;
  readonly refused: number;
}

export interface Status {
  readonly state: 'running' | 'stopped';
  readonly pid: number;
  readonly version: string;
  /** Address of the console, or null where it is off. */
  readonly console: string | null;
  readonly services: readonly ServiceState[];
  readonly listeners: readonly ListenerState[];
  readonly sending: SendingState;
  readonly queue: QueueTotals;
  /** Messages since the engine started. */
  readonly accepted: number;
  readonly delivered: number;
  readonly refused: number;
  readonly today: DayFigures;
  readonly problems: readonly Problem[];
}

/** Messages per minute, oldest first; the last entry is the minute that runs. */
export interface Throughput {
  readonly firstMinuteMs: number;
  readonly accepted: readonly number[];
  readonly delivered: readonly number[];
  readonly refused: readonly number[];
}
