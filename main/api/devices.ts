import type { Snapshot } from '../config/snapshot.ts';
import { connect } from '../connectors/decision.ts';
import type { Api } from '../contract/calls.ts';
import type { Device, DeviceCard } from '../contract/session-view.ts';
import { comparableAddress, silenceOf, type NamedDevice } from './device-silence.ts';
import { blankCard } from '../journal/blank-card.ts';
import { readEndpoint } from './endpoint.ts';
import type { ApiParts } from './parts.ts';

/** Devices: what their traffic tells, with what the configuration says of them. */
type DeviceCalls = Pick<Api['calls'], 'devices.list'>;

export function createDeviceCalls({
  journal,
  configuration,
  clock,
}: Pick<ApiParts, 'journal' | 'configuration' | 'clock'>): DeviceCalls {
  return {
    'devices.list': () => devicesOf(configuration.current(), journal, clock.now()),
  };
}

function devicesOf(snapshot: Snapshot, journal: ApiParts['journal'], nowMs: number): readonly Device[] {
  const rhythms = new Map(journal.rhythms().map((rhythm) => [rhythm.address, rhythm]));
  const named = new Map(snapshot.document.devices.map((entry) => [comparableAddress(entry.address), entry]));
  const seen = journal.devices().map((card): Device => {
    const key = comparableAddress(card.address);
    const said = named.get(key);
    named.delete(key);
    const rhythm = rhythms.get(card.address);
    return {
      ...card,
      ...personal(said),
      answeredBy: connectorNow(snapshot, card),
      pauseDays: rhythm?.pauseDays ?? null,
      silentSinceMs: rhythm === undefined ? null : silenceOf(rhythm, said, nowMs),
    };
  });
  return [...[...named.values()].map(awaited), ...seen];
}

function personal(said: NamedDevice | undefined): Pick<Device, 'name' | 'note' | 'holdMessages' | 'expectedEvery'> {
  return {
    name: said?.name ?? null,
    note: said?.note ?? '',
    holdMessages: said?.holdMessages ?? false,
    expectedEvery: said?.expectedEvery ?? null,
  };
}

function connectorNow({ index, policy }: Snapshot, card: DeviceCard): string | null {
  const local = card.localEndpoint === null ? null : readEndpoint(card.localEndpoint);
  if (local === null) return null;
  const { accepted, connector } = connect(index, policy, { ...local, remoteAddress: card.address });
  return accepted ? (connector?.name ?? null) : null;
}

/** A device that was named before it came. */
function awaited(said: NamedDevice): Device {
  return { ...blankCard(said.address), ...personal(said), answeredBy: null, pauseDays: null, silentSinceMs: null };
}
