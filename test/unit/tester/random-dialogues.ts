import fc from 'fast-check';
import type { TranscriptStep } from '../../../main/contract/tester-view.ts';
import type { Draft } from '../../support/frontend-harness.ts';

/** What clients may say, and to whom: right and wrong, in any order. */

export const ACCOUNT = 'alice';

const local = fc.constantFrom(
  ...[
    'a',
    'A.b',
    'postmaster',
    '"a b"',
    '"a@remote.example"',
    'a%remote.example',
    'remote.example!a',
    'a..b',
    '.a',
    'ü',
  ],
  ...['x'.repeat(64), 'x'.repeat(65), '""', '"\\""', '', 'alice'],
);
const domain = fc.constantFrom(
  ...['office.example', 'OFFICE.example', 'office.example.', 'remote.example', 'sub.office.example', 'a_b.example'],
  ...[
    '[127.0.0.1]',
    '[IPv6:::1]',
    'single',
    'bücher.example',
    'xn--bcher-kva.example',
    'a.test',
    '127.0.0.1',
    '-a.b',
    '',
  ],
);
const address = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(local, domain).map(([name, host]) => `${name}@${host}`) },
  { weight: 4, arbitrary: fc.constantFrom('a@office.example', 'b@remote.example', 'alice@office.example') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('', 'a', 'postmaster', '@hop.example:a@office.example', 'a@b@office.example'),
  },
  fc.string({ unit: 'grapheme', maxLength: 20 }).map(plain),
);
const path = fc.oneof(
  { weight: 8, arbitrary: address.map((text) => `<${text}>`) },
  address,
  address.map((text) => `"Scan" <${text}>`),
  address.map((text) => ` <${text}>;<c@office.example>`),
  address.map((text) => `<${text}`),
);
const mailParameter = fc.constantFrom(
  ...[
    '',
    '',
    '',
    ' SIZE=10',
    ' SIZE=99999999',
    ' SIZE=',
    ' SIZE=1 SIZE=2',
    ' BODY=8BITMIME',
    ' BODY=BINARYMIME',
    ' RET=HDRS',
  ],
  ...[' RET=ALL', ' ENVID=a+2Bb', ' ENVID=a+0A', ' AUTH=<>', ' SMTPUTF8', ' XOORG=a', ' BODY=8BITMIME SMTPUTF8'],
);
const rcptParameter = fc.constantFrom(
  ...[
    '',
    '',
    '',
    ' NOTIFY=NEVER',
    ' NOTIFY=NEVER,DELAY',
    ' NOTIFY=SUCCESS,FAILURE',
    ' ORCPT=rfc822;a@b',
    ' ORCPT=a',
    ' SIZE=1',
  ],
);
const keyword = (...spellings: string[]): fc.Arbitrary<string> => fc.constantFrom(...spellings);
const mail = fc
  .tuple(keyword('MAIL FROM:', 'mail from: ', 'MAIL FROM :', 'MAIL  FROM:', 'MAIL FROM', 'MAIL'), path, mailParameter)
  .map((parts) => parts.join(''));
const rcpt = fc
  .tuple(keyword('RCPT TO:', 'rcpt to: ', 'RCPT TO :', 'RCPT FROM:'), path, rcptParameter)
  .map((parts) => parts.join(''));
const other = fc.constantFrom(
  ...[
    'HELO',
    'helo printer',
    'HELO a b c',
    'EHLO',
    'EHLO client.example',
    'EHLO [192.0.2.1]',
    'EHLO a\u0001b',
    'EHLO ü',
  ],
  ...[
    `EHLO ${'x'.repeat(301)}`,
    'STARTTLS',
    'starttls',
    'STARTTLS now',
    'RSET',
    'RSET now',
    'NOOP',
    'NOOP now',
    'VRFY',
  ],
  ...[
    'VRFY a',
    'EXPN list',
    'HELP',
    'HELP MAIL',
    'TURN',
    'ETRN a',
    'XEXCH50 1 2',
    'X-ANONYMOUSTLS',
    'XCLIENT ADDR=1.2.3.4',
  ],
  ...['BDAT 5 LAST', 'WIZ', '', ' ', 'QUIT now', 'GET / HTTP/1.1', 'CONNECT a:25 HTTP/1.0', '\u001b[A', 'DATA now'],
  ...[
    'MAIL FROM:<a@remote.example>',
    'EHLO client.example',
    'RCPT TO:<b@office.example>',
    'RCPT TO:<b@remote.example>',
  ],
  ...['NOOP '.padEnd(2048, 'x'), 'NOOP '.padEnd(2049, 'x'), 'x'.repeat(12_289), 'AUTH PLAIN '.padEnd(12_288, 'A')],
  ...['AUTH', 'AUTH CRAM-MD5', 'AUTH LOGIN x y', 'AUTH GSSAPI', 'AUTH XOAUTH2 eA=='],
);
const header = fc.constantFrom(
  ...['Subject: x', 'From: <b@remote.example>', 'From: alice@office.example', 'Received: by mail.office.example; now'],
  ...[
    'Message-ID: <1@device>',
    'Message-ID:',
    `X-Long: ${'x'.repeat(2000)}`,
    'Bcc: c@remote.example',
    'no header',
    '.',
  ],
);
const body = fc.oneof(
  fc
    .tuple(fc.array(header, { maxLength: 8 }), fc.array(header, { maxLength: 3 }))
    .map(([top, rest]) => [...top, '', ...rest]),
  fc.constant([...Array<string>(70).fill('Received: by x; now'), '', 'loop']),
  fc.constant(['Subject: large', '', ...Array<string>(700).fill('x'.repeat(100))]),
);
const step = (kind: TranscriptStep['kind'], text: readonly string[]): TranscriptStep => ({
  ...{ kind, line: 1, text: [...text], reply: null },
});
const say = (text: string): TranscriptStep => step('command', [text]);
type Group = readonly TranscriptStep[];
const alone = (arbitrary: fc.Arbitrary<string>): fc.Arbitrary<Group> => arbitrary.map((text) => [say(text)]);
const login: fc.Arbitrary<Group> = fc
  .tuple(
    fc.constantFrom('AUTH LOGIN', 'auth login eA==', 'AUTH PLAIN', 'AUTH PLAIN eA==', 'AUTH LOGIN *'),
    fc.array(fc.constantFrom('x', 'x', '*', '='), { maxLength: 2 }),
  )
  .map(([text, answers]) => [say(text), ...answers.map((answer) => step('auth-answer', [answer]))]);
const data: fc.Arbitrary<Group> = body.map((text) => [say('DATA'), step('body', text)]);
const goodMail = alone(
  fc.constantFrom('MAIL FROM:<a@remote.example>', 'MAIL FROM:<alice@office.example> SIZE=10', 'MAIL FROM:<>'),
);
const goodRcpt = alone(
  fc.constantFrom('RCPT TO:<b@office.example>', 'RCPT TO:<c@office.example>', 'rcpt to: d@remote.example'),
);
const noise: fc.Arbitrary<Group> = fc.oneof(
  { weight: 4, arbitrary: alone(other) },
  { weight: 3, arbitrary: alone(mail) },
  { weight: 4, arbitrary: alone(rcpt) },
  { weight: 1, arbitrary: data },
  { weight: 1, arbitrary: login },
);
const maybe = (arbitrary: fc.Arbitrary<Group>, weight = 1): fc.Arbitrary<Group> =>
  fc.oneof({ weight, arbitrary }, { weight: 1, arbitrary: fc.constant([]) });
const seldom = (arbitrary: fc.Arbitrary<Group>): fc.Arbitrary<Group> =>
  fc.oneof({ weight: 1, arbitrary }, { weight: 2, arbitrary: fc.constant([]) });
const transaction: fc.Arbitrary<Group> = fc
  .tuple(
    maybe(goodMail, 8),
    seldom(noise),
    maybe(goodRcpt, 8),
    maybe(goodRcpt),
    seldom(noise),
    maybe(data, 8),
    seldom(noise),
  )
  .map((groups) => groups.flat());
const greeting = alone(fc.constantFrom('EHLO client.example', 'EHLO client.example', 'helo printer', 'EHLO'));

/** A dialogue that could be one, with things between that should not be there; or nothing but those. */
export const dialogues: fc.Arbitrary<Group> = fc
  .oneof(
    {
      weight: 5,
      arbitrary: fc
        .tuple(
          ...[maybe(greeting, 8), seldom(noise), maybe(fc.constant([say('STARTTLS'), say('EHLO client.example')]))],
          ...[maybe(login), fc.array(transaction, { minLength: 1, maxLength: 3 }).map((all) => all.flat())],
        )
        .map((groups) => groups.flat()),
    },
    { weight: 1, arbitrary: fc.array(noise, { maxLength: 14 }).map((groups) => groups.flat()) },
  )
  // Who asks for the end hears what was said last.
  .map((steps) => [...steps, say('QUIT')]);

const rights = ['Submit', 'Accept-Any-Recipient', 'Accept-Any-Sender', 'Accept-Authoritative-Domain-Sender'];
const connector = fc.record({
  transportRole: fc.constant('FrontendTransport'),
  authMechanism: fc.constantFrom(
    ...[['None'], ['Tls'], ['Tls', 'BasicAuth'], ['BasicAuth'], ['Tls', 'BasicAuth', 'BasicAuthRequireTLS']],
    ...[['ExternalAuthoritative'], ['Tls', 'ExternalAuthoritative']],
  ),
  permissionGroups: fc
    .subarray(['AnonymousUsers', 'ExchangeUsers', 'ExchangeServers', 'Partners'])
    .map((groups) => (groups.length === 1 ? ['AnonymousUsers', 'ExchangeUsers'] : groups)),
  extendedRights: fc.array(
    fc.record({
      user: fc.constantFrom('NT AUTHORITY\\ANONYMOUS LOGON', 'NT AUTHORITY\\Authenticated Users', ACCOUNT),
      right: fc.constantFrom(...rights.map((name) => `ms-Exch-SMTP-${name}`), 'ms-Exch-Bypass-Message-Size-Limit'),
      deny: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  banner: fc.constantFrom(null, null, '220 go away'),
  maxMessageSize: fc.constantFrom('64KB', '36MB'),
  maxHeaderSize: fc.constantFrom('1KB', '256KB'),
  maxHopCount: fc.constantFrom(5, 60),
  maxLocalHopCount: fc.constantFrom(0, 1, 5),
  maxRecipientsPerMessage: fc.constantFrom(1, 2, 200),
  maxLogonFailures: fc.constantFrom(0, 1, 3),
  maxProtocolErrors: fc.constantFrom<(number | string)[]>(0, 5, 'unlimited', 'unlimited'),
  requireTLS: fc.constantFrom(false, false, true),
  requireEHLODomain: fc.boolean(),
  sizeEnabled: fc.constantFrom('Enabled', 'Disabled', 'EnabledWithoutValue'),
  pipeliningEnabled: fc.boolean(),
  eightBitMimeEnabled: fc.boolean(),
  smtpUtf8Enabled: fc.boolean(),
  deliveryStatusNotificationEnabled: fc.boolean(),
  enhancedStatusCodesEnabled: fc.boolean(),
  bareLinefeedRejectionEnabled: fc.boolean(),
  rejectReservedTopLevelRecipientDomains: fc.constantFrom(false, false, false, true),
  rejectReservedSecondLevelRecipientDomains: fc.boolean(),
  rejectSingleLabelRecipientDomains: fc.boolean(),
  defaultDomain: fc.constantFrom(null, 'Office'),
  implicitTls: fc.constantFrom(false, false, false, true),
  tolerance: fc.constantFrom('Strict', 'DeviceFriendly'),
  holdMessages: fc.boolean(),
});
/** Two connectors, of which one may take the client, and what else decides. */
export const houses = fc.record({
  connectors: fc.tuple(connector, connector),
  from: fc.constantFrom(1, 2),
  dialect: fc.constantFrom('2013', '2016'),
  domains: fc.constantFrom<Draft['acceptedDomains'][]>(
    [{ name: 'Office', domainName: 'office.example', default: true }],
    [{ name: 'Office', domainName: 'office.example', matchSubDomains: true }],
    [
      { name: 'Office', domainName: 'office.example', domainType: 'InternalRelay', default: true },
      { name: 'Books', domainName: 'bücher.example', domainType: 'ExternalRelay' },
    ],
    [],
  ),
  recipients: fc.constantFrom<Draft['recipients'][]>([], [{ address: 'b@office.example' }]),
  learning: fc.constantFrom(false, false, false, true),
});

function plain(text: string): string {
  return text.replaceAll(/[\r\n]/g, ' ');
}
