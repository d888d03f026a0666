import { BlockList, isIP } from 'node:net';
import type { Clock } from '../main/clock.ts';
import type { SessionSummary } from '../main/contract/session-view.ts';
import type { Problem } from '../main/contract/problem-view.ts';
import { words } from './words.ts';

/** Which news is worth a toast. It says each thing once, and is quiet about what comes and goes. */

export interface Toast {
  readonly title: string;
  readonly body: string;
  /** Page of the interface where one sees to it. */
  readonly page: 'overview' | 'queue' | 'sessions';
}

const PROBLEM_QUIET_MS = 6 * 3_600_000;
const DEVICE_QUIET_MS = 24 * 3_600_000;
/** More than this at once become one toast. */
const MOST_AT_ONCE = 3;
const QUEUE_CODES = new Set(['unreachable-mail', 'no-send-connector', 'poison-mail', 'queue-stuck']);
/** Refused devices come with their session, and who stops a service knows it. */
const TOLD_OTHERWISE = new Set(['device-refused', 'service-stopped']);

// Strangers on the Internet knock all day; a device of the house that is turned away is news.
const house = new BlockList();
for (const [net, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['127.0.0.0', 8],
] as const)
  house.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [
  ['fc00::', 7],
  ['fe80::', 10],
  ['::1', 128],
] as const)
  house.addSubnet(net, prefix, 'ipv6');

export class Toasts {
  private readonly clock: Pick<Clock, 'now'>;
  private readonly quietUntilMs = new Map<string, number>();
  private present: ReadonlySet<string> = new Set();

  constructor(clock: Pick<Clock, 'now'>) {
    this.clock = clock;
  }

  /** What is new among the problems there are now. */
  forProblems(problems: readonly Problem[]): readonly Toast[] {
    const before = this.present;
    const keyed = problems
      .filter(({ kind }) => !TOLD_OTHERWISE.has(kind))
      .map((problem) => ({ problem, key: keyOf(problem) }));
    this.present = new Set(keyed.map(({ key }) => key));
    const fresh = keyed.filter(({ key }) => !before.has(key) && this.mayTell(key, PROBLEM_QUIET_MS));
    return folded(
      fresh.map(({ problem: { code, text, action } }) => ({
        title: text,
        body: action,
        page: QUEUE_CODES.has(code) ? 'queue' : 'overview',
      })),
      words.manyProblems,
      'overview',
    );
  }

  /** Devices of the house that were refused, each once a day. */
  forSessions(changed: readonly SessionSummary[]): readonly Toast[] {
    const refused = changed.filter(
      ({ direction, endedMs, refused: count }) => direction === 'receive' && endedMs !== null && count > 0,
    );
    const fresh = refused.flatMap(({ remoteEndpoint, lastError }) => {
      const address = addressOf(remoteEndpoint);
      if (!isOfTheHouse(address) || !this.mayTell(`device ${address}`, DEVICE_QUIET_MS)) return [];
      return [{ title: words.deviceRefused(address), body: lastError ?? words.seeSession, page: 'sessions' as const }];
    });
    return folded(fresh, words.manyDevices, 'sessions');
  }

  private mayTell(key: string, quietMs: number): boolean {
    const now = this.clock.now();
    for (const [known, untilMs] of this.quietUntilMs) if (untilMs <= now) this.quietUntilMs.delete(known);
    if (this.quietUntilMs.has(key)) return false;
    this.quietUntilMs.set(key, now + quietMs);
    return true;
  }
}

/** A count that rises is the same problem. */
const keyOf = ({ code, text }: Problem): string => `${code} ${text.replaceAll(/\d+/g, '#')}`;

function folded(toasts: readonly Toast[], title: (count: number) => string, page: Toast['page']): readonly Toast[] {
  if (toasts.length <= MOST_AT_ONCE) return toasts;
  return [{ title: title(toasts.length), body: toasts.map((toast) => toast.title).join('\n'), page }];
}

/** `192.168.0.181:40112` and `[fe80::1]:40112` without the port. */
const addressOf = (endpoint: string): string => endpoint.replace(/:\d+$/, '').replaceAll(/^\[|\]$/g, '');

function isOfTheHouse(address: string): boolean {
  const version = isIP(address);
  return version !== 0 && house.check(address, version === 4 ? 'ipv4' : 'ipv6');
}
