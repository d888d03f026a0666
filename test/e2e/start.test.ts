import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataFolder, removeFolder, startEngine } from '../support/engine-process.ts';
import type { EngineProcess } from '../support/engine-process.ts';
import { freePort } from '../support/free-port.ts';
import { startScriptedSink, type ScriptedSink } from '../support/scripted-sink.ts';
import { dial } from '../support/smtp-dialogue.ts';

/**
 * From first run to a printer that relays, in a real browser against the built engine: the four questions, a device
 * that is refused, the advice, and a device that is accepted. Smart host and device are real servers and clients.
 */

const pictures = fileURLToPath(new URL('../../.cache/e2e/', import.meta.url));
const PRINTER = '127.0.0.2';
let postroom: EngineProcess;
let sink: ScriptedSink;
let port: number;
let browser: Browser;
let page: Page;
const troubles: string[] = [];

/** A data folder as a first run leaves it, but for its ports: those of a first run may be taken here. */
async function firstRunFolder(): Promise<string> {
  const document = {
    version: 1,
    server: { name: 'OFFICE', fqdn: 'office.local' },
    receiveConnectors: [
      {
        name: 'Default Frontend OFFICE',
        bindings: [`0.0.0.0:${String(port)}`],
        remoteIPRanges: ['0.0.0.0-255.255.255.255'],
        permissionGroups: ['AnonymousUsers'],
        tarpitInterval: '00:00:00',
      },
    ],
    acceptedDomains: [{ name: 'office.example', domainName: 'office.example', default: true }],
  };
  const folder = await dataFolder(document);
  await mkdir(join(folder, 'history'));
  const revision = { revision: 1, savedAtMs: 1, author: 'Postroom', summary: 'First configuration', document };
  await writeFile(join(folder, 'history', '000001.json'), JSON.stringify(revision));
  return folder;
}

beforeAll(async () => {
  await mkdir(pictures, { recursive: true });
  port = await freePort();
  sink = await startScriptedSink();
  postroom = await startEngine(await firstRunFolder(), {
    args: ['--console', '127.0.0.1:0'],
    until: /Console: \S+\n/,
  });
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  await page.goto(/Console: (\S+)/.exec(postroom.output())?.[1] ?? '');
});

afterAll(async () => {
  await browser.close();
  expect(await postroom.stop()).toBe(0);
  await sink.close();
  await removeFolder(postroom.folder);
});

const question = (name: string) => page.getByRole('heading', { name, level: 2 });
const next = () => page.getByRole('button', { name: 'Next …' });
const dialog = () => page.getByRole('dialog');
const apply = () => dialog().getByRole('button', { name: 'Apply', exact: true });
const watch = () => page.getByRole('region', { name: 'The device’s first connection' });

/** What a multifunction printer says; resolves with the last reply. */
async function scan(to: string): Promise<string> {
  const device = await dial({ port, from: PRINTER });
  await device.expect('220 *');
  await device.send('EHLO HP-MFP-2');
  await device.expect('250*');
  await device.send('MAIL FROM:<scanner@office.test>');
  await device.expect('250 *');
  await device.send(`RCPT TO:<${to}>`);
  let reply = await device.expect('*');
  if (reply.startsWith('250')) {
    await device.send('DATA');
    await device.expect('354 *');
    await device.send('Subject: Scan\r\n\r\nOne page.\r\n.');
    reply = await device.expect('*');
  }
  await device.send('QUIT');
  await device.closed();
  return reply;
}

async function looksRight(picture: string): Promise<void> {
  for (const theme of ['Dark', 'Light'] as const) {
    await page.getByLabel('Appearance').selectOption({ label: theme });
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    await page.screenshot({ path: `${pictures}${picture}-${theme}.png` });
  }
}

test('a new configuration opens the guide, and whoever knocks is named', async () => {
  await question('Who sends?').waitFor();
  await page.getByText('Nobody has connected yet.').waitFor();
  expect(await scan('somebody@outside.example')).toContain('550 5.7.54');
  await page.getByText('refused: this device may only send to your own domains').waitFor();
  await page.getByRole('button', { name: `Add ${PRINTER}` }).click();
  await expect.poll(() => page.getByLabel('Addresses').inputValue()).toBe(PRINTER);
});

test('it can be left at any time, and nothing that was typed is lost', async () => {
  await page.getByRole('link', { name: 'Leave the guide' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.reload();
  await page.getByRole('link', { name: 'Overview' }).waitFor();
  expect(new URL(page.url()).hash).not.toContain('start');
  await page.goto(`${new URL(page.url()).origin}/#start`);
  await question('Who sends?').waitFor();
  await page.getByLabel('Addresses').fill(PRINTER);
  await page.getByRole('link', { name: 'Leave the guide' }).click();
  await question('Who sends?').waitFor({ state: 'detached' });
  await page.goBack();
  await expect.poll(() => page.getByLabel('Addresses').inputValue()).toBe(PRINTER);
  await looksRight('start-sends');
});

test('each answer is saved behind its report: who sends, who receives, where it goes', async () => {
  await next().click();
  await dialog().getByText('Receive connector "Devices OFFICE" added').waitFor();
  await apply().click();
  await question('Who may receive?').waitFor();
  await page.getByText('The devices are saved.').waitFor();
  await page.getByLabel('Your own domains', { exact: true }).first().fill('office.test');
  await page.getByRole('radio', { name: 'Your own domains only' }).check();
  await next().click();
  await dialog().getByText('Accepted domain "office.test" added').waitFor();
  await apply().click();
  await question('Where does it go?').waitFor();
  await page.getByRole('radio', { name: 'To a mail server that passes it on' }).check();
  await expect.poll(() => next().isDisabled()).toBe(true);
  await page.getByLabel('Server', { exact: true }).fill('127.0.0.1');
  await page.getByRole('combobox', { name: /^Encryption/ }).selectOption({ label: 'None' });
  await expect.poll(() => page.getByLabel('Port', { exact: true }).inputValue()).toBe('25');
  await page.getByLabel('Port', { exact: true }).fill(String(sink.port));
  await page.screenshot({ path: `${pictures}start-goes.png` });
  await next().click();
  await dialog().getByText('Send connector "Internet" added').waitFor();
  await apply().click();
  await question('Test it').waitFor();
});

test('a test message shows what became of it', async () => {
  await page.getByLabel('From', { exact: true }).fill('scanner@office.test');
  await page.getByLabel('To', { exact: true }).fill('somebody@outside.example');
  await page.getByRole('button', { name: 'Send a test message' }).click();
  await page.getByText(/Delivered: .+ took it\./).waitFor();
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await question('The printer').waitFor();
});

test('the card has the five values, in the words of the maker, to copy', async () => {
  const card = page.getByRole('region', { name: 'What to type into the printer' });
  await card.getByText('scanner@office.test').waitFor();
  await card.getByLabel('Words of').selectOption('Kyocera');
  await card.getByText('SMTP Server Name').waitFor();
  await card.getByText('Function Settings › E-mail › E-mail Settings').waitFor();
  await card.getByRole('button', { name: 'Copy SMTP Port Number' }).click();
  await card.getByText('SMTP Port Number is on the clipboard.').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(String(port));
});

test('the first connection is shown as it happens; refused, the advice lets it relay; then it is accepted', async () => {
  await watch().getByText('Send a scan from the device now.').waitFor();
  await watch().getByText('Nothing appears?').click();
  await watch()
    .getByText(`protocol=TCP localport=${String(port)}`)
    .waitFor();
  expect(await scan('somebody@outside.example')).toContain('550 5.7.54');
  await watch().getByText('It was refused.').waitFor();
  // The page scrolls, the window around it does not.
  expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0);
  await watch().getByText('RCPT TO:<somebody@outside.example>').waitFor();
  await watch().getByText('550 5.7.54: this device may only send to your own domains').waitFor();
  await watch().getByRole('button', { name: 'Let it relay …' }).click();
  await apply().click();
  await page.getByText('127.0.0.2 may relay now. Send the scan again.').waitFor();
  expect(await scan('somebody@outside.example')).toContain('250 2.6.0');
  await watch().getByText('127.0.0.2 is set up: its mail was accepted.').waitFor();
  await looksRight('start-printer');
  await watch().getByRole('link', { name: 'Open the device' }).click();
  await page.getByRole('complementary').getByRole('heading', { name: PRINTER }).waitFor();
});

test('nothing was said in the console of the browser', () => {
  expect(troubles).toEqual([]);
});
