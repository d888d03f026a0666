import { listCandidates } from '../connectors/connect-decision.ts';
import { domainOf, matchAcceptedDomain } from '../connectors/accepted-domains.ts';
import type { ReceiveConnector } from '../connectors/model.ts';
import { anonymousLogon } from '../connectors/permission-groups.ts';
import { isPublic } from '../connectors/ranges.ts';
import { isWellKnownPrincipal, parsePrincipal } from '../connectors/rights.ts';
import { reachOf } from '../connectors/summary.ts';
import { receiveConnectorSchema, type ReceiveConnectorDocument } from '../contract/receive-connector.ts';
import { preferences } from '../transport/categorizer.ts';
import {
  changeConnector,
  describeReach,
  reachOfConnector,
  withGroup,
  type Candidate,
  type Refusal,
} from './advice-candidate.ts';
import { envelopeAddress, envelopeAddresses } from './advice-cause.ts';
import { freeName } from './free-name.ts';
import { isPublicMailDomain } from './public-mail-domains.ts';

/** Ways to let a client relay, or send at all: by its address, or by who may do what on its connector. */

const RELAY = 'ms-Exch-SMTP-Accept-Any-Recipient';
const SUBMIT = 'ms-Exch-SMTP-Submit';
const RELAY_GRANT = { user: anonymousLogon, right: RELAY, deny: false } as const;

/** Other connectors that listen there and let their clients do what this one may not, the smallest first: one address more. */
export function* widenConnectors(refusal: Refusal): Generator<Candidate> {
  const { snapshot, result, connector } = refusal;
  const { remoteAddress } = result.conditions;
  const right = needsRelay(refusal) ? RELAY : SUBMIT;
  const others = listCandidates(snapshot.index, result.conditions)
    .filter(({ verdict, connector: other }) => verdict === 'range-miss' && other.enabled && other !== connector)
    .filter(({ connector: other }) => {
      const { withoutLogin } = reachOf(other);
      return connector === null || (withoutLogin.has(SUBMIT) && withoutLogin.has(right));
    })
    .map(({ connector: other }) => ({ other, reach: reachOfConnector(other) }))
    .sort((a, b) => (a.reach === b.reach ? 0 : a.reach < b.reach ? -1 : 1));
  for (const { other } of others) {
    yield {
      code: 'widen-connector',
      title: `Add ${remoteAddress} to "${other.name}"`,
      text: `Adds ${remoteAddress} to the remote IP ranges of receive connector "${other.name}", which is for ${describeReach(other)} now.`,
      document: changeConnector(snapshot, other, ({ remoteIPRanges }) => ({
        remoteIPRanges: [...remoteIPRanges, remoteAddress],
      })),
      opens: relayWarning(remoteAddress, reachOf(other).withoutLogin.has(RELAY)),
      reach: 1n,
    };
  }
}

/** A connector for this client alone; it relays where the transcript needs that. */
export function deviceConnector(refusal: Refusal): readonly Candidate[] {
  const { snapshot, result, connector } = refusal;
  const { remoteAddress, implicitTls } = result.conditions;
  const relays = needsRelay(refusal);
  const name = freeName(snapshot.document.receiveConnectors, `${relays ? 'Relay' : 'Device'} ${remoteAddress}`);
  const made = receiveConnectorSchema.parse({
    name,
    transportRole: connector?.transportRole ?? 'FrontendTransport',
    bindings: [bindingFor(refusal)],
    remoteIPRanges: [remoteAddress],
    authMechanism: ['Tls'],
    permissionGroups: ['AnonymousUsers'],
    extendedRights: relays ? [RELAY_GRANT] : [],
    tolerance: 'DeviceFriendly',
    implicitTls: connector?.implicitTls ?? implicitTls,
  });
  return [
    {
      code: relays ? 'relay-connector' : 'device-connector',
      title: `Create a ${relays ? 'relay connector' : 'connector'} for ${remoteAddress}`,
      text: relays
        ? `Creates the receive connector "${name}" on ${made.bindings[0] ?? ''} for ${remoteAddress} alone: anonymous clients may submit and relay to any domain (AnonymousUsers and ${RELAY}).`
        : `Creates the receive connector "${name}" on ${made.bindings[0] ?? ''} for ${remoteAddress} alone: anonymous clients may send to the accepted domains (AnonymousUsers).`,
      document: { ...snapshot.document, receiveConnectors: [...snapshot.document.receiveConnectors, made] },
      opens: relayWarning(remoteAddress, relays),
      reach: 1n,
    },
  ];
}

/** The right itself, to anonymous clients of the connector that answered: for its whole range. */
export function grantRelay({ snapshot, connector }: Refusal): readonly Candidate[] {
  if (connector === null) return [];
  const strangers = connector.ranges.some(isPublic);
  const warning = strangers
    ? `This makes an open relay: everybody on the Internet who can reach "${connector.name}" could send mail to the whole world through this server.`
    : `Every client of "${connector.name}" could send to the whole world without a login: ${describeReach(connector)}.`;
  return [
    {
      code: 'grant-relay',
      title: `Let every client of "${connector.name}" relay`,
      text: `Grants ${RELAY} to ${anonymousLogon} on receive connector "${connector.name}". ${warning}`,
      document: changeConnector(snapshot, connector, ({ extendedRights, permissionGroups }) => ({
        permissionGroups: withGroup(permissionGroups, 'AnonymousUsers'),
        extendedRights: [...extendedRights.filter((entry) => !deniesRelay(entry)), RELAY_GRANT],
      })),
      opens: reachOfConnector(connector) === 1n ? [] : [warning],
      reach: reachOfConnector(connector),
      place: reachOfConnector(connector) === 1n ? 'client' : 'others',
    },
  ];
}

/** An entry that denies relay to everybody takes the right away whoever else has it. */
function deniesRelay({ user, right, deny }: ReceiveConnectorDocument['extendedRights'][number]): boolean {
  return (
    deny &&
    right.toLowerCase() === RELAY.toLowerCase() &&
    isWellKnownPrincipal(user) &&
    parsePrincipal(user) === anonymousLogon
  );
}

/** The recipient's domain as one of ours; not where it cannot be. */
export function acceptDomain({ snapshot, cause }: Refusal): readonly Candidate[] {
  const domain = domainOf(envelopeAddress(cause.step.sent[0] ?? ''));
  if (domain === '' || domain.startsWith('[') || isPublicMailDomain(domain)) return [];
  const isSentOn = preferences(snapshot.sendConnectors, domain).length > 0;
  const domainType = isSentOn ? ('InternalRelay' as const) : ('Authoritative' as const);
  const { document } = snapshot;
  const entry = {
    name: freeName(document.acceptedDomains, domain),
    domainName: domain,
    domainType,
    default: false,
    matchSubDomains: false,
    addressBookEnabled: null,
    dkimSelector: null,
  };
  const way = isSentOn ? 'its mail still leaves through a send connector' : 'its mail is put into mailbox folders here';
  return [
    {
      code: 'accept-domain',
      title: `Accept mail for ${domain}`,
      text: `Makes ${domain} an accepted domain (${domainType}): ${way}. Right only where ${domain} is your own domain.`,
      document: { ...document, acceptedDomains: [...document.acceptedDomains, entry] },
      opens: [`Every client that may send to the accepted domains may send to ${domain} too, without a login.`],
      reach: submittersReach(snapshot.receiveConnectors),
      place: 'domain',
    },
  ];
}

/** The AnonymousUsers group on the connector that answered. */
export function allowAnonymous({ snapshot, connector }: Refusal): readonly Candidate[] {
  if (connector === null || connector.permissionGroups.has('AnonymousUsers')) return [];
  return [
    {
      code: 'allow-anonymous',
      title: `Let clients of "${connector.name}" send without a login`,
      text: `Adds AnonymousUsers to the permission groups of receive connector "${connector.name}".`,
      document: changeConnector(snapshot, connector, ({ permissionGroups }) => ({
        permissionGroups: withGroup(permissionGroups, 'AnonymousUsers'),
      })),
      opens: [
        `Clients of "${connector.name}" may send to the accepted domains without a login: ${describeReach(connector)}.`,
      ],
      reach: reachOfConnector(connector),
    },
  ];
}

/** Whether any recipient of the transcript is outside the accepted domains. */
function needsRelay({ snapshot, result }: Refusal): boolean {
  return envelopeAddresses(result, 'rcpt').some((address) => {
    const domain = domainOf(address);
    return domain !== '' && matchAcceptedDomain(snapshot.policy.acceptedDomains, domain) === null;
  });
}

function relayWarning(remoteAddress: string, relays: boolean): readonly string[] {
  return relays ? [`Whatever runs at ${remoteAddress} may send to any domain without a login.`] : [];
}

/** The binding by which the client came, or one that it would have come by. */
function bindingFor({ snapshot, result, connector }: Refusal): string {
  const { localAddress, localPort } = result.conditions;
  const listening = listCandidates(snapshot.index, result.conditions);
  const own = listening.find((candidate) => candidate.connector === connector)?.binding;
  const any = own ?? listening.find(({ binding, connector: other }) => binding !== null && other.enabled)?.binding;
  if (any) return any.text;
  return localAddress.includes(':') ? `[${localAddress}]:${String(localPort)}` : `${localAddress}:${String(localPort)}`;
}

function submittersReach(connectors: readonly ReceiveConnector[]): bigint {
  return connectors
    .filter((connector) => connector.enabled && reachOf(connector).withoutLogin.has(SUBMIT))
    .reduce((most, connector) => {
      const reach = reachOfConnector(connector);
      return reach > most ? reach : most;
    }, 1n);
}
