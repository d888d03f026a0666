import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SendConnector } from '../../../main/config/snapshot.ts';
import { createMxTarget, type MxDeps } from '../../../main/delivery/mx.ts';
import type { Target } from '../../../main/delivery/target.ts';
import {
  attemptOf,
  certificateFor,
  deliver,
  later,
  recordingJournal,
  sendConnector,
  sink,
  smartHostDeps,
  verdicts,
  type TestCertificate,
} from './harness.ts';

type Zone = Readonly<Record<string, readonly unknown[] | string>>;

/** Answers from a zone of `name/TYPE`; a string is an error code, and what is missing does not exist. */
function resolver(zone: Zone): MxDeps['resolveRecords'] {
  return (domain, type) => {
    const answer = zone[`${domain}/${type}`];
    if (Array.isArray(answer)) return Promise.resolve([...(answer as unknown[])]);
    const code = typeof answer === 'string' ? answer : 'ENOTFOUND';
    return Promise.reject(Object.assign(new Error(code), { code }));
  };
}

function mx(zone: Zone, connector: Partial<SendConnector> = {}, deps: Partial<MxDeps> = {}): Target {
  const target = createMxTarget(sendConnector({ smartHosts: [], ...connector }), 'b.example', {
    ...smartHostDeps(),
    allowPrivateAddresses: true,
    resolveRecords: resolver(zone),
    ...deps,
  });
  later(() => target.close());
  return target;
}

const exchangers = (...names: readonly string[]): unknown[] =>
  names.map((exchange, at) => ({ exchange, priority: (at + 1) * 10 }));

describe('routing by MX', () => {
  it('tries the exchangers in order, past those that do not answer or do not exist', async () => {
    const next = await sink();
    const zone = {
      'b.example/MX': exchangers('down.example', 'gone.example', 'up.example'),
      'down.example/A': ['127.0.0.4'],
      'up.example/A': ['127.0.0.1'],
    };
    const result = await deliver(mx(zone, { port: next.port }));
    expect(verdicts(result)).toEqual(['delivered']);
    expect(result.host).toBe('up.example');
  });

  it('goes on from an exchanger that takes the connection but no mail', async () => {
    const next = await sink();
    const record = recordingJournal();
    const busy = await sink({ greeting: '421 4.7.0 busy' }, '127.0.0.2', next.port);
    const zone = {
      'b.example/MX': exchangers('one.example', 'two.example'),
      'one.example/A': ['127.0.0.2'],
      'two.example/A': ['127.0.0.1'],
    };
    const target = mx(zone, { port: next.port }, { journal: record.journal });
    expect(await deliver(target)).toMatchObject({ host: 'two.example', outcomes: [{ verdict: 'delivered' }] });
    expect(busy.sessions).toHaveLength(1);
    await target.close();
    expect(record.open).toBe(0);
    const alone = await deliver(mx({ 'b.example/A': ['127.0.0.2'] }, { port: next.port }));
    expect(verdicts(alone)[0]).toMatch(/^deferred: .*421 4\.7\.0 busy/);
    expect(alone.unreachable).toBe(true);
  });

  it('goes to the address of the domain where it has no MX, and keeps the connection', async () => {
    const next = await sink();
    const target = mx({ 'b.example/A': ['127.0.0.1'] }, { port: next.port });
    expect(verdicts(await deliver(target))).toEqual(['delivered']);
    expect(verdicts(await deliver(target))).toEqual(['delivered']);
    expect(next.sessions).toHaveLength(1);
  });

  it.each<readonly [string, Zone, RegExp]>([
    [
      'a null MX (SS-04)',
      { 'b.example/MX': [{ exchange: '.', priority: 0 }] },
      /^failed: 550 5\.1\.10 .*takes no mail/,
    ],
    ['a domain that does not exist', {}, /^failed: 550 5\.4\.4 SMTPSEND\.DNS\.NonExistentDomain; nonexistent domain$/],
    [
      'a domain with neither MX nor address',
      { 'b.example/MX': 'ENODATA', 'b.example/A': 'ENODATA', 'b.example/AAAA': 'ENODATA' },
      /^failed: 550 5\.4\.4 /,
    ],
    ['an exchanger that does not exist', { 'b.example/MX': exchangers('gone.example') }, /^failed: 550 5\.4\.4 /],
    [
      'SERVFAIL',
      { 'b.example/MX': 'ESERVFAIL' },
      /^deferred: 451 4\.4\.0 DNS query failed\..*ErrorRetry \(ESERVFAIL\)/,
    ],
    ['a DNS timeout', { 'b.example/MX': 'ETIMEOUT' }, /^deferred: .*ErrorRetry \(ETIMEOUT\)/],
    [
      'SERVFAIL for the exchanger',
      { 'b.example/MX': exchangers('x.example'), 'x.example/A': 'ESERVFAIL', 'x.example/AAAA': 'ESERVFAIL' },
      /^deferred: .*ErrorRetry/,
    ],
  ])('%s', async (_what, zone, expected) => {
    const result = await deliver(mx(zone));
    expect(verdicts(result)[0]).toMatch(expected);
    expect(result.unreachable).toBe(verdicts(result)[0]?.startsWith('deferred') ?? false);
  });

  it('waits when no exchanger answers', async () => {
    const closed = await sink();
    await closed.close();
    const result = await deliver(mx({ 'b.example/A': ['127.0.0.1'] }, { port: closed.port }));
    expect(verdicts(result)[0]).toMatch(/^deferred: .*421 4\.2\.1 Unable to connect/);
    expect(result.unreachable).toBe(true);
  });

  it('ends when it is told to stop', async () => {
    const stop = new AbortController();
    const never = (): Promise<never> => new Promise(() => setImmediate(() => stop.abort()));
    const result = await deliver(mx({}, {}, { resolveRecords: never }), attemptOf(), stop.signal);
    expect(verdicts(result)[0]).toMatch(/^deferred: .*stopped/);
  });
});

describe('addresses that mail is not sent to (SS-01, SS-02)', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '192.168.1.1',
    '172.16.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b::a00:1',
    '64:ff9b:1::7f00:1',
    '2002:7f00:1::1',
    '2001:0:7f00:1::1',
    'fec0::1',
    'fe80::1',
    'fd00::1',
  ])('%s', async (address) => {
    const zone = {
      'b.example/MX': exchangers('x.example'),
      [`x.example/${address.includes(':') ? 'AAAA' : 'A'}`]: [address],
    };
    const result = await deliver(mx(zone, {}, { allowPrivateAddresses: false }));
    expect(verdicts(result)[0]).toMatch(/^failed: 550 5\.4\.4 SMTPSEND\.DNS\.InvalidData/);
  });
});

describe('our own listener in the MX list', () => {
  const ours = {
    'b.example/MX': exchangers('other.example', 'us.example'),
    'other.example/A': ['127.0.0.6'],
    'us.example/A': ['127.0.0.1'],
  };

  it('cuts the list there, without calling it a loop while a better exchanger is merely down', async () => {
    const self = await sink();
    const isOwnListener = (address: string): boolean => address === '127.0.0.1';
    const waits = await deliver(mx(ours, { port: self.port }, { isOwnListener }));
    expect(verdicts(waits)[0]).toMatch(/^deferred: /);
    const loop = await deliver(mx({ 'b.example/A': ['127.0.0.1'] }, { port: self.port }, { isOwnListener }));
    expect(verdicts(loop)[0]).toMatch(/^failed: 550 5\.4\.6 .*is this server itself/);
    expect(self.sessions).toEqual([]);
  });
});

describe('TO-06: TLS towards an exchanger', () => {
  let certificate: TestCertificate;
  beforeAll(async () => {
    certificate = await certificateFor(['mail.b.example']);
  });
  const zone = { 'b.example/MX': exchangers('mail.b.example'), 'mail.b.example/A': ['127.0.0.1'] };

  it('is used when offered, whoever signed, and not insisted on', async () => {
    const encrypted = await sink({ tls: certificate });
    expect(verdicts(await deliver(mx(zone, { port: encrypted.port })))).toEqual(['delivered']);
    expect(encrypted.sessions[0]?.encrypted).toBe(true);
    const broken = await sink({ tls: certificate, maxVersion: 'TLSv1.1' });
    expect(verdicts(await deliver(mx(zone, { port: broken.port })))).toEqual(['delivered']);
    expect(broken.sessions.at(-1)?.encrypted).toBe(false);
  });

  it('with DANE only the pinned certificate will do, and never plain text', async () => {
    const spki = Buffer.from(certificate.parsed.publicKey.rawData);
    const right = createHash('sha256').update(spki).digest();
    const dane = (cert: Buffer): Partial<MxDeps> => ({
      dane: { resolveTlsa: () => Promise.resolve([{ usage: 3, selector: 1, mtype: 1, cert, ttl: 60 }]) },
    });
    const next = await sink({ tls: certificate });
    expect(verdicts(await deliver(mx(zone, { port: next.port }, dane(right))))).toEqual(['delivered']);
    const wrong = await deliver(mx(zone, { port: next.port }, dane(Buffer.alloc(32))));
    expect(verdicts(wrong)[0]).toMatch(/^deferred: .*does not match the TLSA records/);
    const plain = await sink();
    expect(verdicts(await deliver(mx(zone, { port: plain.port }, dane(right))))[0]).toMatch(
      /^deferred: .*STARTTLS is required/,
    );
    const broken: Partial<MxDeps> = {
      dane: { resolveTlsa: () => Promise.reject(Object.assign(new Error('SERVFAIL'), { code: 'ESERVFAIL' })) },
    };
    expect(verdicts(await deliver(mx(zone, { port: next.port }, broken)))[0]).toMatch(/^deferred: /);
    expect([next.messages.length, plain.messages.length]).toEqual([1, 0]);
  });

  it('under an enforced MTA-STS policy the certificate must be valid for the exchanger', async () => {
    // Expired at the cache, but its id still stands in the DNS: renewed without a fetch.
    const policy = {
      id: '1',
      version: 'STSv1',
      mode: 'enforce',
      mx: ['mail.b.example'],
      maxAge: 86_400,
      expires: new Date(0).toISOString(),
    };
    const mtaStsCache = { get: () => Promise.resolve(policy), set: () => Promise.resolve(true) };
    const sts = { ...zone, '_mta-sts.b.example/TXT': [['v=STSv1; id=1']] };
    const next = await sink({ tls: certificate });
    const trusted = { mtaStsCache, trustedCertificates: [certificate.cert] };
    expect(verdicts(await deliver(mx(sts, { port: next.port }, trusted)))).toEqual(['delivered']);
    expect(verdicts(await deliver(mx(sts, { port: next.port }, { mtaStsCache })))[0]).toMatch(
      /^deferred: .*it is self-signed/,
    );
    const plain = await sink();
    expect(verdicts(await deliver(mx(sts, { port: plain.port }, trusted)))[0]).toMatch(
      /^deferred: .*STARTTLS is required/,
    );
    const stranger = { ...sts, 'b.example/MX': exchangers('evil.example'), 'evil.example/A': ['127.0.0.1'] };
    expect(verdicts(await deliver(mx(stranger, { port: next.port }, trusted)))[0]).toMatch(/^deferred: .*MTA-STS/);
    expect(next.messages).toHaveLength(1);
  });
});
