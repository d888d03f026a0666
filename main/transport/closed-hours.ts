import type { Clock } from '../clock.ts';
import type { NextHop } from './next-hops.ts';
import type { OutcomeLedger } from './outcome-ledger.ts';
import { closedForMs, waitingSentence } from './send-window.ts';

/** Gives back what still waits in memory when the hours of its send connector are over; false while they are not. */
export function sentLater(hop: NextHop, { clock, ledger }: { clock: Clock; ledger: OutcomeLedger }): boolean {
  const window = hop.route.connector?.sendWindow ?? null;
  const nowMs = clock.now();
  const waitMs = closedForMs(window, nowMs);
  if (window === null || waitMs === 0) return false;
  const waiting = { error: waitingSentence(window, nowMs + waitMs), waitMs, attempted: false, scheduled: true };
  for (const { held, recipients } of hop.withdraw()) {
    ledger.park(held, recipients, { queue: hop.queue, ...waiting });
    ledger.close(held);
  }
  return true;
}
