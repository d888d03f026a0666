import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CheckResult, Replayed } from '../../../main/contract/tester-view.ts';
import { runOn, type Ran } from '../../support/command-line.ts';

/** `test`, `check` and `audit` on the files of a data folder that no engine runs on. */

const transcript = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/transcripts/${name}.txt`, import.meta.url));
const internal = transcript('01-internal-relay');
const refused = transcript('02-external-refused');
const relayed = transcript('03-external-relay');

const open = {
  name: 'Default Frontend E15MB1',
  bindings: ['0.0.0.0:25'],
  remoteIPRanges: ['0.0.0.0-255.255.255.255'],
  permissionGroups: ['AnonymousUsers'],
};
const relay = {
  name: 'Relay E15MB1',
  bindings: ['0.0.0.0:25'],
  remoteIPRanges: ['192.168.0.181'],
  permissionGroups: ['AnonymousUsers'],
  extendedRights: [{ user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' }],
};
const document = {
  server: { name: 'E15MB1', fqdn: 'E15MB1.exchange2013demo.com', replyDialect: '2013' },
  receiveConnectors: [open],
  acceptedDomains: [{ name: 'Demo', domainName: 'exchange2013demo.com', default: true }],
};

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'post room '));
  await configure(document);
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const configure = (config: object): Promise<void> => writeFile(join(folder, 'config.json'), JSON.stringify(config));

const postroom = (args: readonly string[], input = ''): Promise<Ran> => runOn(folder, args, input);

const at = ['--from', '192.168.0.181', '--to', '192.168.0.1:25'];

describe('test', () => {
  test('a refusal that is recorded and given is no difference: exit code 0', async () => {
    const ran = await postroom(['test', refused, ...at]);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toMatch(/^192\.168\.0\.181 to 192\.168\.0\.1:25, .* E15MB1\\Default Frontend E15MB1\.\n/);
    expect(ran.out).toContain(
      'C: rcpt to: exchangeserverpro@gmail.com\nS: 550 5.7.1 Unable to relay  [same]\n   (a real client waits 5 s for this reply)',
    );
    expect(ran.out).toMatch(/\nCompared with the transcript: same meaning\. Refused: 550 5\.7\.1 Unable to relay$/);
  });

  test('what was relayed then and is refused now is different: exit code 1, both replies shown', async () => {
    const ran = await postroom(['test', relayed, ...at]);
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(
      /S: 550 5\.7\.1 Unable to relay {2}\[different\]\n {3}recorded: 250 2\.1\.5 Recipient OK\n/,
    );
    expect(ran.out).toContain('S: (not reached)  [different]');
    await configure({ ...document, receiveConnectors: [open, relay] });
    expect(await postroom(['test', relayed, ...at])).toMatchObject({ code: 0 });
    const other = ['--from', '192.168.0.180', '--to', '192.168.0.1:25'];
    expect(await postroom(['test', relayed, ...other])).toMatchObject({ code: 1 });
    expect(await postroom(['test', internal, ...other])).toMatchObject({ code: 0 });
  });

  test('client lines alone, from standard input: accepted is 0, refused is 1', async () => {
    const lines = (recipient: string): string => `EHLO x\nMAIL FROM:<a@b.example>\nRCPT TO:<${recipient}>\n`;
    const yes = await postroom(['test', '-', ...at], `\uFEFF${lines('bob@exchange2013demo.com')}`);
    expect(yes.code).toBe(0);
    expect(yes.out).toMatch(/\nAccepted\.$/);
    expect(yes.out).not.toMatch(/\[(?:same|different)/);
    expect((await postroom(['test', '-', ...at], lines('bob@elsewhere.example'))).code).toBe(1);
  });

  test('says the reasons, as text and as data', async () => {
    expect((await postroom(['test', refused, ...at, '--trace'])).out).toMatch(
      / {3}- gmail\.com is not an accepted domain/,
    );
    const json = JSON.parse((await postroom(['test', refused, ...at, '--json'])).out) as Replayed;
    expect(json.result).toMatchObject({ verdict: 'same meaning', accepted: false });
    expect(json.transcript.steps).toHaveLength(3);
  });

  test('advises, and what it advises helps', async () => {
    const { out } = await postroom(['test', relayed, ...at, '--advise', '--json']);
    const { advice } = JSON.parse(out) as { advice: { code: string; opensRelay: boolean; patch: object | null }[] };
    const harmless = advice.find(({ opensRelay, patch }) => !opensRelay && patch !== null);
    expect(await postroom(['config', 'patch', '-'], JSON.stringify(harmless?.patch))).toMatchObject({ code: 0 });
    expect(await postroom(['test', relayed, ...at])).toMatchObject({ code: 0 });
    expect((await postroom(['test', refused, ...at, '--advise'])).out).toMatch(
      /There is no advice: nothing was refused/,
    );
  });

  test('what the transcript does not tell has to be said, with its option', async () => {
    const ask = (...args: string[]) => postroom(['test', '-', ...args], 'EHLO x\nQUIT\n');
    expect(await ask()).toMatchObject({ code: 2, out: '' });
    expect((await ask('--to', '192.168.0.1:25')).err).toMatch(/ Use --from IP\.$/);
    expect((await ask('--from', '192.168.0.9')).err).toMatch(/ Use --to IP:PORT\.$/);
    expect((await postroom(['test', refused, '--from', '010.0.0.1', '--to', '192.168.0.1:25'])).code).toBe(2);
    expect((await postroom(['test', refused, ...at.slice(0, 2), '--to', 'here'])).code).toBe(2);
  });

  test('a text without a dialogue, and lines that are not understood, end with 2', async () => {
    expect(await postroom(['test', '-', ...at], '')).toMatchObject({ code: 2, out: '' });
    expect(await postroom(['test', join(folder, 'missing.txt'), ...at])).toMatchObject({ code: 2, out: '' });
    const broken = '*** Postroom transcript\nC: EHLO x\nwhat is this?\n';
    const ran = await postroom(['test', '-', ...at], broken);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/^Line 3, column 1: /);
  });

  test('what was tolerated is said in words', async () => {
    const { out } = await postroom(['test', internal, ...at]);
    expect(out).toContain('\n   noted: MAIL FROM: a blank stands behind the colon\n');
    expect(out).toContain('\n   noted: RCPT TO: no angle brackets around the address\n');
    expect(out).not.toMatch(/noted: .*[a-z]-[a-z]+-/);
  });

  test('commands that end in DATA send an empty message, and can be kept as a check', async () => {
    const lines = 'EHLO x\nMAIL FROM:<a@b.example>\nRCPT TO:<bob@exchange2013demo.com>\nDATA\n';
    const ran = await postroom(['test', '-', ...at], lines);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toMatch(/C: DATA\nS: 354 .*\nC: \.\nS: 250 2\.6\.0 /);
    expect((await postroom(['check', '--save', 'Inside', '-', ...at, '--now'], lines)).code).toBe(0);
    expect((await postroom(['check', 'Inside'])).out).toMatch(/^passed: Inside: As recorded\./);
  });

  test('a transcript cannot steer the terminal', async () => {
    const text = 'EHLO \u001b[2J\u009b31m\nMAIL FROM:<a@b.example>\n';
    const ran = await postroom(['test', '-', ...at, '--trace'], text);
    // eslint-disable-next-line no-control-regex -- these are what must not be there
    expect(`${ran.out}${ran.err}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});

describe('check', () => {
  test('what is saved passes until the configuration answers otherwise', async () => {
    expect(await postroom(['check', '--save', 'Gmail', refused, ...at])).toMatchObject({ code: 0 });
    expect((await postroom(['check', '--save', 'GMAIL', refused, ...at])).code).toBe(1);
    expect((await postroom(['check', '--save', 'GMAIL', refused, ...at, '--replace'])).code).toBe(0);
    const ran = await postroom(['check']);
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/^passed: .* \(built in\): .*\npassed: GMAIL: As recorded\.\n\n2 passed, 0 failed$/);
    const { checks } = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as { checks: unknown[] };
    await configure({ ...document, receiveConnectors: [open, relay], checks });
    const failed = await postroom(['check', 'gmail']);
    expect(failed.code).toBe(1);
    expect(failed.out).toMatch(/^FAILED: GMAIL: In line 7: /);
    expect(JSON.parse((await postroom(['check', 'gmail', '--json'])).out) as CheckResult[]).toMatchObject([
      { name: 'GMAIL', builtIn: false, passed: false },
    ]);
    expect(await postroom(['check', 'no such'])).toMatchObject({ code: 1, out: '' });
    expect((await postroom(['check', '--remove', 'gmail'])).code).toBe(0);
    expect((await postroom(['check', '--remove', 'gmail'])).code).toBe(1);
  });

  test('client lines alone become a check of what is answered now', async () => {
    const lines = 'EHLO x\nMAIL FROM:<a@b.example>\nRCPT TO:<bob@elsewhere.example>\n';
    expect((await postroom(['check', '--save', 'Outside', '-', ...at], lines)).code).toBe(2);
    expect((await postroom(['check', '--save', 'Outside', '-', ...at, '--now'], lines)).code).toBe(0);
    expect((await postroom(['check', 'Outside'])).out).toMatch(/^passed: Outside/);
    await configure({
      ...(JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as object),
      receiveConnectors: [open, relay],
    });
    expect((await postroom(['check', 'Outside'])).out).toMatch(/^FAILED: Outside/);
  });

  test('one that is switched off is kept and not run', async () => {
    await postroom(['check', '--save', 'Gmail', refused, ...at]);
    expect(await postroom(['check', '--disable', 'gmail'])).toMatchObject({
      code: 0,
      out: 'Switched the check "gmail" off; it is kept.',
    });
    expect((await postroom(['check', 'Gmail'])).code).toBe(1);
    expect((await postroom(['check'])).out).not.toContain('Gmail');
    expect((await postroom(['check', '--enable', 'Gmail'])).out).toBe('Switched the check "Gmail" on.');
    expect((await postroom(['check', 'Gmail'])).out).toMatch(/^passed: Gmail/);
    expect((await postroom(['check', '--enable', 'no such'])).code).toBe(1);
    expect((await postroom(['check', '--enable', 'a', '--disable', 'a'])).code).toBe(2);
  });

  test('checks go from one server to another as a file', async () => {
    await postroom(['check', '--save', 'Gmail', refused, ...at]);
    const path = join(folder, 'checks.json');
    expect((await postroom(['check', '--export', path])).out).toMatch(/^Wrote 1 check to /);
    const exported = await readFile(path, 'utf8');
    expect((await postroom(['check', '--export'])).out).toBe(exported.trimEnd());
    await configure(document);
    expect((await postroom(['check', '--import', path])).out).toBe('Added: Gmail. Replaced: none.');
    expect((await postroom(['check', '--import', '-'], exported)).out).toBe('Added: none. Replaced: Gmail.');
    expect((await postroom(['check', 'Gmail'])).code).toBe(0);
    expect((await postroom(['check', '--import', '-'], '{"checks":[]}')).code).toBe(2);
  });

  test('one thing at a time', async () => {
    expect(await postroom(['check', '--remove', 'a', '--import', 'b'])).toMatchObject({ code: 2, out: '' });
    expect(await postroom(['check', '--save', 'a'])).toMatchObject({ code: 2, out: '' });
  });
});

describe('audit', () => {
  test('a server that relays for nobody passes, one that relays for all does not', async () => {
    const closed = await postroom(['audit']);
    expect(closed.code).toBe(0);
    expect(closed.out).toMatch(/ attempts to relay without any right to it: none would have left this server\.$/);
    await configure({ ...document, acceptedDomains: [{ name: 'All', domainName: '*', domainType: 'ExternalRelay' }] });
    const all = await postroom(['audit']);
    expect(all.code).toBe(1);
    expect(all.out).toMatch(/^critical: /m);
  });
});

test.each([['telnet', '127.0.0.1:25']])('%s needs an engine', async (...args) => {
  expect(await postroom(args)).toMatchObject({ code: 3, out: '' });
});
