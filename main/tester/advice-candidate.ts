import type { Snapshot } from '../config/snapshot.ts';
import { rangeSize } from '../connectors/ranges.ts';
import type { ReceiveConnector } from '../connectors/model.ts';
import type { ConfigDocument } from '../contract/document.ts';
import type { ReceiveConnectorDocument } from '../contract/receive-connector.ts';
import type { ReplayConditions, ReplayResult, Transcript } from '../contract/tester-view.ts';
import type { Cause } from './advice-cause.ts';

/**
 * Where a change stands among those that open no relay to everybody. `first`: it does what was meant to be there, as
 * far as it turns the whole refusal. `domain`: it makes a foreign domain one's own. `others`: clients that nobody spoke
 * of may relay too. All else concerns this client, the smaller reach first.
 */
type Place = 'first' | 'client' | 'domain' | 'others';

/** A change that may turn a refusal; whether it does is found out by replaying. */
export interface Candidate {
  readonly code: string;
  readonly title: string;
  readonly text: string;
  /** The configuration with the change. */
  readonly document: ConfigDocument;
  /** The configuration is right as it is, or nobody but a person can change it so: only the text is advice. */
  readonly byHand?: boolean;
  /** What else it would open, as sentences. */
  readonly opens: readonly string[];
  /** Addresses that may do more than before. */
  readonly reach: bigint;
  /** `client` where it is left out. */
  readonly place?: Place;
  /** Replayed in place of the transcript, where the client has to change. */
  readonly transcript?: Transcript;
  readonly conditions?: Partial<ReplayConditions>;
}

const places: readonly Place[] = ['first', 'client', 'domain', 'others'];

/** The rank of a candidate by its place. `complete`: nothing else is refused afterwards. */
export function rankOf({ place = 'client' }: Candidate, complete: boolean): number {
  return places.indexOf(place === 'first' && !complete ? 'client' : place);
}

/** What candidates are made of. */
export interface Refusal {
  readonly snapshot: Snapshot;
  readonly transcript: Transcript;
  readonly result: ReplayResult;
  readonly cause: Cause;
  /** The connector that answered; null where none did. */
  readonly connector: ReceiveConnector | null;
}

/** The document with the properties of one receive connector changed. */
export function changeConnector(
  { document, receiveConnectors }: Snapshot,
  connector: ReceiveConnector,
  change: (current: ReceiveConnectorDocument) => Partial<ReceiveConnectorDocument>,
): ConfigDocument {
  const position = receiveConnectors.indexOf(connector);
  const changed = document.receiveConnectors.map((current, at) =>
    at === position ? { ...current, ...change(current) } : current,
  );
  return { ...document, receiveConnectors: changed };
}

/** The groups with another one; `None` stands alone. */
export function withGroup(
  groups: ReceiveConnectorDocument['permissionGroups'],
  group: ReceiveConnectorDocument['permissionGroups'][number],
): ReceiveConnectorDocument['permissionGroups'] {
  return [...new Set([...groups.filter((one) => one !== 'None'), group])];
}

/** Addresses that a connector is for. */
export function reachOfConnector({ ranges }: ReceiveConnector): bigint {
  return ranges.reduce((sum, range) => sum + rangeSize(range), 0n);
}

/** "the address 192.168.0.181" or "192.168.0.0/24 and 1 more (257 addresses)". */
export function describeReach(connector: ReceiveConnector): string {
  const [first, ...more] = connector.ranges;
  const size = reachOfConnector(connector);
  if (size === 1n) return `the address ${first?.text ?? ''}`;
  const others = more.length === 0 ? '' : ` and ${String(more.length)} more`;
  return `${first?.text ?? ''}${others} (${size.toString()} addresses)`;
}
