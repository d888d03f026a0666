import { describe, expect, it } from 'vitest';
import { compile } from '../../../main/config/compile.ts';
import { applyMergePatch } from '../../../main/config/merge-patch.ts';
import { toSparse } from '../../../main/config/sparse.ts';
import { documentSchema } from '../../../main/contract/document.ts';
import type { AuditFinding } from '../../../main/contract/audit-view.ts';
import { lintConfiguration, type LintCertificate } from '../../../main/tester/configuration-lint.ts';

const nowMs = Date.UTC(2026, 10, 22);
const DAY_MS = 86_400_000;

type Section = Readonly<Record<string, unknown>>;

/** A document that nothing can be said against. */
const sound = {
  receiveConnectors: [
    {
      name: 'Default Frontend',
      bindings: ['0.0.0.0:25'],
      remoteIPRanges: ['0.0.0.0-255.255.255.255'],
      permissionGroups: ['AnonymousUsers'],
    },
  ],
  acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
  sendConnectors: [{ name: 'Internet', addressSpaces: ['SMTP:*;1'], smartHosts: ['smtp.example.com'] }],
};

const anonymousRelay = [{ user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' }];

function connector(properties: Section): Section {
  return {
    name: 'Relay',
    bindings: ['0.0.0.0:25'],
    remoteIPRanges: ['192.168.0.181'],
    permissionGroups: ['AnonymousUsers'],
    ...properties,
  };
}

const relay = (properties: Section): Section => connector({ extendedRights: anonymousRelay, ...properties });

function lint(sections: Section, certificates: readonly LintCertificate[] = []): readonly AuditFinding[] {
  return lintConfiguration({ snapshot: compile(documentSchema.parse(sections), 1), certificates, nowMs });
}

const withConnector = (...added: readonly Section[]): Section => ({
  ...sound,
  receiveConnectors: [...sound.receiveConnectors, ...added],
});

/** The document with the patch of a finding applied, as config.patch would. */
function mend(sections: Section, finding: AuditFinding | undefined): Section {
  return applyMergePatch({ ...toSparse(documentSchema.parse(sections)) }, finding?.patch);
}

describe('a sound configuration', () => {
  it('has no finding', () => {
    expect(lint(withConnector(relay({})))).toEqual([]);
  });

  it('is judged by what is on: a connector that is off can do no harm', () => {
    expect(lint(withConnector(relay({ enabled: false, remoteIPRanges: ['8.8.8.0/24'] })))).toEqual([]);
  });
});

const account = { userName: 'alice', passwordHash: 'scrypt$1$1$1$aa$aa' };

/** Each mistake, the code it is found by, its severity, and whether the patch that comes with it mends it. */
const mistakes: readonly (readonly [string, Section, string, AuditFinding['severity'], boolean])[] = [
  [
    'relay for a public network',
    withConnector(relay({ remoteIPRanges: ['198.51.100.0/24', '192.168.0.7'] })),
    'public-relay-range',
    'critical',
    true,
  ],
  [
    'relay for everybody',
    { ...sound, receiveConnectors: [relay({ remoteIPRanges: ['0.0.0.0/0'] })] },
    'public-relay-range',
    'critical',
    true,
  ],
  [
    'relay for one public address',
    withConnector(relay({ remoteIPRanges: ['198.51.100.7'] })),
    'public-relay-range',
    'warning',
    true,
  ],
  [
    'externally secured for the Internet',
    withConnector(
      connector({
        authMechanism: ['Tls', 'ExternalAuthoritative'],
        permissionGroups: ['ExchangeServers'],
        remoteIPRanges: ['198.51.100.0/28'],
      }),
    ),
    'public-relay-range',
    'critical',
    true,
  ],
  [
    'relay for the whole subnet, router and all',
    withConnector(relay({ remoteIPRanges: ['192.168.0.0/24'] })),
    'wide-relay-range',
    'warning',
    false,
  ],
  [
    'externally secured for a subnet',
    withConnector(
      connector({
        authMechanism: ['ExternalAuthoritative'],
        permissionGroups: ['ExchangeServers'],
        remoteIPRanges: ['10.0.0.0/8'],
      }),
    ),
    'wide-externally-secured',
    'warning',
    false,
  ],
  [
    'the relay right without AnonymousUsers',
    withConnector(relay({ permissionGroups: ['None'] })),
    'idle-relay-right',
    'warning',
    true,
  ],
  [
    'a connector whose addresses are all taken',
    withConnector(
      relay({ remoteIPRanges: ['192.168.0.2-192.168.0.3'] }),
      relay({ name: 'One', remoteIPRanges: ['192.168.0.2'] }),
      relay({ name: 'Two', remoteIPRanges: ['192.168.0.3'] }),
    ),
    'shadowed-connector',
    'warning',
    true,
  ],
  [
    'IPv6 ranges on an IPv4 binding',
    withConnector(relay({ remoteIPRanges: ['fd00::7'] })),
    'unreachable-connector',
    'warning',
    true,
  ],
  [
    'addresses of the network on a loopback binding',
    withConnector(relay({ bindings: ['127.0.0.1:2525'] })),
    'unreachable-connector',
    'warning',
    true,
  ],
  [
    'passwords in the clear',
    withConnector(connector({ authMechanism: ['BasicAuth'], permissionGroups: ['ExchangeUsers'] })),
    'plaintext-auth',
    'warning',
    true,
  ],
  [
    'old TLS for the Internet',
    withConnector(connector({ oldTls: true, remoteIPRanges: ['198.51.100.0/24'] })),
    'old-tls-in-public',
    'warning',
    true,
  ],
  [
    'every domain accepted',
    {
      ...sound,
      acceptedDomains: [...sound.acceptedDomains, { name: 'All', domainName: '*', domainType: 'ExternalRelay' }],
    },
    'accepts-every-domain',
    'critical',
    true,
  ],
  ['no accepted domain', { ...sound, acceptedDomains: [] }, 'no-accepted-domain', 'notice', false],
  [
    'no default accepted domain',
    { ...sound, acceptedDomains: [{ name: 'Office', domainName: 'office.example' }] },
    'no-default-domain',
    'notice',
    true,
  ],
  [
    'a default accepted domain that is a wildcard',
    { ...sound, acceptedDomains: [{ name: 'Office', domainName: '*.office.example', default: true }] },
    'no-default-domain',
    'notice',
    false,
  ],
  ['no send connector', { ...sound, sendConnectors: [] }, 'no-send-connector', 'warning', false],
  [
    'no send connector that is on',
    { ...sound, sendConnectors: [{ ...sound.sendConnectors[0], enabled: false }] },
    'no-send-connector',
    'warning',
    false,
  ],
  [
    'no way for every domain',
    { ...sound, sendConnectors: [{ name: 'Partner', addressSpaces: ['partner.example'] }] },
    'no-default-route',
    'notice',
    false,
  ],
  [
    'an account that may send as nobody',
    { ...sound, accounts: [account] },
    'account-without-addresses',
    'warning',
    false,
  ],
  [
    'an account named like an address',
    { ...sound, accounts: [{ ...account, userName: 'alice@office.example' }] },
    'account-without-addresses',
    'warning',
    true,
  ],
  [
    'a right of an account that is gone',
    withConnector(
      relay({ extendedRights: [...anonymousRelay, { user: 'OFFICE\\bob', right: 'ms-Exch-SMTP-Submit' }] }),
    ),
    'right-of-nobody',
    'notice',
    true,
  ],
];

describe('each mistake', () => {
  it.each(mistakes)('%s', (_what, sections, code, severity, mends) => {
    const findings = lint(sections);
    expect(findings.map((finding) => [finding.code, finding.severity])).toEqual([[code, severity]]);
    const [finding] = findings;
    expect(finding?.text).toMatch(/^[A-Z].*\.$/);
    expect(finding?.remedy).toMatch(/^[A-Z].*\.$/);
    expect(finding?.patch === null).toBe(!mends);
    if (mends) expect(lint(mend(sections, finding)).filter((other) => other.code === code)).toEqual([]);
  });
});

describe('a patch', () => {
  it('keeps the other ranges of an open relay, and switches it off where none is left', () => {
    const some = withConnector(relay({ remoteIPRanges: ['198.51.100.0/24', '192.168.0.7'] }));
    expect(mend(some, lint(some)[0])).toMatchObject({
      receiveConnectors: [{ name: 'Default Frontend' }, { name: 'Relay', remoteIPRanges: ['192.168.0.7'] }],
    });
    const none = withConnector(relay({ remoteIPRanges: ['198.51.100.0/24'] }));
    expect(mend(none, lint(none)[0])).toMatchObject({
      receiveConnectors: [{ name: 'Default Frontend' }, { name: 'Relay', enabled: false }],
    });
  });

  it('offers logins inside TLS only', () => {
    const open = withConnector(connector({ authMechanism: ['BasicAuth'], permissionGroups: ['ExchangeUsers'] }));
    const { receiveConnectors } = documentSchema.parse(mend(open, lint(open)[0]));
    expect(receiveConnectors.at(-1)?.authMechanism).toEqual(['BasicAuth', 'Tls', 'BasicAuthRequireTLS']);
  });
});

describe('what is no mistake', () => {
  it.each([
    ['a login inside TLS only', connector({ authMechanism: ['Tls', 'BasicAuth', 'BasicAuthRequireTLS'] })],
    ['a login where TLS is required', connector({ authMechanism: ['Tls', 'BasicAuth'], requireTLS: true })],
    ['a login on this computer', connector({ authMechanism: ['BasicAuth'], remoteIPRanges: ['127.0.0.1'] })],
    ['old TLS for a device', connector({ oldTls: true })],
    ['a loopback binding for this computer', relay({ bindings: ['127.0.0.1:2525'], remoteIPRanges: ['127.0.0.0/8'] })],
    ['a range that is won in part', relay({ remoteIPRanges: ['192.168.0.2-192.168.0.4'] })],
    ['IPv6 on its own binding', relay({ bindings: ['[::]:25'], remoteIPRanges: ['fd00::7'] })],
  ])('%s', (_what, added) => {
    expect(lint(withConnector(added, relay({ name: 'One', remoteIPRanges: ['192.168.0.3'] })))).toEqual([]);
  });
});

describe('certificates', () => {
  it.each([
    [
      -1,
      'certificate-expired',
      'warning',
      'The certificate CN=mail has expired; devices that check it refuse to send.',
    ],
    [0.5, 'certificate-expiring', 'notice', 'The certificate CN=mail expires in 0 days.'],
    [1, 'certificate-expiring', 'notice', 'The certificate CN=mail expires in 1 day.'],
    [20.9, 'certificate-expiring', 'notice', 'The certificate CN=mail expires in 20 days.'],
  ])('%d days before their end', (days, code, severity, text) => {
    const certificate = { subject: 'CN=mail', notAfterMs: nowMs + days * DAY_MS };
    expect(lint(sound, [certificate])).toMatchObject([{ code, severity, text, connector: null, patch: null }]);
  });

  it('are no finding for three weeks and more', () => {
    expect(lint(sound, [{ subject: 'CN=mail', notAfterMs: nowMs + 21 * DAY_MS }])).toEqual([]);
  });
});
