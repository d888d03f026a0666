import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock, type Clock } from '../../../main/clock.ts';
import { createSelfSigned } from '../../support/self-signed.ts';
import { runCli, startEngine, type CliResult } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { mountSmallDisk, requireMount } from '../../support/small-disk.ts';
import { dial } from '../../support/smtp-dialogue.ts';
import { greeted, relayConfig } from './relay.ts';

/** What a person reads, and what a script gets, when the engine cannot start, or not as it was told to. */

const mayMount = await requireMount();

async function folderWith(config?: string | object): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-start-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const text = typeof config === 'string' ? config : JSON.stringify(config);
  if (config !== undefined) await writeFile(join(folder, 'config.json'), text);
  return folder;
}

const serve = (folder: string, ...more: string[]): Promise<CliResult> =>
  runCli(['serve', '--data', folder, '--console', 'off', ...more]);

/** Exit code 2 and this one sentence, nothing else. */
function refusal(sentence: string | RegExp): CliResult {
  const stderr = typeof sentence === 'string' ? `${sentence}\n` : (expect.stringMatching(sentence) as string);
  return { code: 2, stdout: '', stderr };
}

async function occupy(port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
}

test.skipIf(!mayMount)('a read-only data folder', async () => {
  const disk = await mountSmallDisk(1_048_576);
  const { folder } = disk;
  await writeFile(join(folder, 'config.json'), '{}');
  await disk.makeReadOnly();
  expect(await serve(folder)).toEqual(
    refusal(`The data folder ${folder} is read-only; choose another one with --data, or make it writable.`),
  );
});

test('a data folder that is a file', async () => {
  const file = join(await folderWith('{}'), 'config.json');
  expect(await serve(file)).toEqual(refusal(`${file} is not a folder; choose another data folder with --data.`));
  expect(await serve(join(file, 'data'))).toEqual(
    refusal(`${join(file, 'data')} is not a folder; choose another data folder with --data.`),
  );
});

test('a port that is taken: the engine runs on the others, and does not run where there is none', async () => {
  const ports = [await freePort(), await freePort()] as const;
  const folder = await folderWith(
    relayConfig({ port: ports[0], smartHostPort: 9, receive: { bindings: ports.map((port) => `127.0.0.1:${port}`) } }),
  );
  const taken = (port: number): string =>
    `Not listening on 127.0.0.1:${port}: Port ${port} on 127.0.0.1 is taken by another program: stop it, or give the connector another port.\n`;
  await occupy(ports[0]);
  const engine = await startEngine(folder);
  onTestFinished(() => engine.kill9());
  expect(engine.output()).toContain(taken(ports[0]));
  (await greeted(ports[1])).end();
  expect(await engine.stop()).toBe(0);

  await occupy(ports[1]);
  expect(await serve(folder)).toEqual({ code: 2, stdout: '', stderr: `${taken(ports[0])}${taken(ports[1])}` });
});

test('a second engine on the same folder: the first goes on', async () => {
  const port = await freePort();
  const folder = await folderWith(relayConfig({ port, smartHostPort: 9 }));
  const engine = await startEngine(folder);
  onTestFinished(() => engine.kill9());
  expect(await serve(folder)).toEqual(
    refusal(`Another Postroom already works with ${folder}; stop that one, or choose another data folder with --data.`),
  );
  (await greeted(port)).end();
  expect(await engine.stop()).toBe(0);
});

test('a broken config.json with nothing before it', async () => {
  const folder = await folderWith('{ "server": ');
  expect(await serve(folder)).toEqual(
    refusal(/^config\.json is not valid JSON in line 1, column 13: [^\n]+; [^\n]+\.\n$/),
  );
  expect(await readFile(join(folder, 'config.json'), 'utf8')).toBe('{ "server": ');
});

test('a broken config.json with a history: the last good revision runs, and the file is kept', async () => {
  const port = await freePort();
  const folder = await folderWith(relayConfig({ port, smartHostPort: 9 }));
  const first = await startEngine(folder);
  expect(await first.stop()).toBe(0);
  await writeFile(join(folder, 'config.json'), '{ "server": ');

  const second = await startEngine(folder);
  onTestFinished(() => second.kill9());
  (await greeted(port)).end();
  const [bad] = (await readdir(folder)).filter((name) => name.startsWith('config.json.bad-'));
  expect(await readFile(join(folder, bad ?? ''), 'utf8')).toBe('{ "server": ');
  const told = second
    .output()
    .split('\n')
    .filter((line) => line.startsWith('config.json '));
  expect(told).toEqual([
    expect.stringMatching(
      /^config\.json is not valid JSON in line 1, column 13: .+; revision 1 from the history is used, and the file /,
    ),
  ]);
  expect(told[0]).toContain(`is kept as ${join(folder, bad ?? '')}.`);
  expect(await second.stop()).toBe(0);
});

test('a config.json of a newer Postroom is not touched', async () => {
  const folder = await folderWith({ version: 99 });
  expect(await serve(folder)).toEqual(
    refusal(
      'The configuration was written by a newer Postroom (format 99, this one knows 1); install that Postroom again.',
    ),
  );
  expect(await readFile(join(folder, 'config.json'), 'utf8')).toBe('{"version":99}');
});

test('an expired certificate is used and named', async () => {
  const port = await freePort();
  const receive = { tlsCertificateName: 'office' };
  const folder = await folderWith(relayConfig({ port, smartHostPort: 9, receive }));
  const longAgo: Clock = { ...systemClock, now: () => Date.UTC(2020, 0, 1) };
  const names = { fqdn: 'relay.office.example', serverName: 'POSTROOM', hostname: 'test' };
  const { certificate, key } = await createSelfSigned(names, longAgo);
  await mkdir(join(folder, 'certificates'));
  await writeFile(join(folder, 'certificates', 'office.crt'), certificate);
  await writeFile(join(folder, 'certificates', 'office.key'), key);

  const engine = await startEngine(folder);
  onTestFinished(() => engine.kill9());
  expect(engine.output()).toMatch(/^The certificate "office" expired on 2022-\d\d-\d\d and is still used, .+\.$/m);
  const client = await greeted(port);
  await client.send('STARTTLS');
  await client.expect('220 *');
  await client.startTls();
  await client.send('EHLO client.example');
  await client.expect('250*');
  client.end();
  expect(await engine.stop()).toBe(0);
});

test('words on the command line that mean nothing', async () => {
  const folder = await folderWith();
  const data = ['--data', folder];
  const address = '--console takes HOST:PORT, for example 127.0.0.1:48025, or "off".';
  expect(await runCli(['serve', ...data, '--console', 'here'])).toEqual(refusal(address));
  expect(await runCli(['serve', ...data, '--console', '127.0.0.1:65536'])).toEqual(refusal(address));
  expect(await runCli(['serve', ...data, '--console', '192.0.2.1:8025'])).toEqual(
    refusal('The console cannot listen on 192.0.2.1. Choose another address with --console.'),
  );
  expect(await runCli(['serv'])).toEqual(refusal(/^error: unknown command 'serv'\n/));
  expect(await runCli(['serve', '--port', '25'])).toEqual(refusal(/^error: unknown option '--port'\n/));
  expect(await runCli(['queue', 'list', ...data])).toEqual({
    code: 3,
    stdout: '',
    stderr: `Postroom does not run on ${folder}. Start it with "postroom serve".\n`,
  });
});

test('a start that was refused leaves no lock behind', async () => {
  const port = await freePort();
  const folder = await folderWith({ version: 99 });
  expect((await serve(folder)).code).toBe(2);
  await writeFile(join(folder, 'config.json'), JSON.stringify(relayConfig({ port, smartHostPort: 9 })));
  const engine = await startEngine(folder);
  onTestFinished(() => engine.kill9());
  (await dial({ port })).end();
  expect(await engine.stop()).toBe(0);
});
