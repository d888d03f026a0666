import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { program, runTool } from '../support/engine-process.ts';
import type { CliResult } from '../support/engine-process.ts';
import { freePort } from '../support/free-port.ts';
import { requireTool } from '../support/requirements.ts';

/** The README's tour, block by block, as a reader pastes it: another folder, another port, and `npm start` as what it runs. */

const root = fileURLToPath(new URL('../../', import.meta.url));
const hasSwaks = await requireTool('swaks');
const withSwaks = test.runIf(hasSwaks);
let folder: string;
let blocks: readonly string[];
let start: ChildProcess;
let output = '';

/** The one block of the tour with this text in it. */
function block(text: string): string {
  const found = blocks.filter((one) => one.includes(text));
  if (found.length !== 1) throw new Error(`${String(found.length)} blocks of the tour say "${text}".`);
  return found[0] ?? '';
}

function paste(script: string): Promise<CliResult> {
  const prelude = `shopt -s expand_aliases\nalias postroom="'${process.execPath}' '${program}'"\n`;
  return runTool('bash', ['-c', prelude + script.replace(/^alias .*$/m, '')]);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postroom-tour-'));
  const port = String(await freePort());
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const tour = readme.slice(readme.indexOf('## A tour of five minutes'), readme.indexOf('## Without the tour'));
  blocks = [...tour.matchAll(/```sh\n(.*?)```/gs)].map(([, text = '']) =>
    text.replaceAll('/tmp/postroom-tour', folder).replaceAll('2525', port),
  );
  const setUp = block('npm start').replace(/^npm start.*$/m, '');
  expect((await paste(setUp)).code).toBe(0);
  start = spawn(process.execPath, [join(root, 'scripts', 'start.mjs'), '--data', folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // No Electron and no browser, whatever this machine has.
    env: { ...process.env, CI: 'true', ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'no-electron') },
  });
  for (const stream of [start.stdout, start.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await vi.waitFor(() => expect(output).toMatch(/Console: \S+\n/), { timeout: 60_000 });
});

afterAll(async () => {
  start.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

test('npm start says that there is no Electron, in one line, and runs the engine', () => {
  expect(output.match(/Electron/g)).toHaveLength(1);
  expect(output).toMatch(/^Electron is not installed here.*$/m);
  expect(output).toMatch(/^Listening on 0\.0\.0\.0:\d+ \(OFFICE\\Default Frontend OFFICE\)$/m);
});

test('is it working', async () => {
  const { code, stdout } = await paste(block('postroom status'));
  expect(code).toBe(0);
  expect(stdout).toMatch(/^0\.0\.0\.0 +\d+ +listening/m);
});

withSwaks('a scan arrives', async () => {
  expect((await paste(block('Scan 1'))).stdout).toMatch(/^<- +250 2\.6\.0 .* Queued mail for delivery/m);
  await expect.poll(() => readdir(join(folder, 'mailboxes', 'alice')).catch(() => [])).toHaveLength(1);
});

withSwaks('an outsider is refused, with the reason', async () => {
  const { code, stdout } = await paste(block('postroom explain'));
  expect(code).toBe(1);
  expect(stdout).toMatch(/^<\*\* +550 5\.7\.54 SMTP; Unable to relay recipient in non-accepted domain/m);
  expect(stdout).toMatch(/elsewhere\.example is not an accepted domain/);
});

withSwaks('one device may relay', async () => {
  const { code, stdout, stderr } = await paste(block('Relay OFFICE'));
  expect(stdout).toMatch(/^Saved as revision 2\.$/m);
  expect(stdout).toMatch(/^<- +250 2\.6\.0 /m);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

withSwaks('it waits, and says why', async () => {
  const list = blocks.find((one) => one.startsWith('postroom queue list')) ?? '';
  await expect.poll(async () => (await paste(list)).stdout).toMatch(/^Unreachable +\S+ +1 /m);
});

withSwaks('where it goes out', async () => {
  const { code, stdout } = await paste(block('smtp.provider.example'));
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Saved as revision 3\.$/m);
  expect(stdout).toMatch(/^Kept the secret send-connector\/Internet\. No send connector is named "Internet" yet/m);
  expect(stdout).toMatch(/^smtp\.provider\.example +Retry +1 .*nonexistent domain/m);
});

test('Ctrl+C, or a signal, ends it in order', async () => {
  start.kill('SIGTERM');
  // By then all that it said is here, which 'exit' does not promise.
  const [code] = (await once(start, 'close')) as [number | null];
  expect(code).toBe(0);
  expect(output).toMatch(/Postroom has stopped\.\n$/);
});
