import { extendedRights, type ExtendedRight } from '../contract/extended-rights.ts';
import { PostroomError } from '../errors.ts';
import {
  anonymousLogon,
  authenticatedUsers,
  exchangeLegacyInterop,
  exchangeServers,
  externallySecuredServers,
  groupGrants,
  localizedPrincipals,
  partnerServers,
  principalSids,
  rightNames,
} from './permission-groups.ts';
import type { PermissionGroup } from '../contract/receive-connector.ts';
import type { Authorization, Credentials } from './decision.ts';
import type { Account, ReceiveConnector, TraceStep } from './model.ts';

/** A session's rights: those of its principals, from permission groups and access control entries. */

const rightsByName = new Map(extendedRights.map((right) => [right.toLowerCase(), right]));

/** The right in its documented spelling; `MS-Exch-…` and any other case will do. Throws 'config-invalid'. */
export function parseRight(text: string): ExtendedRight {
  const right = rightsByName.get(text.trim().toLowerCase());
  if (right !== undefined) return right;
  throw new PostroomError(
    'config-invalid',
    `"${text}" is not an extended right that works here; the one that allows relay is ms-Exch-SMTP-Accept-Any-Recipient.`,
  );
}

const principalsByName = new Map<string, string>();
for (const principal of [...Object.keys(principalSids), exchangeServers, exchangeLegacyInterop]) {
  const name = principal.slice(principal.indexOf('\\') + 1).toLowerCase();
  for (const alias of [principal.toLowerCase(), name, (principalSids[principal] ?? principal).toLowerCase()])
    principalsByName.set(alias, principal);
}

for (const [name, principal] of Object.entries(localizedPrincipals))
  for (const alias of [name, name.slice(name.indexOf('\\') + 1)]) principalsByName.set(alias.toLowerCase(), principal);

function findWellKnown(text: string): string | null {
  const name = text.trim();
  const known = principalsByName.get(name.toLowerCase());
  if (known !== undefined) return known;
  // `<Domain>\Exchange Servers` and `<Domain>\ExchangeLegacyInterop` belong to whatever domain wrote them.
  const plain = principalsByName.get(withoutAuthority(name).toLowerCase());
  return plain !== undefined && !plain.includes('\\') ? plain : null;
}

function withoutAuthority(name: string): string {
  return name.slice(name.indexOf('\\') + 1);
}

/**
 * The principal an access control entry is for, in its canonical spelling: a well-known name with or without its
 * authority, in any case, or a SID. Anything else is the user name of an account and stays as it is.
 */
export function parsePrincipal(text: string): string {
  return findWellKnown(text) ?? text.trim();
}

/** True for groups and logons that are not the name of an account. */
export function isWellKnownPrincipal(text: string): boolean {
  return findWellKnown(text) !== null;
}

/** What of a connector gives rights. */
export type Grants = Pick<ReceiveConnector, 'authMechanism' | 'permissionGroups' | 'accessControl'>;

interface Entry {
  /** `AnonymousUsers`, or null for an access control entry of the connector. */
  readonly group: PermissionGroup | null;
  readonly principal: string;
  readonly right: ExtendedRight;
  readonly deny: boolean;
}

/** All entries that hold on a connector: those of its groups and its own. */
function listEntries(connector: Grants): readonly Entry[] {
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
function listGroups(connector: Grants, account: Account | null, isPartner: boolean): string[] {
  const principals: string[] = [];
  const isExternallySecured = connector.authMechanism.has('ExternalAuthoritative');
  if (isExternallySecured) principals.push(externallySecuredServers);
  if (!isExternallySecured || connector.permissionGroups.has('AnonymousUsers')) principals.push(anonymousLogon);
  if (account) principals.push(authenticatedUsers);
  if (isPartner) principals.push(partnerServers);
  return principals;
}

/** An entry for an account may carry a Windows domain, which accounts here do not have. Well-known names are never accounts. */
function isFor(groups: readonly string[], account: Account | null): (entry: Entry) => boolean {
  const userName = account?.userName.toLowerCase();
  return ({ principal }) => {
    if (isWellKnownPrincipal(principal)) return groups.includes(principal);
    return principal.toLowerCase() === userName || withoutAuthority(principal).toLowerCase() === userName;
  };
}

function explainEntry({ group, principal, right, deny }: Entry): TraceStep {
  const source = group === null ? 'an access control entry of the connector' : `the permission group ${group}`;
  return {
    step: deny ? 'right-denied' : 'right-granted',
    text: `${right} is ${deny ? 'denied' : 'granted'} to ${principal} by ${source}.`,
    data: { right, principal, group },
  };
}

function computeAuthorization(connector: Grants, account: Account | null, isPartner = false): Authorization {
  const groups = listGroups(connector, account, isPartner);
  const principals = account ? [...groups, account.userName] : groups;
  const entries = listEntries(connector).filter(isFor(groups, account));
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
  // Partners are few, and prove themselves once in a session.
  if (credentials.partner === true) return computeAuthorization(connector, credentials.account, true);
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

/** The ways in which a peer that does not log in may relay to any domain. */
export type RelayGrant = 'anonymous' | 'externallySecured';

const grantsOf = new WeakMap<Grants, readonly RelayGrant[]>();

/** Empty where only accepted domains can be reached without a login. */
export function relayGrants(connector: Grants): readonly RelayGrant[] {
  const grants = grantsOf.get(connector) ?? findRelayGrants(connector);
  grantsOf.set(connector, grants);
  return grants;
}

function findRelayGrants(connector: Grants): readonly RelayGrant[] {
  const { rights, principals } = computeAuthorization(connector, null);
  if (!rights.has('ms-Exch-SMTP-Submit') || !rights.has('ms-Exch-SMTP-Accept-Any-Recipient')) return [];
  const relaying = new Set(
    listEntries(connector)
      .filter(({ right, deny }) => right === 'ms-Exch-SMTP-Accept-Any-Recipient' && !deny)
      .map(({ principal }) => principal),
  );
  const grants: RelayGrant[] = [];
  if (principals.includes(anonymousLogon) && relaying.has(anonymousLogon)) grants.push('anonymous');
  if (principals.includes(externallySecuredServers) && relaying.has(externallySecuredServers))
    grants.push('externallySecured');
  return grants;
}
