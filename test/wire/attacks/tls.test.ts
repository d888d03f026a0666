import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { dataFolder, removeFolder, runCli, runTool, startEngine } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { requireTool } from '../../support/requirements.ts';
import { dial } from '../../support/smtp-dialogue.ts';

/** TLS of the shipped program, as an outside tool and a suspicious client see it. */

const connector = {
  ...{ name: 'Plain', remoteIPRanges: ['127.0.0.0/8'], permissionGroups: ['AnonymousUsers', 'ExchangeUsers'] },
  ...{ maxInboundConnectionPercentagePerSource: 100, maxInboundConnectionPerSource: 'unlimited' },
  ...{ authMechanism: ['Tls', 'BasicAuth', 'BasicAuthRequireTLS'], tarpitInterval: '00:00:00' },
};

async function start(
  receiveConnectors: readonly object[],
  prepare: (folder: string) => Promise<void> = async () => {},
) {
  const folder = await dataFolder({
    server: { name: 'OFFICE', fqdn: 'mail.office.example' },
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
    receiveConnectors,
  });
  onTestFinished(() => removeFolder(folder));
  await prepare(folder);
  const engine = await startEngine(folder);
  onTestFinished(() => engine.kill9());
  return engine;
}

interface TestsslFinding {
  readonly id: string;
  readonly severity: string;
  readonly finding: string;
}

test.runIf(await requireTool('testssl'))(
  'TL-10: testssl finds no old protocol and no old weakness behind STARTTLS',
  async () => {
    const port = await freePort();
    const engine = await start([{ ...connector, bindings: [`127.0.0.1:${port}`] }]);
    const report = join(engine.folder, 'testssl.json');
    const checks = ['-p', '-s', '-H', '-I', '-R', '-BB', '-Z', '-O'];
    const quiet = ['--quiet', '--warnings', 'batch', '--color', '0', '--nodns=none'];
    await runTool('testssl', [...quiet, '-t', 'smtp', ...checks, '--jsonfile', report, `127.0.0.1:${port}`]);
    const findings = JSON.parse(await readFile(report, 'utf8')) as readonly TestsslFinding[];
    const said = new Map(findings.map(({ id, finding }) => [id, finding]));
    for (const old of ['SSLv2', 'SSLv3', 'TLS1', 'TLS1_1']) expect([old, said.get(old)]).toEqual([old, 'not offered']);
    for (const now of ['TLS1_2', 'TLS1_3']) expect(said.get(now)).toMatch(/^offered/);
    for (const weakness of ['heartbleed', 'CCS', 'secure_renego', 'secure_client_renego', 'ROBOT', 'POODLE_SSL']) {
      expect([weakness, said.get(weakness)]).toEqual([weakness, expect.stringMatching(/^not vulnerable|^supported/i)]);
    }
    for (const list of [
      'cipherlist_NULL',
      'cipherlist_aNULL',
      'cipherlist_EXPORT',
      'cipherlist_LOW',
      'cipherlist_3DES_IDEA',
    ]) {
      expect([list, said.get(list)]).toEqual([list, 'not offered']);
    }
    const severe = findings.filter(({ severity }) => severity === 'HIGH' || severity === 'CRITICAL');
    expect(severe).toEqual([]);
    expect(await engine.stop()).toBe(0);
  },
);

test('TL-13: passwords in clear where TLS is off are refused as a configuration, and in the session', async () => {
  const port = await freePort();
  const broken = async (folder: string): Promise<void> => {
    const first = await startEngine(folder);
    expect(await first.stop()).toBe(0);
    await rm(join(folder, 'certificates', 'default.key'));
    await writeFile(join(folder, 'certificates', 'default.crt'), 'not a certificate');
  };
  const engine = await start([{ ...connector, bindings: [`127.0.0.1:${port}`] }], broken);
  const client = await dial({ port });
  await client.expect('220 *');
  await client.send('EHLO x');
  await client.expect('250*');
  expect(client.transcript()).not.toMatch(/STARTTLS|AUTH/);
  await client.send('STARTTLS');
  await client.expect('500 5.3.3 *');
  await client.send(`AUTH PLAIN ${Buffer.from('\0scanner\0correct horse').toString('base64')}`);
  await client.expect('5*');
  expect(client.transcript()).not.toContain('\nS: 235');
  client.end();
  expect(await engine.stop()).toBe(0);

  const draft = join(engine.folder, 'draft.json');
  const without = {
    ...connector,
    bindings: [`127.0.0.1:${port}`],
    authMechanism: ['BasicAuth', 'BasicAuthRequireTLS'],
  };
  await writeFile(draft, JSON.stringify({ receiveConnectors: [without] }));
  const checked = await runCli(['config', 'check', draft, '--data', engine.folder]);
  expect(checked.code).toBeGreaterThan(0);
  expect(checked.stdout + checked.stderr).toMatch(/BasicAuthRequireTLS.*Tls/);
});

/** Goes as far as the banner; `ticket` is the first the server gave. */
function greet(
  port: number,
  version: 'TLSv1.2' | 'TLSv1.3',
  session?: Buffer,
): Promise<{ readonly isReused: boolean; readonly ticket: Buffer | null }> {
  return new Promise((resolve, reject) => {
    let ticket: Buffer | null = null;
    const options = { port, host: '127.0.0.1', rejectUnauthorized: false, minVersion: version, maxVersion: version };
    const socket = connect({ ...options, ...(session === undefined ? {} : { session }) });
    socket.on('session', (given) => (ticket ??= given));
    socket.once('data', () => {
      resolve({ isReused: socket.isSessionReused(), ticket });
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

test('TL-16: a ticket of one connector is worth nothing at another', async () => {
  const ports = [await freePort(), await freePort()] as const;
  const tls = { ...connector, implicitTls: true };
  const engine = await start([
    { ...tls, name: 'One', bindings: [`127.0.0.1:${ports[0]}`] },
    { ...tls, name: 'Two', bindings: [`127.0.0.1:${ports[1]}`], oldTls: true },
  ]);
  const { ticket } = await greet(ports[0], 'TLSv1.2');
  if (ticket === null) throw new Error('no ticket was given');
  expect((await greet(ports[0], 'TLSv1.2', ticket)).isReused).toBe(true);
  expect((await greet(ports[1], 'TLSv1.2', ticket)).isReused).toBe(false);
  // With TLS 1.3 there are none before the banner, and so none to mistake.
  expect((await greet(ports[0], 'TLSv1.3')).ticket).toBeNull();
  expect(await engine.stop()).toBe(0);
});
