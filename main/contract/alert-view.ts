import type { ProblemKind } from './problem-view.ts';

/** Alerts as they are told. Times in ms since 1970; texts are sentences. */

export type AlertChannel = 'toast' | 'email' | 'webhook' | 'eventLog';

export interface AlertItem {
  /** The same problem has the same key before and after its count moved. */
  readonly key: string;
  readonly kind: ProblemKind | 'delivery-failure';
  readonly text: string;
  /** What to do. */
  readonly action: string;
  readonly sinceMs: number;
}

/** `more` were left out of `items`. */
export interface AlertList {
  readonly items: readonly AlertItem[];
  readonly more: number;
}

/** Messages since the last daily report. */
export interface DigestFigures {
  readonly sinceMs: number;
  readonly accepted: number;
  readonly delivered: number;
  readonly failed: number;
  readonly refused: number;
}

/** What is told at once, however much came up. */
export interface AlertNotice {
  readonly id: string;
  readonly atMs: number;
  readonly kind: 'alert' | 'digest' | 'test';
  readonly title: string;
  readonly problems: AlertList;
  readonly recovered: AlertList;
  readonly failures: AlertList;
  /** Of a daily report. */
  readonly figures: DigestFigures | null;
}

/** `off`: not set up. `waiting`: something could not be handed over yet. */
export interface ChannelView {
  readonly channel: AlertChannel;
  readonly state: 'off' | 'ready' | 'waiting' | 'failing';
  /** When it last took an alert; null where it never did. */
  readonly lastMs: number | null;
  /** What the last trouble was; null where there is none. */
  readonly trouble: string | null;
}

export interface AlertsView {
  readonly channels: readonly ChannelView[];
  /** When the quiet hours that run are over; null outside of them. */
  readonly quietUntilMs: number | null;
  /** Told last, newest first. */
  readonly recent: readonly AlertNotice[];
}

export interface AlertTrial {
  readonly channel: AlertChannel;
  readonly isSent: boolean;
  readonly text: string;
}
