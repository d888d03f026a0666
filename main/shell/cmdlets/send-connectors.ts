import type { SendConnectorDocument } from '../../contract/send-connector.ts';
import type { Invocation } from '../run/cmdlet.ts';
import type { BoundParameters, Parameter } from '../run/parameters.ts';
import { ShellError } from '../shell-error.ts';
import { shellObject } from '../values/shell-value.ts';
import { usageIn, usageParametersOf } from './connector-usage.ts';
import { objectGuid } from './object-guid.ts';
import { sizeOf, spanOf } from './receive-connector-object.ts';
import { sectionCmdlets } from './section-cmdlets.ts';
import type { Section, SectionEntry } from './section.ts';
import { credentialIn } from './secrets.ts';
import { kept, set, type Settable } from './settable.ts';

/** Get-, New-, Set- and Remove-SendConnector. */

const settings: readonly Settable[] = [
  set('AddressSpaces', 'multi', 'Domains: *, contoso.com, *.contoso.com;5.'),
  set('SmartHosts', 'multi', 'Next hops, by name or address; none: by MX.', { nullable: true }),
  set('Port', 'integer', 'Port of the next hop.'),
  set(
    'SmartHostAuthMechanism',
    { oneOf: ['None', 'BasicAuth', 'BasicAuthRequireTLS', 'OAuth'] },
    'How to sign in at the smart host.',
  ),
  set('UserName', 'text', 'Postroom: account at the smart host. Its password is the secret send-connector/NAME.', {
    nullable: true,
  }),
  set('RequireTLS', 'boolean', 'Sends inside TLS only.'),
  set('IgnoreSTARTTLS', 'boolean', 'Never begins TLS.'),
  set('ImplicitTls', 'boolean', 'Postroom: TLS from the first byte (port 465).'),
  set(
    'TlsAuthLevel',
    { oneOf: ['EncryptionOnly', 'CertificateValidation', 'DomainValidation'] },
    'How far the certificate is checked.',
    {
      nullable: true,
    },
  ),
  set('TlsPinnedFingerprint', 'text', 'Postroom: SHA-256 fingerprint of the one certificate that is accepted.', {
    nullable: true,
  }),
  set('TlsDomain', 'text', 'Name that the certificate has to carry.', { nullable: true }),
  set('DomainSecureEnabled', 'boolean', 'Mutual TLS with the domains of TLSSendDomainSecureList.'),
  set('TlsCertificateName', 'text', 'The certificate that is shown: <I>Issuer<S>Subject.', {
    nullable: true,
    verbatim: true,
  }),
  set('ForceHELO', 'boolean', 'Says HELO instead of EHLO.'),
  set('Fqdn', 'text', 'The name given with EHLO.', { nullable: true }),
  set('MaxMessageSize', 'sizeOrUnlimited', 'Largest message.'),
  set('ConnectionInactivityTimeOut', 'span', 'How long the other side may be silent.'),
  set('SmtpMaxMessagesPerConnection', 'integer', 'Messages in one connection.'),
  set('MaxConnections', 'integer', 'Postroom: connections to the next hop at a time.'),
  set('ProtocolLoggingLevel', { oneOf: ['None', 'Verbose'] }, 'Whether the dialogue is logged.'),
  set('Enabled', 'boolean', 'Whether it is used.'),
  set('Comment', 'text', 'For your own notes.', { verbatim: true }),
  ...['ErrorPolicies', 'SourceTransportServers', 'SourceIPAddress', 'IsScopedConnector', 'FrontendProxyEnabled'].map(
    kept,
  ),
  ...['UseExternalDNSServersEnabled', 'CloudServicesMailEnabled', 'LinkedReceiveConnector'].map(kept),
];

const moreParameters: readonly Parameter[] = [
  { name: 'DNSRoutingEnabled', type: 'boolean', help: '$true: by MX, without smart hosts.' },
  {
    name: 'AuthenticationCredential',
    type: 'credential',
    nullable: true,
    help: 'User name and password at the smart host: (Get-Credential). $null: none.',
  },
];

const usages = ['Custom', 'Internal', 'Internet', 'Partner'];

/** A connector for partners proves them, and itself, to the domains of TLSSendDomainSecureList; the other usages preset nothing. */
function presetOf(bound: BoundParameters): { readonly domainSecureEnabled?: true } {
  if (usageIn(bound, usages) !== 'Partner') return {};
  if (bound.has('SmartHosts'))
    throw new ShellError(
      'ParameterBinding',
      'SmartHosts cannot be given for Partner use, which proves the servers of the partner’s own MX records. Use -Custom with -TlsAuthLevel DomainValidation.',
    );
  return { domainSecureEnabled: true };
}

export const sendConnectorSection: Section<SendConnectorDocument> = {
  noun: 'SendConnector',
  title: 'Send connector',
  section: 'sendConnectors',
  list: ({ sendConnectors }) => sendConnectors,
  settings,
  mandatory: ['AddressSpaces'],
  newParameters: usageParametersOf(usages),
  preset: presetOf,
  moreParameters: [...moreParameters, { name: 'Force', type: 'switch', help: 'Has no meaning here: nothing asks.' }],
  settle: (entries, index, bound) =>
    entries.map((entry, position) => (position === index ? withRouting(entry, bound) : entry)),
  afterSave: keepPassword,
  settles: ({ path }, bound) => bound.has('AuthenticationCredential') && path.endsWith('.userName'),
  carries: (property, value) =>
    property !== 'smartHosts' || !Array.isArray(value) || !value.some((host) => /^\[.*\]$/.test(String(host))),
  objectOf: (connector, { name: server, fqdn }) =>
    shellObject('SendConnector', {
      AddressSpaces: connector.addressSpaces.map(fullAddressSpace),
      Comment: connector.comment,
      ConnectionInactivityTimeOut: spanOf(connector.connectionInactivityTimeOut),
      DNSRoutingEnabled: connector.smartHosts.length === 0,
      DomainSecureEnabled: connector.domainSecureEnabled,
      Enabled: connector.enabled,
      ForceHELO: connector.forceHELO,
      Fqdn: connector.fqdn ?? fqdn,
      Guid: objectGuid('SendConnector', connector.name),
      HomeMtaServerId: server,
      Identity: connector.name,
      IgnoreSTARTTLS: connector.ignoreSTARTTLS,
      ImplicitTls: connector.implicitTls,
      MaxConnections: connector.maxConnections,
      MaxMessageSize: connector.maxMessageSize === 'unlimited' ? 'Unlimited' : sizeOf(connector.maxMessageSize),
      Name: connector.name,
      Port: connector.port,
      ProtocolLoggingLevel: connector.protocolLoggingLevel,
      RequireTLS: connector.requireTLS,
      SmartHostAuthMechanism: connector.smartHostAuthMechanism,
      SmartHosts: connector.smartHosts,
      SmtpMaxMessagesPerConnection: connector.smtpMaxMessagesPerConnection,
      TlsAuthLevel: connector.tlsAuthLevel,
      TlsCertificateName: connector.tlsCertificateName,
      TlsDomain: connector.tlsDomain,
      TlsPinnedFingerprint: connector.tlsPinnedFingerprint,
      UserName: connector.userName,
      IsValid: true,
      ObjectState: 'Unchanged',
    }),
};

export const sendConnectorCmdlets = sectionCmdlets(sendConnectorSection);

/** `SMTP:*;1`, as Exchange prints what was given as `*`. */
function fullAddressSpace(space: string): string {
  const [pattern = '', cost = '1'] = space.replace(/^smtp:/i, '').split(';');
  return `SMTP:${pattern};${cost}`;
}

function withRouting(entry: SectionEntry, bound: BoundParameters): SectionEntry {
  const hosts = Array.isArray(entry['smartHosts'])
    ? entry['smartHosts'].map((host) => String(host).replace(/^\[(.*)\]$/, '$1'))
    : [];
  const byMx = bound.flag('DNSRoutingEnabled');
  if (byMx === true && bound.has('SmartHosts') && hosts.length > 0)
    throw new ShellError('InvalidArgument', 'DNSRoutingEnabled must be $false where SmartHosts are given.');
  if (byMx === false && hosts.length === 0)
    throw new ShellError('InvalidArgument', 'SmartHosts must be given where DNSRoutingEnabled is $false.');
  return { ...entry, ...userNameIn(bound), smartHosts: byMx === true ? [] : hosts };
}

function userNameIn(bound: BoundParameters): { readonly userName?: string | null } {
  const credential = credentialIn(bound);
  return credential === undefined ? {} : { userName: credential?.userName ?? null };
}

/** The password goes where passwords are kept, and never into the configuration. */
async function keepPassword(connector: string, { bound, shell }: Invocation): Promise<void> {
  const credential = credentialIn(bound);
  if (credential === undefined) return;
  const name = `send-connector/${connector}`;
  if (credential === null) await shell.call('secret.remove', { name });
  else await shell.call('secret.set', { name, value: credential.password });
}
