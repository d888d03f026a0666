import { BlockList, isIP } from 'node:net';
import type { Clock } from '../main/clock.ts';
import type { AlertItem, AlertNotice } from '../main/contract/alert-view.ts';
import type { SessionSummary } from '../main/contract/session-view.ts';
import { said, words } from './words.ts';

/** Which news is worth a toast. The engine decides when something is told; refused devices are told as they come. */

export interface Toast {
  readonly title: string;
  readonly body: string;
  /** Page of the interface where one sees to it. */
  readonly page: 'overview' | 'queue' | 'sessions';
}

const DEVICE_QUIET_MS = 24 * 3_600_000;
/** More than this at once become one toast. */
const MOST_AT_ONCE = 3;
const QUEUE_KINDS = new Set<AlertItem['kind']>([
  'unreachable-mail',
  'no-send-connector',
  'poison-mail',
  'queue-stuck',
  'delivery-failure',
]);

/** A notice of the engine: each thing its own toast, many are one. Refused devices come with their session. */
export function toastsOf(notice: AlertNotice): readonly Toast[] {
  const { kind, title, problems, failures, recovered } = notice;
  if (kind !== 'alert')
    return [{ title: said(title), body: kind === 'test' ? words.testArrived : words.seeOverview, page: 'overview' }];
  const news = [...problems.items, ...failures.items].filter((item) => item.kind !== 'device-refused');
  const toasts = [
    ...news.map((item) => toastOf(item, said(item.action))),
    ...recovered.items
      .filter((item) => item.kind !== 'device-refused')
      .map((item) => ({ ...toastOf(item, said(item.text)), title: words.over })),
  ];
  const more = problems.more + failures.more + recovered.more;
  if (toasts.length <= MOST_AT_ONCE && more === 0) return toasts;
  const body = [
    ...toasts.slice(0, MOST_AT_ONCE).map((toast) => toast.title),
    words.andMore(toasts.length - MOST_AT_ONCE + more),
  ];
  return [{ title: said(title), body: body.join('\n'), page: 'overview' }];
}

function toastOf({ kind, text }: AlertItem, body: string): Toast {
  return { title: said(text), body, page: QUEUE_KINDS.has(kind) ? 'queue' : 'overview' };
}

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

  constructor(clock: Pick<Clock, 'now'>) {
    this.clock = clock;
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
