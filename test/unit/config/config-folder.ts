import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { systemClock, type Clock } from '../../../main/clock.ts';
import type { Configuration } from '../../../main/config/configuration.ts';
import { openConfiguration } from '../../../main/config/open-configuration.ts';

/** A clock that stands at 22 November 2026, 10:15 UTC; timers run. */
export const standingClock: Clock = { ...systemClock, now: () => Date.UTC(2026, 10, 22, 10, 15) };

/** A data folder of its own with the files given by name. */
export async function makeFolder(files: Readonly<Record<string, string | Buffer>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-config-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

export function open(dataFolder: string): Promise<Configuration> {
  return openConfiguration({
    dataFolder,
    clock: standingClock,
    hostname: 'office-pc',
    firstRunPorts: () => Promise.resolve({ smtp: 25, submission: 587 }),
  });
}

/** A configuration opened on a config.json with this content. */
export async function openWith(document: object): Promise<{ folder: string; configuration: Configuration }> {
  const folder = await makeFolder({ 'config.json': JSON.stringify(document) });
  return { folder, configuration: await open(folder) };
}

export async function readJson(folder: string, name: string): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, name), 'utf8'));
}

export const fixture = (name: string): Promise<Buffer> =>
  readFile(new URL(`../../fixtures/config/${name}`, import.meta.url));

/** vitest types its matchers as any. */
export const containing = (text: string): unknown => expect.stringContaining(text);
export const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
