import { blankCard } from '../../main/journal/blank-card.ts';
import { printDevices } from '../../main/journal/device-file.ts';
import { printFigures } from '../../main/journal/figures-file.ts';
import type { DemoNetwork } from './network.ts';
import type { DemoDevice } from './office.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const MINUTES = 1440;

/** devices.json as a week of mail would have left it: six days that are over, and what of today is. */
export function weekBefore(devices: readonly DemoDevice[], network: DemoNetwork, nowMs: number): string {
  const midnight = new Date(nowMs).setHours(0, 0, 0, 0);
  return printDevices(
    devices.map(({ number, week, helo, startTls }) => {
      const sent = week.reduce((sum, count) => sum + count, 0);
      const lastDay = week.findLastIndex((count) => count > 0);
      return {
        ...blankCard(network.host(number)),
        firstSeenMs: midnight - 90 * DAY_MS,
        lastSeenMs: midnight - (week.length - lastDay) * DAY_MS + 10 * 3_600_000,
        connector: 'OFFICE\\Relay OFFICE',
        tls: startTls === true ? 'TLSv1.3' : null,
        helo,
        sessions: sent,
        accepted: sent,
        days: week
          .map((accepted, day) => ({
            startMs: new Date(midnight).setDate(new Date(midnight).getDate() - week.length + day),
            accepted,
            refused: 0,
          }))
          .concat({ startMs: midnight, accepted: soFar(week, nowMs), refused: 0 }),
      };
    }),
  );
}

/** figures.json of the same office: what its devices sent in the last 24 hours, more of it in office hours. */
export function dayBefore(devices: readonly DemoDevice[], nowMs: number): string {
  const perDay = devices.reduce((sum, { week }) => sum + (week.at(-1) ?? 0), 0);
  const thisMinute = Math.floor(nowMs / MINUTE_MS);
  let owed = 0;
  const minutes = Array.from({ length: MINUTES }, (_, index): [number, number, number, number] => {
    const minute = thisMinute - MINUTES + index;
    owed += perDay * share(minute * MINUTE_MS);
    const accepted = Math.floor(owed);
    owed -= accepted;
    return [minute, accepted, accepted, minute % 173 === 0 ? 1 : 0];
  });
  const sinceMs = nowMs - 90 * DAY_MS;
  const relayed = Math.round(devices.reduce((sum, { week }) => sum + soFar(week, nowMs), 0));
  const dayMs = new Date(nowMs).setHours(0, 0, 0, 0);
  return printFigures({ sinceMs, minutes, dayMs, connectors: [['OFFICE\\Relay OFFICE', relayed, 0]] });
}

/** What a device has sent of a day like its last one. */
function soFar(week: readonly number[], nowMs: number): number {
  const midnight = new Date(nowMs).setHours(0, 0, 0, 0);
  let part = 0;
  for (let ms = midnight; ms < nowMs; ms += MINUTE_MS) part += share(ms);
  return Math.floor((week.at(-1) ?? 0) * part);
}

/** Of a day's mail, the part that comes in the minute of a moment: the sum of a day is about 1. */
function share(ms: number): number {
  const hour = new Date(ms).getHours();
  const isOffice = hour >= 7 && hour < 18;
  // No two minutes are alike, and yet it is the same day each time.
  const chance = Math.abs(Math.sin((ms / MINUTE_MS) * 12.9898) * 43_758.5453) % 1;
  return ((isOffice ? 0.055 : 0.03) / 60) * (0.4 + 1.8 * chance ** 2);
}
