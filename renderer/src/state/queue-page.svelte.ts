import { noMessageFilter } from '../queue/message-filter.ts';
import type { MessageFilter } from '../queue/message-filter.ts';
import { nearestTo, positionOf } from '../queue/message-rows.ts';
import { nothingSelected, withoutGone } from '../queue/selection.ts';
import { BulkAction } from './bulk-action.svelte.ts';
import type { Live } from './live.svelte.ts';
import { QueueMessages } from './queue-messages.svelte.ts';
import { ReplyWords } from './reply-words.svelte.ts';

/** What the queue page holds; it stays while one of its messages is looked at. */
export class QueuePage {
  readonly live: Live;
  readonly action: BulkAction;
  readonly replies: ReplyWords;
  list = $state.raw<QueueMessages | null>(null);
  selection = $state.raw(nothingSelected);
  /** The message that the keyboard stands on. */
  active = $state<number | null>(null);
  filter = $state.raw(noMessageFilter);

  constructor(live: Live) {
    this.live = live;
    this.action = new BulkAction(live);
    this.replies = new ReplyWords(live);
  }

  /** Looks at a queue; nothing changes where it is looked at already. */
  choose(queue: string): void {
    if (this.list?.queue !== queue) this.#open(queue, noMessageFilter);
  }

  /** Looks at what of a queue the filter lets through. */
  show(queue: string, filter: MessageFilter): void {
    this.#open(queue, filter);
  }

  /** Another filter, another list: what was selected in the old one is not seen any more. */
  look(filter: MessageFilter): void {
    if (this.list !== null) this.#open(this.list.queue, filter);
  }

  /** Lets go of messages that have left. */
  prune(): void {
    if (this.list === null) return;
    const { rows } = this.list;
    this.selection = withoutGone(this.selection, rows);
    if (this.active !== null && positionOf(rows, this.active) < 0)
      this.active = nearestTo(rows, this.active)?.id ?? null;
  }

  #open(queue: string, filter: MessageFilter): void {
    this.list = new QueueMessages(this.live, queue, filter);
    this.filter = filter;
    this.selection = nothingSelected;
    this.active = null;
  }
}
