import type { Snapshot } from '../config/snapshot.ts';
import { formatAddress } from '../connectors/address.ts';
import type { Endpoint } from '../connectors/decision.ts';
import type { Binding, IpRange, ReceiveConnector } from '../connectors/model.ts';
import { parseAddress, parseRange, rangeContains } from '../connectors/ranges.ts';
import { select } from '../connectors/selection.ts';

/** The doors of a configuration, and addresses that knock at them. */

/** Addresses of nobody (RFC 5737, RFC 3849): what a stranger on the Internet is answered. */
export const strangers = { 4: '203.0.113.77', 6: '2001:db8::77' } as const;

const loopback = { 4: parseRange('127.0.0.0/8'), 6: parseRange('::1') } as const;

/** Whether a range holds no address but those by which this computer reaches itself. */
export function isLoopback({ family, low, high }: IpRange): boolean {
  return loopback[family].low <= low && high <= loopback[family].high;
}

/** Whether a range holds any such address. */
export function touchesLoopback({ family, low, high }: IpRange): boolean {
  return low <= loopback[family].high && loopback[family].low <= high;
}

/** One address and port that an enabled connector listens on. */
export interface Door {
  readonly binding: Binding;
  /** A local address that clients reach it by: its own, or any that no exact binding of the port takes. */
  readonly address: string;
}

const known = new WeakMap<Snapshot, readonly Door[]>();

/** Every distinct address and port, in the order of the document. Found once for a snapshot: each check asks. */
export function doorsOf(snapshot: Snapshot): readonly Door[] {
  const found = known.get(snapshot) ?? findDoors(snapshot);
  known.set(snapshot, found);
  return found;
}

function findDoors({ receiveConnectors }: Snapshot): readonly Door[] {
  const bindings = new Map(
    receiveConnectors
      .filter(({ enabled }) => enabled)
      .flatMap((connector) => connector.bindings)
      .map((binding) => [`${binding.address} ${String(binding.port)}`, binding]),
  );
  const taken = new Set([...bindings.values()].map(({ address, port }) => `${address} ${String(port)}`));
  return [...bindings.values()].map((binding) => ({ binding, address: reachedBy(binding, taken) }));
}

function reachedBy({ wildcard, address, family, port }: Binding, taken: ReadonlySet<string>): string {
  if (!wildcard) return address;
  // A block of documentation addresses is larger than any list of exact bindings that would leave none of it.
  const nth = (host: number): string =>
    family === 4 ? `192.0.2.${String(host)}` : `2001:db8:25::${host.toString(16)}`;
  let host = 25;
  while (taken.has(`${nth(host)} ${String(port)}`) && host < 255) host += 1;
  return nth(host);
}

/** The connector that takes a client of this address at this door, or null. */
export function connectorAt(snapshot: Snapshot, door: Door, remoteAddress: string): ReceiveConnector | null {
  return select(snapshot.index, endpointAt(door, remoteAddress))?.connector ?? null;
}

export function endpointAt({ address, binding }: Door, remoteAddress: string): Endpoint {
  return { remoteAddress, localAddress: address, localPort: binding.port };
}

/** The first address, in the order of its bindings and ranges, that the connector itself takes; null where there is none. */
export function firstOwnClient(
  snapshot: Snapshot,
  connector: ReceiveConnector,
): { readonly door: Door; readonly remoteAddress: string } | null {
  for (const door of doorsOf(snapshot)) {
    const { family, address, port } = door.binding;
    if (!connector.bindings.some((binding) => binding.address === address && binding.port === port)) continue;
    for (const range of connector.ranges) {
      if (range.family !== family) continue;
      for (const remoteAddress of beginnings(range, snapshot.receiveConnectors)) {
        if (connectorAt(snapshot, door, remoteAddress) === connector) return { door, remoteAddress };
      }
    }
  }
  return null;
}

/** Where what a range has to itself can begin: at its first address, which mostly is enough, or behind each range inside it. */
function* beginnings(range: IpRange, connectors: readonly ReceiveConnector[]): Generator<string> {
  const { family } = range;
  yield formatAddress({ family, value: range.low });
  for (const { ranges } of connectors) {
    for (const { family: other, high } of ranges) {
      const address = { family: other, value: high + 1n };
      if (rangeContains(range, address)) yield formatAddress(address);
    }
  }
}

/** The first and last address of a range and the ones just outside, where there are any. */
export function edgesOf({ family, low, high }: IpRange): readonly string[] {
  const last = family === 4 ? (1n << 32n) - 1n : (1n << 128n) - 1n;
  return [low - 1n, low, high, high + 1n]
    .filter((value) => value >= 0n && value <= last)
    .map((value) => formatAddress({ family, value }));
}

/** The IPv4-mapped spelling in which a dual-stack socket names its peer. */
export function mapped(ipv4: string): string {
  return `::ffff:${ipv4}`;
}

export function familyOf(address: string): 4 | 6 | null {
  return parseAddress(address)?.family ?? null;
}
