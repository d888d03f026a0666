import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../main/config/snapshot.ts';
import { audit } from '../../../main/tester/audit.ts';
import { fillVector, openRelayBattery } from '../../../main/tester/open-relay-battery.ts';
import { relayAttempts } from '../../../main/tester/relay-attempts.ts';
import { RelayTrials } from '../../../main/tester/relay-trials.ts';
import { guideSnapshot } from '../../support/guide-configuration.ts';
import { connector, countingReplayer, makeReplayer, patched, relayRight, snapshotOf } from './stand.ts';

const run = (snapshot: Snapshot) => audit({ replayer: makeReplayer(), snapshot, certificates: [], nowMs: 0 });

/** Some vectors of the battery say the same at the guide's doors. */
const distinct = new Set(openRelayBattery.map(({ mailFrom, rcptTo }) => `${mailFrom} ${rcptTo}`)).size;

describe('the battery', () => {
  it('is that of the vectors', () => {
    const { vectors } = JSON.parse(
      readFileSync(new URL('../../fixtures/open-relay.json', import.meta.url), 'utf8'),
    ) as {
      vectors: unknown;
    };
    expect(openRelayBattery).toEqual(vectors);
  });

  it('has its names filled in', () => {
    const names = { acceptedDomain: 'office.example', foreignDomain: 'far.example', addressLiteral: '[192.0.2.1]' };
    const fill = (rcptTo: string): string => fillVector({ id: '', mailFrom: '', rcptTo }, names).rcptTo;
    expect(fill('<relaytest%X@[IP]>')).toBe('<relaytest%far.example@[192.0.2.1]>');
    expect(fill('<@T,@third.example:nobody@X>')).toBe('<@office.example,@third.example:nobody@far.example>');
    expect(fill('<relaytest@[X]@>')).toBe('<relaytest@[far.example]@>');
    expect(fill('<NOBODY@x>')).toBe('<NOBODY@far.example>');
    for (const vector of openRelayBattery) {
      const { mailFrom, rcptTo } = fillVector(vector, names);
      expect(mailFrom + rcptTo).not.toMatch(/\b[XxT]\b|IP/);
    }
  });
});

describe('attempts', () => {
  it('are made once for each connector that does not relay on purpose, plain and inside TLS', () => {
    const attempts = relayAttempts(guideSnapshot());
    const ways = new Set(
      attempts.map(({ connector: { name }, tls, conditions }) => `${name} ${tls} ${conditions.remoteAddress}`),
    );
    expect([...ways].sort()).toEqual([
      'Client Frontend E15MB1 none 2001:db8::77',
      'Client Frontend E15MB1 none 203.0.113.77',
      'Client Frontend E15MB1 starttls 2001:db8::77',
      'Client Frontend E15MB1 starttls 203.0.113.77',
      'Default Frontend E15MB1 none 2001:db8::77',
      'Default Frontend E15MB1 none 203.0.113.77',
      'Default Frontend E15MB1 starttls 2001:db8::77',
      'Default Frontend E15MB1 starttls 203.0.113.77',
    ]);
    expect(attempts.map(({ vectors }) => vectors.length)).toEqual([...ways].map(() => openRelayBattery.length));
  });

  it('come from the edges of ranges, from just outside and from loopback, wherever that leads to another connector', () => {
    const at = (name: string, ...remoteIPRanges: string[]) => connector({ name, remoteIPRanges });
    const snapshot = snapshotOf({
      receiveConnectors: [
        connector({ name: 'Relay', extendedRights: relayRight, remoteIPRanges: ['10.0.0.10-10.0.0.20'] }),
        ...[at('Low', '10.0.0.9'), at('High', '10.0.0.21'), at('First', '10.0.0.10'), at('Last', '10.0.0.20')],
        ...[at('Inner', '10.0.0.15'), at('Here', '127.0.0.0/8'), at('Edge', '0.0.0.0-0.0.0.1')],
      ],
      transport: { blockedAddresses: ['10.0.0.15'] },
    });
    const clients = new Map(
      relayAttempts(snapshot).map(({ connector: { name }, conditions }) => [name, conditions.remoteAddress]),
    );
    expect(Object.fromEntries(clients)).toEqual({
      Low: '10.0.0.9',
      High: '10.0.0.21',
      First: '10.0.0.10',
      Last: '10.0.0.20',
      Inner: '10.0.0.15',
      Here: '127.0.0.1',
      Edge: '0.0.0.0',
    });
  });

  it('speak TLS from the first byte where the connector does', () => {
    const secure = connector({ name: 'Secure', bindings: ['[::1]:465'], remoteIPRanges: ['::/0'], implicitTls: true });
    const attempts = relayAttempts(snapshotOf({ receiveConnectors: [secure] }));
    expect(attempts).toHaveLength(1);
    expect(attempts[0]?.conditions).toEqual({
      remoteAddress: '2001:db8::77',
      localAddress: '::1',
      localPort: 465,
      implicitTls: true,
      userName: null,
    });
    expect(attempts[0]?.vectors.map(({ rcptTo }) => rcptTo)).toContain('<relaytest%relay-check.net@[IPv6:::1]>');
  });
});

describe('trials that configurations share', () => {
  const guide = guideSnapshot({ relay: false });
  const { receiveConnectors, acceptedDomains } = guide.document;
  const changed = (change: Readonly<Record<string, unknown>>) => ({
    receiveConnectors: receiveConnectors.map((one, at) => (at === 0 ? { ...one, ...change } : one)),
  });
  const all = { name: 'All', domainName: '*', domainType: 'InternalRelay' };
  const anotherDoor = connector({ name: 'Other', bindings: ['192.168.0.10:2525'], requireTLS: true });
  const changes: readonly Parameters<typeof patched>[1][] = [
    {},
    changed({ extendedRights: relayRight }),
    changed({ permissionGroups: ['Custom'], extendedRights: [] }),
    changed({ enabled: false }),
    changed({ remoteIPRanges: ['192.168.0.0/24'] }),
    changed({ requireTLS: true }),
    changed({ tolerance: 'Strict' }),
    { receiveConnectors: [...receiveConnectors, anotherDoor] },
    { receiveConnectors: [...receiveConnectors].reverse() },
    { acceptedDomains: [...acceptedDomains, all] },
    { acceptedDomains: [] },
    { transport: { blockedAddresses: ['203.0.113.0/24'] } },
    { sendConnectors: [] },
    { checks: [] },
  ];

  it('come to what each configuration comes to by itself', async () => {
    const replayer = makeReplayer();
    const trials = new RelayTrials(replayer);
    for (const snapshot of [guide, ...changes.map((change) => patched(guide, change))]) {
      const report = await audit({ replayer, snapshot, certificates: [], nowMs: 0, trials });
      expect(report).toEqual(await run(snapshot));
    }
  });

  it('replay only what a change can have changed', async () => {
    const replayer = countingReplayer();
    const trials = new RelayTrials(replayer);
    const replays = async (change: Parameters<typeof patched>[1]): Promise<number> => {
      const before = replayer.count;
      await audit({ replayer, snapshot: patched(guide, change), certificates: [], nowMs: 0, trials });
      return replayer.count - before;
    };
    const everything = await replays({});
    expect(everything).toBe(8 * distinct);
    expect(await replays({})).toBe(0);
    expect(
      await replays({
        receiveConnectors: [
          ...receiveConnectors,
          connector({ name: 'New', remoteIPRanges: ['10.1.2.3'], extendedRights: relayRight }),
        ],
      }),
    ).toBe(0);
    // Plain and inside TLS, for both families; the other connectors are as they were.
    const front = receiveConnectors.findIndex(({ name }) => name.startsWith('Default Frontend'));
    const strict = receiveConnectors.map((one, at) => (at === front ? { ...one, tolerance: 'Strict' } : one));
    expect(await replays({ receiveConnectors: strict })).toBe(4 * distinct);
    expect(await replays({ acceptedDomains: [] })).toBe(everything);
  });
});

describe('the audit', () => {
  it('finds nothing on the server of the guide, having tried everything', async () => {
    const replayer = countingReplayer();
    const report = await audit({ replayer, snapshot: guideSnapshot(), certificates: [], nowMs: 0 });
    expect(report).toMatchObject({ findings: [], attempts: 8 * openRelayBattery.length, open: 0 });
    expect(report.doors.map(({ attempts, open }) => ({ attempts, open }))).toEqual(
      Array.from({ length: 8 }, () => ({ attempts: openRelayBattery.length, open: 0 })),
    );
    expect(replayer.count).toBe(8 * distinct);
  });

  it('tries connectors once that differ in nothing but their names and places, and counts each', async () => {
    const departments = (count: number): Snapshot =>
      patched(guideSnapshot(), {
        receiveConnectors: [
          ...guideSnapshot().document.receiveConnectors,
          ...Array.from({ length: count }, (_, index) =>
            connector({ name: `Department ${String(index)}`, remoteIPRanges: [`10.0.${String(index)}.0/24`] }),
          ),
        ],
      });
    const [one, many] = [countingReplayer(), countingReplayer()];
    const few = await audit({ replayer: one, snapshot: departments(1), certificates: [], nowMs: 0 });
    const all = await audit({ replayer: many, snapshot: departments(40), certificates: [], nowMs: 0 });
    expect(many.count).toBe(one.count);
    expect(all.doors.length - few.doors.length).toBe(39 * (few.doors.length - 8));
  });

  it('finds the accepted domain "*", by trying and by looking, and the patch of both mends it', async () => {
    const guide = guideSnapshot();
    const { acceptedDomains } = guide.document;
    const open = patched(guide, {
      acceptedDomains: [...acceptedDomains, { name: 'All', domainName: '*', domainType: 'InternalRelay' }],
    });
    const { findings, open: count } = await run(open);
    expect(count).toBeGreaterThan(0);
    expect(findings.map(({ code, severity, connector: name }) => [code, severity, name])).toEqual([
      ['open-relay', 'critical', 'E15MB1\\Default Frontend E15MB1'],
      ['accepts-every-domain', 'critical', null],
    ]);
    expect(findings[0]?.text).toMatch(
      /^Receive connector "Default Frontend E15MB1" grants \S+ no relay right .*\(OR-01\)\.$/,
    );
    for (const { patch } of findings) expect((await run(patched(open, patch))).findings).toEqual([]);
  });

  it('does not call open what relays on purpose, but what is too wide', async () => {
    const relay = { name: 'Relay', extendedRights: relayRight, remoteIPRanges: ['192.168.0.0/24', '198.51.100.7'] };
    const { findings, open } = await run(
      patched(guideSnapshot({ relay: false }), { receiveConnectors: [connector(relay)] }),
    );
    expect(open).toBe(0);
    expect(findings.map(({ code }) => code)).toEqual(['public-relay-range', 'wide-relay-range']);
  });

  it('puts what is worst first', async () => {
    const { findings } = await audit({
      replayer: makeReplayer(),
      snapshot: patched(guideSnapshot(), {
        receiveConnectors: [connector({ name: 'Open', extendedRights: relayRight })],
        sendConnectors: [],
      }),
      certificates: [{ subject: 'CN=mail', notAfterMs: 86_400_000 }],
      nowMs: 0,
    });
    expect(findings.map(({ severity }) => severity)).toEqual(['critical', 'warning', 'notice']);
  });
});
