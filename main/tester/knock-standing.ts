import type { Snapshot } from '../config/snapshot.ts';
import { domainOf, matchAcceptedDomain } from '../connectors/accepted-domains.ts';
import { authorize, connect, decideMail, decideRcpt } from '../connectors/decision.ts';
import type { Decision, Endpoint, SessionContext } from '../connectors/decision.ts';
import type { Policy, ReceiveConnector } from '../connectors/model.ts';
import { isPrivateAddress } from '../connectors/ranges.ts';
import { formatReply } from '../connectors/reasoning.ts';
import type { KnockStanding } from '../contract/learning-view.ts';
import type { DeviceCard, DeviceKnock } from '../contract/session-view.ts';

/** Where a device that knocked would be without learning mode. Pure: the decisions of sessions are asked. */

/** A device that knocked, and where it connected to. */
export interface Knocker {
  readonly card: DeviceCard;
  readonly knock: DeviceKnock;
  readonly endpoint: Endpoint;
}

export interface Standing {
  readonly standing: KnockStanding;
  /** As on the wire; null where nothing would be refused. */
  readonly reply: string | null;
  /** Who answers it; null: nobody. */
  readonly connector: ReceiveConnector | null;
}

// What a connector of its own, without a login, would turn.
const TURNED_BY_A_CONNECTOR: ReadonlySet<string> = new Set([
  ...['no-connector', 'may-not-submit', 'tls-required', 'any-sender', 'authoritative-sender'],
]);
const TURNED_BY_RELAY: ReadonlySet<string> = new Set(['relay', 'routed-local-part']);

export function standingOf(snapshot: Snapshot, knocker: Knocker): Standing {
  const policy: Policy = { ...snapshot.policy, learning: false };
  const { knock, endpoint } = knocker;
  const entry = connect(snapshot.index, policy, endpoint);
  const { connector } = entry;
  const refusal = connector === null ? entry : firstRefusal(sessionOf(snapshot, policy, connector, knocker), knock);
  return {
    standing: kindOf(knocker, refusal, policy),
    reply: refusal?.reply ? formatReply(refusal.reply) : null,
    connector,
  };
}

function sessionOf(
  { accounts }: Snapshot,
  policy: Policy,
  connector: ReceiveConnector,
  { card, endpoint }: Knocker,
): SessionContext {
  const userName = card.login?.succeeded === true ? card.login.userName : null;
  const account = userName === null ? null : (accounts.get(userName.toLowerCase()) ?? null);
  const credentials = { tls: card.tls !== null, account };
  return { connector, policy, endpoint, credentials, authorization: authorize(connector, credentials) };
}

function firstRefusal(session: SessionContext, { senders, recipients }: DeviceKnock): Decision | null {
  const decisions = [
    ...senders.map((address) => decideMail(session, { address, declaredBytes: null })),
    ...recipients.map((address) => decideRcpt(session, { address, acceptedRecipients: 0 })),
  ];
  return decisions.find(({ accepted }) => !accepted) ?? null;
}

function kindOf({ card, knock }: Knocker, refusal: Decision | null, policy: Policy): KnockStanding {
  const { login } = card;
  if (!isPrivateAddress(card.address)) return 'outside';
  if (login?.succeeded === false && login.userName !== null) return 'login';
  if (refusal === null) return knock.senders.length === 0 ? 'silent' : 'ready';
  // Who logs in needs a connector with logins, and that is for a person to choose.
  return login?.succeeded === true ? 'other' : cureOf(refusal, knock, policy);
}

/** Which connector would turn a refusal. */
function cureOf(refusal: Decision, { recipients }: DeviceKnock, policy: Policy): KnockStanding {
  const code = refusal.trace().findLast(({ step }) => step !== 'refused')?.step ?? '';
  if (TURNED_BY_RELAY.has(code)) return 'relay';
  if (!TURNED_BY_A_CONNECTOR.has(code)) return 'other';
  return recipients.some((address) => isForeign(policy, address)) ? 'relay' : 'connector';
}

/** Whether sending to it is relaying. */
function isForeign({ acceptedDomains }: Policy, address: string): boolean {
  return address.includes('@') && matchAcceptedDomain(acceptedDomains, domainOf(address)) === null;
}
