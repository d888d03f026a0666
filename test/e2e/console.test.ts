import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsole } from '../support/console-page.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { freePort } from '../support/free-port.ts';
import { dial } from '../support/smtp-dialogue.ts';

/** The console in a real browser, against the built engine. */

let port: number;
let signInUrl: string;
let page: Page;
let troubles: string[];
let opened: ConsolePage;

beforeAll(async () => {
  port = await freePort();
  opened = await openConsole({
    server: { name: 'OFFICE', fqdn: 'postroom.office.example' },
    receiveConnectors: [
      {
        name: 'Default Frontend OFFICE',
        bindings: [`127.0.0.1:${String(port)}`],
        remoteIPRanges: ['0.0.0.0-255.255.255.255'],
        permissionGroups: ['AnonymousUsers'],
        tarpitInterval: '00:00:00',
      },
      {
        name: 'Relay OFFICE',
        bindings: [`127.0.0.1:${String(port)}`],
        remoteIPRanges: ['127.0.0.2'],
        permissionGroups: ['AnonymousUsers'],
        extendedRights: [{ user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' }],
      },
    ],
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
  });
  ({ page, troubles, signInUrl } = opened);
});

afterAll(() => opened.close());

test('a one-time address signs the browser in and leaves no code behind', async () => {
  await page.getByRole('heading', { level: 1, name: 'Everything is working.' }).waitFor();
  expect(page.url()).not.toContain('code=');
  const stranger = await opened.context.browser()?.newContext();
  const second = await stranger?.newPage();
  const response = await second?.goto(signInUrl);
  expect(response?.status()).toBe(401);
  await stranger?.close();
});

test('the overview names the listeners and services', async () => {
  const listeners = page.getByRole('table', { name: 'Listeners' });
  await listeners.getByText(String(port), { exact: true }).first().waitFor();
  await expect.poll(() => listeners.getByRole('row').nth(1).innerText()).toMatch(/Default Frontend OFFICE.*Listening/s);
  await expect.poll(() => page.getByRole('button', { name: /^Stop / }).count()).toBe(5);
  await page.getByText(`Receiving on ${String(port)}, sending to nobody outside, nothing waiting`).waitFor();
});

test('a session appears while it happens, with its lines and the reason for its refusal', async () => {
  await page.getByRole('link', { name: 'Sessions' }).click();
  await page.getByText('No session yet.').waitFor();
  const client = await dial({ port });
  await client.expect('220 *');
  const log = page.getByRole('listbox', { name: 'Session log' });
  await log.getByRole('option', { name: /connected from 127\.0\.0\.1.*Default Frontend OFFICE/ }).waitFor();
  await client.send('EHLO scanner');
  await client.expect('250*');
  await client.send('MAIL FROM: scanner@office.example');
  await client.expect('250 2.1.0 *');
  await client.send('RCPT TO:<bob@elsewhere.example>');
  await client.expect('550 5.7.54 *');
  await log.getByText('RCPT TO:<bob@elsewhere.example>').waitFor();
  await log.getByRole('option', { name: /550 5\.7\.54/ }).click();
  const panel = page.getByRole('complementary', { name: 'Session' });
  await panel.getByRole('heading', { name: 'Why 550 5.7.54' }).waitFor();
  await panel.getByText('this device may only send to your own domains').waitFor();
  await panel
    .getByText(/elsewhere\.example is not an accepted domain/)
    .first()
    .waitFor();
  // What follows comes live, into the same conversation.
  await client.send('RCPT TO:<alice@office.example>');
  await client.expect('250 2.1.5 *');
  await log.getByText('RCPT TO:<alice@office.example>').waitFor();
  await client.send('DATA');
  await client.expect('354 *');
  await client.raw('Subject: <img src=x onerror=alert(1)>\r\n\r\nA scan.\r\n.\r\n');
  await client.expect('250 2.6.0 *');
  await client.send('QUIT');
  await client.expect('221 *');
  await client.closed();
  await log.getByText(/250 2\.6\.0 /).waitFor();
  await opened.picture('sessions');
});

test('pausing and resuming receiving says so in words, by keyboard', async () => {
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('button', { name: 'Stop receiving' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Receiving is stopped, sending to nobody outside, nothing waiting').waitFor();
  await page.getByRole('button', { name: 'Start receiving' }).press('Enter');
  await page.getByText(/^Receiving on \d+, sending to nobody outside, nothing waiting$/).waitFor();
});

test('mail without a route is shown with what to do, and can be removed', async () => {
  const client = await dial({ port, from: '127.0.0.2' });
  await client.deliver({
    from: 'scanner@office.example',
    to: 'bob@elsewhere.example',
    body: 'Subject: <b>Invoice</b> 4711\r\n\r\nPlease pay.\r\n',
  });
  client.end();
  await page.getByRole('heading', { level: 1, name: '2 things need you.' }).waitFor();
  await page.getByText('There is none yet. Add one, for example to the smart host of the provider.').waitFor();
  await opened.picture('overview');
  await page.getByRole('link', { name: /^Queue/ }).click();
  const message = page.getByRole('row').filter({ hasText: '<b>Invoice</b> 4711' });
  await message.getByRole('gridcell').first().click();
  await opened.picture('queue');
  await page.getByRole('button', { name: 'Remove …' }).click();
  await opened.picture('queue-remove');
  await page.getByRole('button', { name: 'Remove without a word' }).click();
  await message.waitFor({ state: 'detached' });
});

test('nothing was refused by the content security policy, and nothing failed', () => {
  expect(troubles).toEqual([]);
});
