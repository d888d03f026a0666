import type { Clock } from '../clock.ts';
import type { DeviceCard, RefusedDevice } from '../contract/session-view.ts';
import { lastMidnight, nextMidnight } from './midnight.ts';

/** Which devices were turned away since midnight of this machine's time zone, and whether they got through since. */

const MAX_DEVICES = 1000;
const MAX_TEXT = 500;
const MAX_RECIPIENTS = 20;

/** One message, or one session that did not come as far as a message. */
export interface DeviceTry {
  readonly session: string;
  readonly accepted: boolean;
  readonly mailFrom: string;
  readonly recipients: readonly string[];
  readonly reply: string;
}

export class DeviceRefusals {
  private readonly clock: Clock;
  private devices = new Map<string, RefusedDevice>();
  private endsMs: number;

  /** What the cards still know of today is where it begins. */
  constructor(clock: Clock, cards: readonly DeviceCard[]) {
    this.clock = clock;
    this.endsMs = nextMidnight(clock.now());
    const midnightMs = lastMidnight(clock.now());
    for (const card of cards) {
      const refused = refusedBefore(card);
      if (refused !== null && refused.lastMs >= midnightMs) this.devices.set(card.address, refused);
    }
  }

  add(address: string, { session, accepted, mailFrom, recipients, reply }: DeviceTry): void {
    this.turn();
    const known = this.devices.get(address);
    const atMs = this.clock.now();
    if (accepted) {
      if (known !== undefined && known.acceptedMs === null && isSameWay(known.recipients, recipients))
        this.devices.set(address, { ...known, acceptedMs: atMs });
      return;
    }
    // A Map keeps the order of insertion: the last one refused stands at its end.
    this.devices.delete(address);
    this.devices.set(address, {
      address,
      count: (known?.count ?? 0) + 1,
      lastMs: atMs,
      reply: reply.slice(0, MAX_TEXT),
      session,
      mailFrom,
      recipients: recipients.slice(0, MAX_RECIPIENTS),
      acceptedMs: null,
    });
    if (this.devices.size > MAX_DEVICES) this.forgetOldest();
  }

  /** Last refused first. */
  list(): readonly RefusedDevice[] {
    this.turn();
    return [...this.devices.values()].reverse();
  }

  private forgetOldest(): void {
    const oldest = this.devices.keys().next();
    if (oldest.done !== true) this.devices.delete(oldest.value);
  }

  private turn(): void {
    const now = this.clock.now();
    if (now < this.endsMs) return;
    this.devices = new Map();
    this.endsMs = nextMidnight(now);
  }
}

/** Of a card from before the start, or null where its last message was taken. */
function refusedBefore({ address, lastRefused, lastAccepted }: DeviceCard): RefusedDevice | null {
  if (lastRefused === null || (lastAccepted !== null && lastAccepted.atMs >= lastRefused.atMs)) return null;
  const { atMs, reply, mailFrom, recipients } = lastRefused;
  return { address, count: 1, lastMs: atMs, reply, session: null, mailFrom, recipients, acceptedMs: null };
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** A device that may write to the office and not to the world has not got through because it wrote to the office. */
function isSameWay(refused: readonly string[], accepted: readonly string[]): boolean {
  const domains = new Set(accepted.map(domainOf));
  return refused.length === 0 || refused.some((recipient) => domains.has(domainOf(recipient)));
}
