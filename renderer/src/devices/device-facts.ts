import type { Device, DeviceEnvelope } from '../../../main/contract/session-view.ts';
import type { ConfigDocument } from '../../../main/contract/document.ts';
import { formatTime } from '../format.ts';
import { messages } from '../messages.ts';
import { visibleText } from '../sessions/visible-text.ts';
import { deviationsOf } from './device-line.ts';

/** What is known of a device, as pairs of words; and what a person says of it, as an entry of the configuration. */

const words = messages.devices.facts;

export function factsOf(device: Device, nowMs: number): readonly (readonly [name: string, value: string])[] {
  const at = (ms: number): string => (ms === 0 ? words.never : formatTime(ms, nowMs));
  const said = (text: string | null, none: string): string => visibleText(text ?? none);
  const { lastAccepted, lastRefused } = device;
  const latest = latestOf(device);
  return [
    [words.address, device.address],
    [words.helo, said(device.helo, words.none)],
    [words.answeredBy, said(device.answeredBy, words.nobody)],
    [words.tls, said(device.tls, words.noTls)],
    [words.account, said(latest?.account ?? null, words.noAccount)],
    [words.sender, said(latest?.mailFrom ?? null, words.none)],
    [words.firstSeen, at(device.firstSeenMs)],
    [words.lastSeen, at(device.lastSeenMs)],
    [words.lastAccepted, at(lastAccepted?.atMs ?? 0)],
    [words.lastRefused, at(lastRefused?.atMs ?? 0)],
    [words.messages, words.counts(device.accepted, device.refused)],
    [words.deviations, deviationsOf(device).join(', ') || words.none],
  ];
}

/** The last message that it sent or tried to send. */
function latestOf({ lastAccepted, lastRefused }: Device): DeviceEnvelope | null {
  return (lastAccepted?.atMs ?? 0) >= (lastRefused?.atMs ?? 0) ? lastAccepted : lastRefused;
}

type Devices = ConfigDocument['devices'];

/** The list with a name and a note for an address; without a name the address is no longer in it. */
export function withPersonal(devices: Devices, address: string, name: string, note: string): Devices {
  const others = devices.filter((entry) => entry.address !== address);
  return name.trim() === '' ? others : [...others, { address, name: name.trim(), note: note.trim() }];
}
