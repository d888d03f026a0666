import type { Device } from '../../../main/contract/session-view.ts';
import { formatTime } from '../format.ts';
import { messages } from '../messages.ts';
import { shortConnector } from '../sessions/log-text.ts';
import { meaningOf } from '../sessions/reply-meaning.ts';
import { visibleText } from '../sessions/visible-text.ts';
import type { BadgeText, Tone } from '../tone.ts';

/** A device as a line of the list: who it is, how it is doing, and what it does differently. */

export interface DeviceLine {
  readonly address: string;
  readonly title: string;
  /** Address where the title is a name, the name it gives itself, connector. */
  readonly facts: string;
  readonly tone: Tone;
  /** What the dot says. */
  readonly state: string;
  readonly badges: readonly BadgeText[];
  readonly seen: string;
  /** Its last refusal in words where nothing was accepted since; else null. */
  readonly refusal: string | null;
  readonly device: Device;
}

export interface Refusal {
  readonly atMs: number;
  /** As on the wire. */
  readonly reply: string;
  /** In one sentence; null where the reply says it itself. */
  readonly meaning: string | null;
}

const words = messages.devices;
const MOST_BADGES = 4;

/** The last 4xx or 5xx reply to it, also outside a message; null where there is none. */
export function lastRefusal({ lastRefused, lastError, lastErrorMs }: Device): Refusal | null {
  const isMessage = lastRefused !== null && lastRefused.atMs >= (lastErrorMs ?? 0);
  const reply = isMessage ? lastRefused.reply : lastError;
  const atMs = isMessage ? lastRefused.atMs : lastErrorMs;
  return reply === null || atMs === null ? null : { atMs, reply: visibleText(reply), meaning: meaningOf(reply) };
}

/** True where the last thing that came of it was a refusal. */
export function isRefused(device: Device): boolean {
  const refusal = lastRefusal(device);
  return refusal !== null && refusal.atMs > (device.lastAccepted?.atMs ?? 0);
}

function stateOf(device: Device, nowMs: number): Pick<DeviceLine, 'tone' | 'state'> {
  if (device.knock !== null) return { tone: 'warn', state: words.state.knocked };
  if (isRefused(device)) return { tone: 'bad', state: words.state.refused };
  if (device.silentSinceMs !== null) {
    return { tone: 'warn', state: words.state.silentSince(formatTime(device.silentSinceMs, nowMs)) };
  }
  if (device.lastAccepted !== null) return { tone: 'good', state: words.state.accepted };
  return { tone: 'plain', state: device.sessions === 0 ? words.state.awaited : words.state.silent };
}

/** What it was forgiven, in two or three words each. */
export function deviationsOf({ deviations }: Device): readonly string[] {
  return [...new Set(deviations.map((code) => messages.sessions.deviation[code] ?? visibleText(code)))];
}

function badgesOf(device: Device, nowMs: number): readonly BadgeText[] {
  const forgiven = deviationsOf(device);
  const rest = forgiven.length - MOST_BADGES;
  const { tls, lastAccepted, silentSinceMs, holdMessages } = device;
  return [
    ...(silentSinceMs === null
      ? []
      : [{ tone: 'bad', text: words.state.silentSince(formatTime(silentSinceMs, nowMs)) } as const]),
    ...(tls === null ? [] : [{ tone: 'plain', text: visibleText(tls) } as const]),
    ...(lastAccepted?.account ? [{ tone: 'plain', text: words.signsIn } as const] : []),
    ...(holdMessages ? [{ tone: 'accent', text: words.held.badge } as const] : []),
    ...forgiven.slice(0, MOST_BADGES).map((text): BadgeText => ({ tone: 'warn', text })),
    ...(rest > 0 ? [{ tone: 'warn', text: words.more(rest) } as const] : []),
  ];
}

export function deviceLine(device: Device, nowMs: number): DeviceLine {
  const { address, name, helo, hostName, answeredBy, connector, sessions, lastSeenMs } = device;
  const taken = answeredBy ?? shortConnector(connector);
  const facts = [
    ...(name === null ? [] : [address]),
    ...(hostName === null ? [] : [visibleText(hostName)]),
    ...(helo === null || helo === hostName ? [] : [visibleText(helo)]),
    visibleText(taken),
  ];
  const refusal = isRefused(device) ? lastRefusal(device) : null;
  return {
    address,
    title: visibleText(name ?? address),
    facts: facts.filter((fact) => fact !== '').join(' · '),
    ...stateOf(device, nowMs),
    badges: badgesOf(device, nowMs),
    seen: sessions === 0 ? words.never : formatTime(lastSeenMs, nowMs),
    refusal: refusal === null ? null : words.refusedBecause(refusal.meaning ?? refusal.reply),
    device,
  };
}

/** Last seen first; those that never came at the end, by name. */
export function inOrder(devices: readonly Device[]): readonly Device[] {
  return devices.toSorted((a, b) => b.lastSeenMs - a.lastSeenMs || calledBy(a).localeCompare(calledBy(b)));
}

const calledBy = ({ name, address }: Device): string => name ?? address;

export const deviceStates = ['any', 'refused', 'accepted', 'silent', 'unnamed'] as const;
export type DeviceState = (typeof deviceStates)[number];

const isInState: Readonly<Record<DeviceState, (device: Device) => boolean>> = {
  any: () => true,
  refused: isRefused,
  accepted: (device) => device.lastAccepted !== null && !isRefused(device),
  silent: ({ silentSinceMs }) => silentSinceMs !== null,
  unnamed: ({ name }) => name === null,
};

/** Lines in a state in which every word of the filter stands, in the note too. */
export function filterDevices(lines: readonly DeviceLine[], filter: string, state: DeviceState): readonly DeviceLine[] {
  const wanted = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return lines.filter((line) => {
    if (!isInState[state](line.device)) return false;
    const { title, facts, refusal, badges, device } = line;
    const text = [title, facts, refusal ?? '', line.state, device.note, ...badges.map((badge) => badge.text)]
      .join(' ')
      .toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
