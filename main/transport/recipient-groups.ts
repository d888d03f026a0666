import type { IsDown, Router } from './categorizer.ts';
import type { QueuedMessage, QueuedRecipient } from './queue.ts';
import { routedMessage } from './routing-conditions.ts';
import type { Route } from './routing.ts';

export type RecipientGroup = readonly [Route, readonly QueuedRecipient[]];

/** Recipients of a message by next hop. */
export function groupByNextHop(
  router: Router,
  queued: QueuedMessage,
  recipients: readonly QueuedRecipient[],
  isDown: IsDown,
): Iterable<RecipientGroup> {
  const [first] = recipients;
  if (first === undefined) return [];
  const message = routedMessage(queued);
  if (recipients.length === 1) return [[router(first, message, isDown), recipients]];
  const groups = new Map<Route, QueuedRecipient[]>();
  for (const recipient of recipients) {
    const route = router(recipient, message, isDown);
    const group = groups.get(route);
    if (group === undefined) groups.set(route, [recipient]);
    else group.push(recipient);
  }
  return mergeByKey(groups);
}

/** Routes are remembered per domain: the domains of one smart host are different routes with one key. */
function mergeByKey(groups: ReadonlyMap<Route, QueuedRecipient[]>): Iterable<RecipientGroup> {
  if (groups.size < 2) return groups;
  const merged = new Map<string, [Route, QueuedRecipient[]]>();
  for (const [route, recipients] of groups) {
    const known = merged.get(route.key + route.kind);
    if (known === undefined) merged.set(route.key + route.kind, [route, recipients]);
    else known[1].push(...recipients);
  }
  return merged.values();
}
