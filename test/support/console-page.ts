import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { dataFolder, removeFolder, startEngine } from './engine-process.ts';
import type { EngineProcess } from './engine-process.ts';
import { freePort } from './free-port.ts';

/** The console in the system's Chromium, in front of the built engine on a data folder of its own. */

const pictures = fileURLToPath(new URL('../../.cache/e2e/', import.meta.url));
/** For a machine at a fifth of the usual speed. */
const PATIENCE_MS = 60_000;
const themes = ['light', 'dark'] as const;
/** They are for people to look at; no test reads them. */
const takesPictures = (process.env['POSTROOM_PICTURES'] ?? '') !== '';

export interface ConsolePage {
  readonly postroom: EngineProcess;
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser complained of: violations of the CSP, failed requests, exceptions. */
  readonly troubles: string[];
  /** The address with its code, good for one more visitor while it is fresh. */
  readonly signInUrl: string;
  /** Keeps the page in light and in dark as PNG in `.cache/e2e`, where POSTROOM_PICTURES is set. */
  picture(name: string): Promise<void>;
  /** Fails, in light and in dark, with what axe finds against WCAG 2.2 A and AA. */
  expectAccessible(): Promise<void>;
  /** The same of the open dialog alone, where the page behind it is looked at elsewhere. */
  expectDialogAccessible(): Promise<void>;
  /** Kills the engine under the page; resolves when it is gone. */
  killEngine(): Promise<void>;
  /** Starts it again where it was. */
  startAgain(): Promise<void>;
  /** Ends browser and engine; fails where the engine did not end well. */
  close(): Promise<void>;
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

/** Starts the engine on `config`, with `env` besides its environment, and opens its console, signed in, at the overview. */
export async function openConsole(
  config: object,
  { env = {}, ...options }: BrowserContextOptions & { readonly env?: NodeJS.ProcessEnv } = {},
): Promise<ConsolePage> {
  await mkdir(pictures, { recursive: true });
  const folder = await dataFolder(config);
  const args = ['--console', `127.0.0.1:${String(await freePort())}`];
  let postroom = await startEngine(folder, { args, env, until: /Console: \S+\n/ });
  const signInUrl = /Console: (\S+)/.exec(postroom.output())?.[1] ?? '';
  const browser = await launchChromium();
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
    locale: 'en-GB',
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error('CSP', event.violatedDirective));
  });
  await page.goto(signInUrl);
  return {
    ...{ context, page, troubles, signInUrl },
    get postroom() {
      return postroom;
    },
    killEngine: () => postroom.kill9(),
    async startAgain() {
      postroom = await startEngine(folder, { args, env, until: /Console: \S+\n/ });
    },
    async picture(name) {
      if (!takesPictures) return;
      await inEachTheme(page, (theme) => page.screenshot({ path: `${pictures}${name}-${theme}.png` }));
    },
    async expectAccessible() {
      await inEachTheme(page, async (theme) =>
        expect(await violationsOf(new AxeBuilder({ page }), theme), theme).toEqual([]),
      );
    },
    async expectDialogAccessible() {
      await page.locator('dialog[open]').waitFor();
      await inEachTheme(page, async (theme) =>
        expect(await violationsOf(new AxeBuilder({ page }).include('dialog[open]'), theme), theme).toEqual([]),
      );
    },
    async close() {
      await browser.close();
      expect(await postroom.stop()).toBe(0);
      await removeFolder(folder);
    },
  };
}

async function inEachTheme(page: Page, look: (theme: (typeof themes)[number]) => Promise<unknown>): Promise<void> {
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    await page.locator(`html[data-theme=${theme}]`).waitFor();
    await look(theme);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.locator('html[data-theme=light]').waitFor();
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function violationsOf(axe: AxeBuilder, theme: (typeof themes)[number]): Promise<readonly string[]> {
  // Colours are all that another theme changes.
  if (theme === 'light') axe.withTags(tags);
  else axe.withRules(['color-contrast', 'link-in-text-block']);
  // axe's own way of opening a second page for its results needs a context of its own.
  const { violations } = await axe.setLegacyMode().analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ''}`),
  );
}
