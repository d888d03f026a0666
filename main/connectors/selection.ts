import { mappedIpv4, parseAddress, parseIpv4, parseIpv6Parts, partsOf } from './address.ts';
import { rangeSize } from './ranges.ts';
import type { Ipv6Parts } from './address.ts';
import type { Endpoint } from './decision.ts';
import type { Binding, IpRange, ReceiveConnector } from './model.ts';

/**
 * Which connector takes a connection: the binding first (exact address before wildcard), then the smallest range that
 * contains the peer, then identity order. Ranges are flattened into disjoint segments when the index is built, so a
 * connection costs one binary search.
 */

export interface Selection {
  readonly connector: ReceiveConnector;
  readonly binding: Binding;
  readonly range: IpRange;
}

/** Addresses in ascending order: what a segment starts with (it ends where the next starts), or local addresses. */
interface Ipv6List {
  readonly high: Float64Array;
  readonly middle: Float64Array;
  readonly low: Float64Array;
}

interface PeerTable {
  readonly ipv4: Float64Array;
  readonly ipv4Owners: readonly (Selection | null)[];
  readonly ipv6: Ipv6List;
  readonly ipv6Owners: readonly (Selection | null)[];
}

interface PortTables {
  readonly ipv4: ReadonlyMap<number, PeerTable>;
  /** By local address, the wildcard first where there is one. */
  readonly ipv6: { readonly addresses: Ipv6List; readonly tables: readonly PeerTable[] };
}

export interface ConnectorIndex {
  /** All connectors, disabled ones too, in identity order. */
  readonly connectors: readonly ReceiveConnector[];
  readonly ports: ReadonlyMap<number, PortTables>;
}

/** Windows and Exchange compare names without case; the code-point order behind it keeps the result stable. */
export function compareIdentity(a: ReceiveConnector, b: ReceiveConnector): number {
  const [left, right] = [a.identity.toLowerCase(), b.identity.toLowerCase()];
  if (left !== right) return left < right ? -1 : 1;
  if (a.identity === b.identity) return 0;
  return a.identity < b.identity ? -1 : 1;
}

/** Paints the best entries first; each takes what is still free of its range. Works for crossing ranges as well. */
function flatten(entries: readonly Selection[]): { starts: bigint[]; owners: (Selection | null)[] } {
  const bounds = new Set<bigint>();
  for (const { range } of entries) bounds.add(range.low).add(range.high + 1n);
  const starts = [...bounds].sort((a, b) => (a < b ? -1 : Number(a > b)));
  const position = new Map(starts.map((start, index) => [start, index]));
  const owners = Array<Selection | null>(starts.length).fill(null);
  // nextFree[i] leads to the first segment at or behind i that nobody owns yet.
  const nextFree = Uint32Array.from({ length: starts.length + 1 }, (_, index) => index);
  const findFree = (from: number): number => {
    let free = from;
    while (nextFree[free] !== free) {
      const next = nextFree[free] ?? free;
      nextFree[free] = nextFree[next] ?? next;
      free = next;
    }
    return free;
  };
  // Entries arrive in identity order and the sort is stable: that is the last tie-breaker.
  const sizes = new Map(entries.map((entry) => [entry, rangeSize(entry.range)]));
  const best = entries.toSorted((a, b) => {
    const difference = (sizes.get(a) ?? 0n) - (sizes.get(b) ?? 0n);
    return difference < 0n ? -1 : Number(difference > 0n);
  });
  for (const entry of best) {
    const end = position.get(entry.range.high + 1n) ?? 0;
    for (let at = findFree(position.get(entry.range.low) ?? 0); at < end; at = findFree(at)) {
      owners[at] = entry;
      nextFree[at] = at + 1;
    }
  }
  return { starts, owners };
}

function listOf(addresses: readonly bigint[]): Ipv6List {
  const parts = addresses.map(partsOf);
  const column = (part: keyof Ipv6Parts): Float64Array => Float64Array.from(parts, (address) => address[part]);
  return { high: column('high'), middle: column('middle'), low: column('low') };
}

function buildPeerTable(entries: readonly Selection[]): PeerTable {
  const ipv4 = flatten(entries.filter(({ range }) => range.family === 4));
  const ipv6 = flatten(entries.filter(({ range }) => range.family === 6));
  return {
    ipv4: Float64Array.from(ipv4.starts, Number),
    ipv4Owners: ipv4.owners,
    ipv6: listOf(ipv6.starts),
    ipv6Owners: ipv6.owners,
  };
}

/** The index of one revision. Disabled connectors are kept for explanations and never selected. */
export function buildIndex(connectors: readonly ReceiveConnector[]): ConnectorIndex {
  const ordered = connectors.toSorted(compareIdentity);
  const listening = new Map<string, { binding: Binding; entries: Selection[] }>();
  for (const connector of ordered.filter(({ enabled }) => enabled)) {
    for (const binding of connector.bindings) {
      const key = `${binding.address} ${binding.port}`;
      const local = listening.get(key) ?? { binding, entries: [] };
      listening.set(key, local);
      for (const range of connector.ranges) local.entries.push({ connector, binding, range });
    }
  }
  const ports = new Map<number, { ipv4: Map<number, PeerTable>; ipv6: Map<bigint, PeerTable> }>();
  for (const { binding, entries } of listening.values()) {
    const tables = ports.get(binding.port) ?? {
      ipv4: new Map<number, PeerTable>(),
      ipv6: new Map<bigint, PeerTable>(),
    };
    ports.set(binding.port, tables);
    const local = parseAddress(binding.address);
    if (local?.family === 4) tables.ipv4.set(Number(local.value), buildPeerTable(entries));
    else if (local) tables.ipv6.set(local.value, buildPeerTable(entries));
  }
  return { connectors: ordered, ports: new Map([...ports].map(([port, tables]) => [port, portTables(tables)])) };
}

function portTables({ ipv4, ipv6 }: { ipv4: Map<number, PeerTable>; ipv6: Map<bigint, PeerTable> }): PortTables {
  const local = [...ipv6].sort(([a], [b]) => (a < b ? -1 : 1));
  const addresses = listOf(local.map(([address]) => address));
  return { ipv4, ipv6: { addresses, tables: local.map(([, table]) => table) } };
}

/** Index of the last address that is not behind `address`, or -1. */
function lastIpv4(addresses: Float64Array, address: number): number {
  let low = 0;
  let high = addresses.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((addresses[middle] ?? 0) <= address) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The same for IPv6. */
function lastIpv6(addresses: Ipv6List, address: Ipv6Parts): number {
  let low = 0;
  let high = addresses.high.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareAt(addresses, middle, address) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function compareAt(addresses: Ipv6List, at: number, address: Ipv6Parts): number {
  return (
    (addresses.high[at] ?? 0) - address.high ||
    (addresses.middle[at] ?? 0) - address.middle ||
    (addresses.low[at] ?? 0) - address.low
  );
}

function findPeer(table: PeerTable | undefined, peer: number | Ipv6Parts): Selection | null {
  if (!table) return null;
  if (typeof peer === 'number') return table.ipv4Owners[lastIpv4(table.ipv4, peer)] ?? null;
  return table.ipv6Owners[lastIpv6(table.ipv6, peer)] ?? null;
}

function findExact({ addresses, tables }: PortTables['ipv6'], local: Ipv6Parts): PeerTable | undefined {
  const at = lastIpv6(addresses, local);
  return at >= 0 && compareAt(addresses, at, local) === 0 ? tables[at] : undefined;
}

/** Dual-stack sockets of Node spell IPv4 peers this way; the general parser would cost more than the search. */
const MAPPED = '::ffff:';
const UNSPECIFIED: Ipv6Parts = { high: 0, middle: 0, low: 0 };

/** IPv4 as a number, mapped or not; IPv6 in parts, its zone dropped as parseAddress does. */
function readQuickly(text: string): number | Ipv6Parts | null {
  const ipv4 = parseIpv4(text.startsWith(MAPPED) ? text.slice(MAPPED.length) : text);
  if (ipv4 >= 0) return ipv4;
  const percent = text.indexOf('%');
  if (percent >= 0 && percent === text.length - 1) return null;
  const parts = parseIpv6Parts(percent < 0 ? text : text.slice(0, percent));
  if (parts === null) return null;
  const mapped = mappedIpv4(parts);
  return mapped >= 0 ? mapped : parts;
}

/** The connector for a connection, or null where none listens there for this peer. Never throws. */
export function select(index: ConnectorIndex, endpoint: Endpoint): Selection | null {
  const tables = index.ports.get(endpoint.localPort);
  if (!tables) return null;
  const peer = readQuickly(endpoint.remoteAddress);
  const local = readQuickly(endpoint.localAddress);
  if (peer === null || local === null) return null;
  if (typeof local === 'number') return findPeer(tables.ipv4.get(local), peer) ?? findPeer(tables.ipv4.get(0), peer);
  return findPeer(findExact(tables.ipv6, local), peer) ?? findPeer(findExact(tables.ipv6, UNSPECIFIED), peer);
}
