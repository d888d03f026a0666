import type { Snapshot } from '../config/snapshot.ts';
import { parseAddress } from '../connectors/address.ts';
import { connect } from '../connectors/decision.ts';
import type { Api } from '../contract/calls.ts';
import type { Device, DeviceCard } from '../contract/session-view.ts';
import { readEndpoint } from './endpoint.ts';
import type { ApiParts } from './parts.ts';

/** Devices: what their traffic tells, with what the configuration says of them. */
type DeviceCalls = Pick<Api['calls'], 'devices.list'>;
type Named = Snapshot['document']['devices'][number];

export function createDeviceCalls({
  journal,
  configuration,
}: Pick<ApiParts, 'journal' | 'configuration'>): DeviceCalls {
  return { 'devices.list': () => devicesOf(configuration.current(), journal.devices()) };
}

function devicesOf(snapshot: Snapshot, cards: readonly DeviceCard[]): readonly Device[] {
  const named = new Map(snapshot.document.devices.map((entry) => [comparable(entry.address), entry]));
  const seen = cards.map((card): Device => {
    const key = comparable(card.address);
    const said = named.get(key);
    named.delete(key);
    return { ...card, ...personal(said), answeredBy: connectorNow(snapshot, card) };
  });
  return [...[...named.values()].map(awaited), ...seen];
}

/** One address in one form, however it was written. */
function comparable(address: string): string {
  const parsed = parseAddress(address);
  return parsed === null ? address : `${String(parsed.family)}/${parsed.value.toString()}`;
}

function personal(said: Named | undefined): Pick<Device, 'name' | 'note'> {
  return { name: said?.name ?? null, note: said?.note ?? '' };
}

function connectorNow({ index, policy }: Snapshot, card: DeviceCard): string | null {
  const local = card.localEndpoint === null ? null : readEndpoint(card.localEndpoint);
  if (local === null) return null;
  const { accepted, connector } = connect(index, policy, { ...local, remoteAddress: card.address });
  return accepted ? (connector?.name ?? null) : null;
}

/** A device that was named before it came. */
function awaited(said: Named): Device {
  return {
    address: said.address,
    ...personal(said),
    answeredBy: null,
    firstSeenMs: 0,
    lastSeenMs: 0,
    connector: '',
    tls: null,
    helo: null,
    sessions: 0,
    accepted: 0,
    refused: 0,
    deviations: [],
    lastError: null,
    lastErrorMs: null,
    lastAccepted: null,
    lastRefused: null,
    localEndpoint: null,
    days: [],
  };
}
