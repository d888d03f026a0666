import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from '../support/console-page.ts';

/** Pictures of every page of the console, in light and dark. */

const sizes = [
  { name: '', width: 1280, height: 800 },
  { name: '-small', width: 900, height: 600 },
] as const;
const themes = ['light', 'dark'] as const;

/** What is on a picture: an address of the page, and what is done there before it is taken. */
interface Scene {
  readonly name: string;
  readonly hash: string;
  readonly prepare?: (page: Page) => Promise<void>;
}

const scenes: readonly Scene[] = [
  { name: 'overview', hash: '#overview' },
  {
    name: 'connectors',
    hash: '#connectors',
    prepare: tryAddress,
  },
  {
    name: 'sessions',
    hash: '#sessions',
    prepare: chooseRefusal,
  },
  { name: 'tester', hash: '#tester', prepare: pasteRefusal },
  { name: 'queue', hash: '#queue', prepare: (page) => page.locator('main a[href^="#queue:"]').first().click() },
  { name: 'devices', hash: '#devices', prepare: (page) => page.locator('main a[href^="#devices:"]').nth(4).click() },
  { name: 'delivery', hash: '#delivery' },
  { name: 'shell', hash: '#shell', prepare: listConnectors },
  { name: 'settings', hash: '#settings' },
  { name: 'start', hash: '#start' },
];
const REFUSED = 'EHLO HP-MFP-2\nMAIL FROM: accounting@office.example\nRCPT TO:<tax.adviser@gmail.com>\nDATA\n';

async function pasteRefusal(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: /^(?:Client address|Clientadresse)/ }).fill('192.168.0.180');
  const prompt = page.locator('main input[role=combobox]').last();
  await prompt.evaluate((input, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, REFUSED);
  await page.locator('[role=option]').filter({ hasText: '550 5.7.54' }).first().waitFor();
  // The advice is found out by trials.
  await page.locator('aside li button').first().waitFor();
}

async function listConnectors(page: Page): Promise<void> {
  for (const command of [
    'Get-ReceiveConnector',
    'Get-ReceiveConnector Relay* | Format-List Name,Bindings,RemoteIPRanges',
  ]) {
    await page.locator('textarea').fill(command);
    await page.locator('textarea').press('Enter');
  }
  await page.getByText(/RemoteIPRanges +:/).waitFor();
}

export interface Sitting {
  readonly address: string;
  readonly folder: string;
  readonly language: string;
  readonly isEmpty: boolean;
}

/** Opens the console at `address` and writes `NAME-THEME.png` and `NAME-small-THEME.png` into `folder`. */
export async function takePictures({ address, folder, language, isEmpty }: Sitting): Promise<void> {
  await mkdir(folder, { recursive: true });
  const browser = await launchChromium();
  try {
    const page = await (await browser.newContext({ locale: language, reducedMotion: 'reduce' })).newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(address);
    for (const { name, hash, prepare } of scenes) {
      await page.evaluate((to) => {
        location.hash = to;
      }, hash);
      await page.locator('main h1').first().waitFor();
      // What fills a page has come: nothing waits on it any more. An installation without mail has nothing to choose.
      if (!isEmpty) await prepare?.(page);
      await page.waitForFunction(() => document.querySelectorAll('[aria-busy=true]').length === 0);
      for (const size of sizes) {
        await page.setViewportSize(size);
        for (const theme of themes) {
          await page.emulateMedia({ colorScheme: theme });
          await page.locator(`html[data-theme=${theme}]`).waitFor();
          await page.screenshot({ path: join(folder, `${name}${size.name}-${theme}.png`) });
        }
      }
    }
  } finally {
    await browser.close();
  }
}

async function tryAddress(page: Page): Promise<void> {
  await page.getByLabel(/^(?:Client address|Adresse des Clients)/).fill('192.168.0.181');
  await page.getByPlaceholder('@gmail.com').fill('tax.adviser@gmail.com');
  await page
    .locator('main summary')
    .getByText(/step by step|Schritt für Schritt/i)
    .waitFor();
}

/** The log may still be on its way to its end: a row that moves away under the mouse is looked for again. */
async function chooseRefusal(page: Page): Promise<void> {
  const chosen = page.locator('[role=option][aria-selected=true]').filter({ hasText: '550 5.7.54' });
  do await page.locator('[role=option]').filter({ hasText: '550 5.7.54' }).last().click();
  while ((await chosen.count()) === 0);
}
