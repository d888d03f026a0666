import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsole } from '../support/console-page.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { freePort } from '../support/free-port.ts';
import { dial } from '../support/smtp-dialogue.ts';

/** The tester page in a real browser, against the built engine: typed, pasted, explained, mended, and talked for real. */

const relayed = fileURLToPath(new URL('../fixtures/transcripts/03-external-relay.txt', import.meta.url));
let port: number;
let page: Page;
let opened: ConsolePage;

beforeAll(async () => {
  port = await freePort();
  opened = await openConsole({
    server: { name: 'E15MB1', fqdn: 'E15MB1.exchange2013demo.com', replyDialect: '2013' },
    receiveConnectors: [
      {
        name: 'Default Frontend E15MB1',
        bindings: [`127.0.0.1:${String(port)}`],
        remoteIPRanges: ['0.0.0.0-255.255.255.255'],
        authMechanism: ['Tls', 'BasicAuth'],
        permissionGroups: ['AnonymousUsers', 'ExchangeUsers'],
        tarpitInterval: '00:00:00',
        authTarpitInterval: '00:00:00',
      },
    ],
    acceptedDomains: [{ name: 'Demo', domainName: 'exchange2013demo.com', default: true }],
  });
  ({ page } = opened);
});

afterAll(() => opened.close());

const terminal = () => page.getByRole('region', { name: 'Session', exact: true });
const prompt = (name = 'Command') => terminal().getByRole('combobox', { name });
const line = (name: RegExp | string) =>
  terminal().getByRole('listbox', { name: 'Session' }).getByRole('option', { name });
const detail = () => page.getByRole('complementary', { name: 'The chosen line' });
const saved = () => page.getByRole('listitem').filter({ hasText: 'Scanner to gmail.com' });
const dialog = () => page.getByRole('dialog');

async function type(text: string, at: Locator = prompt()): Promise<void> {
  await at.fill(text);
  await at.press('Enter');
}

async function paste(text: string): Promise<void> {
  await prompt().evaluate((input, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

test('what nobody told is asked for', async () => {
  await page.getByRole('link', { name: 'Tester' }).click();
  await page.getByText('Begin with a command').waitFor();
  await type('EHLO x');
  await page.getByText('The transcript does not tell from which address the client connects').waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByLabel('Client address').fill('192.168.0.181');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await line(/EHLO x.*250-E15MB1/s).waitFor();
});

test('by keyboard: commands are completed and brought back, a message is typed, Ctrl+L begins anew', async () => {
  await prompt().pressSequentially('mai');
  await prompt().press('Tab');
  await expect.poll(() => prompt().inputValue()).toBe('MAIL FROM:<');
  await prompt().press('Tab');
  await expect.poll(() => prompt().inputValue()).toBe('MAIL FROM:<postmaster@exchange2013demo.com>');
  await prompt().press('Enter');
  await line('250 2.1.0 Sender OK').waitFor();
  await type('RCPT TO:<postmaster@exchange2013demo.com>');
  await prompt().press('ArrowUp');
  await prompt().press('ArrowUp');
  await expect.poll(() => prompt().inputValue()).toBe('MAIL FROM:<postmaster@exchange2013demo.com>');
  await prompt().press('ArrowDown');
  await prompt().press('ArrowDown');
  await expect.poll(() => prompt().inputValue()).toBe('');
  await type('DATA');
  await type('Subject: typed', prompt('Line of the message'));
  await type('.', prompt('Line of the message'));
  await line(/250 2\.6\.0 .* accepted/s).waitFor();
  await terminal().getByText('Accepted by Default Frontend E15MB1').waitFor();
  await prompt().press('Control+l');
  await page.getByText('Begin with a command').waitFor();
});

test('a pasted transcript is run; the refusal stands beside what was recorded, with why and what would change it', async () => {
  await paste(await readFile(relayed, 'utf8'));
  await terminal().getByText('Refused by Default Frontend E15MB1').waitFor();
  await terminal().getByText('Not as in the transcript: 3 of 6 replies').waitFor();
  await line(/rcpt to:.*recorded 250 2\.1\.5 Recipient OK.*now 550 5\.7\.1 Unable to relay.*different/s).waitFor();
  await detail().getByRole('heading', { name: 'RCPT TO, line 7' }).waitFor();
  await detail()
    .getByText(/gmail\.com is not an accepted domain/)
    .waitFor();
  await detail().getByRole('region', { name: 'What would change it' }).getByRole('listitem').first().waitFor();
  await opened.picture('tester');
  await opened.expectAccessible();
  await terminal().getByRole('listbox', { name: 'Session' }).press('Home');
  await detail().getByRole('heading', { name: 'Connection, line 1' }).waitFor();
});

test('step by step: one command more at a time', async () => {
  await terminal().getByRole('button', { name: 'Step' }).click();
  await detail().getByRole('heading', { name: 'Connection, line 1' }).waitFor();
  await terminal().getByRole('button', { name: 'Step' }).click();
  await detail().getByRole('heading', { name: /^HELO/ }).waitFor();
  await terminal().getByRole('button', { name: 'Run again' }).click();
  await detail().getByRole('heading', { name: 'RCPT TO, line 7' }).waitFor();
});

test('a change that would make an open relay is applied only when its name is typed', async () => {
  const advice = detail().getByRole('region', { name: 'What would change it' }).getByRole('listitem');
  await advice.filter({ hasText: 'This makes an open relay' }).first().getByRole('button').click();
  await dialog()
    .getByLabel(/Type “.*” to confirm/)
    .waitFor();
  await expect.poll(() => dialog().getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true);
  await opened.expectDialogAccessible();
  await dialog().getByRole('button', { name: 'Cancel' }).click();
  await dialog().waitFor({ state: 'detached' });
});

test('advice for this one client is applied, the session passes, and it is taken back', async () => {
  const advice = detail().getByRole('region', { name: 'What would change it' }).getByRole('listitem');
  const one = advice.filter({ hasText: '192.168.0.181' }).filter({ hasNotText: 'This makes an open relay' }).first();
  await one.getByRole('button').click();
  await dialog().getByText('What happens').waitFor();
  await dialog().getByRole('button', { name: 'Apply' }).click();
  await terminal().getByText('Same as the transcript: 6 of 6 replies').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await terminal().getByText('Not as in the transcript: 3 of 6 replies').waitFor();
});

test('it is kept as a check, which fails', async () => {
  await terminal().getByRole('button', { name: 'Save as check …' }).click();
  await dialog().getByLabel('Name of the check').fill('Scanner to gmail.com');
  await dialog().getByRole('radio', { name: 'What is recorded' }).check();
  await opened.expectDialogAccessible();
  await dialog().getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The check Scanner to gmail.com is saved.').waitFor();
  await page.getByRole('tab', { name: 'Checks' }).click();
  await saved().getByText('failed', { exact: true }).waitFor();
  await opened.expectAccessible();
});

test('a check is mended, switched off, exported, removed, imported and opened', async () => {
  await saved().getByRole('button', { name: 'Expect this now: Scanner to gmail.com' }).click();
  await saved().getByText('passed', { exact: true }).waitFor();
  const running = saved().getByRole('switch', { name: 'Use the check Scanner to gmail.com' });
  await running.click();
  await saved().getByText('off', { exact: true }).waitFor();
  await running.click();
  await saved().getByText('passed', { exact: true }).waitFor();
  const exported = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const file = await (await exported).path();
  await saved().getByRole('button', { name: 'Remove the check' }).click();
  await saved().waitFor({ state: 'detached' });
  await page.getByLabel('File with checks').setInputFiles(file);
  await page.getByText('1 check added, 0 replaced.').waitFor();
  await saved().getByRole('button', { name: 'Open the check' }).click();
  await terminal()
    .getByText(/^Same as the transcript: (\d) of \1 replies/)
    .waitFor();
});

test('the audit says what it tried, through which doors, and what it found', async () => {
  await page.getByRole('tab', { name: 'Audit' }).click();
  await page.getByRole('button', { name: 'Run the audit' }).click();
  await page.getByText(/attempts to relay without a right to, 0 would have left this server/).waitFor();
  await page.getByRole('list', { name: 'Findings' }).getByText('There is no send connector').waitFor();
  await page.getByRole('table', { name: 'Relay attempts' }).getByRole('row').nth(2).getByText('STARTTLS').waitFor();
  await opened.expectAccessible();
});

test('a session that took place opens in the tester with everything filled', async () => {
  const client = await dial({ port });
  await client.expect('220 *');
  await client.send('HELO scanner');
  await client.expect('250 *');
  await client.send('MAIL FROM:<a@b.example>');
  await client.expect('250 *');
  await client.send('RCPT TO:<<script>@elsewhere.example>');
  await client.expect('*');
  client.end();
  await client.closed();
  await page.getByRole('link', { name: /^Sessions/ }).click();
  await page
    .getByRole('listbox', { name: 'Session log' })
    .getByRole('option', { name: /HELO scanner/ })
    .click();
  await page.getByRole('link', { name: 'Open in tester' }).click();
  await line(/HELO scanner/).waitFor();
  await expect.poll(() => page.getByLabel('Client address').inputValue()).toBe('127.0.0.1');
  await expect.poll(() => page.getByLabel('Arrives at').inputValue()).toBe(`127.0.0.1:${String(port)}`);
  await terminal()
    .getByText(/^Same as the transcript/)
    .waitFor();
});

test('talked for real: STARTTLS, a login that is not shown, and the dialogue tried out again', async () => {
  await page.getByText('Talk for real').click();
  await page.getByLabel('Server', { exact: true }).fill('127.0.0.1:9');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByText('is neither a listener of Postroom nor a smart host').waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByLabel('Server', { exact: true }).fill(`127.0.0.1:${String(port)}`);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await line(/220 E15MB1/).waitFor();
  await type('EHLO tester');
  await line(/250 8BITMIME/).waitFor();
  await terminal().getByRole('button', { name: 'STARTTLS' }).click();
  await detail()
    .getByText(/TLSv1\.3/)
    .waitFor();
  await type('EHLO tester');
  await type('AUTH LOGIN');
  const answer = terminal().getByLabel('Answer to the login');
  await answer.waitFor();
  expect(await answer.getAttribute('type')).toBe('password');
  await type('bm9ib2R5', answer);
  await terminal()
    .getByText(/334 UGFzc3dvcmQ6/)
    .waitFor();
  await type('d3Jvbmc=', answer);
  await line(/535 5\.7\.3/).click();
  await detail().getByText('user name or password are wrong').waitFor();
  expect(await terminal().innerText()).not.toContain('d3Jvbmc=');
  await opened.picture('tester-live');
  await opened.expectAccessible();
  await terminal().getByRole('button', { name: 'Open in Try out' }).click();
  await terminal().getByRole('button', { name: 'Run again' }).waitFor();
  await line(/^client AUTH LOGIN|AUTH LOGIN.*334/s)
    .first()
    .waitFor();
  await expect.poll(() => page.getByLabel('Arrives at').inputValue()).toBe(`127.0.0.1:${String(port)}`);
  await page.getByText('Talk for real').click();
  await terminal().getByRole('button', { name: 'Disconnect' }).click();
  await terminal().getByText('The dialogue is over.').waitFor();
});

test('nothing was refused by the content security policy, and nothing failed', () => {
  expect(opened.troubles).toEqual([]);
});
