import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import type Mail from 'nodemailer/lib/mailer/index.js';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Caller } from '../../../main/contract/declaration.ts';
import { createEngine, type Engine } from '../../../main/engine.ts';
import { dataFolder, removeFolder, startEngine } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { mountSmallDisk, requireMount } from '../../support/small-disk.ts';
import { dial } from '../../support/smtp-dialogue.ts';
import { eventually } from '../durability/relay.ts';
import { mailbox, office, relayFor } from './office.ts';

/** Scans that lie as files in a folder, from the device's connection to the disk. */

const caller: Caller = { role: 'admin', name: 'tester' };
const mayMount = await requireMount();
let folder: string;
let engine: Engine;
let port: number;

const scans = (name: string): string => join(folder, 'scans', name);
const calls = () => engine.api.calls;

beforeAll(async () => {
  port = await freePort();
  folder = await dataFolder();
  for (const name of ['counted', 'named', 'large']) await mkdir(scans(name), { recursive: true });
  await writeFile(join(folder, 'config.json'), JSON.stringify(configuration()));
  engine = await createEngine({
    ...{ dataFolder: folder, console: null, version: '0', log: () => undefined },
    rendererFolder: fileURLToPath(new URL('../../../renderer', import.meta.url)),
  });
});

afterAll(async () => {
  await engine.stop();
  await removeFolder(folder);
});

function configuration(): object {
  const mailboxes = [
    { name: 'counted', attachmentFolder: scans('counted'), attachmentPattern: '{date} {device} {subject} {counter}' },
    { name: 'named', attachmentFolder: scans('named'), attachmentPattern: '{name}' },
    { name: 'large', attachmentFolder: scans('large'), attachmentPattern: '{name}' },
    { name: 'missing', attachmentFolder: scans('missing') },
    { name: 'share', attachmentFolder: '\\\\server\\share\\scans' },
  ];
  return office([relayFor('127.0.0.1', port)], {
    mailboxes,
    devices: [{ address: '127.0.0.1', name: 'Kopierer Flur' }],
  });
}

async function send(to: string, mail: Mail.Options, where = port): Promise<void> {
  const from = 'scanner@office.example';
  const body = await new MailComposer({ from, to: `${to}@office.example`, ...mail }).compile().build();
  const client = await dial({ port: where });
  await client.deliver({ from, to: `${to}@office.example`, body: body.toString('latin1') });
  client.end();
}

/** Waits for so many messages in the mailbox: by then their attachments are where they belong. */
async function delivered(to: string, count: number): Promise<readonly Buffer[]> {
  await eventually(`${String(count)} in ${to}`, async () => (await mailbox(folder, to)).length >= count);
  return mailbox(folder, to);
}

/** Waits for a message that waits for a reason; returns its number. */
async function waiting(reason: string): Promise<number> {
  let id = 0;
  await eventually(reason, async () => {
    const { messages } = await calls()['queue.messages']({ text: reason, after: null, limit: 100 }, caller);
    id = messages[0]?.id ?? 0;
    return id > 0;
  });
  return id;
}

test('files are named by date, device, subject and counter, which goes on behind what was there', async () => {
  const attachments = [
    { filename: 'a.pdf', content: 'one' },
    { filename: 'b', contentType: 'image/tiff', content: 'two' },
  ];
  await send('counted', { subject: 'Rechnung 7/8: Büro', text: 'x', attachments });
  await delivered('counted', 1);
  const names = (await readdir(scans('counted'))).sort();
  expect(names).toEqual([
    expect.stringMatching(/^\d{4}-\d\d-\d\d Kopierer Flur Rechnung 7_8_ Büro 0001\.pdf$/),
    expect.stringMatching(/^\d{4}-\d\d-\d\d Kopierer Flur Rechnung 7_8_ Büro 0001\.tif$/),
  ]);
  await send('counted', { subject: 'Rechnung 7/8: Büro', text: 'x', attachments: attachments.slice(0, 1) });
  await delivered('counted', 2);
  const third = (await readdir(scans('counted'))).find((name) => name.endsWith('0002.pdf')) ?? '';
  expect(await readFile(join(scans('counted'), third), 'utf8')).toBe('one');
});

test('hostile names stay in the folder and harm nobody; same names are counted', async () => {
  const hostile = [
    ...[
      '../../x',
      '..\\..\\y.pdf',
      'CON',
      'a:b.pdf',
      'c\u0000d.pdf',
      `${'ä'.repeat(400)}.pdf`,
      'rechnung\u202efdp.exe',
    ],
    ...['desktop.ini', 'same.pdf', 'same.pdf', 'SAME.pdf', '.postroom-x.part', 'シート.pdf'],
  ];
  const attachments = hostile.map((filename, at) => ({ filename, content: `content ${String(at)}` }));
  await send('named', { text: 'x', attachments });
  const [kept] = await delivered('named', 1);
  const names = (await readdir(scans('named'))).sort();
  expect(names).toHaveLength(hostile.length);
  for (const name of names) {
    expect(name).not.toMatch(/[<>:"/\\|?*\p{Cc}\p{Cf}]|^[ .]|[ .]$|^con$/iu);
    expect(Buffer.byteLength(name)).toBeLessThan(210);
  }
  expect(names).toEqual(
    expect.arrayContaining(['_CON', 'a_b.pdf', 'desktop.ini_', 'same.pdf', 'same (2).pdf', 'x', 'y.pdf']),
  );
  const contents = await Promise.all(names.map((name) => readFile(join(scans('named'), name), 'utf8')));
  expect(contents.sort()).toEqual(attachments.map(({ content }) => content).sort());
  const { attachments: read } = await PostalMime.parse(kept ?? '');
  expect(read).toHaveLength(hostile.length);
});

test('a message without an attachment is delivered, a mail in a mail is a file', async () => {
  await send('named', { subject: 'nothing', text: 'just text' });
  await delivered('named', 2);
  const before = (await readdir(scans('named'))).length;
  const inner = await new MailComposer({ subject: 'inner', text: 'deep' }).compile().build();
  await send('named', {
    text: 'x',
    attachments: [{ contentType: 'message/rfc822', content: inner, filename: 'mail' }],
  });
  await delivered('named', 3);
  expect(await readdir(scans('named'))).toHaveLength(before + 1);
  expect((await PostalMime.parse(await readFile(join(scans('named'), 'mail.eml')))).subject).toBe('inner');
});

test('nobody sees half a file', async () => {
  const content = Buffer.alloc(8_000_000, 'scan page ');
  const watch = { isOver: false };
  const seen = new Set<number>();
  const look = async (): Promise<void> => {
    while (!watch.isOver) {
      for (const name of await readdir(scans('large')))
        if (!name.startsWith('.')) seen.add((await stat(join(scans('large'), name))).size);
    }
  };
  const deliver = async (): Promise<void> => {
    await send('large', { text: 'x', attachments: [{ filename: 'big.pdf', content }] });
    await delivered('large', 1);
  };
  await Promise.all([look(), deliver().finally(() => (watch.isOver = true))]);
  expect([...seen].every((size) => size === content.length)).toBe(true);
  expect(await readdir(scans('large'))).toEqual(['big.pdf']);
  expect((await readFile(join(scans('large'), 'big.pdf'))).equals(content)).toBe(true);
});

test('where the folder is missing the message waits with the reason, and is delivered when it is there', async () => {
  await send('missing', { text: 'x', attachments: [{ filename: 'a.pdf', content: 'one' }] });
  const id = await waiting('missing is not there');
  expect(await readdir(join(folder, 'scans'))).not.toContain('missing');
  await mkdir(scans('missing'));
  await calls()['message.retry']({ ids: [id] }, caller);
  await delivered('missing', 1);
  expect(await readdir(scans('missing'))).toEqual([expect.stringMatching(/ a\.pdf$/)]);
});

test.skipIf(process.platform === 'win32')('a share of Windows is none here: nothing is made by its name', async () => {
  await send('share', { text: 'x', attachments: [{ filename: 'a.pdf', content: 'one' }] });
  const id = await waiting('is a path of Windows');
  expect((await readdir(process.cwd())).filter((name) => name.includes('\\'))).toEqual([]);
  await calls()['message.remove']({ ids: [id], withNdr: false }, caller);
});

test.skipIf(!mayMount)('a full disk and a forbidden one keep the message, whole and with the reason', async () => {
  const disk = await mountSmallDisk(1_048_576);
  await calls()['config.patch'](
    {
      patch: { mailboxes: [{ name: 'disk', attachmentFolder: disk.folder, attachmentPattern: '{name}' }] },
      baseRevision: engine.configuration.current().revision,
      confirmations: [],
    },
    caller,
  );
  await disk.fill(16_384);
  const content = Buffer.alloc(300_000, 'scan');
  await send('disk', {
    text: 'x',
    attachments: [
      { filename: 'small.pdf', content: 'small' },
      { filename: 'a.pdf', content },
    ],
  });
  const id = await waiting('is full: make room');
  expect(await readdir(disk.folder)).toEqual(['ballast']);
  await disk.makeReadOnly();
  await calls()['message.retry']({ ids: [id] }, caller);
  await waiting('may not write into the folder');
  await disk.makeWritable();
  await disk.free();
  await calls()['message.retry']({ ids: [id] }, caller);
  await delivered('disk', 1);
  expect((await readdir(disk.folder)).sort()).toEqual(['a.pdf', 'small.pdf']);
  expect((await readFile(join(disk.folder, 'a.pdf'))).equals(content)).toBe(true);
});

const page = Buffer.alloc(20_000_000, 'scan page ');

/** A data folder whose engine died while it saved the attachment; null where it was done before it could be killed. */
async function diedWhileSaving(): Promise<string | null> {
  const home = await dataFolder();
  onTestFinished(() => removeFolder(home));
  const target = join(home, 'scans');
  await mkdir(target);
  const own = await freePort();
  const mailboxes = [{ name: 'scans', attachmentFolder: target, attachmentPattern: '{name}' }];
  await writeFile(join(home, 'config.json'), JSON.stringify(office([relayFor('127.0.0.1', own)], { mailboxes })));
  const first = await startEngine(home);
  onTestFinished(() => first.kill9());
  const attachments = [{ filename: 'a.pdf', content: page }];
  const sending = send('scans', { text: 'x', attachments }, own).catch(() => undefined);
  await eventually('it is being written', async () => (await readdir(target)).length > 0);
  await first.kill9();
  await sending;
  return (await readdir(target)).every((name) => name.endsWith('.part')) ? home : null;
}

test('an engine that dies while it saves leaves no part of a file behind', async () => {
  let home: string | null = null;
  for (let tries = 0; home === null && tries < 10; tries += 1) home = await diedWhileSaving();
  if (home === null) throw new Error('It never died while it saved.');
  const second = await startEngine(home);
  onTestFinished(() => second.kill9());
  const [folderOfIt, target] = [home, join(home, 'scans')];
  await eventually('it is delivered', async () => (await mailbox(folderOfIt, 'scans')).length === 1);
  expect(await readdir(target)).toEqual(['a.pdf']);
  expect((await readFile(join(target, 'a.pdf'))).equals(page)).toBe(true);
});
