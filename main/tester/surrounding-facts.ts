import type { Snapshot } from '../config/snapshot.ts';
import type { Account, Policy, ReceiveConnector } from '../connectors/model.ts';
import type { TraceLine } from '../contract/session-view.ts';
import { formatByteSize, formatTimeSpan } from '../contract/units.ts';
import { offersAuth, offersStartTls } from '../frontend/greeting.ts';

/** What bears on replies besides decisions: limits, tolerance, waits, and what EHLO offers. Pure, in words and as data. */

const count = (limit: number): string => (Number.isFinite(limit) ? String(limit) : 'unlimited');
const finite = (limit: number): number | null => (Number.isFinite(limit) ? limit : null);

const known = new WeakMap<Policy, WeakMap<ReceiveConnector, readonly TraceLine[]>>();

/** What holds for the whole connection. */
export function connectionFacts(connector: ReceiveConnector, snapshot: Snapshot): readonly TraceLine[] {
  const ofPolicy = known.get(snapshot.policy) ?? new WeakMap<ReceiveConnector, readonly TraceLine[]>();
  known.set(snapshot.policy, ofPolicy);
  const facts = ofPolicy.get(connector) ?? describeConnection(connector, snapshot);
  ofPolicy.set(connector, facts);
  return facts;
}

function describeConnection(connector: ReceiveConnector, { policy }: Snapshot): readonly TraceLine[] {
  const { maxMessageBytes, maxRecipientsPerMessage, maxInboundConnection, maxInboundConnectionPerSource } = connector;
  const { messageRateLimitPerMinute, messageRateSource, tolerance } = connector;
  const rate = Number.isFinite(messageRateLimitPerMinute)
    ? `${String(messageRateLimitPerMinute)} messages a minute by ${messageRateSource}`
    : 'any number of messages a minute';
  const friendly = tolerance === 'DeviceFriendly';
  return [
    {
      step: 'limits',
      text: `Limits: messages of ${formatByteSize(maxMessageBytes)} (the organization's ${formatByteSize(policy.maxReceiveBytes)} for clients that are not trusted), ${String(maxRecipientsPerMessage)} recipients each (${String(policy.maxRecipientEnvelopeLimit)}), ${rate}, ${count(maxInboundConnection)} connections, ${count(maxInboundConnectionPerSource)} of them from one address. What other clients use up of them is not known here.`,
      data: {
        maxMessageBytes,
        organizationMaxReceiveBytes: policy.maxReceiveBytes,
        maxRecipientsPerMessage,
        organizationMaxRecipients: policy.maxRecipientEnvelopeLimit,
        messageRateLimitPerMinute: finite(messageRateLimitPerMinute),
        messageRateSource,
        maxInboundConnection: finite(maxInboundConnection),
        maxInboundConnectionPerSource: finite(maxInboundConnectionPerSource),
      },
    },
    {
      step: 'tolerance',
      text: `Tolerance: ${tolerance}. ${friendly ? 'Odd line ends, names and addresses of devices are mended and noted.' : 'Commands and lines have to keep to the standard.'}`,
      data: { tolerance },
    },
  ];
}

/** What EHLO says of TLS and logins, and why. */
export function offerFacts(
  connector: ReceiveConnector,
  session: { readonly secure: boolean; readonly tlsAvailable: boolean },
): readonly TraceLine[] {
  return [
    { step: 'offer-tls', text: tlsOffer(connector, session), data: { offered: offersStartTls(connector, session) } },
    {
      step: 'offer-auth',
      text: authOffer(connector, session.secure),
      data: { offered: offersAuth(connector, session.secure) },
    },
  ];
}

function tlsOffer(
  connector: ReceiveConnector,
  session: { readonly secure: boolean; readonly tlsAvailable: boolean },
): string {
  if (offersStartTls(connector, session))
    return 'STARTTLS is offered: AuthMechanism has Tls, and a certificate is there.';
  if (session.secure) return 'STARTTLS is not offered: the session is encrypted already.';
  return connector.authMechanism.has('Tls')
    ? 'STARTTLS is not offered: there is no certificate.'
    : 'STARTTLS is not offered: AuthMechanism has no Tls.';
}

/** Why a login is or is not offered, as one sentence. */
export function authOffer(connector: ReceiveConnector, secure: boolean): string {
  if (offersAuth(connector, secure)) return 'AUTH is offered: AuthMechanism has BasicAuth.';
  return connector.authMechanism.has('BasicAuth')
    ? 'AUTH is not offered before TLS: AuthMechanism has BasicAuthRequireTLS.'
    : 'AUTH is not offered: AuthMechanism has no BasicAuth.';
}

/** What came of a login: `account` is set where it succeeded. */
export function loginFact(snapshot: Snapshot, userName: string | null, account: Account | null): TraceLine {
  const data = { userName };
  if (account !== null) {
    const text = `The account ${account.userName} is signed in; it may send as ${[...account.addresses].join(', ') || 'none of its own addresses'}.`;
    return { step: 'signed-in', text, data };
  }
  if (userName === null) {
    const text = 'No account was named for this replay, so every login fails.';
    return { step: 'not-signed-in', text, data };
  }
  const text = snapshot.accounts.has(userName.toLowerCase())
    ? `The account ${userName} is there, but it has no right to submit mail through this connector.`
    : `There is no enabled account ${userName}.`;
  return { step: 'not-signed-in', text, data };
}

export function tarpitFact(ms: number, afterLogin: boolean): TraceLine {
  const setting = afterLogin ? 'AuthTarpitInterval' : 'TarpitInterval';
  return {
    step: 'tarpit',
    text: `A real client waits ${formatTimeSpan(ms)} for this reply (${setting}).`,
    data: { tarpitMs: ms },
  };
}

/** For refusals without a decision behind them. */
export const syntaxFact: TraceLine = {
  step: 'syntax',
  text: 'The order or the form of the command decides this reply; rights and limits are not asked.',
};

export const noDecisionFact: TraceLine = { step: 'no-decision', text: 'The command needs no decision.' };

export const encryptedFact: TraceLine = {
  step: 'encrypted',
  text: 'The session is encrypted from here; what the client said before is forgotten (RFC 3207). The handshake itself is taken for granted.',
};

/** The message rate, which a single replay never reaches. */
export function rateFact({ messageRateLimitPerMinute, messageRateSource }: ReceiveConnector): TraceLine {
  const isLimited = Number.isFinite(messageRateLimitPerMinute) && messageRateSource !== 'None';
  return {
    step: 'message-rate',
    text: isLimited
      ? `The connector takes ${String(messageRateLimitPerMinute)} messages a minute (${messageRateSource}); what was sent before is not counted here.`
      : 'The connector takes any number of messages a minute.',
    data: { limit: finite(messageRateLimitPerMinute), source: messageRateSource },
  };
}
