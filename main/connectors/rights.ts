import { extendedRights } from './model.ts';
import type { PermissionGroup } from '../contract/receive-connector.ts';
import type { Authorization, Credentials } from './decision.ts';
import type { Account, ExtendedRight, ReceiveConnector, TraceStep } from './model.ts';

/** Permission groups, the principals behind them and the rights each has; a session's rights from its principals. */

export const anonymousLogon = 'NT AUTHORITY\\ANONYMOUS LOGON';
export const authenticatedUsers = 'NT AUTHORITY\\Authenticated Users';
export const externallySecuredServers = 'MS Exchange\\Externally Secured Servers';
export const partnerServers = 'MS Exchange\\Partner Servers';
const hubTransportServers = 'MS Exchange\\Hub Transport Servers';
const edgeTransportServers = 'MS Exchange\\Edge Transport Servers';
const legacyExchangeServers = 'MS Exchange\\Legacy Exchange Servers';
// In Exchange these two carry the Windows domain's name in front; there is no domain here.
const exchangeServers = 'Exchange Servers';
const exchangeLegacyInterop = 'ExchangeLegacyInterop';

const EXCHANGE_SID = 'S-1-9-1419165041-1139599005-3936102811-1022490595';

/** Security identifiers of the principals that have a fixed one. */
export const principalSids: Readonly<Record<string, string>> = {
  [anonymousLogon]: 'S-1-5-7',
  [authenticatedUsers]: 'S-1-5-11',
  [partnerServers]: `${EXCHANGE_SID}-10`,
  [hubTransportServers]: `${EXCHANGE_SID}-21`,
  [edgeTransportServers]: `${EXCHANGE_SID}-22`,
  [externallySecuredServers]: `${EXCHANGE_SID}-23`,
  [legacyExchangeServers]: `${EXCHANGE_SID}-24`,
};

interface RightNames {
  /** Name in Active Directory's permission dialogs. */
  readonly displayName: string;
  /** Token in the `Set Session Permissions` log line. */
  readonly token: string;
}

export const rightNames: Readonly<Record<ExtendedRight, RightNames>> = {
  'ms-Exch-SMTP-Submit': { displayName: 'Submit Messages to Server', token: 'SMTPSubmit' },
  'ms-Exch-SMTP-Accept-Any-Recipient': {
    displayName: 'Submit Messages to any Recipient',
    token: 'SMTPAcceptAnyRecipient',
  },
  'ms-Exch-SMTP-Accept-Any-Sender': { displayName: 'Accept Any Sender', token: 'SMTPAcceptAnySender' },
  'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender': {
    displayName: 'Accept Authoritative Domain Sender',
    token: 'SMTPAcceptAuthoritativeDomainSender',
  },
  'ms-Exch-SMTP-Accept-Authentication-Flag': {
    displayName: 'Accept Authentication Flag',
    token: 'SMTPAcceptAuthenticationFlag',
  },
  'ms-Exch-SMTP-Accept-Exch50': { displayName: 'Accept Exch50', token: 'SMTPAcceptEXCH50' },
  'ms-Exch-Accept-Headers-Routing': { displayName: 'Accept Routing Headers', token: 'AcceptRoutingHeaders' },
  'ms-Exch-Accept-Headers-Forest': { displayName: 'Accept Forest Headers', token: 'AcceptForestHeaders' },
  'ms-Exch-Accept-Headers-Organization': {
    displayName: 'Accept Organization Headers',
    token: 'AcceptOrganizationHeaders',
  },
  'ms-Exch-Bypass-Anti-Spam': { displayName: 'Bypass Anti-Spam', token: 'BypassAntiSpam' },
  'ms-Exch-Bypass-Message-Size-Limit': { displayName: 'Bypass Message Size Limit', token: 'BypassMessageSizeLimit' },
};

/** What a group gives one principal. */
export interface Grant {
  readonly group: PermissionGroup;
  readonly principal: string;
  readonly allow: readonly ExtendedRight[];
  readonly deny: readonly ExtendedRight[];
}

const headerRights: readonly ExtendedRight[] = ['ms-Exch-Accept-Headers-Forest', 'ms-Exch-Accept-Headers-Organization'];
const externallySecuredRights = extendedRights.filter((right) => !headerRights.includes(right));

const serverGrant = (principal: string): Grant => ({
  group: 'ExchangeServers',
  principal,
  allow: extendedRights,
  deny: [],
});

/** The documented table of permission groups (Receive connectors, "Permission groups"). It cannot be edited. */
export const groupGrants: readonly Grant[] = [
  {
    group: 'AnonymousUsers',
    principal: anonymousLogon,
    allow: [
      'ms-Exch-SMTP-Submit',
      'ms-Exch-SMTP-Accept-Any-Sender',
      'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender',
      'ms-Exch-Accept-Headers-Routing',
    ],
    deny: [],
  },
  {
    group: 'ExchangeUsers',
    principal: authenticatedUsers,
    allow: [
      'ms-Exch-SMTP-Submit',
      'ms-Exch-SMTP-Accept-Any-Recipient',
      'ms-Exch-Accept-Headers-Routing',
      'ms-Exch-Bypass-Anti-Spam',
    ],
    deny: [],
  },
  serverGrant(exchangeServers),
  serverGrant(hubTransportServers),
  serverGrant(edgeTransportServers),
  { group: 'ExchangeServers', principal: externallySecuredServers, allow: externallySecuredRights, deny: [] },
  {
    group: 'ExchangeLegacyServers',
    principal: exchangeLegacyInterop,
    allow: externallySecuredRights,
    deny: headerRights,
  },
  {
    group: 'Partners',
    principal: partnerServers,
    allow: ['ms-Exch-SMTP-Submit', 'ms-Exch-Accept-Headers-Routing'],
    deny: [],
  },
];

const rightsByName = new Map(extendedRights.map((right) => [right.toLowerCase(), right]));

/** The right in its documented spelling, or null; `MS-Exch-…` and any other case will do. */
export function parseRight(text: string): ExtendedRight | null {
  return rightsByName.get(text.trim().toLowerCase()) ?? null;
}

const principalsByName = new Map<string, string>();
for (const principal of [...Object.keys(principalSids), exchangeServers, exchangeLegacyInterop]) {
  const name = principal.slice(principal.indexOf('\\') + 1).toLowerCase();
  for (const alias of [principal.toLowerCase(), name, (principalSids[principal] ?? principal).toLowerCase()])
    principalsByName.set(alias, principal);
}

/**
 * The principal an access control entry is for, in its canonical spelling: a well-known name with or without its
 * authority, in any case, or a SID. Anything else is the user name of an account and stays as it is.
 */
export function parsePrincipal(text: string): string {
  const name = text.trim();
  const known = principalsByName.get(name.toLowerCase());
  if (known !== undefined) return known;
  // `<Domain>\Exchange Servers` and `<Domain>\ExchangeLegacyInterop` belong to whatever domain wrote them.
  const plain = principalsByName.get(name.slice(name.indexOf('\\') + 1).toLowerCase());
  return plain !== undefined && !plain.includes('\\') ? plain : name;
}

interface Entry {
  /** `AnonymousUsers`, or null for an access control entry of the connector. */
  readonly group: PermissionGroup | null;
  readonly principal: string;
  readonly right: ExtendedRight;
  readonly deny: boolean;
}

/** All entries that hold on a connector: those of its groups and its own. */
function listEntries(connector: ReceiveConnector): readonly Entry[] {
  const entries: Entry[] = connector.accessControl.map(({ user, right, deny }) => ({
    group: null,
    principal: parsePrincipal(user),
    right,
    deny,
  }));
  for (const { group, principal, allow, deny } of groupGrants) {
    if (!connector.permissionGroups.has(group)) continue;
    for (const right of allow) entries.push({ group, principal, right, deny: false });
    for (const right of deny) entries.push({ group, principal, right, deny: true });
  }
  return entries;
}

/**
 * Anonymous Logon stands for whoever connects. On an externally secured connector the peer is a trusted server instead,
 * and both where the AnonymousUsers group is given too: then the two relay methods add up.
 */
function listPrincipals(connector: ReceiveConnector, account: Account | null): string[] {
  const principals: string[] = [];
  const isExternallySecured = connector.authMechanism.has('ExternalAuthoritative');
  if (isExternallySecured) principals.push(externallySecuredServers);
  if (!isExternallySecured || connector.permissionGroups.has('AnonymousUsers')) principals.push(anonymousLogon);
  if (account) principals.push(authenticatedUsers, account.userName);
  return principals;
}

function explainEntry({ group, principal, right, deny }: Entry): TraceStep {
  const source = group === null ? 'an access control entry of the connector' : `the permission group ${group}`;
  return {
    step: deny ? 'right-denied' : 'right-granted',
    text: `${right} is ${deny ? 'denied' : 'granted'} to ${principal} by ${source}.`,
    data: { right, principal, group },
  };
}

function computeAuthorization(connector: ReceiveConnector, account: Account | null): Authorization {
  const principals = listPrincipals(connector, account);
  const names = new Set(principals.map((principal) => principal.toLowerCase()));
  const entries = listEntries(connector).filter(({ principal }) => names.has(principal.toLowerCase()));
  const denied = new Set(entries.filter(({ deny }) => deny).map(({ right }) => right));
  const allowed = new Set(entries.filter(({ deny }) => !deny).map(({ right }) => right));
  const effective = extendedRights.filter((right) => allowed.has(right) && !denied.has(right));
  const tokens = effective.map((right) => rightNames[right].token).join(' ');
  return {
    principals,
    rights: new Set(effective),
    tokens,
    internal: account !== null || connector.authMechanism.has('ExternalAuthoritative'),
    trace: () => [
      { step: 'principals', text: `The session acts as ${principals.join(', ')}.`, data: { principals } },
      ...entries.map(explainEntry),
      { step: 'rights', text: `Its rights: ${effective.join(', ') || 'none'}.`, data: { rights: effective } },
    ],
  };
}

interface Cached {
  readonly anonymous: Authorization;
  readonly byAccount: WeakMap<Account, Authorization>;
}

const cache = new WeakMap<ReceiveConnector, Cached>();

/** Principals and rights of a session: what its principals are allowed less what any of them is denied. */
export function authorize(connector: ReceiveConnector, credentials: Credentials): Authorization {
  let cached = cache.get(connector);
  if (!cached) {
    cached = { anonymous: computeAuthorization(connector, null), byAccount: new WeakMap() };
    cache.set(connector, cached);
  }
  const { account } = credentials;
  if (!account) return cached.anonymous;
  const known = cached.byAccount.get(account);
  if (known) return known;
  const authorization = computeAuthorization(connector, account);
  cached.byAccount.set(account, authorization);
  return authorization;
}
