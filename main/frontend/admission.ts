import type { Clock } from '../clock.ts';
import type { ReceiveConnector, SmtpReply } from '../connectors/model.ts';
import * as replies from '../connectors/replies.ts';
import { Repeats, type RepeatFacts } from './repeats.ts';
import type { EntryLimits } from './reception.ts';

/** Limits that reach over sessions: connections before the banner, message rates, failed logons. */

const MINUTE_MS = 60_000;
const LOGON_WINDOW_MS = 5 * MINUTE_MS;
const LOGON_FAILURES_PER_WINDOW = 10;
const REMEMBERED_SOURCES = 10_000;

interface Open {
  total: number;
  readonly bySource: Map<string, number>;
}

export class Admission implements EntryLimits {
  private readonly clock: Clock;
  private readonly open = new Map<string, Open>();
  private readonly messages = new Map<string, SlidingWindow>();
  private readonly repeats = new Repeats();
  private readonly logons = new Map<string, SlidingWindow>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  enter(connector: ReceiveConnector, address: string): SmtpReply | null {
    const open = this.open.get(connector.identity) ?? { total: 0, bySource: new Map<string, number>() };
    const fromSource = open.bySource.get(address) ?? 0;
    if (open.total >= connector.maxInboundConnection) return replies.totalLimit();
    // The percentage is of what remains free; one connection is always allowed.
    const share = Math.max(
      1,
      Math.floor(
        ((connector.maxInboundConnection - open.total) * connector.maxInboundConnectionPercentagePerSource) / 100,
      ),
    );
    if (fromSource >= Math.min(connector.maxInboundConnectionPerSource, share)) return replies.perSourceLimit();
    open.total += 1;
    open.bySource.set(address, fromSource + 1);
    this.open.set(connector.identity, open);
    return null;
  }

  leave(connector: ReceiveConnector, address: string): void {
    const open = this.open.get(connector.identity);
    if (open === undefined) return;
    open.total -= 1;
    const left = (open.bySource.get(address) ?? 1) - 1;
    if (left > 0) open.bySource.set(address, left);
    else open.bySource.delete(address);
    if (open.total === 0) this.open.delete(connector.identity);
  }

  takeMessage(connector: ReceiveConnector, address: string, account: string | null): boolean {
    const limit = connector.messageRateLimitPerMinute;
    if (limit === Infinity || connector.messageRateSource === 'None') return true;
    const byAddress = connector.messageRateSource !== 'User' || account === null;
    const byUser = connector.messageRateSource !== 'IPAddress' && account !== null;
    const keys: string[] = [];
    if (byAddress) keys.push(`${connector.identity}\0ip\0${address}`);
    if (byUser) keys.push(`${connector.identity}\0user\0${account}`);
    const now = this.clock.monotonic();
    const windows = keys.map((key) => windowOf(this.messages, key, MINUTE_MS));
    if (windows.some((window) => window.count(now) >= limit)) return false;
    for (const window of windows) window.add(now);
    return true;
  }

  mayLogOn(address: string): boolean {
    const window = this.logons.get(address);
    return window === undefined || window.count(this.clock.monotonic()) < LOGON_FAILURES_PER_WINDOW;
  }

  logonFailed(address: string): void {
    windowOf(this.logons, address, LOGON_WINDOW_MS).add(this.clock.monotonic());
  }

  sent(message: RepeatFacts): number {
    return this.repeats.note(message, this.clock.monotonic());
  }
}

function windowOf(map: Map<string, SlidingWindow>, key: string, lengthMs: number): SlidingWindow {
  const known = map.get(key);
  if (known !== undefined) return known;
  if (map.size >= REMEMBERED_SOURCES) {
    const oldest = map.keys().next().value;
    if (oldest !== undefined) map.delete(oldest);
  }
  const window = new SlidingWindow(lengthMs);
  map.set(key, window);
  return window;
}

const SLOTS = 60;

/** Events in the last `lengthMs`, kept in 60 slots: never more than the true count plus one slot. */
class SlidingWindow {
  private readonly slotMs: number;
  private readonly slots = new Map<number, number>();

  constructor(lengthMs: number) {
    this.slotMs = lengthMs / SLOTS;
  }

  add(now: number): void {
    const slot = Math.floor(now / this.slotMs);
    this.slots.set(slot, (this.slots.get(slot) ?? 0) + 1);
  }

  count(now: number): number {
    const oldest = Math.floor(now / this.slotMs) - SLOTS;
    let sum = 0;
    for (const [slot, events] of this.slots) {
      if (slot < oldest) this.slots.delete(slot);
      else sum += events;
    }
    return sum;
  }
}
