import { parseAddress, parseIpv4 } from './address.ts';
import { rangeSize } from './ranges.ts';
import type { IpAddress } from './address.ts';
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

interface Segments<Start> {
  /** First address of each segment, ascending; a segment ends where the next starts. */
  readonly starts: Start;
  readonly owners: readonly (Selection | null)[];
}

interface PeerTable {
  readonly ipv4: Segments<Float64Array>;
  readonly ipv6: Segments<readonly bigint[]>;
}

interface PortTables {
  readonly ipv4: ReadonlyMap<number, PeerTable>;
  readonly ipv6: ReadonlyMap<bigint, PeerTable>;
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
function flatten(entries: readonly Selection[]): Segments<bigint[]> {
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

function buildPeerTable(entries: readonly Selection[]): PeerTable {
  const ipv4 = flatten(entries.filter(({ range }) => range.family === 4));
  return {
    ipv4: { starts: Float64Array.from(ipv4.starts, Number), owners: ipv4.owners },
    ipv6: flatten(entries.filter(({ range }) => range.family === 6)),
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
  return { connectors: ordered, ports };
}

function find<Start extends number | bigint>(segments: Segments<ArrayLike<Start>>, address: Start): Selection | null {
  const { starts, owners } = segments;
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const start = starts[middle];
    if (start !== undefined && start <= address) low = middle + 1;
    else high = middle;
  }
  return owners[low - 1] ?? null;
}

function findPeer(table: PeerTable | undefined, peer: number | IpAddress): Selection | null {
  if (!table) return null;
  if (typeof peer === 'number') return find(table.ipv4, peer);
  return peer.family === 4 ? find(table.ipv4, Number(peer.value)) : find(table.ipv6, peer.value);
}

/** Dual-stack sockets of Node spell IPv4 peers this way; the general parser would cost more than the search. */
const MAPPED = '::ffff:';

function readQuickly(text: string): number | IpAddress | null {
  const ipv4 = parseIpv4(text.startsWith(MAPPED) ? text.slice(MAPPED.length) : text);
  return ipv4 >= 0 ? ipv4 : parseAddress(text);
}

/** The connector for a connection, or null where none listens there for this peer. Never throws. */
export function select(index: ConnectorIndex, endpoint: Endpoint): Selection | null {
  const tables = index.ports.get(endpoint.localPort);
  if (!tables) return null;
  const peer = readQuickly(endpoint.remoteAddress);
  const local = readQuickly(endpoint.localAddress);
  if (peer === null || local === null) return null;
  if (typeof local !== 'number' && local.family === 6)
    return findPeer(tables.ipv6.get(local.value), peer) ?? findPeer(tables.ipv6.get(0n), peer);
  const address = typeof local === 'number' ? local : Number(local.value);
  return findPeer(tables.ipv4.get(address), peer) ?? findPeer(tables.ipv4.get(0), peer);
}
