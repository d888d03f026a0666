import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, expect, test, vi } from 'vitest';
import { linkEngine } from '../../../app/engine-link.ts';
import type { EngineLink } from '../../../app/engine-link.ts';
import { systemClock } from '../../../main/clock.ts';
import { lockDataFolder } from '../../../main/config/data-folder-lock.ts';
import { dial } from '../../support/smtp-dialogue.ts';
import { freePort } from '../../support/free-port.ts';

/** With a real engine on a data folder of its own. */

vi.mock('electron', () => import('../../support/electron-double.ts'));

async function folder() {
  const dataFolder = await mkdtemp(join(tmpdir(), 'link '));
  const port = await freePort();
  const connector = {
    ...{ name: 'Default', bindings: [`127.0.0.1:${String(port)}`], remoteIPRanges: ['127.0.0.1'] },
    ...{ permissionGroups: ['AnonymousUsers'], tarpitInterval: '00:00:00' },
  };
  const acceptedDomains = [{ name: 'kontor', domainName: 'kontor.example' }];
  await writeFile(join(dataFolder, 'config.json'), JSON.stringify({ receiveConnectors: [connector], acceptedDomains }));
  onTestFinished(() => rm(dataFolder, { recursive: true, force: true }));
  return { dataFolder, port };
}

function link(dataFolder: string, clock = systemClock): Promise<EngineLink> {
  const nothing = (): void => undefined;
  return linkEngine({
    dataFolder,
    clock,
    version: '0.1.0',
    rendererFolder: dataFolder,
    log: nothing,
    onStopRequested: nothing,
  });
}

test('the first desktop runs the engine, the next one attaches to it', async () => {
  const { dataFolder } = await folder();
  const own = await link(dataFolder);
  const other = await link(dataFolder);
  expect([own.ownsEngine, other.ownsEngine]).toEqual([true, false]);
  expect(await own.page()).toEqual({ address: 'app://postroom/', usesPort: true });
  const page = await other.page();
  expect(page).toMatchObject({
    address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\?code=/) as unknown,
    usesPort: false,
  });
  const [one, two] = await Promise.all([own.call('status.get', {}), other.call('status.get', {})]);
  expect(one.pid).toBe(two.pid);
  await other.stop();
  expect((await own.call('status.get', {})).state).toBe('running');
  await own.stop();
  await expect(other.page()).rejects.toMatchObject({ code: 'not-running' });
});

test('waits for a service that is just starting', async () => {
  const { dataFolder } = await folder();
  const lock = await lockDataFolder(dataFolder);
  let waited = 0;
  const clock = {
    ...systemClock,
    after: (ms: number, action: () => void) => {
      if (ms !== 500) return systemClock.after(ms, action);
      waited += 1;
      void lock.release().then(action);
      return { cancel: () => undefined };
    },
  };
  const late = await link(dataFolder, clock);
  expect([waited, late.ownsEngine]).toEqual([1, true]);
  await late.stop();
});

test('stopping lets a device finish its message', async () => {
  const { dataFolder, port } = await folder();
  const own = await link(dataFolder);
  const device = await dial({ port });
  await device.expect('220 *');
  for (const [line, reply] of [
    ['EHLO scanner.kontor.example', '250*'],
    ['MAIL FROM:<scanner@kontor.example>', '250 *'],
    ['RCPT TO:<office@kontor.example>', '250 *'],
    ['DATA', '354 *'],
  ] as const) {
    await device.send(line);
    await device.expect(reply);
  }
  const stopping = own.stop();
  await device.raw('Subject: a scan\r\n\r\npage one\r\n.\r\n');
  await device.expect('250 *');
  await stopping;
  device.end();
});
