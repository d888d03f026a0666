import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openConsole, type ConsolePage } from '../support/console-page.ts';
import { freePort } from '../support/free-port.ts';
import { startScriptedSink, type ScriptedSink } from '../support/scripted-sink.ts';
import { dial } from '../support/smtp-dialogue.ts';
import { surgeryTests } from './queue-surgery.ts';

/** The queue with real mail waiting for a smart host that puts it off, and the settings. */

const hop = '[127.0.0.1]';
const evil =
  'Subject: =?utf-8?Q?B=C3=BCro?= <script>alert(1)</script>\r\nX-Note: =?utf-8?Q?=E2=80=AEevil?=\r\n\r\n<b>text</b>\r\n';
let sink: ScriptedSink;
/** Behind a send connector that no address space leads to. */
let other: ScriptedSink;
/** What the smart host says to recipients; null: takes them. */
let putOff: string | null = '452 4.2.2 mailbox is full';
let opened: ConsolePage;
let page: Page;
let port: number;

beforeAll(async () => {
  sink = await startScriptedSink({
    answer: (command) =>
      command.startsWith('RCPT TO:<wrong')
        ? '450 4.7.1 Greylisted'
        : command.startsWith('RCPT')
          ? (putOff ?? undefined)
          : undefined,
  });
  other = await startScriptedSink({}, '127.0.0.2');
  port = await freePort();
  opened = await openConsole({
    server: { name: 'OFFICE', fqdn: 'mail.office.example' },
    receiveConnectors: [
      {
        name: 'Devices',
        bindings: [`127.0.0.1:${String(port)}`],
        remoteIPRanges: ['127.0.0.1'],
        permissionGroups: ['AnonymousUsers'],
        extendedRights: [{ user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' }],
        tarpitInterval: '00:00:00',
      },
    ],
    sendConnectors: [
      { name: 'Internet', addressSpaces: ['SMTP:*;1'], smartHosts: ['127.0.0.1'], port: sink.port },
      { name: 'Other', addressSpaces: ['nowhere.example'], smartHosts: ['127.0.0.2'], port: other.port },
    ],
    // Nothing is tried again by itself while the tests count what waits.
    transport: {
      ...{ queueGlitchRetryInterval: '12:00:00', transientFailureRetryInterval: '12:00:00' },
      ...{ outboundConnectionFailureRetryInterval: '12:00:00', messageRetryInterval: '12:00:00' },
    },
  });
  page = opened.page;
  await submit('somebody0@far.example', evil);
  for (const at of Array.from({ length: 11 }, (_, before) => String(before + 1))) {
    await submit(`somebody${at}@far.example`, `Subject: Scan ${at}\r\n\r\nHello\r\n`);
  }
  await page.getByRole('link', { name: /^Queue/ }).click();
});

async function submit(to: string, body: string): Promise<void> {
  const client = await dial({ port });
  await client.deliver({ from: 'scanner@office.example', to, body });
  client.end();
}

async function greeting(): Promise<string> {
  const client = await dial({ port });
  const said = await client.expect('220 *');
  client.end();
  return said;
}

afterAll(async () => {
  await opened.close();
  await sink.close();
  await other.close();
});

const grid = () => page.getByRole('grid', { name: `Messages in ${hop}` });
const row = (subject: string) => grid().getByRole('row').filter({ hasText: subject });

test('the queue says why it waits, and its messages are there', async () => {
  await page.getByRole('link', { name: `Messages in ${hop}` }).waitFor();
  await page.getByRole('region', { name: 'Queues' }).getByText('452 4.2.2 mailbox is full').waitFor();
  await page.getByText('12 messages', { exact: true }).waitFor();
  await row('Scan 11').getByText('scanner@office.example → somebody11@far.example').waitFor();
  await opened.picture('queue');
  await opened.expectAccessible();
});

test('messages are found by sender, recipient, state and text', async () => {
  await page.getByRole('searchbox', { name: 'Recipient' }).fill('somebody3@');
  await page.getByText('1 message', { exact: true }).waitFor();
  await row('Scan 3').waitFor();
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await page.getByRole('combobox', { name: 'Status' }).selectOption('suspended');
  await page.getByText('No message matches.').waitFor();
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await page.getByText('12 messages', { exact: true }).waitFor();
});

test('a message shows its attempts with the words of the remote, and its header as text', async () => {
  await row('Büro').getByRole('link').click();
  await page.getByRole('heading', { level: 1, name: 'Büro <script>alert(1)</script>' }).waitFor();
  const attempts = page.getByRole('region', { name: 'Attempts' });
  await attempts.getByText('452 4.2.2 mailbox is full').first().waitFor();
  await attempts.getByText('127.0.0.1').first().waitFor();
  await page.getByRole('region', { name: 'Header' }).getByText('\\u202eevil').waitFor();
  await page.getByRole('link', { name: 'OFFICE\\Devices' }).waitFor();
  await page.getByRole('region', { name: 'What was changed' }).getByText('Added message-id').waitFor();
  await opened.picture('message');
  await opened.expectAccessible();
});

test('it is saved as a file that has every byte of it', async () => {
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save as .eml' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^message-\d+\.eml$/);
  expect(await readFile(await file.path(), 'utf8')).toContain(evil.slice(0, 60));
});

test('it is suspended, and the list stands where it stood', async () => {
  await page.getByRole('button', { name: 'Suspend', exact: true }).click();
  await page.getByText('1 message suspended.').waitFor();
  await page.getByRole('button', { name: 'Resume', exact: true }).waitFor();
  await page.getByRole('link', { name: '← Queue' }).click();
  await row('Büro').getByText('suspended', { exact: true }).waitFor();
});

test('many are chosen by keyboard and by mouse, and the choice survives what moves', async () => {
  await grid().focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByText('3 selected').waitFor();
  await row('Scan 5').locator('[role=gridcell]').first().click();
  await row('Scan 8')
    .locator('[role=gridcell]')
    .first()
    .click({ modifiers: ['Shift'] });
  await page.getByText('7 selected').waitFor();
  await submit('late@far.example', 'Subject: Late\r\n\r\nHello\r\n');
  await row('Late').waitFor();
  await page.getByText('7 selected').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('Space selects').waitFor();
});

test('some are removed, after a question whose harmless answer has the focus', async () => {
  await row('Late').locator('[role=gridcell]').first().click();
  await page.getByRole('button', { name: 'Remove …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove this message?' });
  await dialog.waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Keep');
  await opened.picture('queue-remove');
  await opened.expectDialogAccessible();
  await dialog.getByRole('button', { name: 'Remove and tell the sender' }).click();
  await page.getByText('1 message removed.').waitFor();
  await row('Late').waitFor({ state: 'detached' });
});

test('all are retried once the smart host takes them, and only the suspended one stays', async () => {
  putOff = null;
  await page.getByRole('button', { name: 'Select all 12' }).click();
  await page.getByText('12 selected').waitFor();
  await page.getByRole('button', { name: 'Retry', exact: true }).click();
  await page.getByText(/^11 messages will be tried now, 1 had left, or were not waiting/).waitFor();
  await page.getByText('1 message', { exact: true }).waitFor();
  await row('Büro').getByText('suspended', { exact: true }).waitFor();
  await page.getByText('1 selected').waitFor();
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await row('Büro').waitFor({ state: 'detached' });
  const taken = new Set(sink.messages.map(({ rcptTo }) => rcptTo[0]));
  expect([...taken].filter((address) => address?.startsWith('<somebody'))).toHaveLength(12);
});

describe('surgery, while mail flows', () => {
  surgeryTests(() => ({ opened, page, sink, other, grid: grid(), submit }));
});

test('a setting is changed with a report, and comes back with Undo', async () => {
  await page.getByRole('link', { name: 'Settings' }).click();
  const server = page.getByRole('form', { name: 'Server' });
  await opened.picture('settings');
  await opened.expectAccessible();
  const domain = server.getByLabel('Fully qualified domain name');
  const save = server.getByRole('button', { name: 'Save …' });
  await expect.poll(() => save.isDisabled()).toBe(true);
  await domain.fill('relay.office.example');
  await save.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Apply' }).click();
  await page.getByText('Server was saved.').waitFor();
  expect(await greeting()).toContain('relay.office.example');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('The change was taken back.').waitFor();
  await expect.poll(() => domain.inputValue()).toBe('mail.office.example');
  expect(await greeting()).toContain('mail.office.example');
});

test('what is no time span is said beside it', async () => {
  const retries = page.getByRole('form', { name: 'Retries and expiry' });
  await retries.getByLabel('Give up after').fill('two days');
  await retries.getByText('Must be a time span').waitFor();
  await expect.poll(() => retries.getByRole('button', { name: 'Save …' }).isDisabled()).toBe(true);
  await retries.getByRole('button', { name: 'Discard' }).click();
});

test('the history goes back to any revision, with a report before', async () => {
  const history = page.getByRole('region', { name: 'History' });
  await history.getByText('Back to revision').first().waitFor();
  const revisions = history.getByRole('button', { name: /^Go back … to revision/ });
  await revisions.first().click();
  await page
    .getByRole('dialog')
    .getByText('What changes')
    .or(page.getByRole('dialog').getByRole('listitem'))
    .first()
    .waitFor();
  await opened.expectDialogAccessible();
  await page.getByRole('dialog').getByRole('button', { name: 'Go back' }).click();
  await page.getByText(/^The configuration is back at revision \d+\.$/).waitFor();
  expect(await greeting()).toContain('relay.office.example');
});

test('a backup is made and listed, and the configuration is exported', async () => {
  const backup = page.getByRole('region', { name: 'Backup' });
  await backup.getByRole('button', { name: 'Back up now' }).click();
  await backup.getByText(/^Wrote .*backups.*\.$/).waitFor();
  await backup.getByRole('listitem').waitFor();
  const download = page.waitForEvent('download');
  await backup.getByRole('button', { name: 'Export configuration' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ server: { fqdn: 'relay.office.example' } });
  const cmdlets = page.waitForEvent('download');
  await backup.getByRole('button', { name: 'Export as cmdlets' }).click();
  expect((await cmdlets).suggestedFilename()).toMatch(/^postroom-\d+\.ps1$/);
  expect(await readFile(await (await cmdlets).path(), 'utf8')).toMatch(
    /^Set-TransportService .*-Fqdn relay\.office\.example/m,
  );
});

test('the licences of all that Postroom is made of are shown, with their texts', async () => {
  const licences = page.getByRole('region', { name: 'Third-party licences' });
  await licences.getByRole('button', { name: 'Show licences' }).click();
  for (const name of ['smtp-server', 'svelte', 'zod']) await licences.getByText(new RegExp(`^${name} `)).waitFor();
  const svelte = licences.getByRole('listitem').filter({ hasText: /^\s*svelte / });
  await svelte.locator('summary').click();
  await svelte.getByText('Permission is hereby granted').waitFor();
  const start = page.getByRole('region', { name: 'Start with the machine' });
  await start.getByText('In the desktop program both starts').waitFor();
});

test('the language is chosen, and the whole page follows', async () => {
  const region = page.getByRole('region', { name: 'Language and appearance' });
  await region.getByLabel('Language').selectOption('de');
  await page.getByRole('heading', { level: 1, name: 'Einstellungen' }).waitFor();
  await opened.picture('settings-de');
  await page.getByRole('combobox', { name: /^Sprache/ }).selectOption('');
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
});

test('an export of Exchange is reviewed, carried over behind its report, and taken back', async () => {
  await page.getByRole('link', { name: 'Settings' }).click();
  const panel = page.getByRole('region', { name: 'Coming from another mail server' });
  const fixtures = ['connectors-format-list.txt', 'permissions-format-list.txt'];
  await panel
    .getByLabel('Files')
    .setInputFiles(fixtures.map((name) => fileURLToPath(new URL(`../fixtures/import/${name}`, import.meta.url))));
  await panel.getByText('Receive connector Relay EX01').waitFor();
  await panel.getByText('CONTOSO\\Scanners: that account or group is not known here.').waitFor();
  await panel.getByRole('button', { name: 'Carry over …' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Receive connector "Relay EX01" added').waitFor();
  await dialog.getByRole('button', { name: 'Apply', exact: true }).click();
  await page.getByText('The import was carried over.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('The change was taken back.').waitFor();
});

test('nothing was said in the console of the browser', () => {
  expect(opened.troubles).toEqual([]);
});
