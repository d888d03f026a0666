import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openConfiguration } from '../../../main/config/open-configuration.ts';
import { containing, fixture, makeFolder, matching, open, openWith, readJson, standingClock } from './config-folder.ts';

const relay = {
  name: 'Relay',
  bindings: ['0.0.0.0:2525'],
  remoteIPRanges: ['192.168.0.181'],
  permissionGroups: ['AnonymousUsers'],
};
const good = {
  server: { name: 'OFFICE' },
  receiveConnectors: [relay],
  acceptedDomains: [{ name: 'Office', domainName: 'office.example' }],
};

/** A folder with one good revision behind it. */
async function makeUsedFolder(): Promise<string> {
  const { folder, configuration } = await openWith(good);
  await configuration.close();
  return folder;
}

describe('a first run', () => {
  it('creates and saves the defaults', async () => {
    const folder = await makeFolder();
    const configuration = await open(folder);
    expect(configuration.firstRun).toBe(true);
    expect(configuration.untouched()).toBe(true);
    expect(configuration.notices()).toEqual([]);
    expect(configuration.current().receiveConnectors).toHaveLength(5);
    expect(await readJson(folder, 'config.json')).toEqual(configuration.sparse());
    expect((await configuration.history()).map(({ revision, summary }) => [revision, summary])).toEqual([
      [1, 'First configuration'],
    ]);

    const again = await open(folder);
    expect(again.firstRun).toBe(false);
    expect(again.untouched()).toBe(true);
    expect(again.current().document).toEqual(configuration.current().document);
    expect(again.current().revision).toBe(1);
    await again.patch({ server: { name: 'OTHER' } }, { baseRevision: 1, author: 'test' });
    expect(again.untouched()).toBe(false);
  });

  it('saves only what differs from a default, readable by its owner alone', async () => {
    const folder = await makeFolder();
    await open(folder);
    const [frontend] = ((await readJson(folder, 'config.json')) as { receiveConnectors: object[] }).receiveConnectors;
    expect(Object.keys(frontend ?? {})).toEqual([
      'name',
      'comment',
      'bindings',
      'remoteIPRanges',
      'authMechanism',
      'permissionGroups',
      'protocolLoggingLevel',
    ]);
    expect((await stat(join(folder, 'config.json'))).mode & 0o777).toBe(0o600);
  });

  it('says which ports took the place of 25 and 587', async () => {
    const configuration = await openConfiguration({
      dataFolder: await makeFolder(),
      clock: standingClock,
      hostname: 'pc',
      firstRunPorts: () => Promise.resolve({ smtp: 2525, submission: 2587 }),
    });
    expect(configuration.notices()).toMatchObject([{ code: 'first-run-ports', text: containing('2525 and 2587') }]);
  });

  it('uses a config.json that was put there beforehand as it is', async () => {
    const { configuration } = await openWith({ server: { fqdn: 'mx.office.example' } });
    expect(configuration.firstRun).toBe(false);
    expect(configuration.current().document).toMatchObject({
      server: { name: 'POSTROOM', fqdn: 'mx.office.example' },
      receiveConnectors: [],
      acceptedDomains: [],
      transport: { messageExpirationTimeout: '2.00:00:00' },
    });
  });
});

describe('a file that cannot be read', () => {
  it.each(['torn.json', 'zeros.json'])('%s is set aside and the last good revision loaded', async (name) => {
    const folder = await makeUsedFolder();
    await writeFile(join(folder, 'config.json'), await fixture(name));
    const configuration = await open(folder);
    const bad = join(folder, 'config.json.bad-20261122T101500Z');
    expect(configuration.notices()).toMatchObject([{ code: 'config-unreadable', path: bad, text: containing(bad) }]);
    expect(configuration.current().document.server.name).toBe('OFFICE');
    expect(await readFile(bad)).toEqual(await fixture(name));

    const again = await open(folder);
    expect(again.notices()).toEqual([]);
    expect(again.current().document).toEqual(configuration.current().document);
  });

  it.each(['', '[]', '"text"', '{ "__proto__": { "relay": true } }', `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`])(
    '%j is set aside as well',
    async (text) => {
      const folder = await makeUsedFolder();
      await writeFile(join(folder, 'config.json'), text);
      expect((await open(folder)).current().document.server.name).toBe('OFFICE');
    },
  );

  it.each(['torn.json', 'zeros.json'])('%s without a history is refused in words and left alone', async (name) => {
    const folder = await makeFolder({ 'config.json': await fixture(name) });
    await expect(open(folder)).rejects.toMatchObject({
      code: 'config-unreadable',
      message: matching(/^config\.json .*\.$/s),
    });
    expect(await readFile(join(folder, 'config.json'))).toEqual(await fixture(name));
  });

  it('skips history files that are torn', async () => {
    const folder = await makeUsedFolder();
    await writeFile(join(folder, 'history', '000002.json'), '{"revision": 2, "docu');
    await writeFile(join(folder, 'config.json'), '');
    const configuration = await open(folder);
    expect(configuration.current().document.server.name).toBe('OFFICE');
    expect(configuration.current().revision).toBe(3);
  });

  it('reads byte order marks, UTF-16 and CRLF', async () => {
    for (const text of [
      await fixture('bom.json'),
      Buffer.from('\ufeff{ "server": { "name": "BOM" } }', 'utf16le'),
      Buffer.from('{\r\n"server": { "name": "BOM" }\r\n}'),
    ]) {
      const configuration = await open(await makeFolder({ 'config.json': text }));
      expect(configuration.current().document.server.name).toBe('BOM');
      expect(configuration.notices()).toEqual([]);
    }
  });

  it('restores a missing config.json from the history', async () => {
    const folder = await makeUsedFolder();
    const { rm } = await import('node:fs/promises');
    await rm(join(folder, 'config.json'));
    const configuration = await open(folder);
    expect(configuration.firstRun).toBe(false);
    expect(configuration.notices()).toMatchObject([{ code: 'config-restored' }]);
    expect(await readJson(folder, 'config.json')).toEqual(configuration.sparse());
  });

  it('refuses a file of a newer Postroom and leaves it alone', async () => {
    const folder = await makeUsedFolder();
    const text = JSON.stringify({ version: 999, server: {} });
    await writeFile(join(folder, 'config.json'), text);
    await expect(open(folder)).rejects.toMatchObject({
      code: 'config-unreadable',
      message: containing('newer Postroom'),
    });
    expect(await readFile(join(folder, 'config.json'), 'utf8')).toBe(text);
  });
});

describe('a file with mistakes', () => {
  it('switches off the faulty connector, not the relay', async () => {
    const document = {
      ...good,
      receiveConnectors: [
        { ...relay, name: 'Typo', requireTsl: true },
        relay,
        { ...relay, name: 'Octal', remoteIPRanges: ['010.0.0.1'] },
        { ...relay, name: 'Twin' },
      ],
      sendConnectors: [{ name: 'Loop', addressSpaces: ['*'], smartHosts: ['127.0.0.1'], port: 2525 }],
      accounts: [{ userName: 'x', passwordHash: 'secret' }],
      transport: { blockedAddresses: ['1.2.3', '10.0.0.1'], poisonThreshold: 3 },
      journal: { protocolLogMaxAge: 'soon' },
      colour: 'red',
    };
    const { folder, configuration } = await openWith(document);
    const snapshot = configuration.current();
    expect(snapshot.receiveConnectors.map(({ name }) => name)).toEqual(['Relay']);
    expect(snapshot.sendConnectors).toEqual([]);
    expect(snapshot.accounts.size).toBe(0);
    expect(snapshot.policy.blockedRanges.map(({ text }) => text)).toEqual(['10.0.0.1']);
    expect(snapshot.transport.poisonThreshold).toBe(3);
    expect(snapshot.journal.protocolLog.maxAgeMs).toBe(30 * 86_400_000);
    expect(configuration.notices().map(({ code, path }) => [code, path])).toEqual([
      ['config-section-ignored', 'colour'],
      ['config-entry-ignored', 'receiveConnectors[0]'],
      ['config-entry-ignored', 'accounts[0].passwordHash'],
      ['config-section-ignored', 'journal.protocolLogMaxAge'],
      ['config-entry-ignored', 'receiveConnectors[2].remoteIPRanges[0]'],
      ['config-entry-ignored', 'transport.blockedAddresses[0]'],
      ['config-entry-ignored', 'sendConnectors[0].smartHosts[0]'],
      ['config-entry-ignored', 'receiveConnectors[3].remoteIPRanges[0]'],
    ]);
    expect(configuration.notices()[1]?.text).toContain('Receive connector "Typo" is off until it is corrected.');
    expect(await readJson(folder, 'config.json')).toEqual(document);
  });

  it('keeps a mistake in the file until a save without it that is confirmed', async () => {
    const { configuration } = await openWith({ ...good, receiveConnectors: [relay, { name: 'Broken' }] });
    const base = { baseRevision: configuration.current().revision, author: 'me' };
    await expect(configuration.patch({ server: { name: 'NEW' } }, base)).rejects.toMatchObject({
      code: 'config-invalid',
      path: 'receiveConnectors[1].bindings',
    });
    await configuration.patch(
      { server: { name: 'NEW' }, receiveConnectors: [relay] },
      {
        ...base,
        confirmations: ['receiveConnectors Broken'],
      },
    );
    expect(configuration.notices()).toEqual([]);
    expect(configuration.current().document.server.name).toBe('NEW');
  });

  it('takes a change made while no Postroom ran as a revision of its own', async () => {
    const folder = await makeUsedFolder();
    await writeFile(join(folder, 'config.json'), JSON.stringify({ ...good, server: { name: 'EDITED' } }));
    const configuration = await open(folder);
    expect(configuration.current().revision).toBe(2);
    const restored = await configuration.undo({ baseRevision: 2, author: 'me' });
    expect(restored.document.server.name).toBe('OFFICE');
  });

  it('leaves files it does not know in the history folder alone', async () => {
    const folder = await makeFolder();
    await mkdir(join(folder, 'history'));
    await writeFile(join(folder, 'history', 'notes.txt'), 'mine');
    await open(folder);
    expect(await readdir(join(folder, 'history'))).toEqual(['000001.json', 'notes.txt']);
  });
});
