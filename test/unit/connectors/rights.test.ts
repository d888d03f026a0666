import { extendedRights } from '../../../main/contract/extended-rights.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupGrants, principalSids } from '../../../main/connectors/permission-groups.ts';
import { authorize, parsePrincipal, parseRight, relayGrants } from '../../../main/connectors/rights.ts';
import { PostroomError } from '../../../main/errors.ts';
import { anonymous, anyRecipient, makeAccount, makeConnector } from './make-connector.ts';
import type { ConnectorTexts } from './make-connector.ts';

const bob = makeAccount('bob', 'bob@office.example');
const rightsOf = (texts: ConnectorTexts, account = null as typeof bob | null) =>
  authorize(makeConnector(texts), { tls: false, account });

describe('groups', () => {
  it('gives anonymous peers the set Exchange logs', () => {
    expect(rightsOf({ groups: ['AnonymousUsers'] }).tokens).toBe(
      'SMTPSubmit SMTPAcceptAnySender SMTPAcceptAuthoritativeDomainSender AcceptRoutingHeaders',
    );
  });

  it('has the documented table', () => {
    const table = Object.fromEntries(
      groupGrants.map(({ group, principal, allow, deny }) => [
        `${group}: ${principal}`,
        `${String(allow.length)} ${deny.join(',')}`.trim(),
      ]),
    );
    const denied = 'ms-Exch-Accept-Headers-Forest,ms-Exch-Accept-Headers-Organization';
    expect(table).toEqual({
      'AnonymousUsers: NT AUTHORITY\\ANONYMOUS LOGON': '4',
      'ExchangeUsers: NT AUTHORITY\\Authenticated Users': '4',
      'ExchangeServers: Exchange Servers': '11',
      'ExchangeServers: MS Exchange\\Hub Transport Servers': '11',
      'ExchangeServers: MS Exchange\\Edge Transport Servers': '11',
      'ExchangeServers: MS Exchange\\Externally Secured Servers': '9',
      'ExchangeLegacyServers: ExchangeLegacyInterop': `9 ${denied}`,
      'Partners: MS Exchange\\Partner Servers': '2',
    });
    expect(principalSids['MS Exchange\\Externally Secured Servers']).toBe(
      'S-1-9-1419165041-1139599005-3936102811-1022490595-23',
    );
  });

  it('gives nothing without a group', () => {
    const none = rightsOf({ groups: ['None'] });
    expect(none.tokens).toBe('');
    expect(none.principals).toEqual([anonymous]);
  });

  it('lets users relay after login only', () => {
    const texts: ConnectorTexts = { groups: ['ExchangeUsers'] };
    expect(rightsOf(texts).rights.size).toBe(0);
    const session = rightsOf(texts, bob);
    expect(session.tokens).toBe('SMTPSubmit SMTPAcceptAnyRecipient AcceptRoutingHeaders BypassAntiSpam');
    expect(session.principals).toEqual([anonymous, 'NT AUTHORITY\\Authenticated Users', 'bob']);
    expect(session.internal).toBe(true);
  });

  it('does not make anybody an Exchange server by its group alone', () => {
    expect(rightsOf({ groups: ['ExchangeServers', 'ExchangeLegacyServers', 'Partners'] }, bob).rights.size).toBe(0);
  });
});

describe('externally secured', () => {
  const auth = ['Tls', 'ExternalAuthoritative'] as const;

  it('trusts the peer instead of treating it as anonymous', () => {
    const session = rightsOf({ auth, groups: ['ExchangeServers'] });
    expect(session.principals).toEqual(['MS Exchange\\Externally Secured Servers']);
    expect(session.tokens).toBe(
      'SMTPSubmit SMTPAcceptAnyRecipient SMTPAcceptAnySender SMTPAcceptAuthoritativeDomainSender SMTPAcceptAuthenticationFlag SMTPAcceptEXCH50 AcceptRoutingHeaders BypassAntiSpam BypassMessageSizeLimit',
    );
    expect(session.internal).toBe(true);
  });

  it('adds up with anonymous relay on one connector', () => {
    const connector = makeConnector({
      auth,
      groups: ['ExchangeServers', 'AnonymousUsers'],
      entries: [[anonymous, anyRecipient]],
    });
    expect(authorize(connector, { tls: false, account: null }).principals).toEqual([
      'MS Exchange\\Externally Secured Servers',
      anonymous,
    ]);
    expect(relayGrants(connector)).toEqual(['anonymous', 'externallySecured']);
  });
});

describe('access control entries', () => {
  it('make a relay connector', () => {
    const connector = makeConnector({
      entries: [['NT Authority\\Anonymous Logon', 'MS-Exch-SMTP-Accept-Any-Recipient']],
    });
    expect(relayGrants(connector)).toEqual(['anonymous']);
    expect(relayGrants(makeConnector())).toEqual([]);
  });

  it('hold whatever groups the connector has', () => {
    expect(rightsOf({ groups: ['None'], entries: [[anonymous, 'ms-Exch-SMTP-Submit']] }).tokens).toBe('SMTPSubmit');
  });

  it('deny what a group or another entry allows', () => {
    const sender = 'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender';
    expect(
      rightsOf({
        entries: [
          [anonymous, `-${sender}`],
          [anonymous, sender],
        ],
      }).rights.has(sender),
    ).toBe(false);
    expect(
      relayGrants(
        makeConnector({
          entries: [
            [anonymous, anyRecipient],
            [anonymous, '-ms-Exch-SMTP-Submit'],
          ],
        }),
      ),
    ).toEqual([]);
  });

  it('reach one account by name, with or without a Windows domain', () => {
    for (const user of ['bob', 'BOB', 'CONTOSO\\Bob'])
      expect(rightsOf({ groups: ['None'], entries: [[user, 'ms-Exch-SMTP-Submit']] }, bob).tokens).toBe('SMTPSubmit');
    expect(rightsOf({ groups: ['None'], entries: [['rob', 'ms-Exch-SMTP-Submit']] }, bob).tokens).toBe('');
    expect(rightsOf({ groups: ['None'], entries: [['bob', 'ms-Exch-SMTP-Submit']] }).tokens).toBe('');
  });

  it('never take an account for a server because of its name', () => {
    const entries = [['Exchange Servers', 'ms-Exch-SMTP-Submit']] as const;
    expect(rightsOf({ groups: ['ExchangeServers'], entries }, makeAccount('Exchange Servers')).rights.size).toBe(0);
  });
});

it('is the union of allows less the union of denies', () => {
  const principal = fc.constantFrom(
    anonymous,
    'NT AUTHORITY\\Authenticated Users',
    'bob',
    'rob',
    'MS Exchange\\Partner Servers',
  );
  const entry = fc.tuple(principal, fc.constantFrom(...extendedRights), fc.boolean());
  fc.assert(
    fc.property(fc.array(entry), fc.boolean(), (list, loggedIn) => {
      const { rights, principals } = rightsOf(
        { groups: ['None'], entries: list.map(([user, right, deny]) => [user, deny ? `-${right}` : right] as const) },
        loggedIn ? bob : null,
      );
      const mine = list.filter(([user]) => principals.includes(user));
      const expected = extendedRights.filter(
        (right) => mine.some(([, r, deny]) => r === right && !deny) && !mine.some(([, r, deny]) => r === right && deny),
      );
      expect([...rights]).toEqual(expected);
    }),
  );
});

it('computes once per connector and account', () => {
  const connector = makeConnector();
  expect(authorize(connector, { tls: false, account: null })).toBe(authorize(connector, { tls: true, account: null }));
  expect(authorize(connector, { tls: true, account: bob })).toBe(authorize(connector, { tls: true, account: bob }));
});

it('explains which group or entry gave what', () => {
  const trace = rightsOf({
    entries: [
      [anonymous, anyRecipient],
      [anonymous, '-ms-Exch-SMTP-Accept-Any-Sender'],
    ],
  })
    .trace()
    .map(({ text }) => text);
  expect(trace).toContain(`${anyRecipient} is granted to ${anonymous} by an access control entry of the connector.`);
  expect(trace).toContain(`ms-Exch-SMTP-Submit is granted to ${anonymous} by the permission group AnonymousUsers.`);
  expect(trace).toContain(
    `ms-Exch-SMTP-Accept-Any-Sender is denied to ${anonymous} by an access control entry of the connector.`,
  );
});

it('reads names in any case', () => {
  expect(parseRight(' MS-EXCH-smtp-submit ')).toBe('ms-Exch-SMTP-Submit');
  expect(() => parseRight('ms-Exch-SMTP-Accept-Anything')).toThrow(PostroomError);
  expect(parsePrincipal('anonymous logon')).toBe(anonymous);
  expect(parsePrincipal('S-1-5-11')).toBe('NT AUTHORITY\\Authenticated Users');
  expect(parsePrincipal('ms exchange\\partner servers')).toBe('MS Exchange\\Partner Servers');
  expect(parsePrincipal('CONTOSO\\ExchangeLegacyInterop')).toBe('ExchangeLegacyInterop');
  expect(parsePrincipal('CONTOSO\\anonymous logon')).toBe('CONTOSO\\anonymous logon');
  expect(parsePrincipal(' scanner ')).toBe('scanner');
});
