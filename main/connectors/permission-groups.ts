import { extendedRights, type ExtendedRight } from '../contract/extended-rights.ts';
import type { PermissionGroup } from '../contract/receive-connector.ts';

/** Permission groups, the principals behind them and the rights each has, as Exchange documents them. */

export const anonymousLogon = 'NT AUTHORITY\\ANONYMOUS LOGON';
export const authenticatedUsers = 'NT AUTHORITY\\Authenticated Users';
export const externallySecuredServers = 'MS Exchange\\Externally Secured Servers';
export const partnerServers = 'MS Exchange\\Partner Servers';
const hubTransportServers = 'MS Exchange\\Hub Transport Servers';
const edgeTransportServers = 'MS Exchange\\Edge Transport Servers';
const legacyExchangeServers = 'MS Exchange\\Legacy Exchange Servers';
// In Exchange these two carry the Windows domain's name in front; there is no domain here.
export const exchangeServers = 'Exchange Servers';
export const exchangeLegacyInterop = 'ExchangeLegacyInterop';

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

/** What Windows of other languages calls them: guides and exports of such servers carry these names. */
export const localizedPrincipals: Readonly<Record<string, string>> = {
  'NT-AUTORITÄT\\ANONYMOUS-ANMELDUNG': anonymousLogon,
  'NT-AUTORITÄT\\Authentifizierte Benutzer': authenticatedUsers,
  'AUTORITE NT\\ANONYMOUS LOGON': anonymousLogon,
  'AUTORITE NT\\Utilisateurs authentifiés': authenticatedUsers,
  'NT AUTHORITY\\ACCESSO ANONIMO': anonymousLogon,
  'AUTORIDADE NT\\LOGON ANÔNIMO': anonymousLogon,
  'AUTORIDADE NT\\Usuários autenticados': authenticatedUsers,
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
