import { describe, expect, it } from 'vitest';
import { select } from '../../../main/connectors/selection.ts';
import { compile } from '../../../main/config/compile.ts';
import { keptProperties } from '../../../main/config/compile-receive-connector.ts';
import { defaultDocument } from '../../../main/config/defaults.ts';
import { documentSchema } from '../../../main/contract/document.ts';
import { receiveConnectorSchema } from '../../../main/contract/receive-connector.ts';
import { sendConnectorSchema } from '../../../main/contract/send-connector.ts';

type Input = Readonly<Record<string, unknown>>;

const receive = { name: 'Relay', bindings: ['0.0.0.0:25'], remoteIPRanges: ['192.168.0.181'] };
const send = { name: 'Internet', addressSpaces: ['SMTP:*;1'] };

function compiled(sections: Input) {
  return compile(
    documentSchema.parse({ acceptedDomains: [{ name: 'Office', domainName: 'office.example' }], ...sections }),
    7,
  );
}

function compiledReceive(properties: Input) {
  const [connector] = compiled({ receiveConnectors: [{ ...receive, ...properties }] }).receiveConnectors;
  if (!connector) throw new Error('no connector');
  return connector;
}

function compiledSend(properties: Input) {
  const transport = { tlsSendDomainSecureList: ['Partner.example'] };
  const [connector] = compiled({ transport, sendConnectors: [{ ...send, ...properties }] }).sendConnectors;
  if (!connector) throw new Error('no connector');
  return connector;
}

// A value other than the default for every property; a new property fails the tests below until it has one.
const otherReceive: Input = {
  name: 'Other',
  enabled: false,
  comment: 'x',
  transportRole: 'HubTransport',
  bindings: ['[::1]:2525'],
  remoteIPRanges: ['10.0.0.0/8'],
  authMechanism: ['Tls', 'BasicAuth'],
  permissionGroups: ['AnonymousUsers'],
  extendedRights: [{ user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'MS-Exch-SMTP-Submit' }],
  fqdn: 'other.example',
  banner: '220 hello',
  protocolLoggingLevel: 'Verbose',
  connectionTimeout: '00:20:00',
  connectionInactivityTimeout: '00:01:00',
  maxInboundConnection: 'unlimited',
  maxInboundConnectionPerSource: 3,
  maxInboundConnectionPercentagePerSource: 100,
  messageRateLimit: 5,
  messageRateSource: 'User',
  maxMessageSize: '10MB',
  maxHeaderSize: '64KB',
  maxHopCount: 30,
  maxLocalHopCount: 0,
  maxRecipientsPerMessage: 5000,
  maxLogonFailures: 0,
  maxProtocolErrors: 'unlimited',
  tarpitInterval: '00:00:00',
  authTarpitInterval: '00:00:01',
  requireTLS: true,
  requireEHLODomain: true,
  domainSecureEnabled: true,
  tlsCertificateName: '<I>CN=a<S>CN=b',
  sizeEnabled: 'Disabled',
  pipeliningEnabled: false,
  eightBitMimeEnabled: false,
  smtpUtf8Enabled: true,
  deliveryStatusNotificationEnabled: false,
  enhancedStatusCodesEnabled: false,
  bareLinefeedRejectionEnabled: true,
  rejectReservedTopLevelRecipientDomains: true,
  rejectReservedSecondLevelRecipientDomains: true,
  rejectSingleLabelRecipientDomains: true,
  defaultDomain: 'Office',
  implicitTls: true,
  tolerance: 'DeviceFriendly',
  rawHeaderCharset: 'windows-1251',
  oldTls: true,
  holdMessages: true,
  rewriting: { sender: 'scans@office.example' },
  imported: { OrarEnabled: true },
};

const otherSend: Input = {
  name: 'Other',
  enabled: false,
  comment: 'x',
  addressSpaces: ['*.contoso.com;5'],
  smartHosts: ['[10.1.1.1]'],
  port: 587,
  smartHostAuthMechanism: 'BasicAuth',
  userName: 'u',
  oauth: { provider: 'Microsoft365', flow: 'ClientCredentials', tenant: 'contoso.com', clientId: 'app' },
  signDkim: false,
  requireTLS: true,
  ignoreSTARTTLS: true,
  implicitTls: true,
  tlsAuthLevel: 'CertificateValidation',
  tlsDomain: 'contoso.com',
  tlsPinnedFingerprint: Array.from({ length: 32 }, () => 'AB').join(':'),
  domainSecureEnabled: true,
  tlsCertificateName: '<I>CN=a<S>CN=b',
  forceHELO: true,
  fqdn: 'other.example',
  maxMessageSize: 'unlimited',
  connectionInactivityTimeOut: '00:01:00',
  smtpMaxMessagesPerConnection: 1,
  maxConnections: 1,
  quota: { preset: 'microsoft-365' },
  protocolLoggingLevel: 'Verbose',
  conditions: { senders: ['@office.example'] },
  sendWindow: { from: '20:00', to: '06:00' },
  rewriting: { deviceSenders: [{ remoteIPRange: '192.168.0.0/24', sender: 'scans@office.example' }] },
  imported: { Usage: 'Internet' },
};

describe('compile', () => {
  it.each(Object.keys(receiveConnectorSchema.shape))(
    'takes %s of a receive connector over, or lists it as kept',
    (property) => {
      expect(otherReceive).toHaveProperty(property);
      const before = compiledReceive({});
      const after = compiledReceive({ [property]: otherReceive[property] });
      if ((keptProperties as readonly string[]).includes(property)) expect(after).toEqual(before);
      else expect(after).not.toEqual(before);
    },
  );

  it.each(Object.keys(sendConnectorSchema.shape))('takes %s of a send connector over, or keeps it', (property) => {
    expect(otherSend).toHaveProperty(property);
    const before = compiledSend({});
    const after = compiledSend({ [property]: otherSend[property] });
    if (['comment', 'imported'].includes(property)) expect(after).toEqual(before);
    else expect(after).not.toEqual(before);
  });

  it('turns texts into numbers', () => {
    const connector = compiledReceive({ maxProtocolErrors: 'unlimited' });
    expect(connector).toMatchObject({
      identity: 'POSTROOM\\Relay',
      maxMessageBytes: 37_748_736,
      maxHeaderBytes: 262_144,
      connectionTimeoutMs: 600_000,
      inactivityTimeoutMs: 300_000,
      tarpitMs: 5000,
      maxProtocolErrors: Infinity,
      messageRateLimitPerMinute: Infinity,
      fqdn: 'postroom.local',
    });
    expect(compiledReceive({ defaultDomain: 'office' }).defaultDomain).toBe('office.example');
  });

  it.each([
    ['Strict', {}],
    ['Strict', { permissionGroups: ['AnonymousUsers'] }],
    ['Strict', { permissionGroups: ['ExchangeUsers'], authMechanism: ['Tls', 'BasicAuth'] }],
    [
      'DeviceFriendly',
      {
        permissionGroups: ['AnonymousUsers'],
        extendedRights: [{ user: 'anonymous logon', right: 'ms-Exch-SMTP-Accept-Any-Recipient' }],
      },
    ],
    ['DeviceFriendly', { permissionGroups: ['ExchangeServers'], authMechanism: ['ExternalAuthoritative'] }],
    [
      'Strict',
      { permissionGroups: ['ExchangeServers'], authMechanism: ['ExternalAuthoritative'], tolerance: 'Strict' },
    ],
  ])('is %s with %j', (tolerance, properties) => {
    expect(compiledReceive(properties).tolerance).toBe(tolerance);
  });

  it.each([
    ['opportunistic', 'EncryptionOnly', {}],
    ['never', 'EncryptionOnly', { ignoreSTARTTLS: true }],
    ['required', 'EncryptionOnly', { requireTLS: true }],
    ['required', 'DomainValidation', { smartHostAuthMechanism: 'BasicAuth' }],
    ['never', 'DomainValidation', { smartHostAuthMechanism: 'BasicAuth', ignoreSTARTTLS: true }],
    ['required', 'DomainValidation', { smartHostAuthMechanism: 'BasicAuthRequireTLS' }],
    ['implicit', 'DomainValidation', { smartHostAuthMechanism: 'BasicAuth', implicitTls: true }],
    [
      'required',
      'CertificateValidation',
      { smartHostAuthMechanism: 'BasicAuth', tlsAuthLevel: 'CertificateValidation' },
    ],
  ])('sends with TLS %s, %s for %j', (tls, tlsAuthLevel, properties) => {
    expect(compiledSend(properties)).toMatchObject({ tls, tlsAuthLevel });
  });

  it.each([
    ['SMTP:*;1', { pattern: '', match: 'any', cost: 1 }],
    ['*', { pattern: '', match: 'any', cost: 1 }],
    ['*.Contoso.com;20', { pattern: 'contoso.com', match: 'both', cost: 20 }],
    ['smtp:contoso.com', { pattern: 'contoso.com', match: 'exact', cost: 1 }],
  ])('reads the address space %s', (text, expected) => {
    expect(compiledSend({ addressSpaces: [text] }).addressSpaces).toEqual([{ text, ...expected }]);
  });

  it('writes smart hosts without brackets', () => {
    expect(compiledSend({ smartHosts: ['[10.1.1.1]', '[IPv6:fe80::1]', 'smtp.example.com'] }).smartHosts).toEqual([
      '10.1.1.1',
      'fe80::1',
      'smtp.example.com',
    ]);
  });

  it('takes the first accepted domain as default where none is marked', () => {
    const { policy, transport } = compiled({
      acceptedDomains: [
        { name: 'A', domainName: 'a.example' },
        { name: 'B', domainName: 'B.example' },
      ],
    });
    expect(policy.acceptedDomains.map(({ isDefault }) => isDefault)).toEqual([true, false]);
    expect(transport.postmaster).toBe('postmaster@a.example');
    expect(compiled({ acceptedDomains: [] }).transport.postmaster).toBe('postmaster@postroom.local');
    expect(compiled({ transport: { externalPostmasterAddress: 'it@x.example' } }).transport.postmaster).toBe(
      'it@x.example',
    );
  });

  it('looks recipients up in an authoritative domain that has a list', () => {
    const { policy, mailboxOf } = compiled({
      recipients: [{ address: 'Scan@Office.example', mailbox: 'scans' }, { address: 'a@office.example' }],
    });
    expect(policy.acceptedDomains[0]?.addressBookEnabled).toBe(true);
    expect([...policy.recipients]).toEqual(['scan@office.example', 'a@office.example']);
    expect([...mailboxOf]).toEqual([['scan@office.example', 'scans']]);
    expect(compiled({}).policy.acceptedDomains[0]?.addressBookEnabled).toBe(false);
  });

  it('knows enabled accounts by lower-case name', () => {
    const passwordHash = 'scrypt$16384$8$1$AAAA$BBBB';
    const { accounts } = compiled({
      accounts: [
        { userName: 'Office\\Scanner', addresses: ['Scan@office.example'], passwordHash },
        { userName: 'gone', enabled: false, passwordHash },
      ],
    });
    expect([...accounts.keys()]).toEqual(['office\\scanner']);
    expect(accounts.get('office\\scanner')?.addresses).toEqual(new Set(['scan@office.example']));
  });

  it('gives an index that selects', () => {
    const { index } = compile(defaultDocument({ hostname: 'pc', ports: { smtp: 25, submission: 587 } }), 1);
    const selected = select(index, { localAddress: '192.168.0.2', localPort: 587, remoteAddress: '::ffff:10.0.0.1' });
    expect(selected?.connector.identity).toBe('PC\\Client Frontend PC');
  });

  it('uses the connectors of another snapshot again, and comes to the same', () => {
    const first = compiled({
      receiveConnectors: [receive, { ...receive, name: 'Second', remoteIPRanges: ['10.9.9.9'] }],
    });
    const [kept, changed] = first.document.receiveConnectors;
    if (kept === undefined || changed === undefined) throw new Error('There are two.');
    const receiveConnectors = [kept, { ...changed, enabled: false }];
    const draft = { ...first.document, receiveConnectors };
    const again = compile(draft, 2, first);
    expect(again).toEqual(compile(draft, 2));
    expect(again.receiveConnectors[0]).toBe(first.receiveConnectors[0]);
    const renamed = { ...draft, server: { ...draft.server, name: 'OTHER' } };
    expect(compile(renamed, 2, first)).toEqual(compile(renamed, 2));
  });

  it('is frozen', () => {
    const snapshot = compiled({ receiveConnectors: [receive], sendConnectors: [send] });
    for (const value of [
      snapshot,
      snapshot.document,
      snapshot.document.receiveConnectors,
      snapshot.policy,
      snapshot.receiveConnectors[0],
      snapshot.sendConnectors[0],
      snapshot.transport,
      snapshot.journal.protocolLog,
    ]) {
      expect(Object.isFrozen(value)).toBe(true);
    }
  });

  it.each([
    { bindings: ['010.0.0.1:25'] },
    { remoteIPRanges: ['192.168.1'] },
    { extendedRights: [{ user: 'x', right: 'ms-Exch-Nothing' }] },
  ])('refuses %j in words', (properties) => {
    expect(() => compiledReceive(properties)).toThrow(expect.objectContaining({ code: 'config-invalid' }));
  });
});
