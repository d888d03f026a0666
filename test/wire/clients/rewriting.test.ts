import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../../../main/contract/declaration.ts';
import { dkimRecordOf } from '../../../main/dkim/dkim-record.ts';
import { createEngine, type Engine } from '../../../main/engine.ts';
import { verifyDkim } from '../../support/dkim-verifier.ts';
import { dataFolder, removeFolder } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { startScriptedSink, unstuff, type ScriptedSink, type SinkMessage } from '../../support/scripted-sink.ts';
import { dial } from '../../support/smtp-dialogue.ts';

/** Addresses that change on the way, from a device to the next hop, over real sockets. */

const caller: Caller = { role: 'admin', name: 'tester' };
const renderer = fileURLToPath(new URL('../../../renderer', import.meta.url));
const COPIER = '127.0.0.2';
let folder: string;
let engine: Engine;
let port: number;
let sink: ScriptedSink;

beforeAll(async () => {
  port = await freePort();
  sink = await startScriptedSink({
    answer: (command) =>
      command.includes('nobody@') && command.startsWith('RCPT') ? '550 5.1.1 No such user' : undefined,
  });
  const out = { smartHosts: ['127.0.0.1'], port: sink.port };
  folder = await dataFolder({
    server: { name: 'OFFICE', fqdn: 'mail.office.example' },
    transport: { minimumFreeDisk: '0B' },
    receiveConnectors: [
      {
        name: 'Devices',
        bindings: [`127.0.0.1:${String(port)}`],
        remoteIPRanges: ['127.0.0.0/8'],
        permissionGroups: ['AnonymousUsers'],
        extendedRights: [{ user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' }],
        tarpitInterval: '00:00:00',
        defaultDomain: 'Office',
        rewriting: {
          sender: 'scans@office.example',
          deviceSenders: [{ remoteIPRange: COPIER, sender: 'copier@office.example' }],
          archiveMailbox: 'Archive',
        },
      },
    ],
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true, dkimSelector: 'postroom' }],
    aliases: [
      { address: 'team@office.example', deliverTo: ['ann@office.example', 'boss@gmail.example'] },
      { address: 'old@gmail.example', deliverTo: ['new@gmail.example'] },
      { address: 'copier@office.example', deliverTo: ['ann@office.example'] },
    ],
    sendConnectors: [
      { name: 'Out', addressSpaces: ['SMTP:*;1'], ...out },
      { name: 'Signed', addressSpaces: ['signed.example'], signDkim: true, ...out },
      {
        name: 'Provider',
        addressSpaces: ['provider.example'],
        rewriting: { sender: 'account@provider.example', keepOriginalInReplyTo: false },
        ...out,
      },
    ],
  });
  engine = await createEngine({
    ...{ dataFolder: folder, console: null, rendererFolder: renderer, version: '0', log: () => undefined },
  });
});

afterAll(async () => {
  await engine.stop();
  await sink.close();
  await removeFolder(folder);
});

async function send(
  to: string,
  more: { readonly from?: string; readonly header?: string; readonly body?: string } = {},
) {
  const header = more.header ?? 'From: "Copier, 2nd floor" <printer@local.lan>\r\n';
  const body = `${header}Subject: Scan\r\n\r\n${more.body ?? 'a scan'}\r\n`;
  const hand = async (): Promise<string> => {
    const client = await dial({ port, from: more.from ?? '127.0.0.1' });
    try {
      return await client.deliver({ from: 'printer@local.lan', to, body });
    } finally {
      client.end();
    }
  };
  // A busy machine says 452 for a moment, and a device comes again.
  await expect.poll(() => hand().catch(String), { interval: 500 }).toMatch(/^250/);
}

async function relayed(to: string): Promise<SinkMessage> {
  const find = () => sink.messages.find(({ rcptTo }) => rcptTo.includes(`<${to}>`));
  await expect.poll(() => find()).toBeDefined();
  const found = find();
  if (found === undefined) throw new Error('not relayed');
  return found;
}

/** Mail of a folder whose text matches, newest last. */
async function mailIn(mailbox: string, matches: RegExp): Promise<readonly string[]> {
  const path = join(folder, 'mailboxes', mailbox);
  const names = await readdir(path).catch(() => []);
  const texts = await Promise.all(
    names.filter((name) => name.endsWith('.eml')).map((name) => readFile(join(path, name), 'latin1')),
  );
  return texts.filter((text) => matches.test(text));
}

async function arrived(mailbox: string, matches: RegExp): Promise<string> {
  let found: readonly string[] = [];
  await expect.poll(async () => (found = await mailIn(mailbox, matches)).length).toBeGreaterThan(0);
  return found.at(-1) ?? '';
}

test('a fixed sender stands in envelope and From, with the display name, and the original in Reply-To', async () => {
  await send('one@customer.example');
  const { mailFrom, raw } = await relayed('one@customer.example');
  expect(mailFrom).toMatch(/^<scans@office\.example>/);
  const mail = await PostalMime.parse(raw);
  expect(mail.from).toMatchObject({ name: 'Copier, 2nd floor', address: 'scans@office.example' });
  expect(mail.replyTo?.[0]).toMatchObject({ address: 'printer@local.lan' });
  expect(mail.text?.trim()).toBe('a scan');
});

test('a device has a sender of its own, by its address', async () => {
  await send('two@customer.example', { from: COPIER });
  const { mailFrom, raw } = await relayed('two@customer.example');
  expect(mailFrom).toMatch(/^<copier@office\.example>/);
  expect((await PostalMime.parse(raw)).from?.address).toBe('copier@office.example');
});

test('a send connector shows its next hop another sender, large messages too', async () => {
  await send('three@provider.example', { body: `${'x'.repeat(70)}\r\n`.repeat(20_000) });
  const { mailFrom, raw } = await relayed('three@provider.example');
  expect(mailFrom).toMatch(/^<account@provider\.example>/);
  const mail = await PostalMime.parse(raw);
  expect(mail.from?.address).toBe('account@provider.example');
  expect(mail.text?.length).toBeGreaterThan(1_400_000);
});

test('a signature covers the sender that was set and whom to answer, and the copy for the archive bears none', async () => {
  const own = 'Reply-To: <desk@local.lan>\r\n';
  await send('bob@signed.example', { header: `From: <printer@local.lan>\r\nTo: <bob@signed.example>\r\n${own}` });
  const { mailFrom, raw } = await relayed('bob@signed.example');
  const message = unstuff(raw);
  expect(mailFrom).toMatch(/^<scans@office\.example>/);
  const text = message.toString('latin1');
  expect(text).toMatch(/^From: .*scans@office\.example/m);
  // Where the device says whom to answer, that stays.
  expect(text.match(/^Reply-To: .*$/gm)).toEqual(['Reply-To: <desk@local.lan>']);
  expect(text.replaceAll(/\r\n[ \t]+/g, '')).toMatch(/^DKIM-Signature: .*h=[^;]*reply-to/im);
  const key = await engine.configuration.secrets.get('dkim/office.example/postroom');
  const record = dkimRecordOf('office.example', 'postroom', key);
  expect(verifyDkim(message, (name) => (name === record.name ? [record.value] : []))).toBe('pass');
  // A copy for the archive has left no trace in what is sent, and bears no signature.
  await expect.poll(() => mailIn('Archive', /desk@local\.lan/)).toHaveLength(1);
  expect((await mailIn('Archive', /desk@local\.lan/))[0]).not.toContain('DKIM-Signature');
});

test('bare names get the domain, an alias its list, one address its redirect, and the archive a copy of each', async () => {
  await send('ann', { header: 'From: p@local.lan\r\nX-Mark: bare\r\n' });
  expect(await arrived('ann', /X-Mark: bare/)).toContain('Delivered-To: ann@office.example');
  await send('team@office.example', { header: 'From: p@local.lan\r\nX-Mark: list\r\n' });
  await arrived('ann', /X-Mark: list/);
  await relayed('boss@gmail.example');
  await send('old@gmail.example');
  await relayed('new@gmail.example');
  expect(sink.messages.flatMap(({ rcptTo }) => rcptTo)).not.toContain('<old@gmail.example>');
  for (const mark of ['bare', 'list']) await arrived('Archive', new RegExp(`X-Mark: ${mark}`));
});

test('a notification goes to the sender that the message has in the queue, and from there by its alias', async () => {
  await send('nobody@customer.example', { from: COPIER });
  const text = await arrived('ann', /multipart\/report/);
  expect(text).toMatch(/^Return-Path: <>/);
  expect(text).toContain('To: <copier@office.example>');
});

test('all of it stands in the trace of the session, in explain, in the tester and on the page of the message', async () => {
  const { calls } = engine.api;
  await calls['queue.suspend']({ queue: '[127.0.0.1]' }, caller);
  await send('team@office.example', {
    header: 'DKIM-Signature: v=1; a=rsa-sha256; d=local.lan; b=x\r\nFrom: p@local.lan\r\n',
    from: COPIER,
  });
  const { sessions } = await calls['sessions.list']({ filter: {}, before: null, limit: 1 }, caller);
  const session = await calls['sessions.get']({ id: sessions[0]?.id ?? '' }, caller);
  const steps = session.traces.flatMap(({ steps: some }) => some.map(({ step }) => step));
  expect(steps).toEqual(expect.arrayContaining(['sender-rewritten', 'alias', 'signature-broken']));

  const question = { from: COPIER, to: `127.0.0.1:${String(port)}`, tls: false };
  const mail = { sender: 'p@local.lan', recipient: 'team@office.example' };
  const { stages } = await calls.explain({ ...question, ...mail }, caller);
  const texts = stages.flatMap(({ trace }) => trace.map(({ text }) => text));
  expect(texts).toEqual(
    expect.arrayContaining([
      'The sender becomes copier@office.example, in MAIL FROM and From: the connector "Devices" says so for 127.0.0.2.',
      'Mail for team@office.example goes to ann@office.example, boss@gmail.example (alias).',
    ]),
  );

  const transcript = 'HELO copier\nMAIL FROM:<p@local.lan>\nRCPT TO:<x@provider.example>\n';
  const conditions = { remoteAddress: COPIER, localAddress: '127.0.0.1', localPort: port };
  const replay = await calls['tester.replay']({ text: transcript, conditions }, caller);
  expect(JSON.stringify(replay)).toContain('There its sender is account@provider.example');

  const filter = { after: null, limit: 10, recipient: 'boss@gmail.example' };
  const waiting = async () => (await calls['queue.messages'](filter, caller)).messages;
  await expect.poll(waiting).toHaveLength(1);
  const detail = await calls['queue.message']({ id: (await waiting())[0]?.id ?? 0 }, caller);
  expect(detail.rewritten).toEqual([
    { what: 'sender', original: 'printer@local.lan', now: ['copier@office.example'], by: COPIER },
    {
      ...{ what: 'recipient', original: 'team@office.example', by: null },
      now: ['ann@office.example', 'boss@gmail.example'],
    },
    { what: 'copy', original: '', now: ['Archive'], by: null },
    { what: 'author', original: 'p@local.lan', now: ['copier@office.example'], by: COPIER },
  ]);
  expect(detail.recipients[1]).toMatchObject({ originalRecipient: 'rfc822;team@office.example' });
});
