import type { Snapshot } from '../config/snapshot.ts';
import { parseAddress } from '../connectors/address.ts';
import type { Problem } from '../contract/problem-view.ts';
import { parseTimeSpan } from '../contract/units.ts';
import { silentSince, type DeviceRhythm } from '../journal/device-rhythm.ts';
import type { ApiParts } from './parts.ts';
import { problem } from './problem.ts';

/** Devices that ought to have sent. */

// With more of them, the network has a problem and not the devices.
const MAX_SILENT = 20;

export type NamedDevice = Snapshot['document']['devices'][number];

/** One address in one form, however it was written. */
export function comparableAddress(address: string): string {
  const parsed = parseAddress(address);
  return parsed === null ? address : `${String(parsed.family)}/${parsed.value.toString()}`;
}

/** What is set for a device, in ms; Infinity where it has no rhythm, null where it is learned. */
function expectedMs(expectedEvery: string | null): number | null {
  if (expectedEvery === null) return null;
  return expectedEvery === 'never' ? Infinity : parseTimeSpan(expectedEvery);
}

/** Since when a device is silent, or null. */
export function silenceOf(rhythm: DeviceRhythm, named: NamedDevice | undefined, nowMs: number): number | null {
  return silentSince(rhythm, expectedMs(named?.expectedEvery ?? null), nowMs);
}

/** Silent for longest first. */
export function silenceProblems({ journal, configuration, clock }: ApiParts): readonly Problem[] {
  const named = new Map(
    configuration.current().document.devices.map((device) => [comparableAddress(device.address), device]),
  );
  return journal
    .rhythms()
    .flatMap((rhythm) => {
      const device = named.get(comparableAddress(rhythm.address));
      const sinceMs = silenceOf(rhythm, device, clock.now());
      return sinceMs === null ? [] : [{ address: rhythm.address, name: device?.name ?? null, sinceMs }];
    })
    .sort((a, b) => a.sinceMs - b.sinceMs)
    .slice(0, MAX_SILENT)
    .map(({ address, name, sinceMs }) =>
      problem(
        'device-silent',
        { address, sinceMs },
        `${name === null ? address : `${name} (${address})`} has sent nothing since ${dayOf(sinceMs)}.`,
        'See whether it is switched on and reaches this server. If it is used no longer, say on its card that it has no rhythm.',
      ),
    );
}

/** `2026-11-17`, in the time zone of this machine. */
function dayOf(ms: number): string {
  const date = new Date(ms);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
