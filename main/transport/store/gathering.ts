import type { Clock, Timer } from '../../clock.ts';

/** Messages of the log that nobody is to deliver now: gathered for a moment, since many cost the database less at once. */

/** They leave after so long, or when so many bytes have come and none are on their way. */
const GATHER_MS = 100;
const GATHER_BYTES = 1_048_576;
const MOST_BYTES = 16_777_216;

interface Gathered {
  readonly body: Buffer;
}

export class Gathering<One extends Gathered> {
  /** Messages, and bytes of their bodies, that have come and not gone. */
  count = 0;
  #bytes = 0;
  readonly #clock: Clock;
  /** Never rejects. */
  readonly #send: (gathered: readonly One[]) => Promise<void>;
  #waiting: One[] = [];
  #waitingBytes = 0;
  #timer: Timer | null = null;
  #isSending = false;
  #isRefused = false;

  constructor(clock: Clock, send: (gathered: readonly One[]) => Promise<void>) {
    this.#clock = clock;
    this.#send = send;
  }

  /** False with much that the database has not taken yet, or where it refused the last: then it is asked itself. */
  get isOpen(): boolean {
    return this.#bytes < MOST_BYTES && !this.#isRefused;
  }

  add(one: One): void {
    this.count += 1;
    this.#bytes += one.body.length;
    this.#waiting.push(one);
    this.#waitingBytes += one.body.length;
    this.#sendSoon();
  }

  /** The database has taken it. */
  gone(one: One): void {
    this.count -= 1;
    this.#bytes -= one.body.length;
    this.#isRefused = false;
  }

  /** The database has not taken one. */
  refused(): void {
    this.#isRefused = true;
  }

  /** Sends all that waits, at once; resolves when the database has answered. Never rejects. */
  async drain(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = null;
    if (this.#waiting.length === 0) return;
    const sent = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#isSending = true;
    await this.#send(sent);
    this.#isSending = false;
    if (this.#waiting.length > 0) this.#sendSoon();
  }

  close(): void {
    this.#timer?.cancel();
  }

  #sendSoon(): void {
    if (this.#waitingBytes >= GATHER_BYTES && !this.#isSending) void this.drain();
    else this.#timer ??= this.#clock.after(GATHER_MS, () => void this.drain());
  }
}
