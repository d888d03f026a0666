import { acceptedDomainSchema, accountSchema, checkSchema, serverSchema } from '../../../../main/contract/document.ts';
import { receiveConnectorSchema } from '../../../../main/contract/receive-connector.ts';
import { sendConnectorSchema } from '../../../../main/contract/send-connector.ts';
import { connector, relayRight } from '../../tester/stand.ts';

/** Configurations with every mistake that there is a sentence for. */

type Section = Readonly<Record<string, unknown>>;

const wrong: readonly unknown[] = [
  undefined,
  null,
  '',
  'x y',
  '\u0000',
  -1,
  0.5,
  1e12,
  [],
  [''],
  ['x'],
  [{}],
  {},
  true,
  'x'.repeat(2000),
];

/** Each property of an entry, wrong in each way. */
const eachWrong = (section: string, properties: object, base: Section): readonly Section[] =>
  Object.keys(properties).flatMap((property) =>
    wrong.map((value) => ({ [section]: [{ ...base, [property]: value }] })),
  );

const receive = connector({ name: 'A' });
const send = { name: 'Out', addressSpaces: ['*'], smartHosts: ['mail.office.example'] };
const domain = { name: 'Office', domainName: 'office.example' };
const receivers = (...changes: readonly Section[]): Section => ({
  receiveConnectors: changes.map((change, at) => connector({ name: `C${String(at)}`, ...change })),
});
const alone = (change: Section): Section => receivers(change);

const ranges = [
  ...['0x7f.0.0.1', '10.1', '010.0.0.1', '10.0.0.256', 'printer', 'fe80::1%', '10.0.0.0(255.0.255.0)', '10.0.0.0/33'],
  ...[
    '10.0.0.0(x)',
    'fd00::(255.0.0.0)',
    '10.0.0.0/x',
    '::/129',
    '::ffff:10.0.0.0/90',
    '10.0.0.1-fd00::1',
    '10.0.0.9-10.0.0.1',
  ],
  '1'.repeat(300),
];
const bindings = ['25', '0.0.0.0:99999', 'x:25', '[::]:0'];

export const badDocuments: readonly Section[] = [
  ...eachWrong('receiveConnectors', receiveConnectorSchema.shape, receive),
  ...eachWrong('sendConnectors', sendConnectorSchema.shape, send),
  ...eachWrong('acceptedDomains', acceptedDomainSchema.shape, domain),
  ...eachWrong('accounts', accountSchema.shape, { userName: 'alice', passwordHash: 'x' }),
  ...eachWrong('checks', checkSchema.shape, {
    name: 'A',
    remoteAddress: '10.0.0.1',
    localAddress: '10.0.0.2',
    transcript: '',
  }),
  ...Object.keys(serverSchema.shape).flatMap((property) => wrong.map((value) => ({ server: { [property]: value } }))),
  ...['transport', 'journal', 'receiveConnectors', 'nonsense'].flatMap((section) =>
    wrong.map((value) => ({ [section]: value })),
  ),
  ...['blockedSenders', 'blockedAddresses', 'maxReceiveSize', 'messageRetryInterval', 'pickupEnabled'].flatMap(
    (property) => wrong.map((value) => ({ transport: { [property]: value } })),
  ),
  ...ranges.map((range) => alone({ remoteIPRanges: [range] })),
  ...bindings.map((binding) => alone({ bindings: [binding] })),
  alone({ nonsense: 1, more: 2 }),
  alone({ authMechanism: ['None', 'Tls'] }),
  alone({ authMechanism: ['BasicAuthRequireTLS'] }),
  alone({ authMechanism: ['ExternalAuthoritative', 'BasicAuth'] }),
  alone({ authMechanism: ['ExternalAuthoritative'], permissionGroups: ['ExchangeServers'], domainSecureEnabled: true }),
  alone({ authMechanism: ['BasicAuth'], requireTLS: true, domainSecureEnabled: true, implicitTls: true }),
  alone({ connectionInactivityTimeout: '00:20:00' }),
  alone({ defaultDomain: 'Nobody' }),
  alone({ extendedRights: [{ user: 'alice', right: 'ms-Exch-Fly' }] }),
  receivers({}, { transportRole: 'HubTransport' }),
  receivers({}, { transportRole: 'HubTransport', enabled: false }),
  receivers({}, {}),
  receivers({ remoteIPRanges: ['10.0.0.1-10.0.0.9'] }, { remoteIPRanges: ['10.0.0.5-10.0.0.20'] }),
  { receiveConnectors: [receive, { ...receive, name: 'a' }] },
  { sendConnectors: [{ ...send, requireTLS: true, ignoreSTARTTLS: true }] },
  { sendConnectors: [{ ...send, smartHostAuthMechanism: 'BasicAuth' }] },
  { sendConnectors: [{ ...send, smartHosts: [], smartHostAuthMechanism: 'BasicAuth', userName: 'a' }] },
  { sendConnectors: [{ ...send, smartHosts: ['mail!'] }] },
  { sendConnectors: [{ ...send, domainSecureEnabled: true, ignoreSTARTTLS: true }] },
  { transport: { tlsSendDomainSecureList: ['partner.example'] } },
  { ...alone({}), sendConnectors: [{ ...send, smartHosts: ['127.0.0.1'] }] },
  {
    acceptedDomains: [
      { ...domain, default: true },
      { name: 'B', domainName: 'b.example', default: true },
    ],
  },
  { acceptedDomains: [{ ...domain, domainName: '*' }] },
];

/** Everything in it is allowed, and most of it unwise. */
export const unwiseDocument: Section = {
  receiveConnectors: [
    connector({ name: 'Open', extendedRights: relayRight }),
    connector({ name: 'Office', remoteIPRanges: ['192.168.0.0/24'], extendedRights: relayRight }),
    connector({ name: 'One', remoteIPRanges: ['8.8.8.8'], extendedRights: relayRight }),
    connector({
      name: 'Trusting',
      ...{ authMechanism: ['ExternalAuthoritative'], permissionGroups: ['ExchangeServers'] },
      remoteIPRanges: ['10.0.0.0/8'],
    }),
    connector({
      name: 'Both',
      ...{ authMechanism: ['ExternalAuthoritative'], permissionGroups: ['ExchangeServers', 'AnonymousUsers'] },
      ...{ remoteIPRanges: ['10.1.0.0/16'], extendedRights: relayRight },
    }),
    connector({ name: 'Clear', ...{ authMechanism: ['Tls', 'BasicAuth'], bindings: ['0.0.0.0:587'], oldTls: true } }),
    connector({ name: 'Nobody', permissionGroups: ['None'], bindings: ['0.0.0.0:26'] }),
    connector({ name: 'Loopback', bindings: ['127.0.0.1:27'], remoteIPRanges: ['10.2.0.1'] }),
    connector({ name: 'Half', permissionGroups: ['Custom'], bindings: ['0.0.0.0:28'], extendedRights: relayRight }),
    connector({
      name: 'Stray',
      ...{ bindings: ['0.0.0.0:29'], extendedRights: [{ user: 'gone', right: 'ms-Exch-SMTP-Accept-Any-Sender' }] },
    }),
  ],
  acceptedDomains: [{ name: 'All', domainName: '*', domainType: 'InternalRelay', default: true }],
  accounts: [{ userName: 'alice', addresses: [], passwordHash: 'scrypt$1$1$1$aa$aa' }],
  sendConnectors: [{ name: 'Out', addressSpaces: ['contoso.com'], smartHosts: ['mail.office.example'] }],
};
