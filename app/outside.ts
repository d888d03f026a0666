import { dialog, shell } from 'electron';
import type { BrowserWindow } from 'electron';
import { knownFailures } from '../main/providers/known-failures.ts';
import { providerPresets } from '../main/providers/presets.ts';
import { words } from './words.ts';

/** Links that lead out of the window: to the person's own browser, and nowhere else (Electron's security checklist). */

/** Where people sign in at Microsoft and Google, by browser and by code. */
const signIn = [
  ...['login.microsoftonline.com', 'login.microsoft.com', 'microsoft.com', 'www.microsoft.com'],
  ...['accounts.google.com', 'www.google.com'],
];
const sources = [...knownFailures, ...providerPresets].flatMap((entry) => entry.sources.map(({ url }) => url));
const known = new Set([...signIn, ...sources.map((url) => new URL(url).hostname)]);

/**
 * Opens a known page in the browser; any other page of the web, such as that of another provider of sign-ins, after
 * the person has agreed. Whatever is no such page is passed over: programs can be started by addresses.
 */
export async function openOutside(address: string, window: BrowserWindow): Promise<void> {
  const url = URL.parse(address);
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return;
  if (known.has(url.hostname) || (await isAgreed(url, window))) await shell.openExternal(url.href);
}

async function isAgreed({ hostname }: URL, window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: words.openOutside(hostname),
    buttons: [words.openInBrowser, words.cancel],
    defaultId: 1,
    cancelId: 1,
  });
  return response === 0;
}
