import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataFolder, removeFolder, runCli } from '../../support/engine-process.ts';

/** `postroom import` on the files of a data folder: a review first, the change only when asked for. */

const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/import/${name}`, import.meta.url));
let folder: string;
const run = (...args: readonly string[]) => runCli([...args, '--data', folder]);

beforeAll(async () => {
  folder = await dataFolder({ acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }] });
});

afterAll(() => removeFolder(folder));

const connectors = async (): Promise<readonly string[]> => {
  const { stdout } = await run('config', 'show');
  const { receiveConnectors = [] } = JSON.parse(stdout) as { receiveConnectors?: { name: string }[] };
  return receiveConnectors.map(({ name }) => name);
};

test('without --apply it only says what would happen', async () => {
  const { code, stdout } = await run(
    'import',
    fixture('connectors-format-list.txt'),
    fixture('permissions-format-list.txt'),
  );
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Read Exchange, Format-List\.$/m);
  expect(stdout).toMatch(/^Receive connector +Relay EX01 +It will be created\.$/m);
  expect(stdout).toMatch(/CONTOSO\\Scanners: that account or group is not known here\.$/m);
  expect(stdout).toMatch(/^Nothing was changed\. Give --apply to carry it over\.$/m);
  expect(await connectors()).toEqual([]);
});

test('with --apply the connector is there, and relays for its devices only', async () => {
  const { code, stdout, stderr } = await run(
    'import',
    fixture('connectors-format-list.txt'),
    fixture('permissions-format-list.txt'),
    '--apply',
  );
  expect(stderr + stdout).toMatch(/^Saved as revision \d+\.$/m);
  expect(code).toBe(0);
  expect(await connectors()).toEqual(['Relay EX01']);
  const explain = ['--to', '192.168.0.1:25', '--recipient', 'a@gmail.com'];
  expect((await run('explain', '--from', '192.168.0.181', ...explain)).stdout).toContain('the session may relay');
  expect((await run('explain', '--from', '192.168.0.182', ...explain)).stdout).not.toContain('the session may relay');
});

test('what is no export is refused with what can be read', async () => {
  const { code, stderr } = await run('import', fileURLToPath(import.meta.url));
  expect(code).not.toBe(0);
  expect(stderr).toContain('This is no export that Postroom knows. It reads Format-List');
});

test('an export is run on an empty folder and makes the same configuration', async () => {
  const file = join(folder, 'postroom.ps1');
  expect(await run('export', '--file', file)).toMatchObject({ code: 0 });
  const empty = await dataFolder({});
  try {
    expect(await runCli(['shell', file, '--data', empty])).toMatchObject({ code: 0 });
    const { stdout: again } = await runCli(['config', 'show', '--data', empty]);
    expect(JSON.parse(again)).toEqual(JSON.parse((await run('config', 'show')).stdout));
  } finally {
    await removeFolder(empty);
  }
});
