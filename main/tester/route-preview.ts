import type { SendConnector, Snapshot } from '../config/snapshot.ts';
import { domainOf } from '../connectors/accepted-domains.ts';
import { newSenderOf } from '../connectors/rewriting.ts';
import { formatByteSize } from '../contract/units.ts';
import type { TraceLine } from '../contract/session-view.ts';
import type { RoutePreview } from '../contract/tester-view.ts';
import { acceptedDomainOf, createRouter, preferences, type Preference, type Router } from '../transport/categorizer.ts';
import type { Route } from '../transport/routing.ts';
import { windowSentence } from '../transport/send-window.ts';
import { appliesTo, type RoutedMessage } from '../transport/routing-conditions.ts';

/** Where an accepted recipient's copy would go, by the routing that the queue uses, and why there. Pure. */

/** Only a connector of the same rank can be dearer or later by name. */
const STANDS_BY = 'It takes over while the other cannot be reached.';
const routers = new WeakMap<Snapshot, Router>();

/** What a preview knows of a message; its size as far as that is known. */
export interface PreviewedMessage extends RoutedMessage {
  readonly remoteAddress: string;
}

export function previewRoute(snapshot: Snapshot, recipient: string, message: PreviewedMessage): RoutePreview {
  let router = routers.get(snapshot);
  if (router === undefined) {
    router = createRouter(snapshot);
    routers.set(snapshot, router);
  }
  const route = router({ address: recipient }, message);
  return {
    recipient,
    kind: route.kind,
    queue: route.queue,
    nextHop: nextHopOf(snapshot, route, recipient),
    sendConnector: route.connector?.identity ?? null,
    reason: reasonOf(snapshot, route, recipient, message),
  };
}

export function routeLine(preview: RoutePreview): TraceLine {
  const { recipient, kind, queue, nextHop, sendConnector, reason } = preview;
  return { step: 'route', text: reason, data: { recipient, kind, queue, nextHop, sendConnector } };
}

/** What a send connector makes of the sender, where it has a rule for the message. */
export function senderLine(
  { sendConnectors }: Snapshot,
  { sendConnector }: RoutePreview,
  { mailFrom, remoteAddress }: PreviewedMessage,
): TraceLine | null {
  const rule = sendConnectors.find(({ identity }) => identity === sendConnector)?.rewriting ?? null;
  const sender = newSenderOf(rule, remoteAddress, mailFrom);
  if (sender === null) return null;
  const text = `There its sender is ${sender.address}, in MAIL FROM and From; a signature (DKIM) that the message carries breaks.`;
  return { step: 'sender-rewritten', text };
}

/** The hours of a send connector, where it has some. */
export function windowLine({ sendConnectors }: Snapshot, { sendConnector }: RoutePreview): TraceLine | null {
  const window = sendConnectors.find(({ identity }) => identity === sendConnector)?.sendWindow ?? null;
  return window === null ? null : { step: 'send-window', text: windowSentence(window) };
}

function nextHopOf({ mailboxOf }: Snapshot, route: Route, recipient: string): string {
  if (route.kind !== 'mailbox') return route.kind === 'fail' ? '' : route.nextHopDomain;
  const at = recipient.lastIndexOf('@');
  return mailboxOf.get(recipient.toLowerCase()) ?? (at < 0 ? recipient : recipient.slice(0, at)).toLowerCase();
}

function reasonOf(snapshot: Snapshot, route: Route, recipient: string, message: RoutedMessage): string {
  const { size } = message;
  const { policy, sendConnectors } = snapshot;
  const accepted = acceptedDomainOf(policy, domainOf(recipient));
  if (route.kind === 'mailbox') {
    const type = accepted === null ? '' : `: ${accepted.domainName} is an accepted domain (${accepted.type})`;
    return `Mail for ${recipient} is put into a mailbox folder here${type}.`;
  }
  const domain = domainOf(recipient) || (accepted?.pattern ?? '');
  const ranked = preferences(sendConnectors, domain);
  if (route.kind === 'fail') {
    return accepted?.type === 'Authoritative'
      ? `Mail for ${recipient} comes back with an NDR: ${accepted.domainName} is delivered here, and nobody has this address.`
      : `Mail for ${recipient} comes back with an NDR: ${String(size)} bytes are more than every matching send connector takes.`;
  }
  if (route.connector === null) {
    return `Mail for ${recipient} waits in the Unreachable queue: ${whyNone(sendConnectors, ranked, domain)}`;
  }
  const target = route.kind === 'mx' ? `the mail exchangers of ${domain}` : `the smart host ${route.nextHopDomain}`;
  return `Mail for ${recipient} goes to ${target}: ${whyThis(route.connector, ranked, sendConnectors, domain, message)}`;
}

function whyNone(sendConnectors: readonly SendConnector[], ranked: readonly Preference[], domain: string): string {
  if (sendConnectors.length === 0) return 'there is no send connector.';
  if (ranked.length > 0) {
    const names = ranked.map(({ connector }) => `"${connector.name}"`).join(', ');
    return `the send connectors for ${domain} (${names}) take only mail of other senders or receive connectors.`;
  }
  return `no send connector has an address space for ${domain}. ${others(sendConnectors, [], domain)}`.trim();
}

function whyThis(
  winner: SendConnector,
  ranked: readonly Preference[],
  sendConnectors: readonly SendConnector[],
  domain: string,
  message: RoutedMessage,
): string {
  const won = ranked.find(({ connector }) => connector === winner);
  const space = won === undefined ? '' : ` by its address space ${won.space.text} (cost ${String(won.space.cost)})`;
  const losers = ranked
    .filter(({ connector }) => connector !== winner)
    .map((loser) => (won === undefined ? '' : whyNot(won, loser, message)));
  const rest = others(sendConnectors, ranked, domain);
  return [`send connector "${winner.name}" takes it${space}.`, ...losers, rest].filter((text) => text !== '').join(' ');
}

function whyNot(won: Preference, loser: Preference, message: RoutedMessage): string {
  const { size } = message;
  const name = `"${loser.connector.name}" does not`;
  if (!appliesTo(loser.connector.conditions, message))
    return `${name}: it takes only mail of other senders or receive connectors.`;
  if (size > loser.connector.maxMessageBytes)
    return `${name}: its limit is ${formatByteSize(loser.connector.maxMessageBytes)}.`;
  if (loser.specificity < won.specificity) return `${name}: its address space ${loser.space.text} is less specific.`;
  if (won.connector.conditions !== null && loser.connector.conditions === null)
    return `${name}: it takes all mail, and the other is for this mail alone.`;
  if (loser.space.cost > won.space.cost)
    return `${name}: its address space ${loser.space.text} costs ${String(loser.space.cost)}. ${STANDS_BY}`;
  return `${name}: it is as specific and as cheap, and its name comes later. ${STANDS_BY}`;
}

/** Connectors that were no candidates at all. */
function others(sendConnectors: readonly SendConnector[], ranked: readonly Preference[], domain: string): string {
  const taken = new Set(ranked.map(({ connector }) => connector));
  return sendConnectors
    .filter((connector) => !taken.has(connector))
    .map(({ name, enabled, addressSpaces }) =>
      enabled
        ? `"${name}" is for ${addressSpaces.map(({ text }) => text).join(', ')}, not for ${domain}.`
        : `"${name}" is disabled.`,
    )
    .join(' ');
}
