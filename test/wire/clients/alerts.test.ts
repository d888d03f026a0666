import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AlertNotice } from '../../../main/contract/alert-view.ts';
import type { Caller } from '../../../main/contract/declaration.ts';
import { createEngine, type Engine } from '../../../main/engine.ts';
import { dataFolder, removeFolder } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { hurriedClock } from '../../support/hurried-clock.ts';
import { startScriptedSink, unstuff, type ScriptedSink } from '../../support/scripted-sink.ts';
import { dial } from '../../support/smtp-dialogue.ts';
import { eventually } from '../durability/relay.ts';
import { frontend, office, relayFor } from './office.ts';

/** Alerts of a running engine: a real smart host that refuses, a real webhook, and time that passes forty times as fast. */

const PATIENCE_MS = 60_000;
const clock = hurriedClock(40);
const caller: Caller = { role: 'admin', name: 'tester' };
let folder: string;
let engine: Engine;
let port: number;
let sink: ScriptedSink;
let hook: Server;
const refused = new Set(['bob@far.example']);
const posted: (Omit<AlertNotice, 'failures'> & {
  readonly failures: { readonly items: readonly { text: string }[] };
})[] = [];

beforeAll(async () => {
  port = await freePort();
  sink = await startScriptedSink({
    answer: (command) =>
      command.startsWith('RCPT') && [...refused].some((address) => command.includes(address))
        ? '550 5.1.1 User unknown'
        : undefined,
  });
  hook = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      posted.push(JSON.parse(text) as (typeof posted)[number]);
      response.end();
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  folder = await dataFolder(
    office([frontend(port), relayFor('127.0.0.1', port)], {
      sendConnectors: [{ name: 'Internet', addressSpaces: ['*'], smartHosts: ['127.0.0.1'], port: sink.port }],
      alerts: {
        emailRecipients: ['admin@elsewhere.example'],
        webhookUrl: `http://127.0.0.1:${String((hook.address() as AddressInfo).port)}/postroom`,
        groupingInterval: '00:01:00',
      },
    }),
  );
  engine = await createEngine({
    ...{ dataFolder: folder, console: null, version: '0', log: () => undefined, clock },
    rendererFolder: fileURLToPath(new URL('../../../renderer', import.meta.url)),
  });
});

afterAll(async () => {
  await engine.stop();
  await sink.close();
  hook.closeAllConnections();
  hook.close();
  await removeFolder(folder);
});

const alertMails = () => sink.messages.filter(({ raw }) => raw.includes('<postroom-alert-'));

/** A busy machine says 452 for a moment, and a device comes again. */
async function sendTo(recipient: string): Promise<void> {
  await eventually(
    'the message was taken',
    async () => {
      const client = await dial({ port });
      const body = 'Subject: Scan 7\r\n\r\nx\r\n';
      const reply = await client
        .deliver({ from: 'scanner@office.example', to: recipient, body })
        .catch((error: unknown) => String(error));
      client.end();
      if (reply.includes('452 4.3.1')) return false;
      expect(reply).toMatch(/^250 /);
      return true;
    },
    PATIENCE_MS,
  );
}

test('a message that could not be delivered is reported by mail and by webhook, with what to do', async () => {
  await sendTo('bob@far.example');
  await eventually('the webhook was told', () => posted.length === 1);
  await eventually('the mail arrived', () => alertMails().length === 1, PATIENCE_MS);
  const text = '"Scan 7" from scanner@office.example to bob@far.example could not be delivered: 550 5.1.1 User unknown';
  expect(posted[0]).toMatchObject({
    kind: 'alert',
    title: '1 message could not be delivered.',
    failures: { items: [{ text }] },
  });
  const [mail] = alertMails();
  expect(mail?.rcptTo).toEqual(['<admin@elsewhere.example>']);
  const parsed = await PostalMime.parse(mail === undefined ? '' : unstuff(mail.raw));
  expect(parsed.subject).toBe('[OFFICE] 1 message could not be delivered.');
  expect(parsed.text).toContain(text);
  expect(parsed.text).toContain('What to do: ');
});

test('an alert whose own delivery fails goes round no further: the webhook says that mail does not arrive', async () => {
  refused.add('admin@elsewhere.example');
  await sendTo('bob@far.example');
  await eventually(
    'the webhook was told of the ways',
    () => posted.some(({ title }) => title.startsWith('Alerts do not arrive')),
    PATIENCE_MS,
  );
  const { channels } = await engine.api.calls['alerts.get']({}, caller);
  expect(channels.find(({ channel }) => channel === 'email')).toMatchObject({
    state: 'failing',
    trouble: 'The mail with an alert was not delivered: 550 5.1.1 User unknown',
  });
  const tried = sink.commands.filter((command) => command.includes('<admin@elsewhere.example>')).length;
  expect(tried).toBe(2);
  expect(posted.flatMap(({ failures }) => failures.items).filter(({ text }) => text.includes('admin@'))).toEqual([]);
});

test('a test alert says what came of each way', async () => {
  refused.delete('admin@elsewhere.example');
  const ways = async () =>
    (await engine.api.calls['alerts.test']({}, caller)).map(({ channel, isSent }) => [channel, isSent]);
  await expect.poll(ways, { timeout: PATIENCE_MS }).toEqual([
    ['toast', true],
    ['email', true],
    ['webhook', true],
  ]);
  expect(posted.at(-1)).toMatchObject({ kind: 'test' });
  await eventually('it arrived', () =>
    alertMails().some(({ raw }) => raw.includes('Subject: [OFFICE] This is a test')),
  );
});

/** Of the wall, in the hurry of the test. */
function timeOfDay(ms: number): string {
  const at = new Date(ms);
  return [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}

test('the daily report comes at its time, by mail and by webhook, and counts what was not delivered', async () => {
  const { revision: baseRevision } = await engine.api.calls['config.get']({}, caller);
  const patch = { alerts: { digestAt: timeOfDay(clock.now() + 4 * 60_000) } };
  await engine.api.calls['config.patch']({ patch, baseRevision, confirmations: [] }, caller);
  await sendTo('carol@far.example');
  const reports = () => posted.filter(({ kind }) => kind === 'digest');
  await eventually('the webhook was told', () => reports().length === 1, PATIENCE_MS);
  expect(reports()[0]).toMatchObject({ title: 'The daily report.', failures: { items: [] } });
  const mailOf = () => alertMails().find(({ raw }) => raw.includes('Subject: [OFFICE] The daily report.'));
  await eventually('the mail arrived', () => mailOf() !== undefined, PATIENCE_MS);
  const { text = '' } = await PostalMime.parse(unstuff(mailOf()?.raw ?? Buffer.alloc(0)));
  expect(text).toMatch(/^- accepted: [1-9]\d*$/m);
  expect(text).toMatch(/^- failed: \d+$/m);
  expect(text).toContain('Who is told, and when not: Settings, Alerts.');
});
