import type { Snapshot } from '../config/snapshot.ts';
import type { ReceiveConnector } from '../connectors/model.ts';
import { parseAddress, rangeContains } from '../connectors/ranges.ts';
import { relayGrants } from '../connectors/rights.ts';
import type { ReplayConditions } from '../contract/tester-view.ts';
import { foreignDomain } from './built-in-checks.ts';
import { connectorAt, doorsOf, edgesOf, endpointAt, familyOf, mapped, strangers, type Door } from './endpoints.ts';
import { fillVector, openRelayBattery, type RelayVector } from './open-relay-battery.ts';

/**
 * From where the open-relay battery is tried: every door, from strangers, the edges of every range, loopback and
 * IPv4-mapped addresses. A session does not depend on its addresses beyond the connector they lead to, their family and
 * the list of blocked ones, so of addresses that are alike in these one is enough.
 */

export interface RelayAttempt {
  readonly connector: ReceiveConnector;
  /** Family of the client's address, and whether it is blocked: attempts that have these in common are alike. */
  readonly origin: string;
  readonly vectors: readonly RelayVector[];
  readonly tls: 'none' | 'starttls' | 'implicit';
  readonly conditions: ReplayConditions;
}

const LOOPBACK = { 4: '127.0.0.1', 6: '::1' } as const;

/** Every way in for every kind of client that no connector relays for on purpose, with the vectors to try there. */
export function relayAttempts(snapshot: Snapshot): readonly RelayAttempt[] {
  const vectors = new Map(doorsOf(snapshot).map((door) => [door, vectorsAt(snapshot, door)]));
  return clientsOf(snapshot).flatMap(({ connector, origin, door, remoteAddress }) =>
    waysInto(connector).map((tls) => ({
      connector,
      origin,
      tls,
      vectors: vectors.get(door) ?? [],
      conditions: { ...endpointAt(door, remoteAddress), implicitTls: tls === 'implicit', userName: null },
    })),
  );
}

interface Client {
  readonly connector: ReceiveConnector;
  readonly origin: string;
  readonly door: Door;
  readonly remoteAddress: string;
}

function clientsOf(snapshot: Snapshot): readonly Client[] {
  const addresses = knocking(snapshot);
  const blocked = snapshot.policy.blockedRanges;
  const isBlocked = (text: string): boolean => {
    const address = parseAddress(text);
    return address !== null && blocked.some((range) => rangeContains(range, address));
  };
  const clients = new Map<string, Client>();
  for (const door of doorsOf(snapshot)) {
    for (const remoteAddress of addresses[door.binding.family]) {
      const connector = connectorAt(snapshot, door, remoteAddress);
      if (connector === null || relayGrants(connector).length > 0) continue;
      const origin = `${String(familyOf(remoteAddress))} ${String(isBlocked(remoteAddress))}`;
      const key = `${origin} ${connector.identity}`;
      if (!clients.has(key)) clients.set(key, { connector, origin, door, remoteAddress });
    }
  }
  return [...clients.values()];
}

/** By the family of the door they knock at; strangers first, because they are who an open relay is open for. */
function knocking({ receiveConnectors }: Snapshot): Readonly<Record<4 | 6, readonly string[]>> {
  const edges = receiveConnectors
    .filter(({ enabled }) => enabled)
    .flatMap(({ ranges }) => ranges)
    .flatMap(edgesOf);
  const of = (family: 4 | 6): readonly string[] => [
    strangers[family],
    LOOPBACK[family],
    ...edges.filter((address) => familyOf(address) === family),
  ];
  return { 4: [...of(4), ...[strangers[4], LOOPBACK[4]].map(mapped)], 6: of(6) };
}

function waysInto({ implicitTls, authMechanism }: ReceiveConnector): readonly RelayAttempt['tls'][] {
  if (implicitTls) return ['implicit'];
  return authMechanism.has('Tls') ? ['none', 'starttls'] : ['none'];
}

function vectorsAt(snapshot: Snapshot, { address, binding }: Door): readonly RelayVector[] {
  const { acceptedDomains, fqdn } = snapshot.policy;
  const home = acceptedDomains.find(({ match }) => match === 'exact' || match === 'both');
  const names = {
    acceptedDomain: home?.pattern ?? fqdn,
    foreignDomain: foreignDomain(snapshot),
    addressLiteral: binding.family === 4 ? `[${address}]` : `[IPv6:${address}]`,
  };
  return openRelayBattery.map((vector) => fillVector(vector, names));
}
