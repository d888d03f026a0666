import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../../main/clock.ts';
import { mailboxFolderSchema } from '../../../../main/contract/mailbox.ts';
import { placeProblem, saveProblem } from '../../../../main/delivery/attachments/save-problem.ts';
import { createMailboxFolderTarget } from '../../../../main/delivery/mailbox-folder.ts';
import type { Attempt } from '../../../../main/delivery/target.ts';

const atMs = new Date(2026, 10, 22, 14, 5, 33).getTime();
const never = new AbortController().signal;
let root: string;
let scans: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'postroom-scans-'));
  scans = join(root, 'scans');
  await mkdir(scans);
  onTestFinished(() => rm(root, { recursive: true }));
});

async function anAttempt(id: number, contents: readonly string[], filename = '../../doc.pdf'): Promise<Attempt> {
  const attachments = contents.map((content) => ({ filename, content }));
  const body = await new MailComposer({ subject: 'Scan', text: 'x', attachments }).compile().build();
  return {
    ...{ id, messageId: '<1@x>', size: body.length, receivedAtMs: atMs, remoteAddress: '10.0.0.7' },
    envelope: { mailFrom: 's@o.example', ret: null, envid: null, eightBit: true, smtpUtf8: false },
    recipients: [
      {
        index: 0,
        address: 'scans@o.example',
        notify: [],
        originalRecipient: null,
        queue: 'mailboxes',
        status: 'ready',
        lastError: null,
      },
    ],
    body: () => Promise.resolve(body),
  } as unknown as Attempt;
}

function target(pattern = '{date} {time} {name}', mailboxes = join(root, 'mailboxes')) {
  return createMailboxFolderTarget({
    root: mailboxes,
    clock: systemClock,
    folderOf: () => 'scans',
    attachmentsOf: () => ({ folder: scans, pattern }),
    deviceOf: (address) => (address === '10.0.0.7' ? 'Copier' : ''),
  });
}

test('attachments are saved beside the message, under names of the pattern, never over another file', async () => {
  const folder = target();
  const results = [
    await folder.deliver(await anAttempt(1, ['A', 'B']), never),
    await folder.deliver(await anAttempt(2, ['C']), never),
  ];
  expect(results.flatMap(({ outcomes }) => outcomes.map(({ verdict }) => verdict))).toEqual(['delivered', 'delivered']);
  const names = (await readdir(scans)).sort();
  expect(names).toEqual([
    '2026-11-22 14-05-33 doc (2).pdf',
    '2026-11-22 14-05-33 doc (3).pdf',
    '2026-11-22 14-05-33 doc.pdf',
  ]);
  const contents = await Promise.all(names.map((name) => readFile(join(scans, name), 'utf8')));
  expect(contents).toEqual(['B', 'C', 'A']);
  expect(await readdir(join(root, 'mailboxes', 'scans'))).toHaveLength(2);
});

test('a counter goes on behind the files that are there', async () => {
  await writeFile(join(scans, 'Copier Scan 0001.pdf'), 'old');
  await target('{device} {subject} {counter}').deliver(await anAttempt(1, ['A', 'B']), never);
  expect((await readdir(scans)).sort()).toEqual([
    'Copier Scan 0001.pdf',
    'Copier Scan 0002.pdf',
    'Copier Scan 0003.pdf',
  ]);
  expect(await readFile(join(scans, 'Copier Scan 0001.pdf'), 'utf8')).toBe('old');
});

test('a folder that is missing keeps the message, says so, and is not made', async () => {
  await rm(scans, { recursive: true });
  const { outcomes } = await target().deliver(await anAttempt(1, ['A']), never);
  expect(outcomes).toMatchObject([{ verdict: 'deferred', error: expect.stringContaining('is not there') as unknown }]);
  expect(await readdir(root)).toEqual([]);
});

test('where the message cannot be kept its attachments are taken back, so that the next attempt makes them once', async () => {
  await writeFile(join(root, 'mailboxes'), 'a file where the folder should be');
  const folder = target();
  const attempt = await anAttempt(1, ['A']);
  expect((await folder.deliver(attempt, never)).outcomes[0]?.verdict).toBe('deferred');
  expect(await readdir(scans)).toEqual([]);
  await rm(join(root, 'mailboxes'));
  expect((await folder.deliver(attempt, never)).outcomes[0]?.verdict).toBe('delivered');
  expect(await readdir(scans)).toHaveLength(1);
});

test('a body that breaks off leaves nothing behind', async () => {
  const attempt = await anAttempt(1, ['A'.repeat(100_000)]);
  let opened = 0;
  const broken: Attempt = {
    ...attempt,
    async body() {
      const { Readable } = await import('node:stream');
      const whole = (await attempt.body()) as Buffer;
      if ((opened += 1) === 1) return whole;
      return Readable.from(
        (function* () {
          yield whole.subarray(0, 50_000);
          throw new Error('the disk is gone');
        })(),
      );
    },
  };
  expect((await target().deliver(broken, never)).outcomes[0]?.verdict).toBe('deferred');
  expect(await readdir(scans)).toEqual([]);
});

test.each([
  ['ENOSPC', '452 4.3.1'],
  ['EDQUOT', '452 4.3.1'],
  ['ENOENT', 'connect the share'],
  ['EACCES', 'give its account the right'],
  ['EROFS', 'give its account the right'],
  ['ETIMEDOUT', 'does not answer'],
  ['EHOSTDOWN', '(EHOSTDOWN)'],
])('%s is told as %s', (code, expected) => {
  expect(saveProblem(Object.assign(new Error('x'), { code }), 'D:\\Scans')).toContain(expected);
});

test.each([
  ['\\\\server\\share\\scans', 'win32', null],
  ['//server/share', 'win32', null],
  ['D:\\Scans', 'win32', null],
  ['/srv/scans', 'win32', 'has no drive'],
  ['/srv/scans', 'linux', null],
  ['\\\\server\\share\\scans', 'linux', 'mount the share'],
  ['D:\\Scans', 'darwin', 'mount the share'],
] as const)('the place %j on %s', (folder, platform, problem) => {
  const said = placeProblem(folder, platform);
  if (problem === null) expect(said).toBeNull();
  else expect(said).toContain(problem);
});

test('what a crash left is cleared away, what another server is writing is not, and no link is followed', async () => {
  await writeFile(join(scans, '.postroom-0123456789ab-another-1.part'), 'theirs');
  const first = target();
  await first.deliver(await anAttempt(1, ['A']), never);
  await writeFile(join(root, 'precious'), 'precious');
  // The name of the next file, as far as anybody can know it.
  await symlink(join(root, 'precious'), join(scans, '2026-11-22 14-05-33 doc (2).pdf'));
  await first.deliver(await anAttempt(2, ['B']), never);
  expect(await readFile(join(root, 'precious'), 'utf8')).toBe('precious');
  expect((await readdir(scans)).sort()).toEqual([
    '.postroom-0123456789ab-another-1.part',
    '2026-11-22 14-05-33 doc (2).pdf',
    '2026-11-22 14-05-33 doc (3).pdf',
    '2026-11-22 14-05-33 doc.pdf',
  ]);
});

test('a counter goes on where files were taken away meanwhile', async () => {
  const folder = target('{counter}');
  await folder.deliver(await anAttempt(1, ['A']), never);
  await rm(join(scans, '0001.pdf'));
  await folder.deliver(await anAttempt(2, ['B']), never);
  expect(await readdir(scans)).toEqual(['0002.pdf']);
});

test('the reply says what was saved where, and what was left', async () => {
  const folder = target('{name}');
  const said = async (attempt: Attempt) => (await folder.deliver(attempt, never)).outcomes[0]?.reply?.text;
  expect(await said(await anAttempt(1, []))).toContain('it has no attachment');
  expect(await said(await anAttempt(2, ['A']))).toContain(`saved in ${scans}: 1`);
  const many = Array.from({ length: 203 }, () => 'x');
  expect(await said(await anAttempt(3, many))).toContain('200, 3 more are in the message alone');
});

test.each([
  ['D:\\Scans', '{name}', true],
  ['/srv/scans', '{date} {counter}', true],
  ['\\\\server\\share\\Scans', 'Scan {device}-{subject}', true],
  ['scans', '{name}', false],
  ['..\\scans', '{name}', false],
  ['\\\\server', '{name}', false],
  ['\\\\.\\PhysicalDrive0', '{name}', false],
  ['\\\\?\\C:\\Scans', '{name}', false],
  ['D:\\Scans', '{date}/{name}', false],
  ['D:\\Scans', '{user}', false],
  ['D:\\Scans', '', false],
])('folder %j with pattern %j: %s', (attachmentFolder, attachmentPattern, isRight) => {
  expect(mailboxFolderSchema.safeParse({ name: 'scans', attachmentFolder, attachmentPattern }).success).toBe(isRight);
});
