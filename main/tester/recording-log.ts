import type { TraceStep } from '../connectors/model.ts';
import type { TraceLine } from '../contract/session-view.ts';
import type { ReplayStep } from '../contract/tester-view.ts';
import type { LogEventKind, SessionLog } from '../journal/journal.ts';

/** `replies`: without the traces, for those who look at outcomes alone; traces cost much of a replay. */
export type ReplayDetail = 'reasons' | 'replies';

/** What was learnt of one reply. */
export interface Recorded {
  readonly trace: readonly TraceLine[];
  readonly deviations: ReplayStep['deviations'];
}

// Lines that the trace or a property of the step says better.
const SAID_ELSEWHERE = /^(?:Set Session Permissions|receiving message|TLS protocol .*|Sending certificate .*)$/;

/** A session's log that is read reply by reply and then forgotten. */
export class RecordingLog implements SessionLog {
  readonly id: string;
  private readonly detail: ReplayDetail;
  private explanations: (() => readonly TraceStep[])[] = [];
  private deviations: { code: string; text: string }[] = [];
  private notes: TraceLine[] = [];

  constructor(id: string, detail: ReplayDetail) {
    this.id = id;
    this.detail = detail;
  }

  write(event: LogEventKind, _data: string, context = ''): void {
    if (event === '*' && context !== '' && !SAID_ELSEWHERE.test(context))
      this.notes.push({ step: 'log', text: context });
  }

  trace(steps: () => readonly TraceStep[]): void {
    if (this.detail === 'reasons') this.explanations.push(steps);
  }

  deviation(code: string, text: string): void {
    this.deviations.push({ code, text });
  }

  update(): void {
    // The steps show TLS, account and name themselves.
  }

  knock(): void {
    // Nobody is at the door: it is a replay.
  }

  transaction(): void {
    // The steps are the outcome.
  }

  close(): void {
    // The replay ends by itself.
  }

  /** What has been recorded since the last call. */
  take(): Recorded {
    const { explanations, deviations, notes } = this;
    this.explanations = [];
    this.deviations = [];
    this.notes = [];
    return { trace: [...explanations.flatMap((explain) => explain()), ...notes], deviations };
  }
}
