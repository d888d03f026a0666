import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataFolder, removeFolder, startEngine } from '../support/engine-process.ts';
import type { EngineProcess } from '../support/engine-process.ts';
import { freePort } from '../support/free-port.ts';
import { dial } from '../support/smtp-dialogue.ts';

/** The tester page in a real browser, against the built engine: from a refusal to a change that mends it. */

const pictures = fileURLToPath(new URL('../../.cache/e2e/', import.meta.url));
const relayed = fileURLToPath(new URL('../fixtures/transcripts/03-external-relay.txt', import.meta.url));
let postroom: EngineProcess;
let port: number;
let browser: Browser;
let page: Page;
const troubles: string[] = [];

beforeAll(async () => {
  await mkdir(pictures, { recursive: true });
  port = await freePort();
  const folder = await dataFolder({
    server: { name: 'E15MB1', fqdn: 'E15MB1.exchange2013demo.com', replyDialect: '2013' },
    receiveConnectors: [
      {
        name: 'Default Frontend E15MB1',
        bindings: [`127.0.0.1:${String(port)}`],
        remoteIPRanges: ['0.0.0.0-255.255.255.255'],
        permissionGroups: ['AnonymousUsers'],
        tarpitInterval: '00:00:00',
      },
    ],
    acceptedDomains: [{ name: 'Demo', domainName: 'exchange2013demo.com', default: true }],
  });
  postroom = await startEngine(folder, { args: ['--console', '127.0.0.1:0'], until: /Console: \S+\n/ });
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error('CSP', event.violatedDirective));
  });
  await page.goto(/Console: (\S+)/.exec(postroom.output())?.[1] ?? '');
});

afterAll(async () => {
  await browser.close();
  expect(await postroom.stop()).toBe(0);
  await removeFolder(postroom.folder);
});

const result = () => page.getByRole('region', { name: 'What is answered' });

test('what a transcript does not tell is asked for', async () => {
  await page.getByRole('link', { name: 'Tester' }).click();
  await page.getByText('Nothing has been run yet.').waitFor();
  await page.getByLabel('Session', { exact: true }).fill('EHLO x');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText('The transcript does not tell from which address the client connects').waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();
});

test('a refusal shows what was recorded, why, and what would change it', async () => {
  await page.getByLabel('Session', { exact: true }).fill(await readFile(relayed, 'utf8'));
  await page.getByLabel('Client address').fill('192.168.0.181');
  await page.getByLabel('Arrives at').fill(`127.0.0.1:${String(port)}`);
  await page.getByRole('button', { name: 'Run', exact: true }).press('Enter');
  await result().getByText('Refused', { exact: true }).waitFor();
  await result().getByText('Compared with what was recorded: different').waitFor();
  await result().getByText('250 2.1.5 Recipient OK').waitFor();
  await result()
    .getByText(/gmail\.com is not an accepted domain/)
    .waitFor();
  await page.getByRole('region', { name: 'What would change it' }).getByRole('listitem').first().waitFor();
  await page.screenshot({ path: `${pictures}tester.png`, fullPage: true });
});

test('a change that would make an open relay is applied only when its name is typed', async () => {
  const advice = page.getByRole('region', { name: 'What would change it' }).getByRole('listitem');
  await advice
    .filter({ hasText: 'This makes an open relay' })
    .first()
    .getByRole('button', { name: /^Apply/ })
    .click();
  const dialog = page.getByRole('dialog', { name: 'Change the configuration?' });
  await dialog.getByLabel(/Type “.*” to confirm/).waitFor();
  expect(await dialog.getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
});

test('advice for this one client is applied with a button, and the session passes', async () => {
  const advice = page.getByRole('region', { name: 'What would change it' }).getByRole('listitem');
  await advice
    .filter({ hasText: '192.168.0.181' })
    .filter({ hasNotText: 'This makes an open relay' })
    .first()
    .getByRole('button', { name: /^Apply/ })
    .click();
  const dialog = page.getByRole('dialog', { name: 'Change the configuration?' });
  await dialog.getByText('What happens').waitFor();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await result().getByText('Accepted', { exact: true }).waitFor();
  await result().getByText('Compared with what was recorded: same meaning').waitFor();
});

test('it is kept as a check, and checks are run and removed', async () => {
  const checks = page.getByRole('region', { name: 'Checks' });
  await checks.getByLabel('Name of the check').fill('Scanner may send to gmail.com');
  await checks.getByLabel('It expects').selectOption('what is recorded');
  await checks.getByRole('button', { name: 'Save as check' }).click();
  await checks.getByRole('listitem').filter({ hasText: 'Scanner may send to gmail.com' }).getByText('passed').waitFor();
  await checks.getByRole('button', { name: 'Run all' }).click();
  await checks.getByText(/^\d+ passed, 0 failed$/).waitFor();
  const item = checks.getByRole('listitem').filter({ hasText: 'Scanner may send to gmail.com' });
  const running = checks.getByRole('switch', { name: 'Run the check Scanner may send to gmail.com' });
  await running.click();
  await item.getByText('off', { exact: true }).waitFor();
  await running.click();
  await item.getByText('passed').waitFor();
  await checks.getByRole('button', { name: 'Remove the check Scanner may send to gmail.com' }).click();
  await checks.getByText('Scanner may send to gmail.com').waitFor({ state: 'detached' });
});

test('the audit says what it tried and what it found', async () => {
  const audit = page.getByRole('region', { name: 'Audit' });
  await audit.getByRole('button', { name: 'Run the audit' }).click();
  await audit.getByText(/attempts to relay without a right to, 0 would have left this server/).waitFor();
  await audit.getByText('There is no send connector').first().waitFor();
});

test('a session that took place opens in the tester', async () => {
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
  const log = page.getByRole('listbox', { name: 'Session log' });
  await log.getByRole('option', { name: /HELO scanner/ }).click();
  await page.getByRole('link', { name: 'Open in tester' }).click();
  await result().getByText('HELO scanner').waitFor();
  expect(await page.getByLabel('Client address').inputValue()).toBe('127.0.0.1');
  expect(await page.getByLabel('Arrives at').inputValue()).toBe(`127.0.0.1:${String(port)}`);
  await result()
    .getByText(/^Compared with what was recorded: same/)
    .waitFor();
});

test('nothing was refused by the content security policy, and nothing failed', () => {
  expect(troubles).toEqual([]);
});
