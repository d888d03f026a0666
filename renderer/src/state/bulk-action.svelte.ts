import type { Touched } from '../../../main/contract/queue-view.ts';
import { inBatches } from '../queue/batches.ts';
import type { BatchProgress, BatchResult } from '../queue/batches.ts';
import type { Live } from './live.svelte.ts';

/** What can be done to many messages at once. */
export type BulkDeed =
  | { readonly kind: 'retry' | 'suspend' | 'resume' }
  | { readonly kind: 'remove'; readonly withNdr: boolean }
  /** Until a time, or with null until somebody resumes them. */
  | { readonly kind: 'hold'; readonly reason: string; readonly untilMs: number | null }
  /** Through a send connector; null: as routing says. */
  | { readonly kind: 'route'; readonly connector: string | null };

export type BulkKind = BulkDeed['kind'];

/** Something that was done in a dialog, and where to see it. */
export interface Told {
  readonly text: string;
  readonly link: { readonly href: string; readonly text: string } | null;
}

/** A call takes 1,000; fewer at a time can be watched and stopped. */
const BATCH = 200;

/** What is being done to many messages, and what the last such thing came to. */
export class BulkAction {
  running = $state.raw<{ readonly kind: BulkKind; readonly progress: BatchProgress } | null>(null);
  result = $state.raw<{ readonly kind: BulkKind; readonly result: BatchResult } | null>(null);
  told = $state.raw<Told | null>(null);
  readonly #live: Live;
  #isStopped = false;

  constructor(live: Live) {
    this.#live = live;
  }

  /** Ends behind the batch that is under way. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Says what was done elsewhere, instead of what was said before. */
  tell(told: Told): void {
    this.result = null;
    this.told = told;
  }

  dismiss(): void {
    this.result = null;
    this.told = null;
  }

  async run(deed: BulkDeed, ids: readonly number[]): Promise<BatchResult | null> {
    if (this.running !== null) return null;
    const { kind } = deed;
    this.#isStopped = false;
    this.dismiss();
    const result = await inBatches({
      ...{ ids, size: BATCH, isStopped: () => this.#isStopped },
      act: (batch) => this.#act(deed, batch),
      tell: (progress) => {
        this.running = { kind, progress };
      },
    });
    this.running = null;
    this.result = { kind, result };
    return result;
  }

  async #act(deed: BulkDeed, ids: number[]): Promise<number | null> {
    const touched = await this.#touch(deed, ids);
    return touched?.count ?? null;
  }

  #touch(deed: BulkDeed, ids: number[]): Promise<Touched | null> {
    switch (deed.kind) {
      case 'remove':
        return this.#live.call('message.remove', { ids, withNdr: deed.withNdr });
      case 'hold':
        return this.#live.call('message.hold', { ids, reason: deed.reason, untilMs: deed.untilMs });
      case 'route':
        return this.#live.call('message.route', { ids, connector: deed.connector });
      case 'retry':
      case 'suspend':
      case 'resume':
        return this.#live.call(`message.${deed.kind}`, { ids });
    }
  }
}
