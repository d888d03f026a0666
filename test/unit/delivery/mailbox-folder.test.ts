import { mkdtemp, readFile, readdir, rm, writeFile, mkdir, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../main/clock.ts';
import { createMailboxFolderTarget } from '../../../main/delivery/mailbox-folder.ts';
import { mailboxFolderName } from '../../../main/delivery/mailbox-name.ts';
import { attemptOf, deliver, later, SMALL_BODY, verdicts } from './harness.ts';

let root = '';
const folderOf = (address: string): string => address.split('@')[0] ?? '';
const receivedAtMs = Date.UTC(2026, 10, 22, 9, 8, 7);

beforeEach(async () => {
  const base = await mkdtemp(join(tmpdir(), 'postroom-mailbox-'));
  later(() => rm(base, { recursive: true, force: true }));
  root = join(base, 'mailboxes');
});

describe('delivery into a mailbox folder', () => {
  it('writes one file with the trace of the last hop', async () => {
    const target = createMailboxFolderTarget({ root, clock: systemClock, folderOf });
    const result = await deliver(target, attemptOf({ id: 42, receivedAtMs }));
    expect(verdicts(result)).toEqual(['delivered']);
    expect(await readdir(join(root, 'b'))).toEqual(['20261122T090807-00000042.eml']);
    const text = await readFile(join(root, 'b', '20261122T090807-00000042.eml'), 'utf8');
    expect(text).toBe(`Return-Path: <a@a.example>\r\nDelivered-To: b@b.example\r\n${SMALL_BODY.toString()}`);
  });

  it('replaces a message delivered again after a crash', async () => {
    const attempt = attemptOf({ id: 42, receivedAtMs, to: ['b@b.example', 'c@b.example'] });
    await deliver(createMailboxFolderTarget({ root, clock: systemClock, folderOf }), attempt);
    await writeFile(join(root, 'b', '20261122T090807-00000042.eml.tmp'), 'half of it');
    await deliver(createMailboxFolderTarget({ root, clock: systemClock, folderOf }), attempt);
    expect(await readdir(join(root, 'b'))).toEqual(['20261122T090807-00000042.eml']);
    expect(await readdir(join(root, 'c'))).toEqual(['20261122T090807-00000042.eml']);
  });

  it('writes one file for recipients that share a folder', async () => {
    const target = createMailboxFolderTarget({ root, clock: systemClock, folderOf: () => 'Office' });
    const body = (): Promise<Readable> => Promise.resolve(Readable.from([SMALL_BODY], { objectMode: false }));
    const result = await deliver(
      target,
      attemptOf({ to: ['b@b.example', 'c@b.example'], body, envelope: { mailFrom: '' } }),
    );
    expect(verdicts(result)).toEqual(['delivered', 'delivered']);
    const [name = ''] = await readdir(join(root, 'Office'));
    expect(await readFile(join(root, 'Office', name), 'utf8')).toMatch(
      /^Return-Path: <>\r\nDelivered-To: b@b\.example\r\nDelivered-To: c@b\.example\r\nSubject/,
    );
  });

  it('makes the folder again when somebody removed it', async () => {
    const target = createMailboxFolderTarget({ root, clock: systemClock, folderOf });
    await deliver(target, attemptOf({ id: 1 }));
    await rm(root, { recursive: true });
    expect(verdicts(await deliver(target, attemptOf({ id: 2 })))).toEqual(['delivered']);
    expect(await readdir(join(root, 'b'))).toEqual(['00000002.eml']);
  });

  it('waits, recipient by recipient, where a folder cannot be written or the body not read', async () => {
    await mkdir(root, { recursive: true });
    await writeFile(join(root, 'b'), 'a file, not a folder');
    const target = createMailboxFolderTarget({ root, clock: systemClock, folderOf });
    const result = await deliver(target, attemptOf({ to: ['b@b.example', 'c@b.example'] }));
    expect(verdicts(result)).toEqual([
      expect.stringMatching(/^deferred: 451 4\.3\.0 The mailbox folder .*could not be written/),
      'delivered',
    ]);
    const full = Object.assign(new Error('full'), { code: 'ENOSPC' });
    const noRoom = await deliver(target, attemptOf({ to: ['c@b.example'], id: 9, body: () => Promise.reject(full) }));
    expect(verdicts(noRoom)[0]).toMatch(/^deferred: 452 4\.3\.1 The disk .* is full/);
    expect(await readdir(join(root, 'c'))).toEqual(['00000001.eml']);
  });

  it('leaves nothing half-written when the body breaks off', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield await Promise.resolve(SMALL_BODY);
      throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    }
    const target = createMailboxFolderTarget({ root, clock: systemClock, folderOf });
    const attempt = attemptOf({ body: () => Promise.resolve(Readable.from(broken(), { objectMode: false })) });
    expect(verdicts(await deliver(target, attempt))[0]).toMatch(/^deferred: 452 4\.3\.1 /);
    expect(await readdir(join(root, 'b'))).toEqual([]);
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('waits where it may not write', async () => {
    await mkdir(root, { recursive: true });
    await chmod(root, 0o500);
    expect(verdicts(await deliver(createMailboxFolderTarget({ root, clock: systemClock, folderOf })))[0]).toMatch(
      /^deferred: .*EACCES/,
    );
  });
});

describe('mailboxFolderName (IN-11)', () => {
  it.each(['office', 'Max.Mustermann', 'müller', 'a+b', 'a b', 'scan_1'])('leaves %j alone', (name) => {
    expect(mailboxFolderName(name)).toBe(name);
  });

  it.each([
    '',
    '.',
    '..',
    '../../etc',
    '..\\..\\x',
    'C:\\x',
    '\\\\host\\share',
    'CON',
    'nul',
    'NUL.txt',
    'com1.log',
    'a:b',
    'x.',
    'x ',
    '...',
    '/',
    'a\0b',
    'x'.repeat(300),
    '%2e%2e/',
  ])('makes %j safe', (name) => {
    const safe = mailboxFolderName(name);
    expect(safe).toMatch(/^_.*~[0-9a-f]{8}$/);
    expect(safe).not.toMatch(/[/\\:\0]/);
    expect(safe.length).toBeLessThanOrEqual(120);
  });

  it('keeps different mailboxes apart and every one below the root', () => {
    expect(mailboxFolderName('a:b')).not.toBe(mailboxFolderName('a/b'));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
        const safe = mailboxFolderName(name);
        expect(resolve('/base', safe).startsWith(`${resolve('/base')}${sep}`)).toBe(true);
        expect(safe).not.toMatch(/[. ]$|^(?:con|nul|aux|prn|com\d|lpt\d)(?:\.|$)/i);
      }),
    );
  });
});
