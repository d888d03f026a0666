import type { SendConnector, TransportSettings } from '../config/snapshot.ts';

/** Mailbox folders are on this disk: their writes share an fsync the better the more there are. */
const MAILBOX_ATTEMPTS = 32;

/** Messages at a time at most; null: mailbox folders. */
export function widestFor(connector: SendConnector | null, settings: TransportSettings): number {
  if (connector === null) return MAILBOX_ATTEMPTS;
  return Math.min(settings.maxPerDomainOutboundConnections, connector.maxConnections);
}

/** How many messages a next hop is sent at a time: fewer when it asks for less, more again with each success. */
export class SendWidth {
  #limit = 1;
  #ceiling = 1;
  /** Up to here it grows by one with each success, above it by one with each round of successes. */
  #threshold = 1;
  #strikes = 0;

  /** Not rounded: it grows by parts. */
  get limit(): number {
    return Math.max(1, this.#limit);
  }

  /** How often in a row it asked for less. */
  get strikes(): number {
    return this.#strikes;
  }

  /** As wide as may be, with nothing held against the next hop. */
  open(most: number): void {
    this.#strikes = 0;
    this.limitTo(most);
    this.#limit = this.#ceiling;
    this.#threshold = this.#ceiling;
  }

  limitTo(most: number): void {
    this.#ceiling = Math.max(1, most);
    this.#limit = Math.min(this.#limit, this.#ceiling);
    this.#threshold = Math.min(this.#threshold, this.#ceiling);
  }

  grow(): void {
    this.#strikes = 0;
    const grown = this.#limit + (this.#limit < this.#threshold ? 1 : 1 / this.#limit);
    this.#limit = Math.min(this.#ceiling, grown);
  }

  halve(): void {
    this.#strikes += 1;
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    this.#threshold = this.#limit;
  }

  /** The next hop is gone: it comes back with one and grows from there. */
  close(): void {
    this.#limit = 1;
    this.#threshold = this.#ceiling;
  }
}
