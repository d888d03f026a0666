import { Worker } from 'node:worker_threads';
import type { Clock } from '../../clock.ts';
import { PostroomError } from '../../errors.ts';
import type { QueueCounts } from '../queue.ts';
import type { Answer, Call, FromStore, OpenRequest, Operation, Outcome, StoreStats, ToStore } from './protocol.ts';
import { fromFailure, storeError } from './store-error.ts';

/** The line to the store's thread: gathers operations while a commit is under way, and sends them as one batch. */

// Bounds the memory of one batch and the time for which the next one waits.
const MOST_OPERATIONS = 2048;
const MOST_BODY_BYTES = 4_194_304;
/** After a thread could not be started, operations fail at once for so long. */
const RESTART_PAUSE_MS = 1000;

interface Waiting {
  readonly operation: Operation;
  /** Inline body of an accept, or of a message out of the log. */
  readonly body: Buffer | null;
  readonly resolve: (outcome: Answer<Call>) => void;
  readonly reject: (error: Error) => void;
}

export type StartWorker = (backup: { databasePath: string; targetPath: string } | null) => Worker;

/** The bundle puts every chunk in one folder; in development Node runs the source. */
export const startWorker: StartWorker = (backup) =>
  new Worker(new URL(import.meta.url.endsWith('.ts') ? './store-worker.ts' : './store-worker.js', import.meta.url), {
    name: 'postroom-queue',
    workerData: backup,
  });

export type Opened = Extract<FromStore, { kind: 'opened' }>;

interface Thread {
  readonly worker: Worker;
  isReady: boolean;
  isClosing: boolean;
}

export class StoreLink {
  counts: QueueCounts = { waiting: 0, active: 0, retry: 0, suspended: 0, unreachable: 0, poison: 0 };
  /** Whether the disk space is there without which no mail is accepted. */
  hasReserve = false;
  stats: StoreStats = { commits: 0, batches: 0, operations: 0 };
  readonly #request: OpenRequest;
  readonly #clock: Clock;
  readonly #startWorker: StartWorker;
  #thread: Thread | null = null;
  #onOpened: { resolve: (opened: Opened) => void; reject: (error: Error) => void } | null = null;
  #onClosed: (() => void) | null = null;
  #waiting: Waiting[] = [];
  #underWay: Waiting[] = [];
  #isFlushScheduled = false;
  #isClosed = false;
  #downUntilMs = 0;

  constructor(request: OpenRequest, clock: Clock, start: StartWorker) {
    this.#request = request;
    this.#clock = clock;
    this.#startWorker = start;
  }

  /** Starts the thread and recovers the queue. */
  open(): Promise<Opened> {
    return new Promise((resolve, reject) => {
      this.#onOpened = { resolve, reject };
      this.#start('recover');
    });
  }

  submit<K extends Call>(operation: Operation<K>, body: Buffer | null = null): Promise<Answer<K>> {
    if (this.#isClosed)
      return Promise.reject(new PostroomError('not-running', 'The queue is closed. Start Postroom again.'));
    if (this.#thread === null && this.#clock.monotonic() < this.#downUntilMs) {
      return Promise.reject(storeError(new Error('the thread of the queue could not be started')));
    }
    return new Promise((resolve, reject) => {
      // The thread answers each call with that call's kind of answer (Handlers).
      const waiting = { operation, body, resolve, reject } as unknown as Waiting;
      this.#waiting.push(waiting);
      this.#schedule();
    });
  }

  /** Works off what is waiting, then ends the thread. */
  async close(lastId: number): Promise<void> {
    if (this.#isClosed) return;
    // Ordered behind all that was submitted, and starts a thread if there is none.
    await this.submit({ call: 'nextDue' }).catch(() => undefined);
    this.#isClosed = true;
    const thread = this.#thread;
    if (thread === null) return;
    thread.isClosing = true;
    await new Promise<void>((resolve) => {
      this.#onClosed = resolve;
      this.#post(thread, { kind: 'close', lastId });
    });
  }

  /** Lets all that becomes ready in this turn of the event loop share a batch. */
  #schedule(): void {
    if (this.#isFlushScheduled || this.#underWay.length > 0) return;
    this.#isFlushScheduled = true;
    setImmediate(() => {
      this.#isFlushScheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#underWay.length > 0 || this.#waiting.length === 0) return;
    this.#thread ??= this.#start('reopen');
    if (!this.#thread.isReady) return;
    const { batch, bytes } = this.#nextBatch();
    const bodies = Buffer.allocUnsafeSlow(bytes);
    let offset = 0;
    const operations = batch.map(({ operation, body }) => {
      if (body === null || (operation.call !== 'accept' && operation.call !== 'adopt')) return operation;
      // Copied once into one block that changes hands: buffers from the network share their memory with others.
      const reference = { kind: 'inline', offset, size: body.length } as const;
      body.copy(bodies, offset);
      offset += body.length;
      return { ...operation, body: reference };
    });
    this.#underWay = batch;
    this.#post(this.#thread, { kind: 'batch', operations, bodies }, [bodies.buffer]);
  }

  #nextBatch(): { batch: Waiting[]; bytes: number } {
    let bytes = 0;
    let count = 0;
    for (const { body } of this.#waiting) {
      const size = body?.length ?? 0;
      if (count === MOST_OPERATIONS || (count > 0 && bytes + size > MOST_BODY_BYTES)) break;
      bytes += size;
      count += 1;
    }
    return { batch: this.#waiting.splice(0, count), bytes };
  }

  #post(thread: Thread, message: ToStore, transfer: ArrayBuffer[] = []): void {
    thread.worker.postMessage(message, transfer);
  }

  #start(mode: OpenRequest['mode']): Thread {
    const thread: Thread = { worker: this.#startWorker(null), isReady: false, isClosing: false };
    this.#thread = thread;
    let cause: unknown = new Error('the thread of the queue ended');
    thread.worker.on('message', (message: FromStore) => {
      if (message.kind === 'failed') cause = fromFailure(message.failure);
      else this.#receive(thread, message);
    });
    thread.worker.on('error', (error: unknown) => (cause = error));
    thread.worker.on('exit', () => {
      this.#ended(thread, cause);
    });
    this.#post(thread, { kind: 'open', request: { ...this.#request, mode } });
    return thread;
  }

  #receive(thread: Thread, message: Exclude<FromStore, { kind: 'failed' }>): void {
    if (message.kind === 'closed') return;
    this.counts = message.counts;
    this.hasReserve = message.hasReserve;
    if (message.kind === 'opened') {
      thread.isReady = true;
      this.#onOpened?.resolve(message);
      this.#onOpened = null;
    } else {
      this.stats = message.stats;
      this.#answer(message.outcomes);
    }
    this.#flush();
  }

  #answer(outcomes: readonly Outcome[]): void {
    const batch = this.#underWay;
    this.#underWay = [];
    batch.forEach((waiting, index) => {
      const outcome = outcomes[index];
      if (outcome === undefined) waiting.reject(storeError(new Error('no answer')));
      else if ('failure' in outcome) waiting.reject(fromFailure(outcome.failure));
      else waiting.resolve(outcome.value);
    });
  }

  /** What was under way may or may not be committed; what was not sent yet goes to the next thread. */
  #ended(thread: Thread, cause: unknown): void {
    this.#thread = null;
    if (thread.isClosing) {
      this.#onClosed?.();
      return;
    }
    const error = storeError(cause);
    const lost = this.#underWay;
    this.#underWay = [];
    if (!thread.isReady) {
      this.#downUntilMs = this.#clock.monotonic() + RESTART_PAUSE_MS;
      lost.push(...this.#waiting.splice(0));
      this.#onOpened?.reject(error);
      this.#onOpened = null;
    }
    for (const waiting of lost) waiting.reject(error);
    this.#flush();
  }
}
