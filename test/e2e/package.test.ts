import { mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { removeFolder, runTool, startEngine } from '../support/engine-process.ts';
import { freePort } from '../support/free-port.ts';
import { startScriptedSink } from '../support/scripted-sink.ts';
import { dial } from '../support/smtp-dialogue.ts';
import { eventually, relayConfig } from '../wire/durability/relay.ts';

/**
 * The desktop package, as `npm run package:check` looks at it: what is in it, how it is locked, and that its engine
 * relays. Electron itself is a stand-in: its program is not needed to pack ours.
 */

/** Where Electron's program keeps its fuses: this text, the version of the list, its length, then a character for each. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** Every fuse the wrong way round, so that each one that is set shows. */
const WRONG_FUSES = '10110011';

const root = fileURLToPath(new URL('../../', import.meta.url));
const inModules = (...parts: string[]): string => join(root, 'node_modules', ...parts);
const asar = inModules('@electron', 'asar', 'bin', 'asar.js');
let folder: string;
let resources: string;
let packed: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pack age '));
  await mkdir(join(folder, 'electron', 'resources'), { recursive: true });
  const standIn = `#!/bin/sh\n# ${FUSE_SENTINEL}\u0001${String.fromCharCode(WRONG_FUSES.length)}${WRONG_FUSES}\n`;
  await writeFile(join(folder, 'electron', 'electron'), standIn, { mode: 0o755 });
  const config = join(folder, 'config.json');
  const overrides = {
    extends: join(root, 'electron-builder.yml'),
    electronDist: join(folder, 'electron'),
    directories: { output: join(folder, 'out') },
  };
  await writeFile(config, JSON.stringify(overrides));
  const builder = [
    inModules('electron-builder', 'cli.js'),
    '--linux',
    '--dir',
    '--config',
    config,
    '--projectDir',
    root,
  ];
  const built = await runTool(process.execPath, builder);
  if (built.code !== 0) throw new Error(`electron-builder failed:\n${built.stdout}\n${built.stderr}`);
  resources = join(folder, 'out', 'linux-unpacked', 'resources');
  const listed = await runTool(process.execPath, [asar, 'list', join(resources, 'app.asar')]);
  packed = listed.stdout.split(/[\r\n]+/).filter((name) => name !== '');
});

afterAll(() => removeFolder(folder));

describe('the package', () => {
  test('holds the built program, its page and nothing of the sources', () => {
    const ours = packed.filter((name) => !name.startsWith('/node_modules'));
    expect(ours).toEqual(
      expect.arrayContaining([
        '/dist/app/main.js',
        '/dist/app/preload.cjs',
        '/dist/app/icons/postroom.png',
        '/dist/app/icons/tray-red@2x.png',
        '/dist/main/postroom.js',
        '/dist/main/store-worker.js',
        '/dist/renderer/index.html',
        '/package.json',
      ]),
    );
    const expected =
      /^\/(?:package\.json|dist(?:\/(?:app|app\/icons|main|renderer|renderer\/assets))?|dist\/.*\.(?:js|cjs|css|html|svg|png|ico))$/;
    expect(ours.filter((name) => !expected.test(name))).toEqual([]);
  });

  test('brings what runs and leaves what builds', async () => {
    const { dependencies, devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
      devDependencies: Record<string, string>;
    };
    const has = (name: string): boolean => packed.includes(`/node_modules/${name}/package.json`);
    expect(Object.keys(dependencies).filter((name) => !has(name))).toEqual([]);
    expect(Object.keys(devDependencies).filter(has)).toEqual([]);
  });

  test('keeps the store outside the archive, with all that it imports', async () => {
    const unpacked = join(resources, 'app.asar.unpacked', 'dist', 'main');
    const worker = await readFile(join(unpacked, 'store-worker.js'), 'utf8');
    const imported = [...worker.matchAll(/^import .*?from "([^"]+)"/gm)].map(([, name]) => name ?? '');
    expect(imported).toContain('node:sqlite');
    const files = imported.filter((name) => name.startsWith('./'));
    expect(imported.filter((name) => !name.startsWith('./') && !name.startsWith('node:'))).toEqual([]);
    for (const name of files) expect((await stat(join(unpacked, name))).isFile()).toBe(true);
  });

  test('closes every way to run something else with its program', async () => {
    const program = await readFile(join(resources, '..', 'postroom'), 'latin1');
    const wire = program.indexOf(FUSE_SENTINEL) + FUSE_SENTINEL.length + 2;
    const names = [
      ...['runAsNode', 'cookieEncryption', 'nodeOptions', 'nodeCliInspect'],
      ...['asarIntegrity', 'onlyLoadAppFromAsar', 'browserSnapshot', 'fileProtocolPrivileges'],
    ];
    const on = names.filter((_name, index) => program[wire + index] === '1');
    expect(on).toEqual(['cookieEncryption', 'asarIntegrity', 'onlyLoadAppFromAsar']);
  });

  test('relays a message with the engine that is in it', async () => {
    const unpacked = join(folder, 'un packed');
    const extracted = await runTool(process.execPath, [asar, 'extract', join(resources, 'app.asar'), unpacked]);
    expect(extracted).toMatchObject({ code: 0, stderr: '' });
    const sink = await startScriptedSink();
    onTestFinished(() => sink.close());
    const port = await freePort();
    const data = join(folder, 'data');
    await mkdir(data);
    await writeFile(join(data, 'config.json'), JSON.stringify(relayConfig({ port, smartHostPort: sink.port })));
    const engine = await startEngine(data, {
      program: join(unpacked, 'dist', 'main', 'postroom.js'),
      args: ['--console', '127.0.0.1:0'],
      until: /Console: http/,
    });
    onTestFinished(() => engine.kill9());
    const device = await dial({ port });
    await device.deliver({
      from: 'scanner@office.example',
      to: 'someone@elsewhere.example',
      body: 'Subject: a scan\r\n\r\npage one\r\n',
    });
    device.end();
    await eventually('the message is at the smart host', () => sink.messages.length > 0);
    expect(sink.messages[0]).toMatchObject({
      mailFrom: expect.stringContaining('scanner@office.example') as unknown,
      rcptTo: [expect.stringContaining('someone@elsewhere.example')],
    });
    expect(sink.messages[0]?.raw.toString()).toMatch(/^Subject: a scan\r\n[^]*\r\n\r\npage one\r\n/m);
    // The page comes from the archive too, and so does all that serves it.
    const address = /Console: (\S+)/.exec(engine.output())?.[1] ?? '';
    const signedIn = await fetch(address, { redirect: 'manual' });
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const page = await fetch(new URL('/', address), { headers: { cookie } });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<title>Postroom')]);
    expect(await engine.stop()).toBe(0);
  });
});
