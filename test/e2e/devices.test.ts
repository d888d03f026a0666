import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataFolder, removeFolder, startEngine } from '../support/engine-process.ts';
import type { EngineProcess } from '../support/engine-process.ts';
import { expectFocus } from '../support/focus.ts';
import { freePort } from '../support/free-port.ts';
import { dial } from '../support/smtp-dialogue.ts';

/** The devices page in a real browser, against the built engine and devices that really send. */

const pictures = fileURLToPath(new URL('../../.cache/e2e/', import.meta.url));
const PRINTER = '127.0.0.2';
let postroom: EngineProcess;
let port: number;
let browser: Browser;
let page: Page;
const troubles: string[] = [];

beforeAll(async () => {
  await mkdir(pictures, { recursive: true });
  port = await freePort();
  const folder = await dataFolder({
    server: { name: 'OFFICE', fqdn: 'mail.office.example' },
    receiveConnectors: [
      {
        name: 'Default Frontend OFFICE',
        bindings: [`0.0.0.0:${String(port)}`],
        remoteIPRanges: ['0.0.0.0-255.255.255.255'],
        permissionGroups: ['AnonymousUsers'],
        tarpitInterval: '00:00:00',
      },
    ],
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
  });
  postroom = await startEngine(folder, { args: ['--console', '127.0.0.1:0'], until: /Console: \S+\n/ });
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  await page.goto(/Console: (\S+)/.exec(postroom.output())?.[1] ?? '');
  await page.getByRole('link', { name: 'Devices' }).click();
});

afterAll(async () => {
  await browser.close();
  expect(await postroom.stop()).toBe(0);
  await removeFolder(postroom.folder);
});

const list = () => page.getByRole('region', { name: 'Devices' });
const row = (name: string) => list().getByRole('listitem').filter({ hasText: name });
const panel = () => page.getByRole('complementary');
const dialog = () => page.getByRole('dialog');

/** One message from a device; resolves with the last reply. */
async function send(from: string, to: string): Promise<string> {
  const device = await dial({ port, from });
  await device.expect('220 *');
  await device.send('HELO HP-MFP-2');
  await device.expect('250 *');
  await device.send('MAIL FROM: scanner@office.example');
  await device.expect('250 *');
  await device.send(`RCPT TO:<${to}>`);
  let reply = await device.expect('*');
  if (reply.startsWith('250')) {
    await device.send('DATA');
    await device.expect('354 *');
    await device.send('Subject: Scan\r\n\r\nOne page.\r\n.');
    reply = await device.expect('*');
  }
  device.end();
  await device.closed();
  return reply;
}

async function violations(): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

async function inTheme(name: 'Light' | 'Dark'): Promise<void> {
  await page.getByLabel('Appearance').selectOption({ label: name });
}

test('there is nothing at first, and a device that connects appears by itself', async () => {
  await page.getByText('No device has connected yet.').waitFor();
  expect(await send(PRINTER, 'anna@office.example')).toContain('250 2.6.0');
  await row(PRINTER).getByText('HP-MFP-2 · Default Frontend OFFICE').waitFor();
  await row(PRINTER).getByText('no brackets').waitFor();
});

test('a refusal is said in words, and the advice lets it relay', async () => {
  expect(await send(PRINTER, 'somebody@elsewhere.example')).toContain('550 5.7.54');
  await row(PRINTER).getByText('Refused: this device may only send to your own domains').waitFor();
  await row(PRINTER).getByRole('link').click();
  await panel().getByText('550 5.7.54 SMTP; Unable to relay').first().waitFor();
  await panel().getByRole('button', { name: 'Let it relay …' }).click();
  await dialog()
    .getByText(/Receive connector ".+" (?:added|changed)/)
    .waitFor();
  await dialog().getByRole('button', { name: 'Apply', exact: true }).click();
  await page.getByText('127.0.0.2 may relay now.').waitFor();
  expect(await send(PRINTER, 'somebody@elsewhere.example')).toContain('250 2.6.0');
  await row(PRINTER).getByText('Refused:').waitFor({ state: 'detached' });
});

test('a device gets a name, with a report and Undo, and other pages use it', async () => {
  await panel().getByLabel('Name', { exact: true }).fill('Accounting printer');
  await panel().getByLabel('Note', { exact: true }).fill('Second floor');
  await panel().getByRole('button', { name: 'Save …' }).click();
  await dialog().getByText('Device "127.0.0.2" added').waitFor();
  await dialog().getByRole('button', { name: 'Apply', exact: true }).click();
  await page.getByText('Accounting printer was saved.').waitFor();
  await row('Accounting printer').getByText('127.0.0.2 · HP-MFP-2').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('The change was taken back.').waitFor();
  await row('Accounting printer').waitFor({ state: 'detached' });
  await panel().getByRole('button', { name: 'Save …' }).click();
  await dialog().getByRole('button', { name: 'Apply', exact: true }).click();
  await row('Accounting printer').waitFor();
  await panel().getByRole('link', { name: 'All its sessions' }).click();
  await page.getByRole('listbox').getByText('Accounting printer').first().waitFor();
  await expect.poll(() => page.getByLabel('Device', { exact: true }).inputValue()).toBe(PRINTER);
});

const learning = () => page.getByRole('region', { name: 'Learning mode is on: no mail is accepted' });

test('learning mode takes nothing, lists who knocks, and proposes a connector for them', async () => {
  await page.getByRole('link', { name: 'Devices' }).click();
  await page.getByRole('button', { name: 'Learning mode …' }).click();
  await dialog().getByLabel('Ends by itself').selectOption('after eight hours');
  expect(await violations()).toEqual([]);
  await dialog().getByRole('button', { name: 'Start …' }).click();
  await dialog().getByText('Start learning mode: from then on no mail is accepted').waitFor();
  await dialog().getByRole('button', { name: 'Apply', exact: true }).click();
  await learning().getByText('Nobody has knocked yet.').waitFor();
  await learning().getByText('It ends by itself at').waitFor();
  for (const device of ['127.0.0.181', '127.0.0.182']) {
    expect(await send(device, 'somebody@customer.example')).toContain('451 4.3.2');
  }
  expect(await send('127.0.0.190', 'anna@office.example')).toContain('451 4.3.2');
  await learning().getByText('127.0.0.181 to 127.0.0.182 want to send to recipients outside').waitFor();
  await learning().getByRole('row').filter({ hasText: '127.0.0.190' }).getByText('would be accepted').waitFor();
  await page.getByRole('banner').getByText('Learning mode: no mail is accepted').waitFor();
  for (const theme of ['Light', 'Dark'] as const) {
    await inTheme(theme);
    expect(await violations()).toEqual([]);
    await page.screenshot({ path: `${pictures}devices-learning-${theme}.png` });
  }
  await learning()
    .getByRole('button', { name: /the connector …/ })
    .click();
  await dialog().getByRole('button', { name: 'Apply', exact: true }).click();
  await page.getByText('as soon as learning mode ends').waitFor();
  await learning().getByText('What would let them in').waitFor({ state: 'detached' });
  await learning().getByRole('button', { name: 'End learning mode …' }).click();
  await dialog().getByRole('button', { name: 'Apply', exact: true }).click();
  await page.getByText('Learning mode is off. Mail is accepted again.').waitFor();
  await learning().waitFor({ state: 'detached' });
  expect(await send('127.0.0.182', 'somebody@customer.example')).toContain('250 2.6.0');
});

test('sixty devices are filtered, and walked with the arrow keys', async () => {
  for (let host = 10; host < 70; host += 1) {
    const device = await dial({ port, from: `127.0.0.${String(host)}` });
    await device.expect('220 *');
    device.end();
    await device.closed();
  }
  await page.getByRole('link', { name: 'Devices' }).click();
  await list().getByText('64 of 64').waitFor();
  await list().getByLabel('Filter devices').fill('accounting');
  await list().getByText('1 of 64').waitFor();
  await list().getByLabel('Filter devices').fill('');
  await list().getByRole('link').first().focus();
  await page.keyboard.press('End');
  await expectFocus(page, 'Accounting printer');
  await page.keyboard.press('Enter');
  await panel().getByRole('heading', { name: 'Accounting printer' }).waitFor();
});

test('the mail of a device is held, and released on its card', async () => {
  await row('Accounting printer').getByRole('link').click();
  await panel().getByLabel('Hold its mail until somebody releases it').check();
  await panel().getByRole('button', { name: 'Save …' }).click();
  await dialog().getByRole('button', { name: 'Apply', exact: true }).click();
  await row('Accounting printer').getByText('held').waitFor();
  expect(await send(PRINTER, 'anna@office.example')).toContain('250 2.6.0');
  await panel().getByText('1 message waits for release.').waitFor();
  expect(await violations()).toEqual([]);
  await page.screenshot({ path: `${pictures}devices-held.png` });
  // The queue shows these alone.
  await panel().getByRole('link', { name: 'Show them in the queue' }).click();
  const filter = page.getByRole('form', { name: 'Filter messages' });
  await expect.poll(() => filter.getByLabel('Status').inputValue()).toBe('suspended');
  await page.getByText('1 message', { exact: true }).waitFor();
  await page.goBack();
  await panel().getByRole('button', { name: 'Release' }).click();
  await panel().getByText('1 message was released.').waitFor();
  await page.getByRole('link', { name: 'Close' }).click();
});

test('nothing hinders anybody, in light and in dark', async () => {
  await list().getByLabel('Filter devices').fill('127.0.0.1');
  for (const theme of ['Light', 'Dark'] as const) {
    await inTheme(theme);
    expect(await violations()).toEqual([]);
    await page.screenshot({ path: `${pictures}devices-${theme}.png` });
  }
});

test('nothing was said in the console of the browser', () => {
  expect(troubles).toEqual([]);
});
