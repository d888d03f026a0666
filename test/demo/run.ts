import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { dataFolder, removeFolder, startEngine } from '../support/engine-process.ts';
import { startScriptedSink } from '../support/scripted-sink.ts';
import { CROWD, crowdDevices, flood, sendMany } from './crowd.ts';
import { dayBefore, weekBefore } from './history.ts';
import { demoNetwork } from './network.ts';
import type { DemoNetwork } from './network.ts';
import { PROVIDER_HOST, devices, erpServer, officeConfig, stranger } from './office.ts';
import { takePictures } from './pictures.ts';
import { send } from './traffic.ts';

/**
 * `npm run demo`: an office to look at. A real engine on a data folder made up for it, devices that send from their own
 * addresses, a provider that takes mail, and a branch office that cannot be reached.
 */

interface DemoOptions {
  readonly pictures?: string;
  readonly empty: boolean;
  readonly crowded: boolean;
  readonly language: string;
}

const options = new Command('npm run demo --')
  .description('An office to look at: a real engine, made-up devices, real mail. Nothing leaves this machine.')
  .option('--pictures <folder>', 'put a picture of every page into this folder, and end')
  .option('--empty', 'the first start of a fresh installation: no mail, nothing configured', false)
  .option('--crowded', '200 connectors, 60 devices, 5,000 sessions, 10,000 waiting messages', false)
  .option('--language <code>', 'of the pictures: en or de', 'en')
  .parse()
  .opts<DemoOptions>();

const crowd = options.crowded ? crowdDevices(CROWD.devices - devices.length) : [];

/** Pictures show the office's own addresses where the system lets us have a network of our own. */
function inOwnNetwork(): boolean {
  const inside = 'ip link set lo up && ip addr add 192.168.0.10/24 dev lo && exec "$@"';
  const words = ['--map-root-user', '--net', 'sh', '-c', inside, 'sh', process.execPath, ...process.argv.slice(1)];
  if (process.env['POSTROOM_DEMO_NETWORK'] === 'own' || process.platform !== 'linux') return false;
  if (spawnSync('unshare', ['--map-root-user', '--net', 'ip', '-V']).status !== 0) return false;
  const env = { ...process.env, POSTROOM_DEMO_NETWORK: 'own' };
  process.exitCode = spawnSync('unshare', words, { stdio: 'inherit', env }).status ?? 1;
  return true;
}

async function fill(network: DemoNetwork): Promise<void> {
  for (const device of [...devices, stranger]) await send(device, network);
  if (!options.crowded) return;
  const began = performance.now();
  await flood(erpServer, network, CROWD.waiting);
  await sendMany(crowd, network, CROWD.sessions);
  console.log(`A crowd in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
}

async function demo(): Promise<void> {
  const network = await demoNetwork();
  const provider = await startScriptedSink({}, network.host(PROVIDER_HOST));
  const moreConnectors = options.crowded ? CROWD.connectors : 0;
  const config = options.empty
    ? undefined
    : await officeConfig({ network, providerPort: provider.port, moreConnectors, crowd });
  const folder = await dataFolder(config);
  if (!options.empty) {
    const all = [...devices, ...crowd];
    await writeFile(join(folder, 'devices.json'), weekBefore(all, network, Date.now()));
    await writeFile(join(folder, 'figures.json'), dayBefore(all, Date.now()));
  }
  const engine = await startEngine(folder, { args: ['--console', '127.0.0.1:0'], until: /Console: \S+\n/ });
  try {
    if (!options.empty) await fill(network);
    const address = /Console: (\S+)/.exec(engine.output())?.[1] ?? '';
    if (options.pictures !== undefined) {
      const { pictures: to, language, empty: isEmpty } = options;
      await takePictures({ address, folder: to, language, isEmpty });
      return;
    }
    console.log(`An office to look at: ${address}\nCtrl+C ends it and removes what it made.`);
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), once(engine.child, 'exit')]);
  } finally {
    await engine.stop();
    await provider.close();
    await removeFolder(folder);
  }
}

if (options.pictures === undefined || !inOwnNetwork()) await demo();
