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
  { name: 'connectors', hash: '#connectors' },
  { name: 'sessions', hash: '#sessions' },
  { name: 'tester', hash: '#tester' },
  { name: 'queue', hash: '#queue' },
  { name: 'devices', hash: '#devices' },
];

/** Opens the console at `address` and writes `NAME-THEME.png` and `NAME-small-THEME.png` into `folder`. */
export async function takePictures(address: string, folder: string, language: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const browser = await launchChromium();
  try {
    const page = await (await browser.newContext({ locale: language, reducedMotion: 'reduce' })).newPage();
    await page.goto(address);
    for (const { name, hash, prepare } of scenes) {
      await page.evaluate((to) => {
        location.hash = to;
      }, hash);
      await page.locator('h1').first().waitFor();
      await prepare?.(page);
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
