import type { Device } from '../../../main/contract/session-view.ts';
import type { ConfigDocument } from '../../../main/contract/document.ts';
import { formatTime } from '../format.ts';
import { messages } from '../messages.ts';
import { visibleText } from '../sessions/visible-text.ts';
import { deviationsOf } from './device-line.ts';

/** What is known of a device, as pairs of words; and what a person says of it, as an entry of the configuration. */

const words = messages.devices.facts;

export function factsOf(device: Device, nowMs: number): readonly (readonly [name: string, value: string])[] {
  const at = (ms: number | undefined): string => (ms === undefined || ms === 0 ? words.never : formatTime(ms, nowMs));
  const { lastAccepted, lastRefused } = device;
  const latest = (lastAccepted?.atMs ?? 0) >= (lastRefused?.atMs ?? 0) ? lastAccepted : lastRefused;
  const forgiven = deviationsOf(device);
  return [
    [words.address, device.address],
    [words.helo, visibleText(device.helo ?? words.none)],
    [words.answeredBy, visibleText(device.answeredBy ?? words.nobody)],
    [words.tls, visibleText(device.tls ?? words.noTls)],
    [words.account, visibleText(latest?.account ?? words.noAccount)],
    [words.sender, visibleText(latest?.mailFrom ?? words.none)],
    [words.firstSeen, at(device.firstSeenMs)],
    [words.lastSeen, at(device.lastSeenMs)],
    [words.lastAccepted, at(lastAccepted?.atMs)],
    [words.lastRefused, at(lastRefused?.atMs)],
    [words.messages, words.counts(device.accepted, device.refused)],
    [words.deviations, forgiven.length === 0 ? words.none : forgiven.join(', ')],
  ];
}

type Devices = ConfigDocument['devices'];

/** The list with a name and a note for an address; without a name the address is no longer in it. */
export function withPersonal(devices: Devices, address: string, name: string, note: string): Devices {
  const others = devices.filter((entry) => entry.address !== address);
  return name.trim() === '' ? others : [...others, { address, name: name.trim(), note: note.trim() }];
}
