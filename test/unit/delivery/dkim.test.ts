import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { DkimDomain } from '../../../main/config/snapshot.ts';
import { authorDomain } from '../../../main/delivery/author-domain.ts';
import { createSigningTarget } from '../../../main/delivery/signing-target.ts';
import { dkimRecordOf, judgePublished, stringsOf } from '../../../main/dkim/dkim-record.ts';
import { createDkimKeys } from '../../../main/dkim/dkim-keys.ts';
import { verifyDkim } from '../../support/dkim-verifier.ts';
import { attemptOf, deliver, sink, smartHost } from './harness.ts';

const office: DkimDomain = {
  ...{
    domain: 'office.example',
    selector: 'postroom',
    matchSubDomains: false,
    secretName: 'dkim/office.example/postroom',
  },
};
const { privateKey: key } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const record = dkimRecordOf('office.example', 'postroom', key);
const dns = (name: string) => (name === record.name ? [record.value] : []);

/** What a next hop gets of a body, over a real socket. */
async function sent(body: Buffer | (() => Readable), domain: DkimDomain = office, privateKey: string | null = key) {
  const cacheFolder = await mkdtemp(join(tmpdir(), 'postroom-dkim-'));
  const next = await sink();
  const target = createSigningTarget(smartHost({ port: next.port }), {
    ...{ domains: () => [domain], cacheFolder },
    privateKey: () => Promise.resolve(privateKey),
  });
  const open = () => Promise.resolve(typeof body === 'function' ? body() : body);
  const result = await deliver(target, attemptOf({ body: open }));
  expect(result.outcomes.map(({ verdict }) => verdict)).toEqual(['delivered']);
  const raw = (next.messages[0]?.raw.toString('latin1') ?? '').replace(/^\.\./gm, '.');
  return { message: Buffer.from(raw, 'latin1'), cached: await readdir(cacheFolder) };
}

const mail = (body: string, more = '') =>
  Buffer.from(
    `From: "Büro, a@b" <scan@Office.Example>\r\nTo: <b@b.example>\r\n${more}Subject: Scan\r\n  number 7\r\n\r\n${body}`,
  );

describe('a signed message', () => {
  it.each([
    ['plain', 'Hello\r\n'],
    ['with blanks and empty lines at its end', 'a  b \t\r\n\r\n\r\n \r\n'],
    ['empty', ''],
    ['without a last line end', 'x'],
    ['with dots and eight bits', '.\r\n..\r\nGrüße\r\n'],
  ])('is verified by others: %s', async (_what, body) => {
    const before = mail(body);
    const { message } = await sent(before);
    expect(verifyDkim(message, dns)).toBe('pass');
    // Nothing but the signature was added.
    const text = message.toString('latin1');
    expect(text.slice(text.indexOf('From: '))).toBe(
      `${before.toString('latin1')}${body.endsWith('\r\n') || body === '' ? '' : '\r\n'}`,
    );
  });

  it('is worth nothing when it was changed on the way', async () => {
    const { message } = await sent(mail('Pay 100 to Bob\r\n'));
    const text = message.toString('latin1');
    expect(verifyDkim(Buffer.from(text.replace('Pay 100', 'Pay 900'), 'latin1'), dns)).toBe('body changed');
    expect(verifyDkim(Buffer.from(text.replace('number 7', 'number 8'), 'latin1'), dns)).toBe('header changed');
    expect(verifyDkim(message, () => [])).toBe('no key');
  });

  it('of many megabytes streams from the spool, and leaves nothing behind', async () => {
    const line = `${'0123456789'.repeat(7)}\r\n`;
    const chunk = Buffer.from(line.repeat(900));
    let open = 0;
    const { message, cached } = await sent(() => {
      open += 1;
      return Readable.from(
        (function* () {
          yield mail('').subarray(0, 30);
          yield mail('').subarray(30);
          for (let count = 0; count < 60; count += 1) yield chunk;
        })(),
        { objectMode: false },
      );
    });
    expect(message.length).toBeGreaterThan(3_800_000);
    expect(verifyDkim(message, dns)).toBe('pass');
    expect([open, cached]).toEqual([1, []]);
  });

  it('keeps a signature that it came with', async () => {
    const theirs = 'DKIM-Signature: v=1; a=rsa-sha256; d=other.example; s=x; h=from; bh=AA==; b=BB==\r\n';
    const { message } = await sent(mail('Hello\r\n', theirs));
    expect(message.toString('latin1')).toContain(theirs);
    expect(verifyDkim(message, dns)).toBe('pass');
  });

  it.each([
    [
      'of another domain',
      mail('x\r\n').toString('latin1').replace('@Office.Example', '@elsewhere.example'),
      office,
      key,
    ],
    [
      'of a subdomain, where only the domain signs',
      mail('x\r\n').toString('latin1').replace('@Office', '@sub.Office'),
      office,
      key,
    ],
    ['without a key', mail('x\r\n').toString('latin1'), office, null],
    ['without From', 'Subject: x\r\n\r\nx\r\n', office, key],
  ])('is none: %s', async (_what, text, domain, privateKey) => {
    const body = Buffer.from(text, 'latin1');
    const { message } = await sent(body, domain, privateKey);
    expect(message).toEqual(body);
  });

  it('of a subdomain is signed by the domain that covers it', async () => {
    const body = Buffer.from(mail('x\r\n').toString('latin1').replace('@Office', '@sub.Office'), 'latin1');
    const { message } = await sent(body, { ...office, matchSubDomains: true });
    expect(verifyDkim(message, dns)).toBe('pass');
  });
});

it.each([
  ['From: a@Office.Example', 'office.example'],
  ['From: "x <y@z.example>" <a@office.example>', 'office.example'],
  ['From: (c@d.example) a@office.example', 'office.example'],
  ['From: <a@office.example>,\r\n <b@office.example>', 'office.example'],
  ['From: <a@office.example>, <b@other.example>', null],
  ['From: <a@office.example>\r\nFrom: <b@office.example>', null],
  ['From: nobody', null],
  ['X-From: <a@office.example>', null],
])('knows the domain of the author: %s', (head, domain) => {
  expect(authorDomain(Buffer.from(`${head}\r\n`))).toBe(domain);
});

describe('the record of a key', () => {
  it('fits into the strings of a TXT record', () => {
    expect(record.name).toBe('postroom._domainkey.office.example');
    expect(record.strings.every((part) => part.length <= 255)).toBe(true);
    expect(record.strings.length).toBe(2);
    expect(record.strings.join('')).toBe(record.value);
    expect(stringsOf('')).toEqual([]);
  });

  it.each([
    ['good', [record.value]],
    ['good', ['v=spf1 -all', record.value.replaceAll('; ', ' ;')]],
    ['testing', [`${record.value}; t=s:y`]],
    ['missing', []],
    ['missing', ['v=spf1 -all']],
    ['other', ['v=DKIM1; k=rsa; p=AAAA']],
    ['revoked', ['v=DKIM1; p=']],
  ])('is judged as %s', (verdict, found) => {
    expect(judgePublished(record.value, found)).toBe(verdict);
  });

  const keysIn = (box: Map<string, string>, newKey?: () => Promise<string>) =>
    createDkimKeys({
      secrets: {
        names: () => [...box.keys()],
        get: (name) => Promise.resolve(box.get(name) ?? ''),
        set: (name, value) => Promise.resolve(void box.set(name, value)),
      },
      report: () => undefined,
      ...(newKey === undefined ? {} : { newKey }),
    });

  it('is made once, and kept; whoever asks meanwhile waits for it', async () => {
    const box = new Map<string, string>();
    const keys = keysIn(box);
    expect(await keys.get(office)).toBeNull();
    const both = Promise.all([keys.ensure([office]), keys.ensure([office])]);
    const made = await keys.get(office);
    await both;
    expect([...box]).toEqual([[office.secretName, made]]);
    expect(dkimRecordOf('office.example', 'postroom', made ?? '').value.length).toBeGreaterThan(400);
  });

  it('that cannot be made is told in one sentence, keeps no other from being made, and is tried again', async () => {
    const box = new Map<string, string>();
    const outcomes = [null, 'B', 'A'];
    const keys = keysIn(box, () => {
      const made = outcomes.shift() ?? null;
      return made === null ? Promise.reject(new Error('ERR_OSSL')) : Promise.resolve(made);
    });
    const other = { ...office, domain: 'other.example', secretName: 'dkim/other.example/postroom' };
    const ensured = keys.ensure([office, other]);
    expect(await keys.get(office)).toBeNull();
    await expect(ensured).rejects.toMatchObject({
      code: 'secret-unavailable',
      message:
        'The DKIM key of office.example could not be made: try again, or set the secret dkim/office.example/postroom to a key of your own.',
    });
    expect([...box]).toEqual([[other.secretName, 'B']]);
    await keys.ensure([office, other]);
    expect(await keys.get(office)).toBe('A');
  });
});
