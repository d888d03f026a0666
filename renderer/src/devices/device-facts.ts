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
    ...(device.hostName === null ? [] : [[words.hostName, visibleText(device.hostName)] as const]),
    [words.helo, said(device.helo, words.none)],
    [words.answeredBy, said(device.answeredBy, words.nobody)],
    [words.tls, said(device.tls, words.noTls)],
    [words.account, loginOf(device) ?? said(latest?.account ?? null, words.noAccount)],
    [words.sender, said(latest?.mailFrom ?? null, words.none)],
    [words.firstSeen, at(device.firstSeenMs)],
    [words.lastSeen, at(device.lastSeenMs)],
    [words.lastAccepted, at(lastAccepted?.atMs ?? 0)],
    [words.lastRefused, at(lastRefused?.atMs ?? 0)],
    [words.rhythm, rhythmOf(device)],
    [words.messages, words.counts(device.accepted, device.refused)],
    [words.deviations, deviationsOf(device).join(', ') || words.none],
  ];
}

/** The last message that it sent or tried to send. */
function latestOf({ lastAccepted, lastRefused }: Device): DeviceEnvelope | null {
  return (lastAccepted?.atMs ?? 0) >= (lastRefused?.atMs ?? 0) ? lastAccepted : lastRefused;
}

/** `scanner (LOGIN)`, and whether that worked; null where it never tried. */
function loginOf({ login }: Device): string | null {
  if (login === null) return null;
  const { mechanism, userName, succeeded } = login;
  if (userName === null) return words.loginRefused(visibleText(mechanism));
  return (succeeded ? words.login : words.loginFailed)(visibleText(userName), visibleText(mechanism));
}

const REPEAT_SHOWN_MS = 7 * 86_400_000;

/** What to say of messages that it sends again; null where it did not lately. */
export function repeatHint({ repeat }: Device, nowMs: number): string | null {
  if (repeat === null || nowMs - repeat.lastMs > REPEAT_SHOWN_MS) return null;
  return messages.devices.repeat.text(repeat.times, formatTime(repeat.lastMs, nowMs));
}

type Devices = ConfigDocument['devices'];

/** The list with what a person says of an address; without a name the address is no longer in it. */
export function withPersonal(devices: Devices, said: Devices[number]): Devices {
  const others = devices.filter((entry) => entry.address !== said.address);
  return said.name.trim() === '' ? others : [...others, { ...said, name: said.name.trim(), note: said.note.trim() }];
}

/** Rhythms to choose from; one that was set otherwise is among them. */
export function rhythmsFor(expectedEvery: string | null): readonly string[] {
  const usual = ['01:00:00', '1.00:00:00', '3.00:00:00', '7.00:00:00', '31.00:00:00'];
  if (expectedEvery === null || expectedEvery === 'never' || usual.includes(expectedEvery)) return usual;
  return [...usual, expectedEvery];
}

/** What is expected of it, in words. */
function rhythmOf({ expectedEvery, pauseDays }: Device): string {
  if (expectedEvery !== null) return words.rhythms[expectedEvery] ?? words.every(expectedEvery);
  return pauseDays === null ? words.notLearned : words.pauses(pauseDays);
}
