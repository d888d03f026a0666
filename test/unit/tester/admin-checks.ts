import { anonymousLogon } from '../../../main/connectors/permission-groups.ts';
import type { ConfigDocument } from '../../../main/contract/document.ts';
import { GUIDE_DEVICE, GUIDE_NEIGHBOUR, guideDocument } from '../../support/guide-configuration.ts';
import { relayRight } from './stand.ts';

/**
 * The server of the guide after some years: the relay connector of the guide, others beside it, accounts, lists and
 * limits; and the checks that its administrator has saved for them.
 */

const passwordHash = 'scrypt$1$1$1$aa$aa';
const right = (user: string, name: string, deny = false) => ({ user, right: name, deny });

type Section = Readonly<Record<string, unknown>>;

function frontend(name: string, remoteIPRanges: readonly string[], more: Section = {}): Section {
  return { name, bindings: ['0.0.0.0:25'], remoteIPRanges, permissionGroups: ['AnonymousUsers'], ...more };
}

const added: readonly Section[] = [
  frontend('Scanners', ['192.168.0.64-192.168.0.95'], { extendedRights: relayRight }),
  frontend('Old relay', ['192.168.0.40'], { extendedRights: relayRight, enabled: false }),
  frontend('Second address', ['0.0.0.0-255.255.255.255'], {
    ...{ bindings: ['192.168.0.11:25'], permissionGroups: ['ExchangeUsers'] },
  }),
  frontend('Relay IPv6', ['fd00::181'], { bindings: ['[::]:25'], extendedRights: relayRight }),
  frontend('Trusted server', ['10.9.9.9'], {
    ...{ authMechanism: ['ExternalAuthoritative'], permissionGroups: ['ExchangeServers'], maxMessageSize: '64KB' },
  }),
  frontend('Careful', ['10.7.7.7'], {
    ...{ maxRecipientsPerMessage: 2, maxMessageSize: '64KB', maxHeaderSize: '1KB', maxHopCount: 3 },
    ...{ maxLocalHopCount: 1, maxProtocolErrors: 1, requireEHLODomain: true, tolerance: 'Strict' },
    rejectReservedTopLevelRecipientDomains: true,
    rejectReservedSecondLevelRecipientDomains: true,
    rejectSingleLabelRecipientDomains: true,
  }),
  frontend('Encrypted', ['10.7.7.8'], { requireTLS: true }),
  frontend('Hub', ['10.8.8.8'], {
    ...{ transportRole: 'HubTransport', bindings: ['0.0.0.0:2626'], permissionGroups: ['Custom'] },
    extendedRights: [
      right(anonymousLogon, 'ms-Exch-SMTP-Submit'),
      right(anonymousLogon, 'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender'),
    ],
  }),
  frontend('Hub open', ['10.8.8.9'], { transportRole: 'HubTransport', bindings: ['0.0.0.0:2626'] }),
];

const changed: Readonly<Record<string, Section>> = {
  // Nobody outside may use our own names.
  'Default Frontend E15MB1': {
    extendedRights: [right(anonymousLogon, 'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender', true)],
  },
  'Client Frontend E15MB1': {
    maxLogonFailures: 1,
    extendedRights: [
      right('bob', 'ms-Exch-SMTP-Accept-Any-Sender'),
      right('guest', 'ms-Exch-SMTP-Accept-Any-Recipient', true),
    ],
  },
};

/** The document without checks. */
export function adminDocument(checks: readonly unknown[] = []): ConfigDocument {
  const guide = guideDocument({ dialect: '2016' });
  const account = (userName: string) => ({ userName, addresses: [`${userName}@exchange2013demo.com`], passwordHash });
  return guideDocument({
    dialect: '2016',
    sections: {
      receiveConnectors: [
        ...guide.receiveConnectors.map((connector) => ({ ...connector, ...changed[connector.name] })),
        ...added,
      ],
      acceptedDomains: [
        ...guide.acceptedDomains,
        { name: 'Branches', domainName: '*.branch.net', domainType: 'InternalRelay' },
      ],
      recipients: [{ address: 'administrator@exchange2013demo.com' }, { address: 'leaver@exchange2013demo.com' }],
      accounts: ['alice', 'bob', 'guest'].map(account),
      transport: {
        blockedSenders: ['spammer@bad.example'],
        blockedRecipients: ['leaver@exchange2013demo.com'],
        blockedAddresses: ['198.51.100.9'],
        maxReceiveSize: '128KB',
        maxRecipientEnvelopeLimit: 4,
      },
      checks,
    },
  });
}

const OWN = 'administrator@exchange2013demo.com';
const FAR = 'someone@gmail.com';
const OK = '250 2.1.5 Recipient OK';
const NO_RELAY = '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain';
const UNKNOWN = '550 5.1.1 User unknown';
const DENIED = '554 5.1.0 Sender Denied';
const TOO_LARGE = '552 5.3.4 Message size exceeds fixed maximum message size';
const NOT_AS = '550 5.7.60 SMTP; Client does not have permissions to send as this sender';
const LOGIN_FIRST = '530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM';

interface Conditions {
  readonly to?: string;
  readonly port?: number;
  readonly user?: string;
}

/** Client lines begin with `C: `, recorded replies with `S: `; a reply that is left out is not compared. */
function check(name: string, remoteAddress: string, lines: readonly string[], { to, port, user }: Conditions = {}) {
  return {
    name,
    remoteAddress,
    localAddress: to ?? '192.168.0.10',
    localPort: port ?? 25,
    userName: user ?? null,
    transcript: `${['*** Postroom transcript', ...lines].join('\n')}\n`,
  };
}

const hello = 'C: EHLO client.example';
const sender = (address: string, reply = '250 2.1.0 Sender OK'): string[] => [
  `C: MAIL FROM:<${address}>`,
  `S: ${reply}`,
];
const recipient = (address: string, reply: string): string[] => [`C: RCPT TO:<${address}>`, `S: ${reply}`];
const toFar = (reply: string): string[] => [hello, ...sender('someone@else.example'), ...recipient(FAR, reply)];
const toHere = (address: string, reply: string): string[] => [
  hello,
  ...sender('someone@else.example'),
  ...recipient(address, reply),
];
const message = (lines: readonly string[], reply: string): string[] => [
  'C: DATA',
  'S: 354 Start mail input; end with <CRLF>.<CRLF>',
  ...lines.map((line) => `C: ${line}`),
  'C: .',
  `S: ${reply}`,
];
const careful = (lines: readonly string[], reply: string): string[] => [
  ...toHere(OWN, OK),
  ...message(['From: a@else.example', ...lines, '', 'x'], reply),
];
const login = (reply = '235 2.7.0 Authentication successful'): string[] => [
  ...[hello, 'C: STARTTLS', 'S: 220 2.0.0 SMTP server ready', hello, 'C: AUTH PLAIN x', `S: ${reply}`],
];
const QUEUED =
  '250 2.6.0 <1@else.example> [InternalId=1, Hostname=E15MB1.exchange2013demo.com] Queued mail for delivery';
const hop = (host: string): string => `Received: from a.example by ${host} with SMTP; Sun, 22 Nov 2026 09:00:00 +0000`;
const clients: Conditions = { port: 587 };
const branch = (n: number): string[] => recipient(`user${String(n)}@north.branch.net`, OK);
const TOO_MANY = '452 4.5.3 Too many recipients';

export const adminChecks = [
  // Who is who: ranges and bindings.
  check('The guide: its device relays', GUIDE_DEVICE, toFar(OK)),
  check('The guide: its neighbour does not', GUIDE_NEIGHBOUR, toFar(NO_RELAY)),
  check('Anybody may write to us', '203.0.113.5', toHere(OWN, OK)),
  check('The first scanner relays', '192.168.0.64', toFar(OK)),
  check('The last scanner relays', '192.168.0.95', toFar(OK)),
  check('Before the first scanner there is no relay', '192.168.0.63', toFar(NO_RELAY)),
  check('Behind the last scanner there is no relay', '192.168.0.96', toFar(NO_RELAY)),
  check('The retired relay is retired', '192.168.0.40', toFar(NO_RELAY)),
  check('The device has no relay on port 587', GUIDE_DEVICE, [hello, ...sender('a@b.example', LOGIN_FIRST)], clients),
  check('The second address is for logins only', GUIDE_DEVICE, [hello, ...sender('a@b.example', LOGIN_FIRST)], {
    to: '192.168.0.11',
  }),
  check('The IPv6 device relays', 'fd00::181', toFar(OK), { to: 'fd00::10' }),
  check('Other IPv6 addresses do not', 'fd00::182', toFar(NO_RELAY), { to: 'fd00::10' }),
  // Accepted domains and recipients.
  check('A name below ours is not ours', '203.0.113.5', toHere('a@sub.exchange2013demo.com', NO_RELAY)),
  check('A longer name is not ours', '203.0.113.5', toHere('a@evilexchange2013demo.com', NO_RELAY)),
  check('Every branch is ours', '203.0.113.5', toHere('a@north.branch.net', OK)),
  check('The domain of the branches is not', '203.0.113.5', toHere('a@branch.net', NO_RELAY)),
  check('Who is not on the list is unknown', '203.0.113.5', toHere('nobody@exchange2013demo.com', UNKNOWN)),
  check('A recipient within a recipient is refused', '203.0.113.5', toHere('a%gmail.com@north.branch.net', NO_RELAY)),
  check('Who left gets nothing', '203.0.113.5', toHere('leaver@exchange2013demo.com', UNKNOWN)),
  // Rights.
  check('Strangers may not use our names', '203.0.113.5', [hello, ...sender(OWN, NOT_AS)]),
  check('The device may', GUIDE_DEVICE, [hello, ...sender(OWN)]),
  check('The trusted server relays, from blocked senders too, at any size', '10.9.9.9', [
    ...[hello, 'C: MAIL FROM:<spammer@bad.example> SIZE=200000', 'S: 250 2.1.0 Sender OK'],
    ...recipient(FAR, OK),
    ...recipient('nobody@exchange2013demo.com', OK),
  ]),
  check('The trusted server may use our names', '10.9.9.9', [hello, ...sender(OWN)]),
  check(
    'The hub takes no sender from strangers',
    '10.8.8.8',
    [
      ...[hello, ...sender(''), 'C: RSET'],
      ...sender('a@b.example', '550 5.7.1 Anonymous client does not have permissions to send as this sender'),
    ],
    { port: 2626 },
  ),
  check('The open hub takes any sender', '10.8.8.9', [hello, ...sender('a@b.example')], { port: 2626 }),
  // Logins.
  check(
    'Alice sends anywhere as herself',
    '203.0.113.5',
    [
      ...[...login(), ...sender('alice@exchange2013demo.com')],
      ...recipient(FAR, OK),
      ...recipient('nobody@exchange2013demo.com', OK),
    ],
    { ...clients, user: 'alice' },
  ),
  check('Alice sends as nobody else', '203.0.113.5', [...login(), ...sender('carol@else.example', NOT_AS)], {
    ...{ ...clients, user: 'alice' },
  }),
  check(
    'Alice writes her own name above her mail',
    '203.0.113.5',
    [
      ...[...login(), ...sender('alice@exchange2013demo.com'), ...recipient(FAR, OK)],
      ...message(['From: carol@else.example', '', 'x'], NOT_AS),
    ],
    { ...clients, user: 'alice' },
  ),
  check('Bob sends as anybody', '203.0.113.5', [...login(), ...sender('carol@else.example')], {
    ...{ ...clients, user: 'bob' },
  }),
  check(
    'Guests send to us only',
    '203.0.113.5',
    [...[...login(), ...sender('guest@exchange2013demo.com'), ...recipient(FAR, NO_RELAY)]],
    { ...clients, user: 'guest' },
  ),
  check(
    'Nobody else signs in, and tries once',
    '203.0.113.5',
    [...login('421 4.7.0 Too many errors on this connection, closing transmission channel')],
    { ...clients, user: 'mallory' },
  ),
  // Lists.
  check('Blocked senders are denied', '203.0.113.5', [hello, ...sender('spammer@bad.example', DENIED)]),
  check('Blocked addresses are denied', '198.51.100.9', [hello, ...sender('a@b.example', DENIED)]),
  // Limits.
  check('Nothing unencrypted where TLS is required', '10.7.7.8', [
    ...[hello, ...sender('a@b.example', '451 5.7.3 STARTTLS is required to send mail')],
    ...['C: STARTTLS', 'S: 220 2.0.0 SMTP server ready', hello, ...sender('a@b.example')],
  ]),
  check('Two recipients where two are allowed', '10.7.7.7', [
    ...[hello, ...sender('a@b.example'), ...branch(1), ...branch(2)],
    ...recipient('user3@north.branch.net', TOO_MANY),
  ]),
  check('Four recipients for the organization', '203.0.113.5', [
    ...[hello, ...sender('a@b.example'), ...branch(1), ...branch(2), ...branch(3), ...branch(4)],
    ...recipient('user5@north.branch.net', TOO_MANY),
  ]),
  check('64 KB may be announced, and no more', '10.7.7.7', [
    ...[hello, 'C: MAIL FROM:<a@b.example> SIZE=65536', 'S: 250 2.1.0 Sender OK', 'C: RSET'],
    ...['C: MAIL FROM:<a@b.example> SIZE=65537', `S: ${TOO_LARGE}`],
  ]),
  check('128 KB for the organization', '203.0.113.5', [
    ...[hello, 'C: MAIL FROM:<a@b.example> SIZE=131073', `S: ${TOO_LARGE}`],
  ]),
  check('64 KB may be sent, and no more', '10.7.7.7', [
    ...toHere(OWN, OK),
    ...message(['From: a@else.example', '', ...Array<string>(70).fill('x'.repeat(950))], TOO_LARGE),
  ]),
  check('1 KB of header', '10.7.7.7', [
    ...careful(
      [`X-Long: ${'x'.repeat(900)}`, `X-Longer: ${'x'.repeat(200)}`],
      '552 5.3.4 Header size exceeds fixed maximum size',
    ),
  ]),
  check('Three servers on the way', '10.7.7.7', [
    ...careful(Array<string>(4).fill(hop('b.example')), '554 5.4.6 Hop count exceeded - possible mail loop'),
  ]),
  check('Once through ourselves', '10.7.7.7', [
    ...careful(
      Array<string>(2).fill(hop('E15MB1.exchange2013demo.com')),
      '554 5.4.6 Hop count exceeded - possible mail loop',
    ),
  ]),
  check('What keeps to the limits is taken', '10.7.7.7', [...careful([hop('E15MB1.exchange2013demo.com')], QUEUED)]),
  check('Clients name themselves', '10.7.7.7', ['C: EHLO', 'S: 501 5.5.4 Invalid arguments']),
  check('One mistake, not two', '10.7.7.7', [
    ...[hello, 'C: FROB', 'S: 500 5.3.3 Unrecognized command', 'C: FROB', 'S: 500 5.3.3 Unrecognized command'],
    ...['S: 421 4.7.0 Too many errors on this connection, closing transmission channel'],
  ]),
  check(
    'No reserved top-level domain',
    '10.7.7.7',
    toHere('a@b.test', '550 5.1.4 Recipient address reserved by RFC 2606'),
  ),
  check('No reserved domain', '10.7.7.7', toHere('a@example.com', '550 5.1.5 Recipient address reserved by RFC 2606')),
  check(
    'No single label',
    '10.7.7.7',
    toHere('a@server', '550 5.1.6 Recipient addresses in single label domains not accepted'),
  ),
  check('No display name where the connector is strict', '10.7.7.7', [
    ...[hello, 'C: MAIL FROM:"A" <a@b.example>', 'S: 501 5.1.7 Invalid address'],
  ]),
  check('A display name from the device', GUIDE_DEVICE, [
    hello,
    'C: MAIL FROM:"A" <a@b.example>',
    'S: 250 2.1.0 Sender OK',
  ]),
];
