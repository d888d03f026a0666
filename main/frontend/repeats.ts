import { crc32 } from 'node:zlib';

/**
 * Whether a client sent the same message before: the same Message-ID or the same large content to the same recipients
 * within the hour, after it was accepted. Nothing is decided by it.
 */

const WITHIN_MS = 3_600_000;
/** In each of two generations. */
const MOST_KNOWN = 2500;
const MAX_MARK = 200;

/** What is compared of an accepted message. */
export interface RepeatFacts {
  readonly address: string;
  /** As the client gave it, with the size of the body; null: it gave none. */
  readonly messageId: string | null;
  /** See ContentMark. */
  readonly content: string | null;
  readonly recipients: readonly string[];
}

interface Known {
  times: number;
  lastMs: number;
}

/** Two generations: the older one goes as a whole when the younger one is full, which costs the rest nothing. */
export class Repeats {
  private younger = new Map<string, Known>();
  private older = new Map<string, Known>();

  /** Notes an accepted message, and tells the how manyth of its kind it is. `nowMs` is monotonic. */
  note({ address, messageId, content, recipients }: RepeatFacts, nowMs: number): number {
    if (messageId === null && content === null) return 1;
    const from = `${address} ${crc32(recipients.join('\n')).toString(16)} `;
    const byId = messageId === null ? null : from + messageId.slice(0, MAX_MARK);
    const byContent = content === null ? null : from + content;
    const now = this.find(byId, nowMs) ?? this.find(byContent, nowMs) ?? { times: 0, lastMs: nowMs };
    now.times += 1;
    now.lastMs = nowMs;
    this.keep(byId, now);
    this.keep(byContent, now);
    return now.times;
  }

  private find(key: string | null, nowMs: number): Known | undefined {
    if (key === null) return undefined;
    const known = this.younger.get(key) ?? this.older.get(key);
    return known !== undefined && nowMs - known.lastMs < WITHIN_MS ? known : undefined;
  }

  private keep(key: string | null, known: Known): void {
    if (key === null) return;
    if (this.younger.size >= MOST_KNOWN) {
      this.older = this.younger;
      this.younger = new Map();
    }
    this.younger.set(key, known);
  }
}
