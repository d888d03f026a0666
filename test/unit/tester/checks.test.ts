import { describe, expect, it } from 'vitest';
import { checkDocument } from '../../../main/config/check.ts';
import type { CheckResult } from '../../../main/contract/tester-view.ts';
import { exportChecks, importChecks } from '../../../main/tester/check-file.ts';
import { runChecks } from '../../../main/tester/checks.ts';
import { GUIDE_DEVICE, guideDocument, guideSnapshot } from '../../support/guide-configuration.ts';
import { connector, makeReplayer, patched, relayRight, snapshotOf } from './stand.ts';

const replayer = makeReplayer();
const domain = { name: 'Office', domainName: 'office.example', default: true };

const failing = async (sections: Readonly<Record<string, unknown>>): Promise<readonly CheckResult[]> =>
  (await runChecks(replayer, snapshotOf({ acceptedDomains: [domain], ...sections }))).filter(({ passed }) => !passed);

/** The relaying dialogue of the guide, as the tester prints it. */
const relaying = `*** Postroom transcript
S: 220 E15MB1.exchange2013demo.com Microsoft ESMTP MAIL Service ready at Tue, 8 Oct 2013 21:11:04 +1000
C: helo
S: 250 E15MB1.exchange2013demo.com Hello [192.168.0.181]
C: mail from: administrator@exchange2013demo.com
S: 250 2.1.0 Sender OK
C: rcpt to: exchangeserverpro@gmail.com
S: 250 2.1.5 Recipient OK
`;
const check = {
  name: 'The scanner relays',
  remoteAddress: GUIDE_DEVICE,
  localAddress: '192.168.0.10',
  transcript: relaying,
};

describe('built-in checks', () => {
  it('hold on the server of the guide, one for each binding and each relay connector', async () => {
    const results = await runChecks(replayer, guideSnapshot());
    expect(results.map(({ name, passed, builtIn }) => [name, passed, builtIn])).toEqual([
      ['A stranger (2001:db8::77) cannot relay through [::]:25', true, true],
      ['A stranger (203.0.113.77) cannot relay through 0.0.0.0:25', true, true],
      ['A stranger (2001:db8::77) cannot relay through [::]:587', true, true],
      ['A stranger (203.0.113.77) cannot relay through 0.0.0.0:587', true, true],
      ['"Relay E15MB1" relays for its own addresses', true, true],
    ]);
    expect(results.map(({ text }) => text)).toContain('Refused: 550 5.7.1 Unable to relay');
  });

  const open = {
    'anonymous relay for everybody': { receiveConnectors: [connector({ name: 'Open', extendedRights: relayRight })] },
    'externally secured for everybody': {
      receiveConnectors: [
        connector({ name: 'Open', authMechanism: ['ExternalAuthoritative'], permissionGroups: ['ExchangeServers'] }),
      ],
    },
    'every domain accepted': {
      receiveConnectors: [connector({ name: 'Open' })],
      acceptedDomains: [domain, { name: 'All', domainName: '*', domainType: 'ExternalRelay' }],
    },
    'relay for everybody inside TLS': {
      receiveConnectors: [connector({ name: 'Open', extendedRights: relayRight, requireTLS: true })],
    },
    'relay for everybody in TLS from the first byte': {
      receiveConnectors: [
        connector({ name: 'Open', extendedRights: relayRight, implicitTls: true, bindings: ['0.0.0.0:465'] }),
      ],
    },
    'relay for everybody with a sender of its own only': {
      receiveConnectors: [
        connector({
          name: 'Open',
          transportRole: 'HubTransport',
          permissionGroups: ['Custom'],
          extendedRights: [...relayRight, { ...relayRight[0], right: 'ms-Exch-SMTP-Submit' }],
        }),
      ],
    },
  };

  it.each(Object.entries(open))('see a stranger who can relay: %s', async (_what, sections) => {
    const failed = await failing(sections);
    expect(failed.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^A stranger \(203\.0\.113\.77\) cannot relay through 0\.0\.0\.0:\d+$/),
    ]);
    expect(failed[0]?.text).toMatch(/^POSTROOM\\Open takes mail from 203\.0\.113\.77 to someone@relay-check\.net: /);
    // Whatever fails this check had to be confirmed in words.
    const { document } = snapshotOf({ acceptedDomains: [domain], ...sections });
    expect(checkDocument(document).filter(({ confirmation }) => confirmation === 'Open')).toHaveLength(1);
  });

  it('do not take a foreign domain that is accepted here for one', async () => {
    const acceptedDomains = [domain, { name: 'Ours', domainName: 'relay-check.net', matchSubDomains: true }];
    expect(await failing({ acceptedDomains, receiveConnectors: [connector({ name: 'Default' })] })).toEqual([]);
  });

  it('see a relay connector that does not relay for its own addresses', async () => {
    const office = connector({ name: 'Default' });
    const relay = connector({ name: 'Relay', extendedRights: relayRight, remoteIPRanges: ['192.168.0.2-192.168.0.3'] });
    const blocked = { transport: { blockedAddresses: ['192.168.0.0/24'] }, receiveConnectors: [office, relay] };
    expect(await failing(blocked)).toMatchObject([
      {
        name: '"Relay" relays for its own addresses',
        text: expect.stringMatching(/^192\.168\.0\.2 is refused: 554 5\.1\.0 /) as string,
      },
    ]);
    const inside = connector({ name: 'First', remoteIPRanges: ['192.168.0.2'] });
    expect(await failing({ receiveConnectors: [office, relay, inside] })).toEqual([]);
    const rest = connector({ name: 'Second', remoteIPRanges: ['192.168.0.3'] });
    expect(await failing({ receiveConnectors: [office, relay, inside, rest] })).toMatchObject([
      { name: '"Relay" relays for its own addresses', text: expect.stringMatching(/^No address reaches/) as string },
    ]);
  });

  it('relay inside TLS where the connector wants that', async () => {
    const relay = { name: 'Relay', extendedRights: relayRight, remoteIPRanges: ['192.168.0.2'], requireTLS: true };
    expect(await failing({ receiveConnectors: [connector(relay)] })).toEqual([]);
  });

  it('take a local address for a wildcard that no exact binding of the port has', async () => {
    const exact = connector({ name: 'Open', extendedRights: relayRight, bindings: ['192.0.2.25:25'] });
    const failed = await failing({ receiveConnectors: [connector({ name: 'Default' }), exact] });
    expect(failed.map(({ name }) => name)).toEqual(['A stranger (203.0.113.77) cannot relay through 192.0.2.25:25']);
  });
});

describe('saved checks', () => {
  const withChecks = (...checks: readonly object[]) => patched(guideSnapshot(), { checks });

  it('expect what their transcript records', async () => {
    const results = await runChecks(replayer, withChecks(check, { ...check, name: 'Off', enabled: false }));
    expect(results.filter(({ builtIn }) => !builtIn)).toEqual([
      { name: 'The scanner relays', builtIn: false, passed: true, text: 'As recorded.' },
    ]);
  });

  it('say in which line another reply came', async () => {
    const stranger = { ...check, remoteAddress: '192.168.0.180' };
    expect((await runChecks(replayer, withChecks(stranger))).at(-1)).toMatchObject({
      passed: false,
      text: expect.stringMatching(/^In line 7: .*550.*250/) as string,
    });
  });

  it('pass in the other dialect', async () => {
    const refused = relaying.replace('S: 250 2.1.5 Recipient OK', 'S: 550 5.7.1 Unable to relay');
    const neighbour = { ...check, remoteAddress: '192.168.0.180', transcript: refused };
    const snapshot = patched(withChecks(neighbour), { server: { replyDialect: '2016' } });
    expect((await runChecks(replayer, snapshot)).at(-1)).toMatchObject({ builtIn: false, passed: true });
  });

  it('sign in as their account, without its password', async () => {
    const transcript = `*** Postroom transcript
C: EHLO laptop
C: STARTTLS
C: EHLO laptop
C: AUTH PLAIN x
S: 235 2.7.0 Authentication successful
C: MAIL FROM:<alice@exchange2013demo.com>
S: 250 2.1.0 Sender OK
C: RCPT TO:<someone@gmail.com>
S: 250 2.1.5 Recipient OK
`;
    const laptop = { ...check, transcript, localPort: 587, userName: 'alice', remoteAddress: '192.168.0.5' };
    const passwordHash = 'scrypt$1$1$1$aa$aa';
    const accounts = [{ userName: 'alice', addresses: ['alice@exchange2013demo.com'], passwordHash }];
    const snapshot = patched(withChecks(laptop), { accounts });
    expect((await runChecks(replayer, snapshot)).at(-1)).toMatchObject({ builtIn: false, passed: true });
    const without = patched(snapshot, { accounts: [] });
    expect((await runChecks(replayer, without)).at(-1)).toMatchObject({ builtIn: false, passed: false });
  });

  it('fail where their transcript cannot be read', async () => {
    const broken = { ...check, transcript: '*** Postroom transcript\nneither side said this\n' };
    expect((await runChecks(replayer, withChecks(broken))).at(-1)).toMatchObject({
      passed: false,
      text: expect.stringMatching(/^Line 2 of its transcript cannot be understood: /) as string,
    });
  });
});

describe('checks as a file', () => {
  it('go out and come in again', () => {
    const document = guideDocument({ sections: { checks: [check, { ...check, name: 'Other', localPort: 587 }] } });
    const file = exportChecks(document);
    expect(file).toEqual({
      format: 'postroom-checks',
      version: 1,
      checks: [check, { ...check, name: 'Other', localPort: 587 }],
    });
    const other = guideDocument({
      sections: {
        checks: [
          { ...check, name: 'OTHER' },
          { ...check, name: 'Mine' },
        ],
      },
    });
    expect(importChecks(other, JSON.parse(JSON.stringify(file)))).toEqual({
      patch: { checks: [{ ...check, name: 'Other', localPort: 587 }, { ...check, name: 'Mine' }, check] },
      added: ['The scanner relays'],
      replaced: ['Other'],
    });
    expect(exportChecks(guideDocument()).checks).toEqual([]);
  });

  it.each([
    [{ checks: [] }, /^This is not a file of checks that Postroom exported: format /],
    ['text', /^This is not a file of checks/],
    [{ format: 'postroom-checks', version: 1, checks: [{ ...check, localPort: 'x' }] }, /checks\.0\.localPort /],
  ])('are refused with the place that is wrong: %j', (file, message) => {
    expect(() => importChecks(guideDocument(), file)).toThrow(message);
  });
});
