import type { MessageRow, MessageRows } from '../../../main/contract/queue-view.ts';
import { messageQuery } from '../queue/message-filter.ts';
import type { MessageFilter } from '../queue/message-filter.ts';
import { withPage } from '../queue/message-rows.ts';
import type { Live } from './live.svelte.ts';

const PAGE = 500;
/** Rows held here; the rest is a matter of filtering. */
const MOST_ROWS = 20_000;
/** A queue that moves is read again, the less often the longer it is. */
const PAUSE_MS = 1000;
const PAUSE_PER_PAGE_MS = 250;
/** What changes without a word from the queue: a message is being sent, another is suspended elsewhere. */
const UNTOLD_MS = 10_000;

/** The messages of one queue that a filter lets through, read page by page and read again when the queue moves. */
export class QueueMessages {
  rows = $state.raw<readonly MessageRow[]>([]);
  /** Whether the queue was read to its end once. */
  isComplete = $state(false);
  /** There are more than are held here. */
  isCut = $state(false);
  failed = $state(false);
  readonly queue: string;
  readonly filter: MessageFilter;
  readonly #live: Live;
  #wake: () => void = () => undefined;
  #hasMoved = false;

  constructor(live: Live, queue: string, filter: MessageFilter) {
    this.#live = live;
    this.queue = queue;
    this.filter = filter;
  }

  /** Reads until it is told to end. */
  follow(): () => void {
    const followed = { ends: false };
    void this.#read(followed);
    return () => {
      followed.ends = true;
      this.#wake();
    };
  }

  /** The queue moved, or something was done to it. */
  moved(): void {
    this.#hasMoved = true;
    this.#wake();
  }

  async #read(followed: { ends: boolean }): Promise<void> {
    while (!followed.ends) {
      this.#hasMoved = false;
      const pages = await this.#sweep(followed);
      if (isOver(followed)) return;
      await pause(PAUSE_MS + pages * PAUSE_PER_PAGE_MS);
      if (!this.#isStale()) await this.#news();
    }
  }

  /** From the first message to the last. Returns how many pages there were. */
  async #sweep(followed: { ends: boolean }): Promise<number> {
    const query = messageQuery(this.queue, this.filter);
    let after: number | null = null;
    for (let pages = 1; ; pages += 1) {
      const page: MessageRows | null = await this.#live.attempt('queue.messages', { ...query, after, limit: PAGE });
      if (isOver(followed)) return pages;
      this.failed = page === null;
      if (page === null) return pages;
      const isFull = this.#take(after, page.next, page.messages);
      if (page.next === null || isFull) {
        this.isComplete = true;
        this.isCut = isFull;
        return pages;
      }
      after = page.next;
    }
  }

  /** Whether there is no room for more behind this page. */
  #take(after: number | null, next: number | null, found: readonly MessageRow[]): boolean {
    const rows = withPage(this.rows, { after, upTo: next, messages: found });
    const read = next === null ? rows.length : rows.findLastIndex(({ id }) => id <= next) + 1;
    const isFull = next !== null && read >= MOST_ROWS;
    this.rows = isFull ? rows.slice(0, read) : rows;
    return isFull;
  }

  #isStale(): boolean {
    return this.#hasMoved;
  }

  /** Until the queue moves, or until it could have without a word. */
  #news(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, UNTOLD_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

// A function, since the compiler holds what was read before an await for unchanged behind it.
function isOver(followed: { readonly ends: boolean }): boolean {
  return followed.ends;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
