import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { MessageDetail, MessageRow, QueueRow } from '../../../main/contract/queue-view.ts';
import type { Status } from '../../../main/contract/status-view.ts';
import { dataFolder, removeFolder, runCli, runTool, type EngineProcess } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { requireTool } from '../../support/requirements.ts';
import { startScriptedSink, unstuff, type ScriptedSink } from '../../support/scripted-sink.ts';
import { dial } from '../../support/smtp-dialogue.ts';
import { eventually } from '../durability/relay.ts';
import {
  delivered,
  json,
  logRows,
  mailbox,
  office,
  patch,
  providerCertificate,
  relayFor,
  run,
  startOffice,
} from './office.ts';

/** What an administrator does about mail that waits, all of it through the command line. */

const hop = '[127.0.0.1]';

function internet(port: number, more: object = {}) {
  return { name: 'Internet', addressSpaces: ['SMTP:*;1'], smartHosts: ['127.0.0.1'], port, ...more };
}

async function submit(port: number, to: string, subject: string, text = 'Hello'): Promise<number> {
  const client = await dial({ port });
  const body = `From: <scanner@office.example>\r\nTo: <${to}>\r\nSubject: ${subject}\r\n\r\n${text}`;
  const reply = await client.deliver({ from: 'scanner@office.example', to, body });
  return Number(/^250 2\.6\.0 .*\[InternalId=(\d+)/.exec(reply)?.[1]);
}

const show = (engine: EngineProcess, target: string) => json<MessageRow[]>(engine, ['queue', 'show', target]);
const totals = async (engine: EngineProcess) => (await json<Status>(engine, ['status'])).queue;

test('mail without a route says so in Unreachable, and leaves by itself when a send connector comes', async () => {
  const port = await freePort();
  const engine = await startOffice(office([relayFor('127.0.0.1', port)]));
  const sink = await startScriptedSink();
  onTestFinished(() => sink.close());

  const id = await submit(port, 'bob@far.example', 'Invoice 12');

  await expect.poll(() => totals(engine)).toMatchObject({ waiting: 1, unreachable: 1 });
  const rows = await json<QueueRow[]>(engine, ['queue', 'list']);
  expect(rows.find(({ identity }) => identity === 'Unreachable')).toMatchObject({
    messageCount: 1,
    lastError: 'A matching connector cannot be found to route the external recipient',
  });
  expect((await run(engine, ['metrics'])).split('\n')).toContain('postroom_queue_messages{state="unreachable"} 1');
  expect(await show(engine, 'Unreachable')).toMatchObject([{ id, subject: 'Invoice 12', status: 'ready' }]);

  await patch(engine, { sendConnectors: [internet(sink.port)] });

  await eventually('it has left', () => sink.messages.length === 1);
  expect(sink.messages[0]?.rcptTo).toEqual(['<bob@far.example>']);
  await expect.poll(() => totals(engine)).toMatchObject({ waiting: 0, unreachable: 0 });
});

test('suspend, resume, retry and remove do what they say, and NDRs come where they are asked for', async () => {
  const [port, hopPort] = [await freePort(), await freePort()];
  const engine = await startOffice(office([relayFor('127.0.0.1', port)], { sendConnectors: [internet(hopPort)] }));
  const ids: number[] = [];
  for (const name of ['kept', 'held', 'dropped', 'returned']) {
    ids.push(await submit(port, `${name}@far.example`, `To be ${name}`));
  }
  const [kept, held, dropped, returned] = ids.map(String) as [string, string, string, string];
  await expect
    .poll(async () => (await show(engine, hop)).map(({ lastError }) => lastError))
    .toEqual(Array(4).fill(expect.stringContaining('421 4.2.1 Unable to connect (ECONNREFUSED).')));

  expect(await run(engine, ['queue', 'suspend', held])).toBe('suspend: 1 message or queue.\n');
  expect((await json<MessageRow>(engine, ['queue', 'show', held])).status).toBe('suspended');
  expect(await run(engine, ['queue', 'remove', dropped])).toBe('Removed 1 of 1.\n');
  expect(await run(engine, ['queue', 'remove', '--ndr', returned])).toBe('Removed 1 of 1.\n');
  const again = await engine.cli(['queue', 'remove', dropped]);
  expect({ code: again.code, stdout: again.stdout }).toEqual({
    code: 1,
    stdout:
      'Removed 0 of 1. It is not in the queue, or is being sent at this moment; "postroom queue list" says what waits.\n',
  });
  const unknown = await engine.cli(['queue', 'show', 'nowhere']);
  expect({ code: unknown.code, stderr: unknown.stderr }).toEqual({
    code: 1,
    stderr: 'There is no queue named nowhere.\n',
  });
  const nowhere = await engine.cli(['queue', 'retry', 'nowhere.example']);
  expect({ code: nowhere.code, stderr: nowhere.stderr }).toEqual({
    code: 1,
    stderr: 'There is no queue named nowhere.example.\n',
  });

  // A suspended queue still takes mail; a server that is up again changes nothing about that.
  await run(engine, ['queue', 'suspend', hop]);
  const sink = await startScriptedSink({}, '127.0.0.1', hopPort);
  onTestFinished(() => sink.close());
  const late = await submit(port, 'late@far.example', 'To be late');
  await run(engine, ['queue', 'retry', kept]);
  expect((await json<QueueRow[]>(engine, ['queue', 'list'])).find(({ identity }) => identity === hop)?.status).toBe(
    'Suspended',
  );
  expect((await show(engine, hop)).map(({ id }) => id)).toEqual([Number(kept), Number(held), late]);
  expect(sink.sessions).toEqual([]);

  await run(engine, ['queue', 'resume', hop]);
  const recipients = () => sink.messages.flatMap(({ rcptTo }) => rcptTo).sort();
  await eventually('two have left', () => recipients().length === 2);
  expect(recipients()).toEqual(['<kept@far.example>', '<late@far.example>']);
  await run(engine, ['queue', 'resume', held]);
  await eventually('the third has left', () => recipients().length === 3);
  expect(recipients()[0]).toBe('<held@far.example>');

  const [report] = await delivered(engine.folder, 'scanner');
  expect(report?.toString()).toContain('Final-Recipient: rfc822; returned@far.example\r\nAction: failed\r\n');
  expect(report?.toString()).toContain('550 4.3.2 QUEUE.Admin; message deleted by administrative action');
  await expect.poll(() => totals(engine)).toMatchObject({ waiting: 0, suspended: 0 });
  expect(await mailbox(engine.folder, 'scanner')).toHaveLength(1);
});

test('edit, hold, route, resend and forward do what they say to messages that wait', async () => {
  const port = await freePort();
  const sink = await startScriptedSink({
    answer: (command) => (command.startsWith('RCPT TO:<wrong') ? '450 4.7.1 Greylisted' : undefined),
  });
  const other = await startScriptedSink();
  onTestFinished(() => sink.close());
  onTestFinished(() => other.close());
  const engine = await startOffice(
    office([relayFor('127.0.0.1', port)], {
      sendConnectors: [
        internet(sink.port),
        internet(other.port, { name: 'Other', addressSpaces: ['nowhere.example'] }),
      ],
    }),
  );
  const ids: string[] = [];
  for (const at of ['1', '2', '3']) ids.push(String(await submit(port, `wrong${at}@far.example`, `Cut ${at}`)));
  const [first, second, third] = ids as [string, string, string];
  const detail = (id: string) => json<MessageDetail>(engine, ['queue', 'show', id]);
  const isTried = async (id: string) => (await detail(id)).attempts > 0;
  for (const id of ids) await eventually('it was tried', () => isTried(id));
  const recipients = (where: ScriptedSink) => where.messages.flatMap(({ rcptTo }) => rcptTo);

  expect(await run(engine, ['queue', 'edit', first, 'wrong4@far.example'])).toBe(
    `Message ${first} is for wrong4@far.example now.\n`,
  );
  expect((await detail(first)).recipients.map(({ address, status }) => [address, status])).toEqual([
    ['wrong1@far.example', 'expanded'],
    ['wrong4@far.example', 'ready'],
  ]);
  await run(engine, ['queue', 'edit', first, 'right@far.example', '--resend']);
  await eventually('the right one has it', () => recipients(sink).includes('<right@far.example>'));

  const held = await run(engine, [
    'queue',
    'hold',
    second,
    third,
    '--reason',
    'ask Ann',
    '--until',
    '2099-01-01T06:00',
  ]);
  expect(held).toBe('Held 2 of 2.\n');
  expect(await detail(second)).toMatchObject({
    ...{ status: 'suspended', lastError: 'Held: ask Ann', releaseAtMs: new Date(2099, 0, 1, 6).getTime() },
    attemptLog: [{ host: '127.0.0.1', results: [{ verdict: 'deferred', reply: '450 4.7.1 Greylisted' }] }],
  });
  expect(await run(engine, ['queue', 'show', second])).toMatch(/^Held until +2099-/m);
  // Held is held: trying the queue again leaves it alone.
  const retried = await engine.cli(['queue', 'retry', hop]);
  expect({ code: retried.code, stdout: retried.stdout }).toEqual({
    code: 1,
    stdout:
      'retry: 0 messages or queues. It is not in the queue, or is being sent at this moment; "postroom queue list" says what waits.\n',
  });

  const again = await run(engine, ['queue', 'resend', second, 'again@far.example']);
  expect(again).toMatch(/^It is message \d+ now\.\n$/);
  await eventually('it came again', () => recipients(sink).includes('<again@far.example>'));
  expect(await run(engine, ['queue', 'forward', second, 'boss@far.example'])).toMatch(/^Forwarded as message \d+\.\n$/);
  await eventually('it was forwarded', () => recipients(sink).includes('<boss@far.example>'));
  const forwarded = sink.messages.find(({ rcptTo }) => rcptTo.includes('<boss@far.example>'));
  expect(forwarded?.raw.toString()).toMatch(/^Subject: Fwd: Cut 2\r$/m);

  expect(await run(engine, ['queue', 'route', second, '--through', 'Other'])).toBe('Routed 1 of 1.\n');
  await eventually('it went the other way', () => recipients(other).includes('<wrong2@far.example>'));

  const failing = async (...args: string[]) => {
    const { code, stdout, stderr } = await engine.cli(['queue', ...args]);
    return { code, said: stdout + stderr };
  };
  expect(await failing('edit', third, 'nobody')).toMatchObject({
    code: 2,
    said: expect.stringContaining('recipients') as string,
  });
  expect(await failing('route', third, '--through', 'Nowhere')).toEqual({
    ...{ code: 1, said: 'There is no send connector named "Nowhere".\n' },
  });
  expect(await failing('hold', third, '--until', 'tomorrow')).toEqual({
    ...{ code: 2, said: '"tomorrow" is not a time such as 2026-03-01T06:00.\n' },
  });
  expect((await failing('resend', second)).said).toContain('its text is not kept here');
  expect((await detail(third)).recipients).toMatchObject([{ address: 'wrong3@far.example', status: 'ready' }]);
});

test('who is told of alerts is listed, and a test alert says what came of each way', async () => {
  const port = await freePort();
  const sink = await startScriptedSink();
  onTestFinished(() => sink.close());
  const posted: string[] = [];
  const hook = createServer((request, response) => {
    request.on('data', (chunk) => posted.push(String(chunk)));
    request.on('end', () => response.end());
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void hook.close());
  const engine = await startOffice(office([relayFor('127.0.0.1', port)], { sendConnectors: [internet(sink.port)] }));
  expect(await run(engine, ['alerts', 'status'])).toMatch(/^toast +ready/m);

  const { port: hookPort } = hook.address() as AddressInfo;
  const webhookUrl = `http://127.0.0.1:${String(hookPort)}/postroom`;
  await patch(engine, { alerts: { emailRecipients: ['admin@far.example'], webhookUrl } });
  const tried = await run(engine, ['alerts', 'test']);
  expect(tried).toMatch(/^e-mail +yes/m);
  expect(tried).toMatch(/^webhook +yes/m);
  expect(posted.join('')).toContain('"kind":"test"');
  await eventually('the mail came', () => sink.messages.some(({ raw }) => raw.includes('This is a test')));
  const status = await run(engine, ['alerts', 'status']);
  expect(status).toMatch(/^webhook +ready +20\d\d-/m);

  hook.closeAllConnections();
  await new Promise((resolve) => hook.close(resolve));
  const failed = await engine.cli(['alerts', 'test']);
  expect(failed.code).toBe(1);
  expect(failed.stdout).toMatch(/^webhook +no/m);
});

const hasPython = await requireTool('python3');

test.runIf(hasPython)(
  'a recipient unknown to the smart host comes back as a notification that programs can read',
  async () => {
    const port = await freePort();
    const sink = await startScriptedSink({
      answer: (command) =>
        /^RCPT TO:<nobody@/.test(command) ? '550 5.1.1 <nobody@far.example>: User unknown' : undefined,
    });
    onTestFinished(() => sink.close());
    const engine = await startOffice(office([relayFor('127.0.0.1', port)], { sendConnectors: [internet(sink.port)] }));

    await submit(port, 'nobody@far.example', 'Rechnung für März');

    const [report] = await delivered(engine.folder, 'scanner');
    const parsed = await runTool('python3', ['-c', PARSE_REPORT], report?.toString('latin1'));
    expect(JSON.parse(parsed.stdout)).toEqual({
      returnPath: '<>',
      type: 'multipart/report',
      reportType: 'delivery-status',
      to: 'scanner@office.example',
      subject: 'Undeliverable: Rechnung für März',
      autoSubmitted: 'auto-replied',
      parts: ['text/plain', 'message/delivery-status', 'text/rfc822-headers'],
      defects: [],
      perMessage: { 'Reporting-MTA': 'dns; postroom.office.example', 'Received-From-MTA': 'dns; test.example' },
      recipient: {
        'Final-Recipient': 'rfc822; nobody@far.example',
        Action: 'failed',
        Status: '5.1.1',
        'Remote-MTA': 'dns; 127.0.0.1',
        'Diagnostic-Code': 'smtp; 550 5.1.1 <nobody@far.example>: User unknown',
      },
    });
    expect(await engine.stop()).toBe(0);
    const events = (await logRows(engine.folder, 'MessageTracking')).map((row) => `${row[7] ?? ''} ${row[8] ?? ''}`);
    expect(events.sort()).toEqual(['DSN DSN', 'SMTP FAIL', 'SMTP RECEIVE', 'STOREDRIVER DELIVER']);
  },
);

/** Python's own parser; dates are left out. */
const PARSE_REPORT = `
import email, email.policy, json, sys
m = email.message_from_bytes(sys.stdin.buffer.read().decode('utf8').encode('latin1'), policy=email.policy.default)
parts = list(m.iter_parts())
status = parts[1].get_payload()
fields = lambda block: {k: str(v) for k, v in block.items() if not k.endswith('-Date') and k != 'Content-Type'}
print(json.dumps({
  'returnPath': str(m['Return-Path']), 'type': m.get_content_type(), 'reportType': m.get_param('report-type'),
  'to': m['To'].addresses[0].addr_spec, 'subject': str(m['Subject']), 'autoSubmitted': str(m['Auto-Submitted']),
  'parts': [p.get_content_type() for p in parts], 'defects': [str(d) for p in m.walk() for d in p.defects],
  'perMessage': fields(status[0]), 'recipient': fields(status[1])}))
`;

test('backup and restore bring everything that waits, and the secrets, to another folder', async () => {
  const [port, hopPort] = [await freePort(), await freePort()];
  const { cert, key } = await providerCertificate();
  const engine = await startOffice(
    office([relayFor('127.0.0.1', port)], {
      sendConnectors: [
        internet(hopPort, { smartHostAuthMechanism: 'BasicAuth', userName: 'office', tlsAuthLevel: 'EncryptionOnly' }),
      ],
    }),
  );
  await run(engine, ['secret', 'set', 'send-connector/Internet'], 'correct horse');
  // The second is too large for the database and lies in the spool.
  const large = randomBytes(400_000).toString('base64').replace(/.{76}/g, '$&\r\n');
  await submit(port, 'small@far.example', 'Small');
  await submit(port, 'large@far.example', 'Large', large);
  await expect.poll(async () => (await show(engine, hop)).length).toBe(2);
  const place = await dataFolder();
  onTestFinished(() => removeFolder(place));
  const backup = join(place, 'backup');

  expect(await run(engine, ['backup', backup])).toBe(`Wrote ${backup}.\n`);
  await engine.kill9();
  const target = join(place, 'restored');
  const restored = await runCli(['restore', backup, '--data', target]);

  expect(restored).toMatchObject({ code: 0, stderr: '' });
  expect(restored.stdout).toBe(`Restored into ${target}. Start it with "postroom serve".\n`);
  const sink = await startScriptedSink(
    { tls: { cert, key }, auth: { user: 'office', pass: 'correct horse' } },
    '127.0.0.1',
    hopPort,
  );
  onTestFinished(() => sink.close());
  const second = await startOffice({}, target);
  await run(second, ['queue', 'retry', hop]);
  await eventually('both have left', () => sink.messages.length === 2);
  const bodies = sink.messages.map(({ raw }) => unstuff(raw).toString().split('\r\n\r\n').slice(1).join('\r\n\r\n'));
  expect(bodies.sort()).toEqual([`${large}\r\n`, 'Hello\r\n'].sort());
  expect(new Set(sink.sessions.filter(({ messages }) => messages.length > 0).map(({ user }) => user))).toEqual(
    new Set(['office']),
  );
  const occupied = await runCli(['restore', backup, '--data', target]);
  expect(occupied.code).not.toBe(0);
});
