import type { Clock, Timer } from '../clock.ts';
import { PostroomError } from '../errors.ts';
import type { MessageQueue } from '../transport/queue.ts';

/**
 * Whether the store takes mail. A refusal is reported once and stays a problem until a message is taken again; where
 * none comes, a trial on the same disk may end it too.
 */

export interface StoreHealth {
  /** A message could not be stored. */
  failed(error: unknown): void;
  /** A message was stored. */
  worked(): void;
  /** Why mail is refused, or null. */
  trouble(): PostroomError | null;
  close(): void;
}

export interface StoreHealthParts {
  readonly queue: Pick<MessageQueue, 'nextId' | 'createBody' | 'nextDueMs'>;
  readonly clock: Clock;
  /** Free bytes of the disk with the data folder. */
  readonly freeBytes: () => Promise<number>;
  readonly report: (error: unknown, doing: string) => void;
}

const TRY_EVERY_MS = 5000;
/** The store keeps 16 MiB in reserve and takes no mail without. */
const LEAST_FREE_BYTES = 20_971_520;
/** Too much for the database: it goes to a file, and to the disk. */
const TRIAL = Buffer.alloc(1_048_576);

export function createStoreHealth({ queue, clock, freeBytes, report }: StoreHealthParts): StoreHealth {
  let trouble: PostroomError | null = null;
  let timer: Timer | null = null;
  /** The last trial said that all is well; the next message decides whether that was true. */
  let isOnTrial = false;
  let isTrialTrusted = true;

  function end(): void {
    trouble = null;
    timer?.cancel();
    timer = null;
  }

  function tryLater(): void {
    timer = clock.after(TRY_EVERY_MS, () => {
      void passes().then((isWell) => {
        if (trouble === null) return;
        if (!isWell) {
          tryLater();
          return;
        }
        isOnTrial = true;
        end();
      });
    });
  }

  async function passes(): Promise<boolean> {
    const body = queue.createBody(queue.nextId());
    try {
      if ((await freeBytes()) < LEAST_FREE_BYTES) return false;
      await body.write(TRIAL);
      await body.finish();
      await queue.nextDueMs();
      return true;
    } catch {
      // What is wrong has been reported when it began.
      return false;
    } finally {
      await body.abort();
    }
  }

  return {
    failed(error) {
      const isKnown = error instanceof PostroomError;
      // An engine that is stopping is not in trouble; the session says what it answered.
      if (isKnown && error.code === 'not-running') return;
      if (isOnTrial) isTrialTrusted = false;
      isOnTrial = false;
      const begins = trouble === null;
      trouble = isKnown
        ? error
        : new PostroomError('store-failed', 'The queue could not be written.', { cause: error });
      if (!begins) return;
      report(error, 'storing a message');
      if (isTrialTrusted) tryLater();
    },
    worked() {
      isOnTrial = false;
      isTrialTrusted = true;
      if (trouble !== null) end();
    },
    trouble: () => trouble,
    close: end,
  };
}
