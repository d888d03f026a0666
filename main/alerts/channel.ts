import type { AlertNotice } from '../contract/alert-view.ts';
import type { Problem } from '../contract/problem-view.ts';

/** A way by which alerts reach people. */

/** `blocked`: it would have to go the way that is failing, and waits. `failed`: trying again is no use. */
export interface SendResult {
  readonly state: 'sent' | 'blocked' | 'retry' | 'failed';
  /** A sentence: where it went, or what the trouble is. */
  readonly text: string;
}

export interface Channel {
  isSetUp(): boolean;
  /** `open` are the problems there are now. Never rejects; what is aborted is to be tried again. */
  send(notice: AlertNotice, open: readonly Problem[], signal: AbortSignal): Promise<SendResult>;
}
