/** An action on many messages: in batches, so that it can be watched and stopped, and mail flows meanwhile. */

export interface BatchProgress {
  readonly total: number;
  /** Messages the engine was asked about. */
  readonly done: number;
  /** Messages it did something to. */
  readonly touched: number;
}

export interface BatchResult extends BatchProgress {
  /** failed: the engine did not answer; what is left was not touched. */
  readonly end: 'finished' | 'stopped' | 'failed';
}

export interface BatchWork {
  readonly ids: readonly number[];
  readonly size: number;
  /** How many it touched; null where that failed. */
  readonly act: (ids: number[]) => Promise<number | null>;
  readonly tell: (progress: BatchProgress) => void;
  readonly isStopped: () => boolean;
}

export async function inBatches({ ids, size, act, tell, isStopped }: BatchWork): Promise<BatchResult> {
  let progress: BatchProgress = { total: ids.length, done: 0, touched: 0 };
  tell(progress);
  while (progress.done < ids.length) {
    if (isStopped()) return { ...progress, end: 'stopped' };
    const batch = ids.slice(progress.done, progress.done + size);
    const touched = await act(batch);
    if (touched === null) return { ...progress, end: 'failed' };
    progress = { ...progress, done: progress.done + batch.length, touched: progress.touched + touched };
    tell(progress);
  }
  return { ...progress, end: 'finished' };
}
