import fc from 'fast-check';

/** Configuration documents as a person could have made them, every section and most properties in play. */

const flag = fc.boolean();
const span = fc.constantFrom('00:00:05', '00:07:30', '01:00:00');
const size = fc.constantFrom('128KB', '10MB', '36 MB (37,748,736 bytes)', '2MB', '1048576');
const count = fc.integer({ min: 1, max: 10 });
const limit = fc.oneof(fc.constant('unlimited'), fc.integer({ min: 1, max: 100 }));
const host = fc.constantFrom('mail.office.example', 'a.b.example', 'relay_1.example');
const text = fc.oneof(
  fc.string({ maxLength: 40, unit: 'grapheme' }),
  fc.constantFrom(
    '  blanks around  ',
    "it's",
    '“quoted”',
    '$name $(x) `n',
    'two\nlines\r\n# three',
    '<placeholder>',
    '-dash –',
  ),
);
const name = fc
  .oneof(
    fc.stringMatching(/^[A-Za-z][A-Za-z0-9 '“”’‘"$`<>(){}[\]@#;|,&=*?.–-]{0,30}[A-Za-z0-9]$/),
    fc.constantFrom('Relay', '-Custom', '$true', '# no comment', '<Name>', "O'Neill’s relay", '*', '12', '@(1)'),
  )
  .map((one) => one.trim());
const address = fc.constantFrom('scanner@office.example', "o'neill@office.example", 'a+b@x.example', '$x@y.example');

const partial = <Model extends object>(model: { [key in keyof Model]: fc.Arbitrary<Model[key]> }) =>
  fc.record(model, { requiredKeys: [] });

const right = fc.constantFrom(
  ...['ms-Exch-SMTP-Accept-Any-Recipient', 'ms-Exch-SMTP-Submit', 'MS-Exch-SMTP-Accept-Any-Sender'],
);
const principal = fc.constantFrom(
  ...['NT AUTHORITY\\ANONYMOUS LOGON', 'NT AUTHORITY\\Authenticated Users', 'MS Exchange\\Externally Secured Servers'],
);
const imported = fc.dictionary(
  fc.constantFrom('AdminDisplayName', 'ProxyEnabled', '$odd name', 'Nested'),
  fc.oneof(
    text,
    flag,
    fc.integer(),
    fc.constant(null),
    fc.constant(-12.5),
    fc.array(fc.oneof(text, fc.integer()), { maxLength: 3 }),
    fc.constant({ inner: ['a', { deep: true }] }),
  ),
  { maxKeys: 3 },
);

const receiveConnector = fc
  .tuple(
    fc.record({
      name,
      bindings: fc.uniqueArray(fc.constantFrom('0.0.0.0:25', '[::]:25', '127.0.0.1:2525', '10.0.0.1:587'), {
        minLength: 1,
        maxLength: 3,
      }),
      remoteIPRanges: fc.uniqueArray(
        fc.constantFrom(
          '10.38.96.15',
          '10.0.0.0/24',
          '10.0.1.1-10.0.1.9',
          '2001:db8::/64',
          '192.168.5.0(255.255.255.0)',
        ),
        { minLength: 1, maxLength: 4 },
      ),
    }),
    partial({
      enabled: flag,
      comment: text,
      transportRole: fc.constantFrom('FrontendTransport', 'HubTransport'),
      authMechanism: fc.subarray(['Tls', 'Integrated', 'BasicAuth', 'ExchangeServer']),
      permissionGroups: fc.uniqueArray(
        fc.constantFrom('None', 'AnonymousUsers', 'ExchangeUsers', 'ExchangeServers', 'Partners', 'Custom'),
      ),
      extendedRights: fc.array(fc.record({ user: principal, right, deny: flag }), { maxLength: 3 }),
      fqdn: fc.option(host),
      banner: fc.constantFrom('220 hello', '220 <odd> banner ', null),
      protocolLoggingLevel: fc.constantFrom('None', 'Verbose'),
      connectionTimeout: fc.constantFrom('00:20:00', '1.00:00:00'),
      connectionInactivityTimeout: span,
      maxInboundConnection: limit,
      messageRateLimit: limit,
      messageRateSource: fc.constantFrom('None', 'IPAddress', 'User', 'All'),
      maxMessageSize: size,
      maxRecipientsPerMessage: count,
      tarpitInterval: fc.constantFrom('00:00:00', '00:00:01.500'),
      requireTLS: flag,
      sizeEnabled: fc.constantFrom('Enabled', 'Disabled', 'EnabledWithoutValue'),
      smtpUtf8Enabled: flag,
      tlsCertificateName: fc.constantFrom('<I>CN=Root<S>CN=mail', null),
      implicitTls: flag,
      tolerance: fc.constantFrom('Strict', 'DeviceFriendly', null),
      rewriting: fc.record({
        sender: fc.constantFrom('scanner@office.example', null),
        deviceSenders: fc.array(fc.constant({ remoteIPRange: '10.0.0.7', sender: 'x@office.example' }), {
          maxLength: 2,
        }),
        keepOriginalInReplyTo: flag,
        archiveMailbox: fc.constantFrom('scans', null),
      }),
      imported,
    }),
  )
  .map(([needed, more]) => ({ ...needed, ...more }));

const sendConnector = fc
  .tuple(
    fc.record({
      name,
      addressSpaces: fc.uniqueArray(fc.constantFrom('SMTP:*;1', 'contoso.com', '*.fabrikam.com;5'), { minLength: 1 }),
    }),
    partial({
      enabled: flag,
      comment: text,
      smartHosts: fc.uniqueArray(fc.constantFrom('smtp.example.com', '192.0.2.25', '[192.0.2.26]')),
      port: fc.constantFrom(25, 587, 2525),
      smartHostAuthMechanism: fc.constantFrom('None', 'BasicAuth', 'BasicAuthRequireTLS'),
      userName: fc.constantFrom('relay@office.example', '<user>', null),
      requireTLS: flag,
      domainSecureEnabled: flag,
      tlsCertificateName: fc.constantFrom('<I>CN=Root<S>CN=mail', null),
      tlsAuthLevel: fc.constantFrom('EncryptionOnly', 'DomainValidation', null),
      tlsPinnedFingerprint: fc.constantFrom(Array(32).fill('AB').join(':'), null),
      maxMessageSize: fc.oneof(size, fc.constant('unlimited')),
      maxConnections: count,
      conditions: fc.record({
        senders: fc.uniqueArray(fc.constantFrom('<>', '@office.example', 'a@b.example')),
        receiveConnectors: fc.uniqueArray(fc.constantFrom('Relay', "O'Neill’s relay")),
      }),
      imported,
    }),
  )
  .map(([needed, more]) => ({ ...needed, ...more }));

const unique = <Value extends { readonly [key in Key]: string }, Key extends string>(
  entry: fc.Arbitrary<Value>,
  key: Key,
  maxLength = 3,
) => fc.uniqueArray(entry, { selector: (one) => one[key].toLowerCase(), maxLength });

/** What is not valid in it is left out by whoever loads it. */
export const arbitraryDocument = fc.record({
  version: fc.constant(1),
  server: partial({
    name: fc.constantFrom('EXCH01', 'POSTROOM'),
    fqdn: host,
    replyDialect: fc.constantFrom('2013', '2016'),
  }),
  receiveConnectors: unique(receiveConnector, 'name'),
  acceptedDomains: unique(
    fc
      .tuple(
        fc.record({ name, domainName: fc.constantFrom('office.example', '*.example.net', '*', 'x.example') }),
        partial({
          domainType: fc.constantFrom('Authoritative', 'InternalRelay', 'ExternalRelay'),
          default: flag,
          matchSubDomains: flag,
          addressBookEnabled: fc.option(flag),
        }),
      )
      .map(([needed, more]) => ({ ...needed, ...more })),
    'domainName',
  ),
  recipients: unique(fc.record({ address, mailbox: fc.option(fc.constantFrom('scans', 'a.b')) }), 'address'),
  aliases: unique(fc.record({ address, deliverTo: fc.uniqueArray(address, { minLength: 1 }) }), 'address'),
  accounts: unique(
    fc.record({
      userName: fc.constantFrom('scanner', "o'neill", '<erp> “x”', ' app '),
      enabled: flag,
      addresses: fc.uniqueArray(address),
      passwordHash: fc.constant('scrypt$2$8$1$AAAA$AAAA'),
    }),
    'userName',
    1,
  ),
  sendConnectors: unique(sendConnector, 'name', 2),
  mailboxes: unique(fc.record({ name: fc.constantFrom('scans', 'invoices', 'a.b') }), 'name'),
  checks: unique(
    fc.record({
      name,
      enabled: flag,
      remoteAddress: fc.constantFrom('10.38.96.15', '::1'),
      localAddress: fc.constant('10.0.0.1'),
      transcript: fc.constantFrom("> 220 x\n< EHLO it's\n", 'EHLO a\r\nMAIL FROM:<a@b.example>\r\n'),
    }),
    'name',
    2,
  ),
  devices: unique(
    fc.record({
      address: fc.constantFrom('10.0.0.7', '::1'),
      name,
      note: text,
      expectedEvery: fc.constantFrom('never', '1.00:00:00', null),
    }),
    'address',
  ),
  alerts: partial({ webhookUrl: fc.constantFrom('https://hooks.office.example/x?a=$b', null), recoveryEnabled: flag }),
  transport: partial({
    messageExpirationTimeout: fc.constantFrom('1.00:00:00', '05:00:00'),
    delayDsnEnabled: flag,
    queueGlitchRetryCount: count,
    queueGlitchRetryInterval: span,
    externalPostmasterAddress: fc.option(address),
    maxReceiveSize: size,
    blockedSenders: fc.uniqueArray(fc.constantFrom('spam@x.example', 'x.example', ' odd ')),
    blockedAddresses: fc.uniqueArray(fc.constantFrom('192.0.2.0/24', '192.0.2.9')),
    minimumFreeDisk: size,
    maximumQueueLength: count,
    pickupEnabled: flag,
    learningModeEnabled: flag,
    learningModeEnds: fc.constantFrom('2026-11-23T09:00:00Z', null),
  }),
  journal: partial({
    protocolLogMaxAge: fc.constantFrom('7.00:00:00'),
    protocolLogMaxFileSize: size,
    messageTrackingEnabled: flag,
    messageTrackingSubjectLoggingEnabled: flag,
  }),
});
