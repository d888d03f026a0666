import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { Status } from '../../../main/contract/status-view.ts';
import { dataFolder, removeFolder, runTool } from '../../support/engine-process.ts';
import { saySkipped } from '../../support/requirements.ts';
import { dial } from '../../support/smtp-dialogue.ts';

/** The two commands of the README, as a new user runs them on a machine without a desktop. */

const root = fileURLToPath(new URL('../../..', import.meta.url));
const postroom = (...args: readonly string[]) =>
  runTool('npm', ['--prefix', root, 'run', '-s', 'postroom', '--', ...args]);

const usual = { smtp: await holdPort(25), submission: await holdPort(587) };
const fallbacks = { smtp: await holdPort(2525), submission: await holdPort(2587) };
const areFree = fallbacks.smtp !== null && fallbacks.submission !== null;
if (!areFree) saySkipped('somebody on this machine uses port 2525 or 2587.');
await giveBack(fallbacks);

test.runIf(areFree)('npm start on an empty folder is up with listeners, and status says so', async () => {
  // Held by us or by somebody else, or not ours to take: the usual ports cannot be bound.
  onTestFinished(() => giveBack(usual));
  const folder = await dataFolder();
  onTestFinished(() => removeFolder(folder));

  const started = await npmStart(folder);

  await expect
    .poll(started.errors)
    .toContain(
      'Electron is not installed here, so Postroom runs without its window (POSTROOM_ELECTRON_DOWNLOAD=1 npm start fetches it).\n',
    );
  await expect
    .poll(started.errors)
    .toContain('Ports 25 and 587 could not both be used here, so the default connectors listen on 2525 and 2587.\n');
  const { code, stdout, stderr } = await postroom('status', '--json', '--data', folder);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const status = JSON.parse(stdout) as Status;
  const { name } = (await shownConfig(folder)).server;
  const listener = (purpose: string, address: string, port: number) => ({
    ...{ connector: `${name}\\${purpose} ${name}`, address, port, state: 'listening', reason: null },
  });
  expect(status).toEqual({
    state: 'running',
    pid: expect.any(Number) as number,
    version: '0.1.0',
    console: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/) as string,
    services: [
      { name: 'Frontend Transport', state: 'running' },
      { name: 'Transport', state: 'running' },
      { name: 'Mailbox Transport Delivery', state: 'running' },
      { name: 'Mailbox Transport Submission', state: 'running' },
    ],
    listeners: [
      listener('Default Frontend', '::', 2525),
      listener('Default Frontend', '0.0.0.0', 2525),
      listener('Client Frontend', '::', 2587),
      listener('Client Frontend', '0.0.0.0', 2587),
    ],
    sending: { smartHosts: [], mx: false },
    queue: { waiting: 0, active: 0, retry: 0, suspended: 0, unreachable: 0, poison: 0 },
    ...{ accepted: 0, delivered: 0, refused: 0 },
    today: expect.objectContaining({ accepted: 0, delivered: 0, refused: 0 }) as object,
    problems: [
      {
        kind: 'notice',
        facts: { path: 'receiveConnectors' },
        code: 'first-run-ports',
        text: 'Ports 25 and 587 could not both be used here, so the default connectors listen on 2525 and 2587.',
        action: 'Read the note; it goes away with the next start.',
      },
    ],
  });
  expect(() => process.kill(status.pid, 0)).not.toThrow();
  process.stderr.write(`\nnpm start: listening after ${String(started.tookMs)} ms\n`);
  const client = await dial({ port: 2525 });
  expect(
    await client.deliver({ from: 'a@far.example', to: 'b@office.example', body: 'Subject: Hello\r\n\r\nHi' }),
  ).toMatch(/^250 2\.6\.0 /);

  process.kill(status.pid, 'SIGTERM');
  expect(await started.gone).toBe(0);
  const after = await postroom('status', '--json', '--data', folder);
  expect(after.code).toBe(3);
  expect(after.stderr).toMatch(/^Postroom does not run on /);
  expect(JSON.parse(after.stdout)).toEqual({
    ...status,
    // There is no day without a clock.
    ...{ state: 'stopped', pid: null, console: null, listeners: [], problems: [], today: undefined },
    services: status.services.map((service) => ({ ...service, state: 'stopped' })),
  });
});

test('where nothing ever ran, status says so with exit code 3', async () => {
  const folder = await dataFolder();
  onTestFinished(() => removeFolder(folder));

  const { code, stdout, stderr } = await postroom('status', '--data', folder);

  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toBe(`Postroom does not run on ${folder}. Start it with "postroom serve".\n`);
});

async function shownConfig(folder: string): Promise<{ readonly server: { readonly name: string } }> {
  const { stdout } = await postroom('config', 'show', '--defaults', '--json', '--data', folder);
  return JSON.parse(stdout) as { readonly server: { readonly name: string } };
}

/** `npm start -- --data FOLDER` without Electron and without a display; resolves when it says that it runs. */
async function npmStart(folder: string) {
  const startedAt = performance.now();
  const child = spawn('npm', ['--prefix', root, 'start', '--', '--data', folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group, as a terminal would make it: npm, its shell and the engine go together.
    detached: true,
    env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', ELECTRON_OVERRIDE_DIST_PATH: folder },
  });
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
  onTestFinished(async () => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await gone;
  });
  let output = '';
  let errors = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (/^Console: http:\S+$/m.test(output)) resolve();
    });
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`npm start ended:\n${output}${errors}`)));
  });
  return {
    tookMs: Math.round(performance.now() - startedAt),
    errors: () => errors,
    gone,
  };
}

/** Takes a port; null where it is taken or not permitted. Returns what gives it back. */
function holdPort(port: number): Promise<(() => Promise<void>) | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '0.0.0.0', () =>
      resolve(() => new Promise<void>((released) => server.close(() => released()))),
    );
  });
}

async function giveBack(ports: Readonly<Record<string, (() => Promise<void>) | null>>): Promise<void> {
  for (const release of Object.values(ports)) await release?.();
}
