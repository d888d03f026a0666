import type { AuthMechanism, PermissionGroup } from '../../../main/contract/receive-connector.ts';

/**
 * The Security page: check boxes that pull each other along as Exchange's rules demand, so that every
 * state of the page can be saved. What was pulled along is told as a note.
 */

export type Mechanism = Exclude<AuthMechanism, 'None'>;
export type Group = Exclude<PermissionGroup, 'None' | 'Custom'>;
export type TlsFlag = 'requireTLS' | 'domainSecureEnabled' | 'implicitTls';

export interface Security {
  readonly mechanisms: readonly Mechanism[];
  readonly groups: readonly Group[];
  /** The right that EAC has no check box for: whoever connects may send to outside recipients. */
  readonly relay: boolean;
  readonly requireTLS: boolean;
  readonly domainSecureEnabled: boolean;
  readonly implicitTls: boolean;
}

export type SecurityNote =
  | 'exchangeServersAdded'
  | 'othersRemoved'
  | 'externallySecuredRemoved'
  | 'basicAdded'
  | 'tlsAdded'
  | 'tlsFlagsRemoved'
  | 'anonymousAdded'
  | 'relayRemoved';

export interface SecurityChange {
  readonly security: Security;
  readonly notes: readonly SecurityNote[];
}

const FLAGS = ['requireTLS', 'domainSecureEnabled', 'implicitTls'] as const;

const added = <T>(list: readonly T[], ...items: readonly T[]): readonly T[] => [...new Set([...list, ...items])];
const without = <T>(list: readonly T[], ...items: readonly T[]): readonly T[] =>
  list.filter((one) => !items.includes(one));

/** Takes down what cannot stand without TLS. */
function withoutTls(security: Security): SecurityChange {
  const mechanisms = without(security.mechanisms, 'Tls', 'BasicAuthRequireTLS');
  const needsTls = security.mechanisms.includes('BasicAuthRequireTLS') || FLAGS.some((flag) => security[flag]);
  return {
    security: { ...security, mechanisms, requireTLS: false, domainSecureEnabled: false, implicitTls: false },
    notes: needsTls ? ['tlsFlagsRemoved'] : [],
  };
}

/** Externally secured stands alone or with TLS, and needs the group of the servers that it trusts. */
function externallySecured(security: Security): SecurityChange {
  const kept = security.mechanisms.filter((one) => one === 'Tls');
  const isRest = security.domainSecureEnabled || without(security.mechanisms, 'Tls').length > 0;
  const notes: SecurityNote[] = isRest ? ['othersRemoved'] : [];
  if (!security.groups.includes('ExchangeServers')) notes.push('exchangeServersAdded');
  return {
    security: {
      ...security,
      mechanisms: [...kept, 'ExternalAuthoritative'],
      groups: added(security.groups, 'ExchangeServers'),
      domainSecureEnabled: false,
    },
    notes,
  };
}

function notExternallySecured(security: Security): SecurityChange {
  if (!security.mechanisms.includes('ExternalAuthoritative')) return { security, notes: [] };
  const mechanisms = without(security.mechanisms, 'ExternalAuthoritative');
  return { security: { ...security, mechanisms }, notes: ['externallySecuredRemoved'] };
}

function switchOn(security: Security, mechanism: Mechanism): SecurityChange {
  if (mechanism === 'ExternalAuthoritative') return externallySecured(security);
  if (mechanism === 'Tls')
    return { security: { ...security, mechanisms: added(security.mechanisms, 'Tls') }, notes: [] };
  const { security: open, notes } = notExternallySecured(security);
  if (mechanism !== 'BasicAuthRequireTLS')
    return { security: { ...open, mechanisms: added(open.mechanisms, mechanism) }, notes };
  const missing: SecurityNote[] = [
    ...(open.mechanisms.includes('BasicAuth') ? [] : (['basicAdded'] as const)),
    ...(open.mechanisms.includes('Tls') ? [] : (['tlsAdded'] as const)),
  ];
  const mechanisms = added(open.mechanisms, 'Tls', 'BasicAuth', 'BasicAuthRequireTLS');
  return { security: { ...open, mechanisms }, notes: [...notes, ...missing] };
}

export function setMechanism(security: Security, mechanism: Mechanism, on: boolean): SecurityChange {
  if (on) return switchOn(security, mechanism);
  if (mechanism === 'Tls') return withoutTls(security);
  const falling: readonly Mechanism[] = mechanism === 'BasicAuth' ? ['BasicAuth', 'BasicAuthRequireTLS'] : [mechanism];
  return { security: { ...security, mechanisms: without(security.mechanisms, ...falling) }, notes: [] };
}

export function setGroup(security: Security, group: Group, on: boolean): SecurityChange {
  if (on) return { security: { ...security, groups: added(security.groups, group) }, notes: [] };
  const rest = { ...security, groups: without(security.groups, group) };
  if (group === 'ExchangeServers') return notExternallySecured(rest);
  // Who may not hand in mail has no use for the right to relay.
  if (group === 'AnonymousUsers' && security.relay)
    return { security: { ...rest, relay: false }, notes: ['relayRemoved'] };
  return { security: rest, notes: [] };
}

export function setRelay(security: Security, on: boolean): SecurityChange {
  if (!on || security.groups.includes('AnonymousUsers')) return { security: { ...security, relay: on }, notes: [] };
  return {
    security: { ...security, relay: true, groups: added(security.groups, 'AnonymousUsers') },
    notes: ['anonymousAdded'],
  };
}

export function setTlsFlag(security: Security, flag: TlsFlag, on: boolean): SecurityChange {
  if (!on) return { security: { ...security, [flag]: false }, notes: [] };
  const { security: open, notes } =
    flag === 'domainSecureEnabled' ? notExternallySecured(security) : { security, notes: [] };
  const missing: readonly SecurityNote[] = open.mechanisms.includes('Tls') ? [] : ['tlsAdded'];
  return {
    security: { ...open, [flag]: true, mechanisms: added(open.mechanisms, 'Tls') },
    notes: [...notes, ...missing],
  };
}
