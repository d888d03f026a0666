import { comparable, domainOf, matchAcceptedDomain } from './accepted-domains.ts';
import { findBlocked } from './block-list.ts';
import { recipientWhileLearning } from './learning.ts';
import { decideInOrder, hasRight, step } from './reasoning.ts';
import * as replies from './replies.ts';
import { aliasTargets } from './rewriting.ts';
import type { Decision, RcptParameters, SessionContext } from './decision.ts';
import type { AcceptedDomain, SmtpReply } from './model.ts';
import type { Check } from './reasoning.ts';

/** RCPT TO: may this session send to this recipient. */

const POSTMASTER = 'postmaster';
/** RFC 2606 sections 2 and 3. */
const reservedTopLevels: ReadonlySet<string> = new Set(['test', 'example', 'invalid', 'localhost']);
const reservedSecondLevels: ReadonlySet<string> = new Set(['example.com', 'example.net', 'example.org']);

/** Recipients of one message at most; the organization's limit does not bind internal sessions. */
function recipientLimit({ connector, policy, authorization }: SessionContext): number {
  const organization = authorization.internal ? Number.POSITIVE_INFINITY : policy.maxRecipientEnvelopeLimit;
  return Math.min(connector.maxRecipientsPerMessage, organization);
}

function checkCount(session: SessionContext, acceptedRecipients: number): Check {
  const limit = recipientLimit(session);
  return {
    reply: acceptedRecipients >= limit ? replies.tooManyRecipients() : null,
    explain: () =>
      step('recipient-count', `The message has ${acceptedRecipients} recipients so far; the limit is ${limit}.`, {
        acceptedRecipients,
        limit,
      }),
  };
}

function checkBlocked(session: SessionContext, address: string): Check | null {
  const entry = findBlocked(session.policy.blockedRecipients, address);
  if (entry === null) return null;
  const bypassed = hasRight(session, 'ms-Exch-Bypass-Anti-Spam');
  return {
    reply: bypassed ? null : replies.blockedRecipient(),
    explain: () =>
      step(
        'blocked-recipient',
        `${address} is a blocked recipient (${entry})${bypassed ? ', but the session may bypass that' : ''}.`,
      ),
  };
}

function findReserved({ connector }: SessionContext, domain: string): { reply: SmtpReply; setting: string } | null {
  const labels = domain.split('.');
  if (connector.rejectReservedTopLevelRecipientDomains && reservedTopLevels.has(labels.at(-1) ?? ''))
    return { reply: replies.reservedTopLevel(), setting: 'RejectReservedTopLevelRecipientDomains' };
  if (connector.rejectReservedSecondLevelRecipientDomains && reservedSecondLevels.has(labels.slice(-2).join('.')))
    return { reply: replies.reservedSecondLevel(), setting: 'RejectReservedSecondLevelRecipientDomains' };
  if (connector.rejectSingleLabelRecipientDomains && labels.length === 1 && !domain.startsWith('['))
    return { reply: replies.singleLabel(), setting: 'RejectSingleLabelRecipientDomains' };
  return null;
}

function checkReserved(session: SessionContext, domain: string): Check | null {
  const reserved = findReserved(session, domain);
  return (
    reserved && {
      reply: reserved.reply,
      explain: () => step('reserved-domain', `The connector refuses the domain ${domain} (${reserved.setting}).`),
    }
  );
}

/** Percent hack, bang path, or an address inside quotes: forms that a later hop may take for another recipient. */
function isRoutedLocalPart(address: string): boolean {
  return /[@%!]/.test(address.slice(0, Math.max(0, address.lastIndexOf('@'))));
}

function isKnown({ policy }: SessionContext, address: string): boolean {
  // RFC 5321 4.5.1: postmaster is always there.
  if (address.slice(0, address.lastIndexOf('@')).toLowerCase() === POSTMASTER) return true;
  return policy.recipients.has(address.toLowerCase()) || policy.recipients.has(comparable(address));
}

function checkLookup(session: SessionContext, address: string, domain: AcceptedDomain): Check {
  const data = { acceptedDomain: domain.name, type: domain.type };
  const accepted = `${domain.domainName} is an accepted domain (${domain.type})`;
  if (!domain.addressBookEnabled)
    return {
      reply: null,
      explain: () => step('accepted-domain', `${accepted}; its recipients are not looked up.`, data),
    };
  if (isKnown(session, address))
    return { reply: null, explain: () => step('accepted-domain', `${accepted}, and the recipient is known.`, data) };
  const bypassed = hasRight(session, 'ms-Exch-Bypass-Anti-Spam');
  const text = `${accepted}; ${address} is not in the recipient list${bypassed ? ', but the session may bypass that' : ''}.`;
  return { reply: bypassed ? null : replies.userUnknown(), explain: () => step('unknown-recipient', text, data) };
}

function checkRelay(session: SessionContext, address: string): Check {
  const domain = domainOf(address);
  const accepted = matchAcceptedDomain(session.policy.acceptedDomains, domain);
  const mayRelay = hasRight(session, 'ms-Exch-SMTP-Accept-Any-Recipient');
  const refusal = mayRelay ? null : replies.unableToRelay(session.policy.dialect);
  if (!accepted) {
    const right = mayRelay
      ? 'the session may relay (ms-Exch-SMTP-Accept-Any-Recipient)'
      : 'the right ms-Exch-SMTP-Accept-Any-Recipient is missing';
    return {
      reply: refusal,
      explain: () =>
        step('relay', `${domain || address} is not an accepted domain, and ${right}.`, { domain, mayRelay }),
    };
  }
  if (refusal && isRoutedLocalPart(address))
    return {
      reply: refusal,
      explain: () =>
        step(
          'routed-local-part',
          `${address} may be read as an address elsewhere, and only sessions that may relay can use such a form.`,
        ),
    };
  return checkLookup(session, address, accepted);
}

function checkPostmaster(session: SessionContext): Check {
  const home = session.policy.acceptedDomains.find(({ isDefault }) => isDefault);
  return {
    reply: null,
    explain: () =>
      step(
        'postmaster',
        `postmaster is always accepted${home ? `; it belongs to ${home.domainName}` : ''} (RFC 5321 4.5.1).`,
      ),
  };
}

/** Nothing to refuse: who gets the mail instead, by the administrator's rule, once the address itself was allowed. */
function noteAlias({ policy }: SessionContext, address: string): Check | null {
  const targets = aliasTargets(policy, address);
  return (
    targets && {
      reply: null,
      explain: () => step('alias', `Mail for ${address} goes to ${targets.join(', ')} (alias).`, { targets }),
    }
  );
}

/** Answer to RCPT TO; a null reply means the session's own "Recipient OK". A bare `postmaster` is that of the default domain. */
export function decideRcpt(session: SessionContext, recipient: RcptParameters): Decision {
  const usual = usualDecision(session, recipient);
  return session.policy.learning ? recipientWhileLearning(session, usual) : usual;
}

function usualDecision(session: SessionContext, { address, acceptedRecipients }: RcptParameters): Decision {
  const count = (): Check => checkCount(session, acceptedRecipients);
  if (address.toLowerCase() === POSTMASTER) return decideInOrder(session, [count, () => checkPostmaster(session)]);
  return decideInOrder(session, [
    count,
    () => checkBlocked(session, address),
    () => checkReserved(session, domainOf(address)),
    () => checkRelay(session, address),
    () => noteAlias(session, address),
  ]);
}
