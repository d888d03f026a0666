import type { Router } from './categorizer.ts';
import type { NextHopRegistry } from './next-hop-registry.ts';
import type { Group } from './next-hops.ts';
import { routedMessage } from './routing-conditions.ts';
import type { Route } from './routing.ts';

/** Which next hops are passed over because they could not be reached, and whose mail goes another way meanwhile. */

/** Tells routes that could not be reached and have their one message that tries whether they are back. Monotonic time. */
export function downAt(hops: NextHopRegistry, nowMs: number): (route: Route) => boolean {
  return ({ key }) => {
    const hop = hops.known(key);
    return hop !== undefined && hop.retryCount > 0 && (nowMs < hop.blockedUntilMs || !hop.idle);
  };
}

/** Whether another send connector takes the mail of this group now; its next hop is then noted as passed over. */
export function standsBy({ held, hop, recipients }: Group, router: Router, isDown: (route: Route) => boolean): boolean {
  const [first] = recipients;
  if (first === undefined || hop.route.connector === null) return false;
  const route = router(first, routedMessage(held.message), isDown);
  if (route.connector === null || route.key === hop.key || isDown(route)) return false;
  hop.isPassedOver = true;
  return true;
}
