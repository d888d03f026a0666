import { fileURLToPath } from 'node:url';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../../../main/contract/declaration.ts';
import type { MessageDetail } from '../../../main/contract/queue-view.ts';
import { createEngine, type Engine } from '../../../main/engine.ts';
import { dataFolder, removeFolder } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { startScriptedSink, type ScriptedSink } from '../../support/scripted-sink.ts';
import { dial } from '../../support/smtp-dialogue.ts';

/** What an administrator does to a message that waits, to the next hop and over real sockets. */

const caller: Caller = { role: 'admin', name: 'tester' };
const renderer = fileURLToPath(new URL('../../../renderer', import.meta.url));
let folder: string;
let engine: Engine;
let port: number;
let sink: ScriptedSink;
let other: ScriptedSink;

beforeAll(async () => {
  port = await freePort();
  sink = await startScriptedSink({
    answer: (command) => (command.startsWith('RCPT TO:<wrong') ? '450 4.7.1 Greylisted' : undefined),
  });
  // It takes seven bits only.
  other = await startScriptedSink({
    extensions: ['PIPELINING'],
    answer: (command) => (command.startsWith('RCPT TO:<late') ? '450 4.7.1 Greylisted' : undefined),
  });
  const send = { addressSpaces: ['SMTP:*;1'], smartHosts: ['127.0.0.1'] };
  folder = await dataFolder({
    server: { name: 'OFFICE', fqdn: 'mail.office.example' },
    transport: { minimumFreeDisk: '0B' },
    receiveConnectors: [
      {
        ...{ name: 'Devices', bindings: [`127.0.0.1:${String(port)}`], remoteIPRanges: ['127.0.0.0/8'] },
        permissionGroups: ['AnonymousUsers'],
        extendedRights: [{ user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' }],
      },
    ],
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
    sendConnectors: [
      { name: 'Internet', port: sink.port, ...send },
      { name: 'Other', port: other.port, ...send, addressSpaces: ['other.example'] },
    ],
  });
  engine = await createEngine({
    ...{ dataFolder: folder, console: null, rendererFolder: renderer, version: '0', log: () => undefined },
  });
});

afterAll(async () => {
  await engine.stop();
  await sink.close();
  await other.close();
  await removeFolder(folder);
});

const calls = () => engine.api.calls;

/** A message whose recipient is put off, so that it waits. */
async function waiting(to: string): Promise<number> {
  const hand = async (): Promise<string> => {
    const client = await dial({ port });
    const body = 'From: <a@office.example>\r\nMessage-ID: <old@x>\r\nSubject: Scan\r\n\r\ntext of it\r\n';
    try {
      return await client.deliver({ from: 'a@office.example', to, body });
    } finally {
      client.end();
    }
  };
  let id = 0;
  await expect
    .poll(async () => (id = Number(/InternalId=(\d+)/.exec(await hand().catch(String))?.[1] ?? 0)))
    .toBeGreaterThan(0);
  await expect.poll(async () => (await calls()['queue.message']({ id }, caller)).attempts).toBeGreaterThan(0);
  return id;
}
const at = (where: ScriptedSink, to: string) => where.messages.find(({ rcptTo }) => rcptTo.includes(`<${to}>`));
async function arrived(where: ScriptedSink, to: string) {
  await expect.poll(() => at(where, to)).toBeDefined();
  return PostalMime.parse(at(where, to)?.raw ?? '');
}

test('recipients are changed, and the message goes to them', async () => {
  const id = await waiting('wrong1@customer.example');
  await calls()['message.edit']({ id, recipients: ['right@customer.example'], resend: true }, caller);
  expect((await arrived(sink, 'right@customer.example')).messageId).toBe('<old@x>');
  await expect(
    calls()['message.edit']({ id, recipients: ['x@y.example'], resend: true }, caller),
  ).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('it is held for a reason, then sent through another connector', async () => {
  const id = await waiting('wrong2@customer.example');
  await calls()['message.hold']({ ids: [id], reason: 'ask Ann', untilMs: null }, caller);
  expect(await calls()['queue.message']({ id }, caller)).toMatchObject({
    ...{ status: 'suspended', lastError: 'Held: ask Ann', releaseAtMs: null },
    repairs: [expect.stringMatching(/^Added date/)],
    attemptLog: [{ results: [{ verdict: 'deferred', reply: '450 4.7.1 Greylisted' }] }],
  });
  await calls()['message.route']({ ids: [id], connector: 'Other' }, caller);
  await arrived(other, 'wrong2@customer.example');
});

test('it is sent again as a new message, and forwarded to somebody whole', async () => {
  const id = await waiting('wrong3@customer.example');
  const again = await calls()['message.resend']({ id, recipients: ['again@customer.example'] }, caller);
  expect(again.id).not.toBe(id);
  const copy = await arrived(sink, 'again@customer.example');
  expect(copy.messageId).not.toBe('<old@x>');
  expect(copy).toMatchObject({ references: '<old@x>', subject: 'Scan' });
  await calls()['message.forward']({ id, recipients: ['boss@customer.example'] }, caller);
  const forwarded = await arrived(sink, 'boss@customer.example');
  expect(forwarded).toMatchObject({ subject: 'Fwd: Scan', from: { address: 'postmaster@office.example' } });
  const [attached] = forwarded.attachments;
  expect(attached).toMatchObject({ mimeType: 'message/rfc822', filename: 'message.eml' });
  expect(new TextDecoder().decode(attached?.content as ArrayBuffer)).toContain('text of it');
  expect((await calls()['queue.message']({ id }, caller)).recipients).toMatchObject([{ status: 'ready' }]);
  await calls()['message.remove']({ ids: [id], withNdr: false }, caller);
  await expect(calls()['message.resend']({ id, recipients: null }, caller)).rejects.toMatchObject({
    ...{ code: 'not-found', message: expect.stringContaining('its text is not kept here') as string },
  });
});

test('a message that waits says what was put right in it, what was left alone, and what its host got', async () => {
  const hand = async (signature: string): Promise<MessageDetail> => {
    const client = await dial({ port });
    const to = ['late@other.example', 'fine@other.example'];
    // Sent byte by byte: raw letters, as devices send them.
    const body = `${signature}From: <a@office.example>\r\nSubject: B\u00fcro\r\n\r\nB\u00fcro\r\n`;
    const id = Number(/InternalId=(\d+)/.exec(await client.deliver({ from: 'a@office.example', to, body }))?.[1]);
    client.end();
    await expect
      .poll(async () => (await calls()['queue.message']({ id }, caller)).attemptLog.length)
      .toBeGreaterThan(0);
    return calls()['queue.message']({ id }, caller);
  };
  const plain = await hand('');
  expect(plain.repairs).toEqual([
    expect.stringMatching(/^Added .*date/),
    'Raw letters beyond ASCII were encoded in Subject.',
  ]);
  expect(plain.attemptLog[0]?.repairs).toEqual(['8-bit text encoded as quoted-printable.']);
  const signed = await hand('DKIM-Signature: v=1; a=rsa-sha256; d=office.example; s=x; bh=x; b=x\r\n');
  expect(signed.repairs).toContain(
    'The message is DKIM-signed and was changed all the same; its signature may no longer fit.',
  );
  expect(signed.attemptLog[0]?.repairs).toEqual([
    expect.stringMatching(/^The message is DKIM-signed and is passed on as it is/),
  ]);
});
