import type { SessionLine, SessionsDelta, SessionSummary } from '../../../main/contract/session-view.ts';
import { addressOf } from '../sessions.ts';

/** The latest session of a device, put together from what changes: whom it is with, and what is said. */

export interface Conversation {
  readonly summary: SessionSummary;
  readonly lines: readonly SessionLine[];
}

/** Lines of sessions whose summary has not come yet are kept for so many sessions. */
const MOST_SESSIONS = 20;
const MOST_LINES = 200;

export class ConversationWatch {
  readonly #lines = new Map<string, SessionLine[]>();
  readonly #address: string | null;
  #summary: SessionSummary | null = null;

  /** `address`: the one that is waited for; null: whoever comes. */
  constructor(address: string | null) {
    this.#address = address;
  }

  /** The conversation as it stands; null while nobody came. The latest session that is not over counts most. */
  add({ changed, lines }: Pick<SessionsDelta, 'changed' | 'lines'>): Conversation | null {
    for (const line of lines) this.#keep(line);
    for (const summary of changed) {
      if (this.#isWanted(summary) && summary.number >= (this.#summary?.number ?? 0)) this.#summary = summary;
    }
    if (this.#summary === null) return null;
    return { summary: this.#summary, lines: [...(this.#lines.get(this.#summary.id) ?? [])] };
  }

  #isWanted({ direction, remoteEndpoint }: SessionSummary): boolean {
    return direction === 'receive' && (this.#address === null || addressOf(remoteEndpoint) === this.#address);
  }

  /** How many sessions have lines here. */
  get sessions(): number {
    return this.#lines.size;
  }

  #keep(line: SessionLine): void {
    const kept = this.#lines.get(line.session) ?? [];
    if (kept.length < MOST_LINES) kept.push(line);
    this.#lines.set(line.session, kept);
    if (this.#lines.size <= MOST_SESSIONS) return;
    const oldest = [...this.#lines.keys()].find((id) => id !== this.#summary?.id);
    if (oldest !== undefined) this.#lines.delete(oldest);
  }
}
