import { isIP } from 'node:net';
import type { AddressSpace, SendConnector, Snapshot } from '../config/snapshot.ts';
import { comparable, domainOf, matchAcceptedDomain } from '../connectors/accepted-domains.ts';
import type { AcceptedDomain, Policy } from '../connectors/model.ts';
import type { EnvelopeRecipient } from './queue.ts';
import { appliesTo, type RoutedMessage } from './routing-conditions.ts';
import { MAILBOX_QUEUE, UNREACHABLE_QUEUE, type Route } from './routing.ts';

/** Decides the next hop of a recipient. Pure. */

export const NO_CONNECTOR = 'A matching connector cannot be found to route the external recipient';
const TOO_LARGE = '550 5.3.4 ROUTING.SizeLimit; message size exceeds fixed maximum size for route';
const UNKNOWN_RECIPIENT = '550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found';

/** A router forgets the domains it knows beyond this many. */
const REMEMBERED_DOMAINS = 20_000;

const fixed = (kind: 'mailbox' | 'unreachable' | 'fail', queue: string, reason: string | null): Route =>
  Object.freeze({ key: queue, queue, kind, connector: null, nextHopDomain: queue, reason });

const toMailbox = fixed('mailbox', MAILBOX_QUEUE, null);
const unreachable = fixed('unreachable', UNREACHABLE_QUEUE, NO_CONNECTOR);
const tooLarge = fixed('fail', UNREACHABLE_QUEUE, TOO_LARGE);
const unknownRecipient = fixed('fail', MAILBOX_QUEUE, UNKNOWN_RECIPIENT);

/** The accepted domain that decides over `domain`, or null. An empty domain (`postmaster`) means the default one. */
export function acceptedDomainOf(policy: Policy, domain: string): AcceptedDomain | null {
  if (domain === '') return policy.acceptedDomains.find(({ isDefault }) => isDefault) ?? null;
  return matchAcceptedDomain(policy.acceptedDomains, domain);
}

function covers({ pattern, match }: AddressSpace, domain: string): boolean {
  if (match === 'any') return true;
  return domain === pattern || (match === 'both' && domain.endsWith(`.${pattern}`));
}

/** A domain by its own name beats one with subdomains, a longer name a shorter, and `*` comes last. */
function specificityOf({ pattern, match }: AddressSpace): number {
  if (match === 'any') return 0;
  return match === 'exact' ? Number.POSITIVE_INFINITY : 1 + pattern.length;
}

/** A send connector that may take a domain's mail, and the address space by which it may. */
export interface Preference {
  readonly connector: SendConnector;
  readonly space: AddressSpace;
  /** Rises with the length of the name that matched; 0 for `*`. */
  readonly specificity: number;
}

function byPreference(a: Preference, b: Preference): number {
  // Infinity - Infinity is NaN, so equality is asked first.
  if (a.specificity !== b.specificity) return b.specificity > a.specificity ? 1 : -1;
  // A connector for some mail only is asked before one for all of it.
  const [narrow, wide] = [a.connector.conditions !== null, b.connector.conditions !== null];
  if (narrow !== wide) return narrow ? -1 : 1;
  if (a.space.cost !== b.space.cost) return a.space.cost - b.space.cost;
  const [left, right] = [a.connector.name.toLowerCase(), b.connector.name.toLowerCase()];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Enabled send connectors with an address space for the domain, the one to use first: most specific, with conditions, cheapest, lowest name. */
export function preferences(sendConnectors: readonly SendConnector[], domain: string): readonly Preference[] {
  const candidates: Preference[] = [];
  for (const connector of sendConnectors) {
    if (!connector.enabled) continue;
    const [best] = connector.addressSpaces
      .filter((space) => covers(space, domain))
      .map((space) => ({ connector, space, specificity: specificityOf(space) }))
      .sort(byPreference);
    if (best !== undefined) candidates.push(best);
  }
  return candidates.sort(byPreference);
}

/** Smart hosts as Exchange shows them: `[10.1.1.1],host.com`. */
export function smartHostText(smartHosts: readonly string[]): string {
  return smartHosts.map((host) => (isIP(host) === 0 ? host : `[${host}]`)).join(',');
}

/** What routing reads of a recipient. */
export type RoutedRecipient = Pick<EnvelopeRecipient, 'address' | 'detour'>;

function throughConnector(connector: SendConnector, domain: string): Route {
  const kind = connector.smartHosts.length === 0 ? 'mx' : 'smart-host';
  const queue = kind === 'mx' ? domain : smartHostText(connector.smartHosts);
  return Object.freeze({
    key: `${connector.identity}\n${queue}`,
    queue,
    kind,
    connector,
    nextHopDomain: queue,
    reason: null,
  });
}

/** What is known of a domain: mail for it stays here, or the connectors that take it, best first. */
interface DomainRoutes {
  readonly accepted: AcceptedDomain | null;
  readonly routes: readonly RankedRoute[];
}

interface RankedRoute {
  readonly route: Route;
  readonly connector: SendConnector;
  readonly specificity: number;
}

function routesOf(policy: Policy, sendConnectors: readonly SendConnector[], domain: string): DomainRoutes {
  const accepted = acceptedDomainOf(policy, domain);
  if (accepted?.type === 'Authoritative') return { accepted, routes: [] };
  // Mail to `postmaster` alone belongs to the default domain, whatever its type.
  const full = domain === '' ? (accepted?.pattern ?? '') : domain;
  return {
    accepted,
    routes: preferences(sendConnectors, full).map(({ connector, specificity }) => {
      return { route: throughConnector(connector, full), connector, specificity };
    }),
  };
}

function isPostmaster(address: string): boolean {
  return /^postmaster(?:@|$)/i.test(address);
}

function decide(
  known: DomainRoutes,
  policy: Policy,
  mailboxOf: ReadonlyMap<string, string>,
  address: string,
  message: RoutedMessage,
  isDown: IsDown,
): Route {
  const { accepted, routes } = known;
  // `postmaster` alone, with no default domain to belong to, is ours: a smart host would take it for its own.
  if (accepted === null && domainOf(address) === '') return toMailbox;
  if (accepted?.type === 'Authoritative') {
    return !accepted.addressBookEnabled || isKnown(policy, mailboxOf, address) ? toMailbox : unknownRecipient;
  }
  // InternalRelay: some recipients are here, the others elsewhere.
  if (accepted?.type === 'InternalRelay' && mailboxOf.has(comparable(address))) return toMailbox;
  return throughFirst(routes, message, isDown);
}

/** The best connector that is for the message and large enough; one that stands by for it where it cannot be reached. */
function throughFirst(routes: readonly RankedRoute[], message: RoutedMessage, isDown: IsDown): Route {
  let isTooLarge = false;
  let best: RankedRoute | null = null;
  for (const ranked of routes) {
    const { route, connector } = ranked;
    if (best !== null && !canStandBy(best, ranked)) break;
    if (!appliesTo(connector.conditions, message)) continue;
    if (message.size > connector.maxMessageBytes) isTooLarge = true;
    else if (isDown(route)) best ??= ranked;
    else return route;
  }
  return best?.route ?? (isTooLarge ? tooLarge : unreachable);
}

/** Mail that is meant for one domain, or for some senders only, does not leave by a connector for everything. */
function canStandBy(
  best: Pick<RankedRoute, 'connector' | 'specificity'>,
  next: Pick<RankedRoute, 'connector' | 'specificity'>,
): boolean {
  if (best.specificity !== next.specificity) return false;
  return (best.connector.conditions === null) === (next.connector.conditions === null);
}

/** Where an administrator sends a recipient, whatever routing says. */
function byDetour(sendConnectors: readonly SendConnector[], { address, detour }: RoutedRecipient): Route | null {
  if (detour === undefined) return null;
  if ('mailbox' in detour) return toMailbox;
  const connector = sendConnectors.find(({ name, enabled }) => enabled && name === detour.connector);
  if (connector !== undefined) return throughConnector(connector, domainOf(address));
  const reason = `The send connector "${detour.connector}" that was chosen for this recipient is gone or disabled; choose another.`;
  return fixed('unreachable', UNREACHABLE_QUEUE, reason);
}

function isKnown(policy: Policy, mailboxOf: ReadonlyMap<string, string>, address: string): boolean {
  const lower = comparable(address);
  return isPostmaster(lower) || policy.recipients.has(lower) || mailboxOf.has(lower);
}

/** The next hop of one recipient of a message. */
export function route(
  { policy, sendConnectors, mailboxOf }: RoutingTable,
  recipient: RoutedRecipient,
  message: RoutedMessage,
): Route {
  const { address } = recipient;
  return (
    byDetour(sendConnectors, recipient) ??
    decide(routesOf(policy, sendConnectors, domainOf(address)), policy, mailboxOf, address, message, noneDown)
  );
}

export type RoutingTable = Pick<Snapshot, 'policy' | 'sendConnectors' | 'mailboxOf'>;
/** Tells next hops that cannot be reached now. */
export type IsDown = (route: Route) => boolean;
const noneDown: IsDown = () => false;
export type Router = (recipient: RoutedRecipient, message: RoutedMessage, isDown?: IsDown) => Route;

/** `route` for one snapshot, remembering what it knows of each domain. */
export function createRouter({ policy, sendConnectors, mailboxOf }: RoutingTable): Router {
  const domains = new Map<string, DomainRoutes>();
  return (recipient, message, isDown = noneDown) => {
    const { address, detour } = recipient;
    if (detour !== undefined) return byDetour(sendConnectors, recipient) ?? unreachable;
    const domain = domainOf(address);
    let known = domains.get(domain);
    if (known === undefined) {
      if (domains.size >= REMEMBERED_DOMAINS) domains.clear();
      known = routesOf(policy, sendConnectors, domain);
      domains.set(domain, known);
    }
    return decide(known, policy, mailboxOf, address, message, isDown);
  };
}
