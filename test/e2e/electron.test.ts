import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron } from 'playwright-core';
import { expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { saySkipped } from '../support/requirements.ts';

/** The desktop in the real Electron, where there is one. The unit tests use a double of its API. */

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Electron's program, or the reason why there is none to start. */
function findElectron(): { readonly program: string } | { readonly reason: string } {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(root, 'node_modules', 'electron', 'dist');
  const named = join(root, 'node_modules', 'electron', 'path.txt');
  const program = join(folder, existsSync(named) ? readFileSync(named, 'utf8').trim() : 'electron');
  if (!existsSync(program))
    return { reason: 'Electron is not installed (POSTROOM_ELECTRON_DOWNLOAD=1 npm start fetches it)' };
  const hasDisplay =
    process.platform !== 'linux' || (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'] ?? '') !== '';
  return hasDisplay ? { program } : { reason: 'there is no display (xvfb-run npm test brings one)' };
}

const found = findElectron();
if ('reason' in found) saySkipped(`the desktop in the real Electron, because ${found.reason}.`);

test.skipIf('reason' in found)(
  'starts, shows the engine it runs, has no Node in its page, and ends in order',
  async () => {
    if ('reason' in found) return;
    const folder = await mkdtemp(join(tmpdir(), 'electron '));
    const connector = {
      name: 'Default',
      bindings: [`127.0.0.1:${String(await freePort())}`],
      remoteIPRanges: ['127.0.0.1'],
    };
    await writeFile(join(folder, 'config.json'), JSON.stringify({ receiveConnectors: [connector] }));
    const args = [root, '--data', folder, `--user-data-dir=${join(folder, 'user')}`];
    // Chromium refuses its sandbox to root, who runs the tests in a container.
    const isRoot = process.getuid?.() === 0;
    const program = await _electron.launch({
      executablePath: found.program,
      args: isRoot ? ['--no-sandbox', ...args] : args,
    });
    try {
      const page = await program.firstWindow();
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(page.url()).toMatch(/^app:\/\/postroom\//);
      const known = await page.evaluate(() =>
        ['require', 'process', 'Buffer', 'module'].filter((name) => name in globalThis),
      );
      expect(known).toEqual([]);
      expect(existsSync(join(folder, 'run.json'))).toBe(true);
    } finally {
      await program.close();
    }
    expect(existsSync(join(folder, 'run.json'))).toBe(false);
    await rm(folder, { recursive: true, force: true });
  },
);
