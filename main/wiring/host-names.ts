import type { Clock, Timer } from '../clock.ts';
import { isPrivateAddress } from '../connectors/ranges.ts';

/**
 * Looks up what DNS calls the devices of the house (PTR), behind their sessions and never in their way: one address at a
 * time and one a second, again after a day. Strangers are not looked up: they could have us ask whatever they like.
 */

const EVERY_MS = 1000;
const AGAIN_AFTER_MS = 24 * 3_600_000;
const MOST_WAITING = 256;
const MOST_KNOWN = 10_000;
const LOOPBACK = /^(?:127\.|::1$)/;

export interface HostNameParts {
  readonly clock: Clock;
  /** Names of an address; an empty list where there is none. Rejects where nobody answers. */
  readonly names: (address: string) => Promise<readonly string[]>;
  /** null: it has no name. */
  readonly found: (address: string, name: string | null) => void;
}

export class HostNames {
  private readonly parts: HostNameParts;
  private readonly askedMs = new Map<string, number>();
  private readonly waiting = new Set<string>();
  private timer: Timer | null = null;
  private isClosed = false;

  constructor(parts: HostNameParts) {
    this.parts = parts;
  }

  /** A session of this address ended. */
  see(address: string): void {
    const asked = this.askedMs.get(address);
    const now = this.parts.clock.monotonic();
    if (asked !== undefined && now - asked < AGAIN_AFTER_MS) return;
    if (this.isClosed || this.waiting.size >= MOST_WAITING) return;
    if (LOOPBACK.test(address) || !isPrivateAddress(address)) return;
    if (this.askedMs.size >= MOST_KNOWN) this.askedMs.clear();
    this.askedMs.set(address, now);
    this.waiting.add(address);
    this.arm();
  }

  close(): void {
    this.isClosed = true;
    this.timer?.cancel();
    this.waiting.clear();
  }

  private arm(): void {
    this.timer ??= this.parts.clock.after(EVERY_MS, () => void this.ask());
  }

  private async ask(): Promise<void> {
    const [address] = this.waiting;
    if (address === undefined) return;
    this.waiting.delete(address);
    try {
      const [name] = await this.parts.names(address);
      if (!this.isClosed) this.parts.found(address, name ?? null);
    } catch {
      // Without DNS there are no names; a device goes by its address.
    }
    this.timer = null;
    if (this.waiting.size > 0) this.arm();
  }
}
