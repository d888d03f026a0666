import { blankCard } from '../../main/journal/blank-card.ts';
import { printDevices } from '../../main/journal/device-file.ts';
import type { DemoNetwork } from './network.ts';
import type { DemoDevice } from './office.ts';

const DAY_MS = 86_400_000;

/** devices.json as a week of mail would have left it: six days that are over; today comes with the traffic. */
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
        days: week.map((accepted, day) => ({
          startMs: new Date(midnight).setDate(new Date(midnight).getDate() - week.length + day),
          accepted,
          refused: 0,
        })),
      };
    }),
  );
}
