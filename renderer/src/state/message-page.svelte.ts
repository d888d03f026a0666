import { CallError } from '../../../main/contract/client.ts';
import type { MessageDetail, MessageHeader } from '../../../main/contract/queue-view.ts';
import type { Live } from './live.svelte.ts';

/** One message that waits, read again whenever the queue moves. */
export class OpenMessage {
  detail = $state.raw<MessageDetail | null>(null);
  header = $state.raw<MessageHeader | null>(null);
  /** It was delivered, or removed. What was known of it stays to be seen. */
  isGone = $state(false);
  failed = $state(false);
  /** Whether the session it came with can still be opened. */
  hasSession = $state(false);
  readonly #live: Live;
  readonly #id: number;
  #reading = false;

  constructor(live: Live, id: number) {
    this.#live = live;
    this.#id = id;
  }

  async read(): Promise<void> {
    if (this.#reading || this.isGone) return;
    this.#reading = true;
    const found = await this.#live.ask('queue.message', { id: this.#id });
    this.#reading = false;
    const isError = found instanceof CallError;
    this.isGone = isError && found.code === 'not-found';
    this.failed = isError && !this.isGone;
    if (isError) return;
    this.detail = found;
    if (this.header === null) await this.#readOnce(found);
  }

  async #readOnce({ sessionId }: MessageDetail): Promise<void> {
    this.header = await this.#live.attempt('message.header', { id: this.#id });
    if (sessionId !== null) this.hasSession = (await this.#live.attempt('sessions.get', { id: sessionId })) !== null;
  }
}
