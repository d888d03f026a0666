import type { SendConnector } from '../config/snapshot.ts';
import type { Target } from '../delivery/target.ts';

/** Where a recipient goes next, and who carries mail there. */

export type RouteKind = 'mailbox' | 'smart-host' | 'mx' | 'unreachable' | 'fail';

export interface Route {
  /** Identity of the next hop: connectors that share a smart host, but not its account, stay apart. */
  readonly key: string;
  /** Queue the recipient waits in: the smart hosts as Exchange prints them, the recipient domain, `mailboxes`, `Unreachable`. */
  readonly queue: string;
  readonly kind: RouteKind;
  /** Set for smart-host and mx. */
  readonly connector: SendConnector | null;
  readonly nextHopDomain: string;
  /** For unreachable the LastError, for fail the reply that goes into the NDR. */
  readonly reason: string | null;
}

/** Makes the targets that delivery is handed to. A target is kept per connector (and domain) and closed when that is gone. */
export interface TargetFactory {
  smartHost(connector: SendConnector): Target;
  mx(connector: SendConnector, domain: string): Target;
  mailboxFolder(): Target;
}

export const SUBMISSION_QUEUE = 'Submission';
export const UNREACHABLE_QUEUE = 'Unreachable';
export const POISON_QUEUE = 'Poison';
export const MAILBOX_QUEUE = 'mailboxes';

/** The target of a route, or null where nothing is tried. */
export function openTarget(targets: TargetFactory, route: Route): Target | null {
  if (route.kind === 'mailbox') return targets.mailboxFolder();
  if (route.connector === null) return null;
  return route.kind === 'mx' ? targets.mx(route.connector, route.nextHopDomain) : targets.smartHost(route.connector);
}
