import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkArrival, type ArrivalDeps } from '../../../main/arrival/check-arrival.ts';
import { suggested } from '../../../main/arrival/check-spf.ts';
import { createDns } from '../../../main/arrival/dns.ts';
import { evaluateSpf } from '../../../main/arrival/spf.ts';
import { systemClock } from '../../../main/clock.ts';
import { compile } from '../../../main/config/compile.ts';
import { documentSchema } from '../../../main/contract/document.ts';
import { dkimRecordOf } from '../../../main/dkim/dkim-record.ts';
import { greetFrom } from '../../../main/wiring/engine-arrival.ts';
import { startDnsServer, type Zone } from '../../support/dns-server.ts';

/** Against a name server over real UDP, asked by the very resolver that the product uses. */

const ip = '203.0.113.7';

async function dnsFor(records: Zone['records'], broken: readonly string[] = []) {
  const server = await startDnsServer({ records, broken });
  onTestFinished(() => server.close());
  return { server, dns: createDns([server.address]) };
}

async function spf(records: Zone['records'], address = ip, broken: readonly string[] = []) {
  const { dns } = await dnsFor(records, broken);
  return evaluateSpf(
    { domain: 'office.example', address, sender: 'scan@office.example', helo: 'mail.office.example' },
    dns,
  );
}

describe('SPF', () => {
  it.each<[string, string, Zone['records'], string]>([
    ['an address', 'ip4:203.0.113.7 -all', {}, 'pass'],
    ['a network', 'ip4:203.0.113.0/24 -all', {}, 'pass'],
    ['another network', 'ip4:198.51.100.0/24 -all', {}, 'fail'],
    ['another family', 'ip6:2001:db8::/32 ~all', {}, 'softfail'],
    ['nothing about it', 'ip4:198.51.100.1', {}, 'neutral'],
    ['a question mark', '?all', {}, 'neutral'],
    ['its own address record', 'a -all', { 'A office.example': [ip] }, 'pass'],
    ['the network of an address record', 'a:web.example/24 -all', { 'A web.example': ['203.0.113.200'] }, 'pass'],
    [
      'its exchangers',
      'mx -all',
      { 'MX office.example': ['10 mx.office.example'], 'A mx.office.example': [ip] },
      'pass',
    ],
    ['an include', 'include:other.example -all', { 'TXT other.example': [`v=spf1 ip4:${ip} -all`] }, 'pass'],
    ['an include that fails', 'include:other.example ?all', { 'TXT other.example': ['v=spf1 -all'] }, 'neutral'],
    ['a redirect', 'redirect=other.example', { 'TXT other.example': [`v=spf1 ip4:${ip} -all`] }, 'pass'],
    ['what exists', 'exists:%{ir}.list.example -all', { 'A 7.113.0.203.list.example': ['127.0.0.2'] }, 'pass'],
    [
      'macros of the sender',
      'exists:%{l}.%{d2}.%{o}.x -all',
      { 'A scan.office.example.office.example.x': ['127.0.0.1'] },
      'pass',
    ],
    [
      'its name',
      'ptr -all',
      { 'PTR 7.113.0.203.in-addr.arpa': ['gw.office.example'], 'A gw.office.example': [ip] },
      'pass',
    ],
    ['a modifier nobody knows', `moo=cow ip4:${ip} -all`, {}, 'pass'],
    ['a mistake', 'ipv4:203.0.113.7 -all', {}, 'permerror'],
    ['a wrong length', 'ip4:203.0.113.7/33 -all', {}, 'permerror'],
    ['an include of nothing', 'include:gone.example -all', {}, 'permerror'],
  ])('knows %s', async (_what, terms, records, verdict) => {
    expect((await spf({ 'TXT office.example': [`v=spf1 ${terms}`], ...records })).verdict).toBe(verdict);
  });

  it('counts lookups through all includes, and stops behind the tenth', async () => {
    const chain = (length: number): Zone['records'] =>
      Object.fromEntries(
        Array.from({ length }, (_, at) => [
          `TXT s${String(at)}.example`,
          [at + 1 < length ? `v=spf1 include:s${String(at + 1)}.example -all` : `v=spf1 ip4:${ip} -all`],
        ]),
      );
    const start = { 'TXT office.example': ['v=spf1 include:s0.example -all'] };
    expect(await spf({ ...start, ...chain(10) })).toMatchObject({ verdict: 'pass', lookups: 10, fault: null });
    expect(await spf({ ...start, ...chain(11) })).toMatchObject({ verdict: 'permerror', fault: 'too-many-lookups' });
  });

  it('ends with a loop of includes', async () => {
    const records = { 'TXT office.example': ['v=spf1 include:office.example -all'] };
    expect(await spf(records)).toMatchObject({ verdict: 'permerror', fault: 'too-many-lookups' });
  });

  it('takes no more than two lookups that find nothing', async () => {
    const records = { 'TXT office.example': ['v=spf1 a:x.example a:y.example a:z.example -all'] };
    expect(await spf(records)).toMatchObject({ verdict: 'permerror', fault: 'too-many-void' });
  });

  it('trusts none of two records, and says when a server does not answer', async () => {
    expect(await spf({ 'TXT office.example': ['v=spf1 -all', 'v=spf1 +all'] })).toMatchObject({
      fault: 'several-records',
    });
    expect(await spf({ 'TXT office.example': ['verification=1'] })).toMatchObject({ verdict: 'none' });
    expect(await spf({}, ip, ['office.example'])).toMatchObject({ verdict: 'temperror' });
  });

  it.each([
    [null, [], `v=spf1 ip4:${ip} -all`],
    ['v=spf1 mx ~all', [], `v=spf1 mx ip4:${ip} ~all`],
    ['v=spf1 mx', ['smtp.office365.com'], 'v=spf1 mx include:spf.protection.outlook.com'],
    ['v=spf1 include:_spf.google.com -all', ['smtp-relay.gmail.com'], 'v=spf1 include:_spf.google.com -all'],
  ])('suggests for %s through %o', (current, smartHosts, wanted) => {
    expect(suggested({ domain: 'office.example', address: ip, helo: 'x', smartHosts }, current)).toBe(wanted);
  });
});

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const key = dkimRecordOf('office.example', 'postroom', privateKey);

async function report(
  records: Zone['records'],
  changes: Partial<ArrivalDeps> = {},
  smartHosts: readonly string[] = [],
) {
  const { dns, server } = await dnsFor(records, ['broken.example']);
  const snapshot = compile(
    documentSchema.parse({
      server: { name: 'OFFICE', fqdn: 'mail.office.example' },
      acceptedDomains: [{ name: 'Office', domainName: 'office.example', dkimSelector: 'postroom' }],
      sendConnectors: [{ name: 'Internet', addressSpaces: ['*'], smartHosts }],
    }),
    1,
  );
  const { results } = await checkArrival(
    { domain: null, address: null },
    {
      ...{ dns, snapshot: () => snapshot, dkimKey: () => Promise.resolve(privateKey), ownAddress: () => ip },
      greet: () => Promise.resolve({ line: '220 mx ready', fault: null }),
      ...changes,
    },
  );
  return { server, of: Object.fromEntries(results.map((one) => [one.check, one])) };
}

const good: Zone['records'] = {
  'TXT office.example': [`v=spf1 ip4:${ip} -all`],
  [`TXT ${key.name}`]: [key.value],
  'TXT _dmarc.office.example': ['v=DMARC1; p=reject; rua=mailto:a@office.example'],
  'MX office.example': ['10 mx.office.example'],
  'A mx.office.example': ['203.0.113.8'],
  'PTR 7.113.0.203.in-addr.arpa': ['mail.office.example'],
  'A mail.office.example': [ip],
};

describe('would this arrive', () => {
  it('finds nothing to do where all is well', async () => {
    const { of } = await report(good);
    expect(Object.values(of).map(({ check, verdict, advice, record }) => [check, verdict, advice, record])).toEqual(
      ['spf', 'dkim', 'dmarc', 'mx', 'ptr', 'port25'].map((check) => [check, 'good', '', null]),
    );
    expect(of['spf']?.text).toBe(`The SPF record of office.example allows ${ip} (0 of 10 lookups).`);
  });

  it('gives the record to paste for everything that is missing', async () => {
    const { of } = await report({}, { greet: () => Promise.resolve({ line: null, fault: 'ETIMEDOUT' }) });
    expect(of['spf']).toMatchObject({
      verdict: 'bad',
      record: { name: 'office.example', value: `v=spf1 ip4:${ip} -all` },
    });
    expect(of['dkim']).toMatchObject({ verdict: 'bad', record: { name: key.name, strings: key.strings } });
    expect(of['dmarc']).toMatchObject({ verdict: 'warn', record: { name: '_dmarc.office.example' } });
    expect(of['mx']).toMatchObject({ verdict: 'bad', record: null });
    expect(of['ptr']).toMatchObject({
      verdict: 'bad',
      record: { type: 'PTR', name: ip, value: 'mail.office.example' },
    });
    expect(of['port25']).toMatchObject({ verdict: 'bad', text: /^Nobody outside can be reached on port 25/ });
  });

  it('knows what a smart host needs instead', async () => {
    const records = { ...good, 'TXT office.example': ['v=spf1 mx -all'] };
    const { of } = await report(records, {}, ['smtp.office365.com']);
    expect(of['spf']).toMatchObject({
      verdict: 'bad',
      record: { value: 'v=spf1 mx include:spf.protection.outlook.com -all' },
    });
    expect([of['ptr']?.verdict, of['port25']?.verdict]).toEqual(['good', 'good']);
    const included = {
      ...good,
      'TXT office.example': ['v=spf1 include:spf.protection.outlook.com -all'],
      'TXT spf.protection.outlook.com': ['v=spf1 ip4:198.51.100.0/24 -all'],
    };
    expect((await report(included, {}, ['smtp.office365.com'])).of['spf']).toMatchObject({ verdict: 'good' });
  });

  it.each<[string, Zone['records'], string, string, RegExp]>([
    ['another key', { [`TXT ${key.name}`]: ['v=DKIM1; p=AAAA'] }, 'dkim', 'bad', /^Another key/],
    ['a policy that only watches', { 'TXT _dmarc.office.example': ['v=DMARC1; p=none'] }, 'dmarc', 'good', /only asks/],
    [
      'two policies',
      { 'TXT _dmarc.office.example': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] },
      'dmarc',
      'bad',
      /more than one/,
    ],
    ['a null MX', { 'MX office.example': ['0 .'] }, 'mx', 'bad', /takes no mail/],
    [
      'an exchanger without an address',
      { 'MX office.example': ['1 lost.example', '2 mx.office.example'] },
      'mx',
      'warn',
      /names lost\.example/,
    ],
    ['a name that leads elsewhere', { 'A mail.office.example': ['203.0.113.99'] }, 'ptr', 'bad', /does not lead back/],
    [
      'another name',
      { 'PTR 7.113.0.203.in-addr.arpa': ['dsl7.isp.example'], 'A dsl7.isp.example': [ip] },
      'ptr',
      'warn',
      /Postroom calls itself mail\.office\.example/,
    ],
  ])('names %s', async (_what, changed, check, verdict, text) => {
    const { of } = await report({ ...good, ...changed });
    expect(of[check]).toMatchObject({ verdict, text: expect.stringMatching(text) as unknown });
  });

  it('says what is not known without a public address', async () => {
    const { of } = await report(good, { ownAddress: () => null });
    expect([of['spf']?.verdict, of['ptr']?.verdict]).toEqual(['unknown', 'unknown']);
  });

  it('reads a greeting over a real socket, and hangs up', async () => {
    const heard: string[] = [];
    const server = createServer((socket) => {
      socket.write('220 mx.example ESMTP\r\n');
      socket.on('data', (chunk) => heard.push(chunk.toString()));
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const greet = greetFrom(systemClock);
    expect(await greet('127.0.0.1', port)).toEqual({ line: '220 mx.example ESMTP', fault: null });
    await new Promise<void>((resolve) => server.close(() => resolve()));
    expect(await greet('127.0.0.1', port)).toEqual({ line: null, fault: 'ECONNREFUSED' });
  });
});
