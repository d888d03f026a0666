import { inBatches } from '../queue/batches.ts';
import type { BatchProgress, BatchResult } from '../queue/batches.ts';
import type { Live } from './live.svelte.ts';

export type BulkKind = 'retry' | 'suspend' | 'resume' | 'remove';

/** A call takes 1,000; fewer at a time can be watched and stopped. */
const BATCH = 200;

/** What is being done to many messages, and what the last such thing came to. */
export class BulkAction {
  running = $state.raw<{ readonly kind: BulkKind; readonly progress: BatchProgress } | null>(null);
  result = $state.raw<{ readonly kind: BulkKind; readonly result: BatchResult } | null>(null);
  readonly #live: Live;
  #isStopped = false;

  constructor(live: Live) {
    this.#live = live;
  }

  /** Ends behind the batch that is under way. */
  stop(): void {
    this.#isStopped = true;
  }

  async run(kind: BulkKind, ids: readonly number[], withNdr = false): Promise<BatchResult | null> {
    if (this.running !== null) return null;
    this.#isStopped = false;
    this.result = null;
    const result = await inBatches({
      ...{ ids, size: BATCH, isStopped: () => this.#isStopped },
      act: (batch) => this.#act(kind, batch, withNdr),
      tell: (progress) => {
        this.running = { kind, progress };
      },
    });
    this.running = null;
    this.result = { kind, result };
    return result;
  }

  async #act(kind: BulkKind, ids: number[], withNdr: boolean): Promise<number | null> {
    const touched =
      kind === 'remove'
        ? await this.#live.call('message.remove', { ids, withNdr })
        : await this.#live.call(`message.${kind}`, { ids });
    return touched?.count ?? null;
  }
}
