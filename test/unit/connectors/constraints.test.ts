import { describe, expect, it } from 'vitest';
import { checkConstraints, findWarnings } from '../../../main/connectors/constraints.ts';
import { describeConnector } from '../../../main/connectors/summary.ts';
import { receiveConnectorSchema } from '../../../main/contract/receive-connector.ts';
import { anonymous, anyRecipient, makeConnector, makeDomain } from './make-connector.ts';
import type { ConnectorTexts } from './make-connector.ts';

const check = (more: object): string[] =>
  checkConstraints(
    receiveConnectorSchema.parse({ name: 'R', bindings: ['0.0.0.0:25'], remoteIPRanges: ['10.0.0.1'], ...more }),
    'receiveConnectors[0]',
  ).map(({ path, text }) => `${path.split('.')[1] ?? ''}: ${text}`);

describe('checkConstraints', () => {
  it.each([
    [{}],
    [{ authMechanism: ['None'] }],
    [{ authMechanism: [] }],
    [{ authMechanism: ['Tls', 'Integrated', 'BasicAuth', 'BasicAuthRequireTLS', 'ExchangeServer'] }],
    [{ authMechanism: ['ExternalAuthoritative'], permissionGroups: ['ExchangeServers'] }],
    [{ authMechanism: ['Tls', 'ExternalAuthoritative'], permissionGroups: ['AnonymousUsers', 'ExchangeServers'] }],
    [{ requireTLS: true, domainSecureEnabled: true, implicitTls: true }],
  ])('accepts %j', (more) => {
    expect(check(more)).toEqual([]);
  });

  it.each([
    [{ authMechanism: ['None', 'Tls'] }, 'authMechanism', /None can only stand alone/],
    [{ authMechanism: ['BasicAuthRequireTLS', 'Tls'] }, 'authMechanism', /needs BasicAuth and Tls/],
    [{ authMechanism: ['BasicAuthRequireTLS', 'BasicAuth'] }, 'authMechanism', /needs BasicAuth and Tls/],
    [
      { authMechanism: ['ExternalAuthoritative', 'BasicAuth'], permissionGroups: ['ExchangeServers'] },
      'authMechanism',
      /only be combined with Tls/,
    ],
    [
      { authMechanism: ['ExternalAuthoritative'], permissionGroups: ['AnonymousUsers'] },
      'permissionGroups',
      /You must set the value for the PermissionGroups parameter/,
    ],
    [{ authMechanism: ['None'], requireTLS: true }, 'requireTLS', /needs Tls/],
    [{ authMechanism: ['None'], domainSecureEnabled: true }, 'domainSecureEnabled', /needs Tls/],
    [
      {
        authMechanism: ['Tls', 'ExternalAuthoritative'],
        permissionGroups: ['ExchangeServers'],
        domainSecureEnabled: true,
      },
      'domainSecureEnabled',
      /cannot be combined/,
    ],
    [{ authMechanism: ['BasicAuth'], implicitTls: true }, 'implicitTls', /needs Tls/],
    [{ connectionTimeout: '00:05:00' }, 'connectionInactivityTimeout', /shorter/],
  ])('refuses %j', (more, property, text) => {
    const findings = check(more);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatch(text);
    expect(findings[0]?.startsWith(`${property}: Receive connector "R": `)).toBe(true);
  });
});

const relay = [[anonymous, anyRecipient]] as const;
const secured = ['ExternalAuthoritative'] as const;

describe('findWarnings', () => {
  const warn = (texts: ConnectorTexts, domains = [makeDomain('office.example')]) =>
    findWarnings(makeConnector({ name: 'Scanners', ...texts }), 'receiveConnectors[3]', domains);

  it('is quiet about sensible connectors', () => {
    expect(warn({})).toEqual([]);
    expect(warn({ ranges: ['192.168.0.0/16', 'fe80::/10'], entries: relay })).toEqual([]);
    expect(warn({ auth: ['Tls', 'BasicAuth', 'BasicAuthRequireTLS'], groups: ['ExchangeUsers'] })).toEqual([]);
  });

  it.each([
    [{ entries: relay, ranges: ['192.168.0.1', '0.0.0.0/0'] }],
    [{ auth: secured, groups: ['ExchangeServers'] as const, ranges: ['192.168.0.1', '8.8.8.8'] }],
  ])('wants an open relay confirmed by name: %j', (texts) => {
    const findings = warn(texts);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      severity: 'warning',
      path: 'receiveConnectors[3].remoteIPRanges[1]',
      confirmation: 'Scanners',
    });
    expect(warn({ ...texts, more: { enabled: false } })).toEqual([]);
  });

  it('sees the open relay that an accepted domain * makes', () => {
    expect(
      warn({}, [makeDomain('*', { domainType: 'InternalRelay' })]).map(({ confirmation }) => confirmation),
    ).toEqual(['Scanners']);
  });

  it('warns of both relay methods, clear-text passwords, and connectors that nobody can use', () => {
    const text = (texts: ConnectorTexts): string =>
      warn(texts)
        .map((finding) => finding.text)
        .join('\n');
    expect(
      text({ auth: secured, groups: ['ExchangeServers', 'AnonymousUsers'], entries: relay, ranges: ['10.0.0.1'] }),
    ).toMatch(/rights of both add up/);
    expect(text({ auth: ['Tls', 'BasicAuth'], groups: ['ExchangeUsers'] })).toMatch(/clear text/);
    expect(text({ auth: ['Tls', 'BasicAuth'], groups: ['ExchangeUsers'], more: { requireTls: true } })).toBe('');
    expect(text({ groups: ['None'] })).toMatch(/from nobody/);
    expect(text({ groups: ['ExchangeUsers'] })).toMatch(/from nobody/);
    expect(text({ groups: ['ExchangeServers', 'Partners'] })).toMatch(/from nobody/);
    expect(
      text({
        auth: ['Tls', 'BasicAuth', 'BasicAuthRequireTLS'],
        groups: ['None'],
        entries: [['bob', 'ms-Exch-SMTP-Submit']],
      }),
    ).toBe('');
  });
});

describe('describeConnector', () => {
  it.each<[ConnectorTexts, string]>([
    [{ ranges: ['192.168.0.181'], entries: relay }, '192.168.0.181 may relay to anyone, without login'],
    [{}, 'Every address may send to the accepted domains, without login'],
    [
      { ranges: ['::/0', '0.0.0.0/0'], auth: ['Tls', 'BasicAuth'], groups: ['ExchangeUsers'] },
      'Every address may relay to anyone, after login',
    ],
    [
      { auth: ['Tls', 'BasicAuth'], groups: ['ExchangeUsers', 'AnonymousUsers'] },
      'Every address may send to the accepted domains, without login, and relay to anyone after login',
    ],
    [
      { ranges: ['10.0.0.1', '10.0.0.8/30'], auth: secured, groups: ['ExchangeServers'] },
      '10.0.0.1 and 10.0.0.8-10.0.0.11 may relay to anyone, without login, trusted like an own server',
    ],
    [
      { ranges: ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'] },
      '4 address ranges (10.0.0.1, 10.0.0.2, …) may send to the accepted domains, without login',
    ],
    [
      { groups: ['None'], more: { enabled: false } },
      'Disabled: Every address may not send: no permission group lets it',
    ],
    [
      { ranges: ['::1'], more: { requireTls: true } },
      '::1 may send to the accepted domains, without login, only with TLS',
    ],
  ])('%#', (texts, sentence) => {
    expect(describeConnector(makeConnector(texts))).toBe(sentence);
  });
});
