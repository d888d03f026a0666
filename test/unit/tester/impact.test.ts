import { describe, expect, it } from 'vitest';
import { assessChange, createChangeAssessor } from '../../../main/tester/impact.ts';
import type { DeviceCard } from '../../../main/contract/session-view.ts';
import type { ChangeImpact } from '../../../main/contract/tester-view.ts';
import { GUIDE_DEVICE, GUIDE_NEIGHBOUR, guideSnapshot } from '../../support/guide-configuration.ts';
import { countingReplayer, device, makeReplayer, patched } from './stand.ts';

/** What each device did last, before and after a change. */

const replayer = makeReplayer();
const before = guideSnapshot({ dialect: '2016' });
const REFUSED = 'refused (550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain)';

function impact(patch: Parameters<typeof patched>[1], devices: readonly DeviceCard[]): Promise<ChangeImpact> {
  return assessChange({ replayer, before, after: patched(before, patch), devices });
}

const connectors = before.document.receiveConnectors;
const withoutRelay = { receiveConnectors: connectors.filter(({ name }) => name !== 'Relay E15MB1') };
const withRelayFor = (...remoteIPRanges: string[]) => ({
  receiveConnectors: connectors.map((connector) =>
    connector.name === 'Relay E15MB1' ? { ...connector, remoteIPRanges } : connector,
  ),
});

const relaying = device(GUIDE_DEVICE, {});
const internal = device('192.168.0.50', { recipients: ['administrator@exchange2013demo.com'] });
const refused = device(GUIDE_NEIGHBOUR, null, {});

describe('the impact of a change', () => {
  it('names the devices whose mail would be refused', async () => {
    expect(await impact(withoutRelay, [relaying, internal, refused])).toEqual({
      checks: 4,
      devices: 3,
      changes: [{ kind: 'device', subject: GUIDE_DEVICE, before: 'accepted', after: REFUSED, worse: true }],
      summary: `1 of 3 devices changes: ${GUIDE_DEVICE} would be ${REFUSED}. None of 4 checks changes.`,
    });
  });

  it('names those that are refused and would be accepted, the worse ones first', async () => {
    expect(await impact(withRelayFor(GUIDE_NEIGHBOUR), [refused, relaying, internal])).toEqual({
      checks: 5,
      devices: 3,
      changes: [
        { kind: 'device', subject: GUIDE_DEVICE, before: 'accepted', after: REFUSED, worse: true },
        { kind: 'device', subject: GUIDE_NEIGHBOUR, before: REFUSED, after: 'accepted', worse: false },
      ],
      summary: `2 of 3 devices change: ${GUIDE_DEVICE} would be ${REFUSED}; ${GUIDE_NEIGHBOUR} would be accepted. None of 5 checks changes.`,
    });
  });

  it('calls a device by its name, with the address beside it', async () => {
    const named = patched(before, { devices: [{ address: GUIDE_DEVICE, name: 'Front desk scanner', note: '' }] });
    const after = patched(named, withoutRelay);
    expect(await assessChange({ replayer, before: named, after, devices: [relaying] })).toMatchObject({
      changes: [{ kind: 'device', subject: `Front desk scanner (${GUIDE_DEVICE})`, before: 'accepted' }],
    });
  });

  it('is none where verdicts stay, whatever else changes', async () => {
    const summary = 'None of 3 devices changes. None of 5 checks changes.';
    expect(await impact({ server: { replyDialect: '2013' } }, [relaying, internal, refused])).toMatchObject({
      changes: [],
      summary,
    });
    expect(await impact({}, [relaying, internal, refused])).toMatchObject({ changes: [], summary });
  });

  it('does not depend on how old the history is: what is refused already is no news', async () => {
    const outdated = device('192.168.0.60', {});
    expect((await impact(withoutRelay, [outdated])).changes).toEqual([]);
  });

  it('tells of mail that would be accepted and go nowhere', async () => {
    expect((await impact({ sendConnectors: [] }, [relaying, internal])).changes).toEqual([
      {
        kind: 'device',
        subject: GUIDE_DEVICE,
        before: 'accepted',
        after: 'accepted, but kept waiting as Unreachable',
        worse: true,
      },
    ]);
  });

  it('tells of a listener that is gone', async () => {
    const off = { receiveConnectors: connectors.map((connector) => ({ ...connector, enabled: false })) };
    const { changes } = await impact(off, [internal]);
    expect(changes).toMatchObject([{ subject: '192.168.0.50', after: 'put off (421 4.3.2 Service not active)' }]);
  });

  it('holds the dialogue that the device held: TLS, login and liberties', async () => {
    const account = {
      userName: 'alice',
      addresses: ['alice@exchange2013demo.com'],
      passwordHash: 'scrypt$1$1$1$aa$aa',
    };
    const login = patched(before, { accounts: [account] });
    const laptop = device('192.168.0.5', {
      ...{ tls: 'starttls', account: 'alice', localPort: 587, mailFrom: 'alice@exchange2013demo.com' },
    });
    const assess = (patch: Parameters<typeof patched>[1], devices: readonly DeviceCard[]) =>
      assessChange({ replayer, before: login, after: patched(login, patch), devices });
    expect((await assess({}, [laptop])).changes).toEqual([]);
    expect((await assess({ accounts: [] }, [laptop])).changes).toMatchObject([
      { before: 'accepted', after: 'refused (535 5.7.3 Authentication unsuccessful)' },
    ]);
    const strict = {
      receiveConnectors: connectors.map((connector) => ({ ...connector, tolerance: 'Strict' })),
    };
    expect((await assess(strict, [relaying])).changes).toEqual([]);
    for (const deviation of ['display-name', 'helo-with-blanks']) {
      const odd = device(GUIDE_DEVICE, {}, null, { deviations: [deviation] });
      expect((await assess(strict, [odd])).changes).toMatchObject([{ subject: GUIDE_DEVICE, before: 'accepted' }]);
    }
  });

  it('counts a device once, and cuts a long list', async () => {
    const ranges = Array.from({ length: 5 }, (_, index) => `192.168.1.${String(index)}`);
    const both = ranges.map((address) => device(address, {}, { recipients: ['other@gmail.com'] }));
    const { summary, changes } = await impact(withRelayFor(...ranges), both);
    expect(changes).toHaveLength(10);
    expect(summary).toBe(
      '5 of 5 devices change: 192.168.1.0 would be accepted; 192.168.1.1 would be accepted; 192.168.1.2 would be accepted; 2 more. None of 5 checks changes.',
    );
  });

  it('takes the devices seen last, and says so', async () => {
    const many = Array.from({ length: 251 }, (_, index) =>
      device(`10.0.${String(index >> 8)}.${String(index & 255)}`, {}),
    );
    const counting = countingReplayer();
    const { devices, summary } = await assessChange({ replayer: counting, before, after: before, devices: many });
    expect(devices).toBe(250);
    expect(summary).toBe('None of the 250 devices seen last changes. None of 5 checks changes.');
    expect(counting.count).toBe(250 + 15);
  });

  it('looks once at the configuration that several changes are compared with', async () => {
    const counting = countingReplayer();
    const assess = createChangeAssessor({ replayer: counting, before, devices: [relaying, internal] });
    const patches = [{}, withoutRelay, { sendConnectors: [] }];
    for (const patch of patches)
      expect(await assess(patched(before, patch))).toEqual(await impact(patch, [relaying, internal]));
    const alone = countingReplayer();
    for (const patch of patches)
      await assessChange({ replayer: alone, before, after: patched(before, patch), devices: [relaying, internal] });
    const checksAndDevices = 15 + 2;
    expect(alone.count - counting.count).toBe(2 * checksAndDevices);
  });

  it('knows nothing of devices that never sent, or whose address cannot be read', async () => {
    const odd = device('', {});
    expect(await impact({}, [device('192.168.0.9', null), odd])).toMatchObject({
      devices: 0,
      summary: 'No device has sent anything yet. None of 5 checks changes.',
    });
  });

  it('is told in whole sentences where there is one device, and one check or none', async () => {
    const receiveConnectors = connectors.filter(({ name }) => name === 'Relay E15MB1');
    const one = patched(before, { receiveConnectors });
    const summary = async (patch: Parameters<typeof patched>[1]): Promise<string> =>
      (await assessChange({ replayer, before: one, after: patched(one, patch), devices: [relaying] })).summary;
    expect(await summary({})).toBe('The only device does not change. None of 2 checks changes.');
    expect(await summary({ receiveConnectors: [{ ...receiveConnectors[0], extendedRights: [] }] })).toBe(
      `The only device changes: ${GUIDE_DEVICE} would be ${REFUSED}. The only check does not change.`,
    );
    expect(await summary({ receiveConnectors: [] })).toBe(
      `The only device changes: ${GUIDE_DEVICE} would be put off (421 4.3.2 Service not available).`,
    );
  });

  it('tells of checks that turn, and of new ones that fail', async () => {
    const open = await impact(withRelayFor('0.0.0.0/1', '128.0.0.0/1'), []);
    expect(open.changes).toMatchObject([
      {
        kind: 'check',
        subject: 'A stranger (203.0.113.77) cannot relay through 0.0.0.0:25',
        before: 'passes',
        after: expect.stringMatching(/^fails \(E15MB1\\Relay E15MB1 takes mail from 203\.0\.113\.77 /) as string,
        worse: true,
      },
    ]);
    expect(open.summary).toMatch(/ 1 of 5 checks changes: A stranger \(203\.0\.113\.77\) .*: now fails \(.*\)\.$/);
    const checks = [
      {
        name: 'New',
        remoteAddress: GUIDE_DEVICE,
        localAddress: '192.168.0.10',
        transcript: '*** Postroom transcript\nS: 554 no\n',
      },
    ];
    expect((await impact({ checks }, [])).changes).toMatchObject([
      { subject: 'New', before: 'not there', worse: true },
    ]);
  });
});
