import { comparable, domainOf, matchAcceptedDomain } from './accepted-domains.ts';
import { parseAddress } from './address.ts';
import { findBlocked } from './block-list.ts';
import { displayAddress, rangeContains } from './ranges.ts';
import { checkDomainSecurity } from './domain-security.ts';
import { decideInOrder, hasRight, step } from './reasoning.ts';
import { holdReason } from './hold.ts';
import { senderWhileLearning } from './learning.ts';
import * as replies from './replies.ts';
import { senderSentence, sessionSender } from './rewriting.ts';
import type { Decision, MailParameters, SessionContext } from './decision.ts';
import type { Account } from './model.ts';
import type { Check } from './reasoning.ts';

/** MAIL FROM: may this session send, from this sender, a message of this size. */

/** The account's own addresses; other spellings of their domain count too. */
export function isOwnAddress(account: Account, address: string): boolean {
  return account.addresses.has(address.toLowerCase()) || account.addresses.has(comparable(address));
}

/** Limit for one message in bytes: Infinity with the bypass right; the organization's does not bind internal sessions. */
export function messageLimit(session: SessionContext): number {
  if (hasRight(session, 'ms-Exch-Bypass-Message-Size-Limit')) return Number.POSITIVE_INFINITY;
  const organization = session.authorization.internal ? Number.POSITIVE_INFINITY : session.policy.maxReceiveBytes;
  return Math.min(session.connector.maxMessageBytes, organization);
}

function checkPeer(session: SessionContext): Check | null {
  const { policy, endpoint } = session;
  if (policy.blockedRanges.length === 0) return null;
  const peer = parseAddress(endpoint.remoteAddress);
  const range = peer && policy.blockedRanges.find((blocked) => rangeContains(blocked, peer));
  if (!range) return null;
  const bypassed = hasRight(session, 'ms-Exch-Bypass-Anti-Spam');
  const note = bypassed ? ', but the session may bypass that' : '';
  return {
    reply: bypassed ? null : replies.senderDenied(),
    explain: () =>
      step(
        'blocked-address',
        `${displayAddress(endpoint.remoteAddress)} is on the list of blocked addresses (${range.text})${note}.`,
      ),
  };
}

function checkTls({ connector, credentials }: SessionContext): Check | null {
  if (!connector.requireTls) return null;
  const text = credentials.tls
    ? 'The connector requires TLS, and the session is encrypted.'
    : 'The connector requires TLS, and the session is in clear.';
  return { reply: credentials.tls ? null : replies.tlsRequired(), explain: () => step('tls-required', text) };
}

function checkSubmit(session: SessionContext): Check {
  const may = hasRight(session, 'ms-Exch-SMTP-Submit');
  return {
    reply: may ? null : replies.notAuthenticated(session.policy.dialect),
    explain: () =>
      may
        ? step('may-submit', 'The session may submit mail (ms-Exch-SMTP-Submit).')
        : step(
            'may-not-submit',
            'No principal of the session has the right ms-Exch-SMTP-Submit: add a permission group, or let the client log in.',
          ),
  };
}

function checkSender(session: SessionContext, address: string): Check | null {
  const entry = findBlocked(session.policy.blockedSenders, address);
  if (entry === null) return null;
  const bypassed = hasRight(session, 'ms-Exch-Bypass-Anti-Spam');
  return {
    reply: bypassed ? null : replies.senderDenied(),
    explain: () =>
      step(
        'blocked-sender',
        `${address} is a blocked sender (${entry})${bypassed ? ', but the session may bypass that' : ''}.`,
      ),
  };
}

function checkSize(session: SessionContext, declaredBytes: number | null): Check | null {
  if (declaredBytes === null) return null;
  const limit = messageLimit(session);
  const text = `The client announces ${declaredBytes} bytes; ${limit === Number.POSITIVE_INFINITY ? 'the session has no size limit' : `the limit is ${limit}`}.`;
  return {
    reply: declaredBytes > limit ? replies.messageTooLarge() : null,
    explain: () => step('declared-size', text, { declaredBytes, limitBytes: Number.isFinite(limit) ? limit : null }),
  };
}

function checkOwnSender(session: SessionContext, account: Account, address: string): Check {
  const isOwn = isOwnAddress(account, address);
  const may = isOwn || hasRight(session, 'ms-Exch-SMTP-Accept-Any-Sender');
  const why = isOwn
    ? 'is an address of its own'
    : `is none of its addresses and ms-Exch-SMTP-Accept-Any-Sender is ${may ? 'granted' : 'missing'}`;
  return {
    reply: may ? null : replies.cannotSendAs(session.policy.dialect, false),
    explain: () =>
      step('send-as', `The account ${account.userName} ${may ? 'may' : 'may not'} send as ${address}: it ${why}.`),
  };
}

/** Exchange's Frontend Transport does not look at Accept-Any-Sender of anonymous peers; the Hub does. */
function checkAnySender(session: SessionContext, address: string): Check | null {
  const { account } = session.credentials;
  if (address === '') return null;
  if (account) return checkOwnSender(session, account, address);
  if (session.connector.transportRole === 'FrontendTransport') return null;
  const may = hasRight(session, 'ms-Exch-SMTP-Accept-Any-Sender');
  return {
    reply: may ? null : replies.cannotSendAs(session.policy.dialect, true),
    explain: () =>
      step('any-sender', `The session ${may ? 'may' : 'may not'} use any sender (ms-Exch-SMTP-Accept-Any-Sender).`),
  };
}

function checkAuthoritativeSender(session: SessionContext, address: string): Check | null {
  const domain = matchAcceptedDomain(session.policy.acceptedDomains, domainOf(address));
  const { account } = session.credentials;
  if (domain?.type !== 'Authoritative' || (account && isOwnAddress(account, address))) return null;
  const may = hasRight(session, 'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender');
  const text = `${address} is in the authoritative domain ${domain.domainName}, and ms-Exch-SMTP-Accept-Authoritative-Domain-Sender is ${may ? 'granted' : 'missing'}.`;
  return {
    reply: may ? null : replies.cannotSendAs(session.policy.dialect, false),
    explain: () => step('authoritative-sender', text, { acceptedDomain: domain.name }),
  };
}

/** Nothing to refuse: what the administrator's rule makes of the sender, once it was allowed. */
function noteNewSender({ connector, endpoint }: SessionContext, address: string): Check | null {
  const sender = sessionSender(connector, endpoint.remoteAddress, address);
  return (
    sender && {
      reply: null,
      explain: () => step('sender-rewritten', senderSentence(sender), { original: address, sender: sender.address }),
    }
  );
}

function noteHold({ connector, policy, endpoint }: SessionContext): Check | null {
  const reason = holdReason(connector, policy, endpoint);
  return reason === null ? null : { reply: null, explain: () => step('held', reason) };
}

/** Answer to MAIL FROM; a null reply means the session's own "Sender OK". */
export function decideMail(session: SessionContext, mail: MailParameters): Decision {
  const usual = usualDecision(session, mail);
  return session.policy.learning ? senderWhileLearning(session, usual) : usual;
}

function usualDecision(session: SessionContext, mail: MailParameters): Decision {
  return decideInOrder(session, [
    () => checkPeer(session),
    () => checkTls(session),
    () => checkDomainSecurity(session, mail.address),
    () => checkSubmit(session),
    () => checkSender(session, mail.address),
    () => checkSize(session, mail.declaredBytes),
    () => checkAuthoritativeSender(session, mail.address),
    () => checkAnySender(session, mail.address),
    () => noteNewSender(session, mail.address),
    () => noteHold(session),
  ]);
}
