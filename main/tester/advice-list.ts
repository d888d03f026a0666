import type { Candidate, Refusal } from './advice-candidate.ts';
import * as entry from './advice-entry.ts';
import * as login from './advice-login.ts';
import * as message from './advice-message.ts';
import * as relay from './advice-relay.ts';

/** Which changes may help against which refusal. */

type Source = (refusal: Refusal) => Iterable<Candidate>;

/** By the step of the trace that decided (see the decisions). Within one reach, the order here is the order of the advice. */
const sources: Readonly<Record<string, readonly Source[]>> = {
  learning: [entry.endLearning],
  relay: [relay.widenConnectors, relay.deviceConnector, login.requireLogin, relay.acceptDomain, relay.grantRelay],
  'routed-local-part': [relay.widenConnectors, relay.deviceConnector, login.requireLogin, relay.grantRelay],
  'may-not-submit': [
    relay.widenConnectors,
    relay.deviceConnector,
    login.requireLogin,
    login.letAccountIn,
    relay.allowAnonymous,
  ],
  'no-connector': [relay.widenConnectors, relay.deviceConnector, entry.addBindings],
  'tls-required': [login.encrypt, relay.deviceConnector],
  'offer-auth': [login.encrypt, login.offerLogin],
  'not-signed-in': [login.letAccountIn],
  'unknown-recipient': [message.addRecipient],
  'recipient-count': [message.raiseRecipientLimit],
  'declared-size': [message.raiseMessageSize],
  'message-size': [message.raiseMessageSize],
  'header-size': [message.raiseHeaderSize],
  'blocked-sender': [message.unblock],
  'blocked-recipient': [message.unblock],
  'blocked-address': [message.unblock],
  'send-as': [message.addToAccount, message.grantSender],
  authors: [message.addToAccount, message.grantSender],
  'any-sender': [relay.allowAnonymous, message.grantSender],
  'authoritative-sender': [message.addToAccount, relay.allowAnonymous, message.grantSender],
  'reserved-domain': [message.allowReserved],
  syntax: [entry.tolerate],
  unknown: [entry.tolerate],
};

/** Changes that may help, kind by kind, the likeliest of each kind first; whether they do is not known yet. */
export function candidatesFor(refusal: Refusal): readonly Iterable<Candidate>[] {
  const known = sources[refusal.cause.code] ?? [];
  // Whatever refused, another connector may not.
  return [entry.enableConnectors, ...known].map((source) => source(refusal));
}
