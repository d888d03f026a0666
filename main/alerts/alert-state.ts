import type { AlertChannel, AlertItem, AlertNotice, DigestFigures } from '../contract/alert-view.ts';

/** What alerts remember over a restart, so that nothing is told twice. Times in ms since 1970. */

export interface KnownProblem extends AlertItem {
  /** Since when it is not there; null while it is. */
  readonly goneMs: number | null;
  readonly toldMs: number | null;
  /** When it was told that it is over, or would have been. */
  readonly recoveredMs: number | null;
  /** How often it came back within a day after it was over. */
  readonly recurrences: number;
}

/** Mail that could not be delivered: one sender, one recipient, one reply. */
export interface FailureGroup {
  readonly key: string;
  readonly count: number;
  readonly sinceMs: number;
  readonly sender: string;
  readonly recipient: string;
  readonly reply: string;
  readonly subject: string | null;
  readonly action: string;
}

/** A toast is shown by whoever is there, or not at all; the other ways can be tried again. */
export type PostedChannel = Exclude<AlertChannel, 'toast'>;

/** An alert on its way. */
export interface OutboxEntry {
  readonly channel: PostedChannel;
  readonly notice: AlertNotice;
  readonly attempts: number;
  readonly nextMs: number;
  readonly createdMs: number;
}

export interface ChannelMemory {
  readonly lastMs: number | null;
  readonly trouble: string | null;
}

export interface AlertState {
  readonly version: 1;
  readonly problems: readonly KnownProblem[];
  readonly failures: readonly FailureGroup[];
  /** Of groups that there was no room for. */
  readonly failuresBeyond: number;
  readonly lastNoticeMs: number | null;
  readonly figures: DigestFigures;
  readonly lastDigestMs: number | null;
  readonly outbox: readonly OutboxEntry[];
  readonly channels: Readonly<Record<PostedChannel, ChannelMemory>>;
  /** Newest first. */
  readonly recent: readonly AlertNotice[];
}

const unused: ChannelMemory = { lastMs: null, trouble: null };

export function emptyState(nowMs: number): AlertState {
  return {
    version: 1,
    problems: [],
    failures: [],
    failuresBeyond: 0,
    lastNoticeMs: null,
    figures: noFigures(nowMs),
    lastDigestMs: null,
    outbox: [],
    channels: { email: unused, webhook: unused, eventLog: unused },
    recent: [],
  };
}

export function noFigures(sinceMs: number): DigestFigures {
  return { sinceMs, accepted: 0, delivered: 0, failed: 0, refused: 0 };
}
