import { describe, expect, it } from 'vitest';
import { compile } from '../../../main/config/compile.ts';
import { examine } from '../../../main/config/load.ts';
import { applyMergePatch } from '../../../main/config/merge-patch.ts';
import type { Snapshot } from '../../../main/config/snapshot.ts';
import { toSparse } from '../../../main/config/sparse.ts';
import type { Advice, ReplayConditions, Transcript } from '../../../main/contract/tester-view.ts';
import { adviseOn, type Assessment } from '../../../main/tester/advice.ts';
import { createAssessment } from '../../../main/tester/advice-assessment.ts';
import { runChecks } from '../../../main/tester/checks.ts';
import { GUIDE_DEVICE, GUIDE_NEIGHBOUR, guideDocument, guideSnapshot } from '../../support/guide-configuration.ts';
import { published, replay, replayer, said, stepOf } from '../../support/replay.ts';

const nothingElse: Assessment = { changes: [], opens: [], opensRelay: false };
const passwordHash = 'scrypt$16384$8$1$c2FsdA$aGFzaA';

async function advise(
  snapshot: Snapshot,
  transcript: Transcript,
  more: Partial<ReplayConditions> = {},
  assess: (after: Snapshot) => Promise<Assessment> = () => Promise.resolve(nothingElse),
): Promise<readonly Advice[]> {
  const result = await replay(snapshot, transcript, more);
  return adviseOn({ replayer, snapshot, transcript, result, assess });
}

/** The configuration after an advice has been taken. */
function taken(snapshot: Snapshot, { patch }: Advice): Snapshot {
  const { document, findings } = examine(applyMergePatch({ ...toSparse(snapshot.document) }, patch));
  if (document === null) throw new Error(findings.map(({ text }) => text).join(' '));
  return compile(document, snapshot.revision + 1);
}

const codesOf = (advice: readonly Advice[]): readonly string[] => advice.map(({ code }) => code);
const find = (advice: readonly Advice[], code: string): Advice => {
  const found = advice.find((one) => one.code === code);
  if (found === undefined) throw new Error(`${code} is not among ${codesOf(advice).join(', ')}.`);
  return found;
};

/** The guide's server with the properties of its Default Frontend changed. */
function frontend(change: Record<string, unknown>, sections: Record<string, unknown> = {}): Snapshot {
  const document = guideDocument({ relay: false });
  return guideSnapshot({
    relay: false,
    sections: {
      receiveConnectors: document.receiveConnectors.map((connector) =>
        connector.name.startsWith('Default Frontend') ? { ...connector, ...change } : connector,
      ),
      ...sections,
    },
  });
}

describe('the device of the guide, refused before it has a relay connector', () => {
  const before = guideSnapshot({ relay: false });
  const transcript = published('02-external-refused.txt');

  it('is advised a connector of its own first, and an open relay last and by name', async () => {
    const advice = await advise(before, transcript);
    // The recipient is in gmail.com, which nobody can accept mail for but its provider.
    expect(codesOf(advice)).toEqual(['relay-connector', 'require-login', 'grant-relay']);
    expect(find(advice, 'grant-relay')).toMatchObject({ opensRelay: true, confirmations: ['Default Frontend E15MB1'] });
    expect(find(advice, 'grant-relay').opens.join()).toMatch(/open relay: everybody on the Internet/);
    for (const one of advice.filter(({ code }) => code !== 'grant-relay'))
      expect(one).toMatchObject({ opensRelay: false, confirmations: [] });
  });

  it('relays once the advice is taken, and nobody else does', async () => {
    const assess = createAssessment({ replayer, snapshot: before, devices: [], certificates: [], nowMs: 0 });
    const advice = find(await advise(before, transcript, {}, assess), 'relay-connector');
    expect(advice).toMatchObject({ opensRelay: false, changes: [] });
    const after = taken(before, advice);
    const result = await replay(after, published('03-external-relay.txt'));
    expect(result).toMatchObject({ accepted: true, verdict: 'same meaning', connector: 'E15MB1\\Relay 192.168.0.181' });
    const neighbour = await replay(after, transcript, { remoteAddress: GUIDE_NEIGHBOUR });
    expect(stepOf(neighbour, 'rcpt to').actual).toEqual(['550 5.7.1 Unable to relay']);
    // No check that was there says anything else than before.
    const [old, now] = [await runChecks(replayer, before), await runChecks(replayer, after)];
    for (const check of old) expect(now.find(({ name }) => name === check.name)?.passed).toBe(check.passed);
  });

  it('opens what granting the right to all would open, by the audit and the checks', async () => {
    const assess = createAssessment({ replayer, snapshot: before, devices: [], certificates: [], nowMs: 0 });
    const advice = find(await advise(before, transcript, {}, assess), 'grant-relay');
    expect(advice.changes.some(({ kind, worse }) => kind === 'check' && worse)).toBe(true);
    expect(advice.opens.some((text) => text.includes('relays without login'))).toBe(true);
  });

  it('is put into the range of a relay connector that is there', async () => {
    const snapshot = guideSnapshot();
    const advice = await advise(snapshot, transcript, { remoteAddress: GUIDE_NEIGHBOUR });
    expect(codesOf(advice).slice(0, 3)).toEqual(['widen-connector', 'relay-connector', 'require-login']);
    const after = taken(snapshot, find(advice, 'widen-connector'));
    for (const remoteAddress of [GUIDE_DEVICE, GUIDE_NEIGHBOUR])
      expect((await replay(after, transcript, { remoteAddress })).accepted).toBe(true);
    expect((await replay(after, transcript, { remoteAddress: '192.168.0.179' })).accepted).toBe(false);
  });

  it('is let in by the relay connector that was made for it and is switched off, before all else', async () => {
    const { receiveConnectors } = guideDocument();
    const off = (name: string): Snapshot =>
      guideSnapshot({
        sections: {
          receiveConnectors: receiveConnectors.map((one) => (one.name === name ? { ...one, enabled: false } : one)),
        },
      });
    const snapshot = off('Relay E15MB1');
    const relay = published('03-external-relay.txt');
    const advice = await advise(snapshot, relay);
    // A second connector for the same address would be refused.
    expect(codesOf(advice)).toEqual(['enable-connector', 'require-login', 'grant-relay']);
    expect(advice[0]).toMatchObject({ title: 'Switch on "Relay E15MB1"', opensRelay: false });
    const after = await replay(taken(snapshot, find(advice, 'enable-connector')), relay);
    expect(after).toMatchObject({ accepted: true, verdict: 'same meaning', connector: 'E15MB1\\Relay E15MB1' });
    // One that would take the connection and refuse it later is not what was meant.
    const partly = await advise(off('Default Frontend E15MB1'), relay, { remoteAddress: GUIDE_NEIGHBOUR });
    expect(partly[0]?.code).not.toBe('enable-connector');
    expect(find(partly, 'enable-connector').text).toContain('After that');
  });

  it('is offered a foreign domain as its own only behind what concerns this client, before what lets others relay', async () => {
    const inside = frontend({ remoteIPRanges: ['192.168.0.0/24'] });
    const advice = await advise(inside, said('EHLO a', 'MAIL FROM:<a@b.example>', 'RCPT TO:<x@partner.example>'));
    expect(codesOf(advice)).toEqual(['relay-connector', 'require-login', 'accept-domain', 'grant-relay']);
    for (const domain of ['gmail.com', 'Outlook.com', 'HOTMAIL.COM', 'yahoo.com']) {
      const without = await advise(inside, said('EHLO a', 'MAIL FROM:<a@b.example>', `RCPT TO:<x@${domain}>`));
      expect(codesOf(without)).toEqual(['relay-connector', 'require-login', 'grant-relay']);
    }
  });

  it('is told what to set for a login, with the account that is there', async () => {
    const sections = {
      accounts: [{ userName: 'scanner', addresses: ['administrator@exchange2013demo.com'], passwordHash }],
    };
    const advice = find(await advise(guideSnapshot({ relay: false, sections }), transcript), 'require-login');
    expect(advice.patch).toBeNull();
    expect(advice.text).toMatch(/^At the device set port 587, STARTTLS, and the account scanner/);
  });

  it('needs no advice where nothing is refused', async () => {
    expect(await advise(guideSnapshot(), transcript)).toEqual([]);
  });
});

const mail = ['EHLO device', 'MAIL FROM:<a@b.example>', 'RCPT TO:<x@exchange2013demo.com>'] as const;

describe('each refusal gets its change, which turns it', () => {
  it.each<[string, Snapshot, Transcript, Partial<ReplayConditions>, string, string]>([
    [
      'no login and no right to submit',
      frontend({ permissionGroups: ['ExchangeUsers'] }),
      said(...mail),
      {},
      'MAIL',
      'allow-anonymous',
    ],
    [
      'no login, a connector of its own',
      frontend({ permissionGroups: ['ExchangeUsers'] }),
      said(...mail),
      {},
      'MAIL',
      'device-connector',
    ],
    [
      'no connector for the address',
      frontend({ remoteIPRanges: ['10.0.0.0/8'] }),
      said(...mail),
      {},
      'EHLO',
      'widen-connector',
    ],
    ['no connector on the port', guideSnapshot(), said(...mail), { localPort: 26 }, 'EHLO', 'add-binding'],
    ['a disabled connector', frontend({ enabled: false }), said(...mail), {}, 'EHLO', 'enable-connector'],
    ['TLS is required', frontend({ requireTLS: true }), said(...mail), {}, 'MAIL', 'allow-plain'],
    [
      'logins are not offered',
      frontend({ authMechanism: ['Tls'] }, { accounts: [{ userName: 'alice', passwordHash }] }),
      said('EHLO a', 'AUTH PLAIN AA==', 'MAIL FROM:<>'),
      { userName: 'alice' },
      'AUTH',
      'offer-login-plain',
    ],
    [
      'logins only with TLS',
      frontend(
        { permissionGroups: ['AnonymousUsers', 'ExchangeUsers'] },
        { accounts: [{ userName: 'alice', passwordHash }] },
      ),
      said('EHLO a', 'AUTH PLAIN AA==', 'MAIL FROM:<>'),
      { userName: 'alice' },
      'AUTH',
      'login-without-tls',
    ],
    [
      'the account is switched off',
      frontend(
        { authMechanism: ['Tls', 'BasicAuth'], permissionGroups: ['ExchangeUsers'] },
        { accounts: [{ userName: 'alice', enabled: false, passwordHash }] },
      ),
      said('EHLO a', 'AUTH PLAIN AA=='),
      { userName: 'alice' },
      'AUTH',
      'enable-account',
    ],
    [
      'an address that is not the account\u2019s',
      frontend(
        { authMechanism: ['Tls', 'BasicAuth'], permissionGroups: ['ExchangeUsers'] },
        { accounts: [{ userName: 'alice', passwordHash }] },
      ),
      said('EHLO a', 'AUTH PLAIN AA==', 'MAIL FROM:<scan@b.example>'),
      { userName: 'alice' },
      'MAIL',
      'add-to-account',
    ],
    [
      'an unknown recipient',
      frontend({}, { recipients: [{ address: 'y@exchange2013demo.com' }] }),
      said(...mail),
      {},
      'RCPT',
      'add-recipient',
    ],
    [
      'a message that is announced too large',
      guideSnapshot(),
      said('EHLO a', 'MAIL FROM:<a@b.example> SIZE=50000000'),
      {},
      'MAIL',
      'raise-message-size',
    ],
    [
      'too many recipients',
      frontend({ maxRecipientsPerMessage: 1 }),
      said(...mail, 'RCPT TO:<y@exchange2013demo.com>'),
      {},
      'RCPT TO:<y',
      'raise-recipient-limit',
    ],
    [
      'a blocked sender',
      frontend({}, { transport: { blockedSenders: ['*.example', 'c@d.org'] } }),
      said(...mail),
      {},
      'MAIL',
      'unblock',
    ],
    [
      'a blocked recipient',
      frontend({}, { transport: { blockedRecipients: ['x@exchange2013demo.com'] } }),
      said(...mail),
      {},
      'RCPT',
      'unblock',
    ],
    [
      'a blocked address',
      frontend({}, { transport: { blockedAddresses: ['192.168.0.128/25', '10.0.0.1'] } }),
      said(...mail),
      {},
      'MAIL',
      'unblock',
    ],
    [
      'a sender in an own domain',
      frontend({
        permissionGroups: ['Custom'],
        extendedRights: [{ user: 'ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Submit' }],
      }),
      said('EHLO a', 'MAIL FROM:<x@exchange2013demo.com>'),
      {},
      'MAIL',
      'grant-sender',
    ],
    [
      'a reserved domain',
      frontend(
        { rejectReservedTopLevelRecipientDomains: true },
        { acceptedDomains: [{ name: 'a', domainName: 'office.example' }] },
      ),
      said('EHLO a', 'MAIL FROM:<>', 'RCPT TO:<x@office.example>'),
      {},
      'RCPT',
      'allow-reserved-domain',
    ],
    [
      'a sloppy device',
      frontend({ tolerance: 'Strict' }),
      said('EHLO a', 'MAIL FROM:"Scan" <a@b.example>'),
      {},
      'MAIL',
      'tolerance',
    ],
    [
      'a device that does not name itself',
      frontend({ requireEHLODomain: true }),
      said('HELO', 'MAIL FROM:<>'),
      {},
      'HELO',
      'allow-empty-helo',
    ],
    [
      'a name of two words',
      frontend({ tolerance: 'Strict' }),
      said('HELO my scanner', 'MAIL FROM:<>'),
      {},
      'HELO',
      'tolerance',
    ],
  ])('%s', async (_, snapshot, transcript, conditions, command, code) => {
    const result = await replay(snapshot, transcript, conditions);
    expect(result.accepted).toBe(false);
    const advice = await advise(snapshot, transcript, conditions);
    const after = await replay(taken(snapshot, find(advice, code)), transcript, conditions);
    expect(stepOf(after, command).outcome).toBe('accepted');
  });

  it('a message that is too large when it is there', async () => {
    const snapshot = frontend({ maxMessageSize: '64KB' });
    const text = ['Subject: large', '', ...Array<string>(1400).fill('x'.repeat(1000))];
    const transcript = said(...mail, 'DATA');
    const whole = {
      ...transcript,
      steps: [...transcript.steps, { kind: 'body' as const, line: 5, text, reply: null }],
    };
    const advice = await advise(snapshot, whole);
    const after = await replay(taken(snapshot, find(advice, 'raise-message-size')), whole);
    expect(after.accepted).toBe(true);
  });

  it('says what is refused next where one change is not enough', async () => {
    const snapshot = frontend({ permissionGroups: ['ExchangeUsers'] });
    const advice = await advise(snapshot, said('EHLO a', 'MAIL FROM:<a@b.example>', 'RCPT TO:<b@gmail.com>'));
    expect(find(advice, 'allow-anonymous').text).toMatch(/After that RCPT TO:<b@gmail\.com> is answered 550 5\.7\.1/);
    expect(advice[0]).toMatchObject({ code: 'relay-connector' });
    expect(advice[0]?.text).not.toContain('After that');
  });

  it('TLS that the device has to turn on is tried as the device would', async () => {
    const advice = await advise(frontend({ requireTLS: true }), said(...mail));
    expect(advice[0]).toMatchObject({ code: 'use-tls', patch: null });
  });
});
