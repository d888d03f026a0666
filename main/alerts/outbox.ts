import type { AlertItem, AlertList, AlertNotice } from '../contract/alert-view.ts';
import type { AlertState, OutboxEntry, PostedChannel } from './alert-state.ts';
import type { SendResult } from './channel.ts';
import { listOf } from './plan.ts';
import { titleOf } from './notice-title.ts';

/** Alerts that are on their way: tried again with growing pauses, for a day. Pure. */

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const RETRY_MS = [
  30 * SECOND_MS,
  MINUTE_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  60 * MINUTE_MS,
];
const BLOCKED_MS = 5 * MINUTE_MS;
const KEPT_MS = 24 * 60 * MINUTE_MS;

/** The notice for one way: it is not told by a way that this way fails. Null where nothing is left to tell. */
export function forChannel(notice: AlertNotice, channel: PostedChannel): AlertNotice | null {
  const own = `alerts-failing ${channel}`;
  const without = ({ items, more }: AlertList): AlertList => ({ items: items.filter(({ key }) => key !== own), more });
  const told = { ...notice, problems: without(notice.problems), recovered: without(notice.recovered) };
  return notice.kind === 'alert' && isEmpty(told) ? null : told;
}

function isEmpty({ problems, recovered, failures }: AlertNotice): boolean {
  return [problems, recovered, failures].every(({ items, more }) => items.length + more === 0);
}

/** What came of a try: the entry is gone, or waits; the channel remembers. */
export function settle(state: AlertState, entry: OutboxEntry, result: SendResult, nowMs: number): AlertState {
  const others = state.outbox.filter((one) => one !== entry);
  const known = state.channels[entry.channel];
  if (result.state === 'sent') {
    const channels = { ...state.channels, [entry.channel]: { lastMs: nowMs, trouble: null } };
    return { ...state, outbox: others, channels };
  }
  const channels = { ...state.channels, [entry.channel]: { ...known, trouble: result.text } };
  const isGivenUp = result.state === 'failed' || nowMs - entry.createdMs >= KEPT_MS;
  if (isGivenUp) return { ...state, outbox: others, channels };
  const attempts = result.state === 'retry' ? entry.attempts + 1 : entry.attempts;
  const pauseMs = result.state === 'blocked' ? BLOCKED_MS : (RETRY_MS[entry.attempts] ?? 60 * MINUTE_MS);
  return { ...state, channels, outbox: merged(others, { ...entry, attempts, nextMs: nowMs + pauseMs }) };
}

/** Alerts that wait for the same way become one, so that no flood leaves when it opens. */
function merged(others: readonly OutboxEntry[], entry: OutboxEntry): readonly OutboxEntry[] {
  const partner = others.find(({ channel, notice }) => channel === entry.channel && bothAlerts(notice, entry.notice));
  if (partner === undefined) return [...others, entry];
  const [older, newer] = partner.createdMs <= entry.createdMs ? [partner, entry] : [entry, partner];
  const notice = mergedNotice(older.notice, newer.notice);
  return [
    ...others.filter((one) => one !== partner),
    { ...older, notice, attempts: entry.attempts, nextMs: entry.nextMs },
  ];
}

const bothAlerts = (one: AlertNotice, other: AlertNotice): boolean => one.kind === 'alert' && other.kind === 'alert';

function mergedNotice(older: AlertNotice, newer: AlertNotice): AlertNotice {
  const lists = {
    problems: mergedList(older.problems, newer.problems),
    recovered: mergedList(older.recovered, newer.recovered),
    failures: mergedList(older.failures, newer.failures),
  };
  const failedMessages = lists.failures.items.length + lists.failures.more;
  return { ...newer, ...lists, title: titleOf({ ...lists, failedMessages }) };
}

function mergedList(older: AlertList, newer: AlertList): AlertList {
  const items = new Map<string, AlertItem>();
  for (const item of [...older.items, ...newer.items]) items.set(item.key, item);
  return listOf([...items.values()], older.more + newer.more);
}
