import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPair, removePair, writePair } from '../../../main/config/certificate-files.ts';
import { loadCertificates } from '../../../main/config/certificates.ts';
import { PostroomError } from '../../../main/errors.ts';
import { makeFolder, standingClock } from './config-folder.ts';

const fixture = (name: string): Promise<Buffer> =>
  readFile(fileURLToPath(new URL(`../../fixtures/certificates/${name}`, import.meta.url)));

const subjects = (pem: string): readonly string[] =>
  (pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(
    (block) => new X509Certificate(block).subject,
  );

const chain = ['CN=mail.office.example', 'O=Example\nCN=Example Root'];
const options = { replace: false, clock: standingClock };

describe('readPair', () => {
  it('reads PEM in two files, and puts the certificate before its issuer', async () => {
    const both = Buffer.concat([await fixture('ca.crt'), await fixture('leaf.crt')]);
    const pair = readPair(both, await fixture('leaf.key'), null);
    expect(subjects(pair.certificate)).toEqual(chain);
    expect(new X509Certificate(pair.certificate).checkPrivateKey(createPrivateKey(pair.key))).toBe(true);
  });

  it('reads one PEM file with both, without letting the key into the certificate', async () => {
    const pair = readPair(Buffer.concat([await fixture('leaf.key'), await fixture('leaf.crt')]), null, null);
    expect(pair.certificate).not.toContain('PRIVATE');
    expect(pair.key).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  });

  it('reads a certificate in DER', async () => {
    const der = new X509Certificate(await fixture('leaf.crt')).raw;
    expect(subjects(readPair(der, await fixture('leaf.key'), null).certificate)).toEqual(chain.slice(0, 1));
  });

  it('opens a key with its password and keeps it without', async () => {
    const [certificate, key] = [await fixture('leaf.crt'), await fixture('leaf-encrypted.key')];
    expect(readPair(certificate, key, 'secret').key).toContain('-----BEGIN PRIVATE KEY-----');
    expect(() => readPair(certificate, key, null)).toThrow('The key has a password: give it too.');
    expect(() => readPair(certificate, key, 'wrong')).toThrow('the password is wrong');
  });

  it.each([
    ['aes256.pfx', 'geheim-ü', chain],
    ['tripledes.pfx', 'geheim-ü', chain],
    ['plain.pfx', '', chain.slice(0, 1)],
  ])('opens %s', async (name, password, expected) => {
    const pair = readPair(await fixture(name), null, password);
    expect(subjects(pair.certificate)).toEqual(expected);
    expect(new X509Certificate(pair.certificate).checkPrivateKey(createPrivateKey(pair.key))).toBe(true);
  });

  it('says why a PFX file stays closed', async () => {
    expect(() => readPair(new Uint8Array() as Buffer, null, null)).toThrow(PostroomError);
    for (const name of ['aes256.pfx', 'tripledes.pfx']) {
      const file = await fixture(name);
      expect(() => readPair(file, null, 'wrong')).toThrow('the password is wrong, or the file is damaged');
      expect(() => readPair(file, null, null)).toThrow('cannot be opened without its password');
    }
    const old = await fixture('rc2.pfx');
    expect(() => readPair(old, null, 'old')).toThrow('export it again with AES256 or TripleDES');
  });

  it('says what is missing or does not belong together', async () => {
    const leaf = await fixture('leaf.crt');
    expect(() => readPair(leaf, null, null)).toThrow('The key is missing');
    const authority = await fixture('ca.crt');
    const key = await fixture('leaf.key');
    expect(() => readPair(authority, key, null)).toThrow('The key does not belong to the certificate');
    expect(() => readPair(Buffer.from('nonsense'), key, null)).toThrow('must be PEM, DER or PFX');
    expect(() => readPair(leaf, Buffer.from('nonsense'), null)).toThrow('The key is missing');
  });

  it('answers damage of any kind with a sentence', async () => {
    const file = await fixture('aes256.pfx');
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const damaged = Buffer.from(file);
        damaged[at] = byte;
        try {
          readPair(damaged, null, 'geheim-ü');
        } catch (error) {
          expect(error).toBeInstanceOf(PostroomError);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('writePair and removePair', () => {
  async function folderWith(files: readonly string[]): Promise<string> {
    const folder = join(await makeFolder(), 'certificates');
    await mkdir(folder);
    for (const name of files) await writeFile(join(folder, name), 'x');
    return folder;
  }
  const pair = async () => readPair(await fixture('leaf.crt'), await fixture('leaf.key'), null);

  it('keeps both for their owner, ready to be served', async () => {
    const folder = await folderWith([]);
    await writePair(folder, 'mail', await pair(), options);
    expect(await readdir(folder)).toEqual(['mail.crt', 'mail.key']);
    expect((await stat(join(folder, 'mail.key'))).mode & 0o777).toBe(0o600);
    expect((await loadCertificates(folder, standingClock)).certificates).toMatchObject([{ file: 'mail' }]);
  });

  it('replaces only when asked to, and leaves no other form of the same name', async () => {
    const folder = await folderWith(['mail.pem', 'mailbox.crt']);
    await expect(writePair(folder, 'Mail', await pair(), options)).rejects.toMatchObject({ code: 'not-allowed' });
    await writePair(folder, 'mail', await pair(), { ...options, replace: true });
    expect(await readdir(folder)).toEqual(['mail.crt', 'mail.key', 'mailbox.crt']);
  });

  it('removes a certificate with its key and nothing else', async () => {
    const folder = await folderWith(['mail.crt', 'mail.key', 'mail.txt', 'other.crt']);
    await removePair(folder, 'mail');
    expect(await readdir(folder)).toEqual(['mail.txt', 'other.crt']);
    await expect(removePair(folder, 'mail')).rejects.toMatchObject({ code: 'not-found' });
  });
});
