import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../main/config/snapshot.ts';
import { containing, makeFolder, open, openWith, readJson } from './config-folder.ts';

const relay = {
  name: 'Relay',
  bindings: ['0.0.0.0:2525'],
  remoteIPRanges: ['192.168.0.181'],
  permissionGroups: ['AnonymousUsers'],
};
const anyRecipient = { user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' };
const openRelay = {
  ...relay,
  name: 'Wide',
  bindings: ['0.0.0.0:2600'],
  remoteIPRanges: ['203.0.113.7'],
  extendedRights: [anyRecipient],
};
const good = { receiveConnectors: [relay], acceptedDomains: [{ name: 'Office', domainName: 'office.example' }] };
const me = { author: 'me' };

describe('apply', () => {
  it('saves, keeps a revision, tells listeners, and leaves old snapshots as they are', async () => {
    const { folder, configuration } = await openWith(good);
    const before = configuration.current();
    const heard: [Snapshot, Snapshot][] = [];
    const unsubscribe = configuration.onChange((next, previous) => heard.push([next, previous]));
    const after = await configuration.apply({ ...good, server: { name: 'NEW' } }, { baseRevision: 1, ...me });
    expect(after.revision).toBe(2);
    expect(heard).toEqual([[after, before]]);
    expect(before.document.server.name).toBe('POSTROOM');
    expect(await readJson(folder, 'config.json')).toEqual(configuration.sparse());
    expect(await readJson(join(folder, 'history'), '000002.json')).toEqual({
      revision: 2,
      savedAtMs: Date.UTC(2026, 10, 22, 10, 15),
      author: 'me',
      summary: 'Server changed (name)',
      document: configuration.sparse(),
    });
    unsubscribe();
    await configuration.patch({ server: null }, { baseRevision: 2, ...me });
    expect(heard).toHaveLength(1);
    expect((await open(folder)).current().revision).toBe(3);
  });

  it('saves nothing where what the change needs cannot be made first', async () => {
    const { folder, configuration } = await openWith(good);
    let fault: Error | null = new Error('No.');
    const asked: [string, string][] = [];
    configuration.beforeSave((next, current) => {
      asked.push([current.document.server.name, next.document.server.name]);
      return fault === null ? Promise.resolve() : Promise.reject(fault);
    });
    const change = () => configuration.patch({ server: { name: 'NEW' } }, { baseRevision: 1, ...me });
    await expect(change()).rejects.toThrow('No.');
    expect(configuration.current().revision).toBe(1);
    expect((await open(folder)).current().document.server.name).toBe('POSTROOM');
    expect(await readdir(join(folder, 'history'))).not.toContain('000002.json');
    fault = null;
    expect((await change()).revision).toBe(2);
    expect(asked).toEqual([
      ['POSTROOM', 'NEW'],
      ['POSTROOM', 'NEW'],
    ]);
  });

  it('refuses a change on a stale revision', async () => {
    const { configuration } = await openWith(good);
    const changes = ['A', 'B', 'C'].map((name) =>
      configuration.patch({ server: { name } }, { baseRevision: 1, ...me }),
    );
    const results = await Promise.allSettled(changes);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expect(changes[1]).rejects.toMatchObject({ code: 'config-conflict' });
    expect(configuration.current().document.server.name).toBe('A');
  });

  it('refuses an invalid document with the path of the first error and changes nothing', async () => {
    const { folder, configuration } = await openWith(good);
    const draft = { ...good, receiveConnectors: [relay, { ...relay, name: 'Bad', bindings: ['0.0.0.0:99999'] }] };
    await expect(configuration.apply(draft, { baseRevision: 1, ...me })).rejects.toMatchObject({
      code: 'config-invalid',
      path: 'receiveConnectors[1].bindings[0]',
      message: containing('99999'),
    });
    expect(configuration.current().revision).toBe(1);
    expect(await readJson(folder, 'config.json')).toEqual(good);
  });

  it('allows a save without a change', async () => {
    const { configuration } = await openWith(good);
    await configuration.apply(configuration.sparse(), { baseRevision: 1, ...me });
    expect((await configuration.history()).at(-1)).toMatchObject({ revision: 2, summary: 'Saved without a change' });
  });

  it('goes on when a listener throws', async () => {
    const { configuration } = await openWith(good);
    let heard = 0;
    configuration.onChange(() => {
      throw new Error('cannot follow');
    });
    configuration.onChange(() => (heard += 1));
    await configuration.patch({ server: { name: 'NEW' } }, { baseRevision: 1, ...me });
    expect(heard).toBe(1);
  });

  it('changes nothing when the file cannot be written', async () => {
    const { folder, configuration } = await openWith(good);
    await rm(join(folder, 'config.json'));
    await mkdir(join(folder, 'config.json', 'in the way'), { recursive: true });
    await expect(configuration.patch({ server: { name: 'NEW' } }, { baseRevision: 1, ...me })).rejects.toMatchObject({
      code: 'store-failed',
    });
    expect(configuration.current().document.server.name).toBe('POSTROOM');
    expect(await readdir(join(folder, 'history'))).toEqual(['000001.json']);
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('keeps the last 100 revisions, and saves on where an older one cannot be removed', async () => {
    const { folder, configuration } = await openWith(good);
    for (let revision = 1; revision <= 104; revision += 1) {
      // A folder in its place cannot be removed either; on Windows it is a file that somebody has open.
      if (revision === 50) {
        await rm(join(folder, 'history', '000003.json'));
        await mkdir(join(folder, 'history', '000003.json'));
      }
      await configuration.patch({ server: { name: `N${String(revision)}` } }, { baseRevision: revision, ...me });
    }
    const files = await readdir(join(folder, 'history'));
    expect([files.length, ...files.slice(0, 2), files.at(-1)]).toEqual([
      101,
      '000003.json',
      '000006.json',
      '000105.json',
    ]);
  });
});

describe('an open relay', () => {
  it('has to be confirmed by its name, once, and stays in the notices', async () => {
    const { folder, configuration } = await openWith(good);
    const draft = { ...good, receiveConnectors: [relay, openRelay] };
    await expect(configuration.apply(draft, { baseRevision: 1, ...me })).rejects.toMatchObject({
      code: 'confirmation-needed',
      path: 'receiveConnectors[1].remoteIPRanges[0]',
    });
    await expect(
      configuration.apply(draft, { baseRevision: 1, ...me, confirmations: ['Relay'] }),
    ).rejects.toMatchObject({ code: 'confirmation-needed' });
    await configuration.apply(draft, { baseRevision: 1, ...me, confirmations: ['Wide'] });
    await configuration.patch({ server: { name: 'NEW' } }, { baseRevision: 2, ...me });
    expect(configuration.notices()).toMatchObject([
      { code: 'open-relay', path: 'receiveConnectors[1].remoteIPRanges[0]' },
    ]);
    expect((await open(folder)).notices()).toMatchObject([{ code: 'open-relay' }]);
  });

  it('has to be confirmed again when it opens further', async () => {
    const { configuration } = await openWith({ ...good, receiveConnectors: [openRelay] });
    const wider = { receiveConnectors: [{ ...openRelay, remoteIPRanges: [...openRelay.remoteIPRanges, '0.0.0.0/0'] }] };
    await expect(configuration.patch(wider, { baseRevision: 1, ...me })).rejects.toMatchObject({
      code: 'confirmation-needed',
    });
    await expect(
      configuration.patch(wider, { baseRevision: 1, ...me, confirmations: ['Wide'] }),
    ).resolves.toMatchObject({ revision: 2 });
  });
});

describe('check', () => {
  it('names every error, warning and effect without changing anything', async () => {
    const { configuration } = await openWith(good);
    const internet = {
      name: 'Internet',
      addressSpaces: ['*'],
      smartHosts: ['smtp.example.com'],
      smartHostAuthMechanism: 'BasicAuth',
      userName: 'u',
    };
    const report = configuration.checkPatch({
      receiveConnectors: [{ ...relay, bindings: ['0.0.0.0:2526'] }],
      sendConnectors: [internet],
      acceptedDomains: null,
    });
    expect(report.effects).toEqual([
      'Receive connector "Relay" changed (bindings)',
      'Send connector "Internet" added',
      'Accepted domain "Office" removed',
      'Starts listening on 0.0.0.0:2526',
      'Stops listening on 0.0.0.0:2525',
    ]);
    expect(report.findings).toMatchObject([{ severity: 'warning', text: containing('send-connector/Internet') }]);
    await configuration.secrets.set('send-connector/Internet', 'hunter2');
    expect(configuration.checkPatch({ sendConnectors: [internet] }).findings).toEqual([]);
    expect(configuration.current().revision).toBe(1);
  });

  it.each([
    [
      { sendConnectors: [{ name: 'A', addressSpaces: ['*'], requireTLS: true, ignoreSTARTTLS: true }] },
      'sendConnectors[0].ignoreSTARTTLS',
    ],
    [
      {
        sendConnectors: [
          { name: 'A', addressSpaces: ['*'], smartHostAuthMechanism: 'BasicAuth', smartHosts: ['a.example'] },
        ],
      },
      'sendConnectors[0].userName',
    ],
    [
      { sendConnectors: [{ name: 'A', addressSpaces: ['*'], smartHostAuthMechanism: 'BasicAuth', userName: 'u' }] },
      'sendConnectors[0].smartHosts',
    ],
    [{ sendConnectors: [{ name: 'A', addressSpaces: ['*'], smartHosts: ['a b'] }] }, 'sendConnectors[0].smartHosts[0]'],
    [
      { sendConnectors: [{ name: 'A', addressSpaces: ['*'], smartHosts: ['10.1.1'] }] },
      'sendConnectors[0].smartHosts[0]',
    ],
    [
      { sendConnectors: [{ name: 'A', addressSpaces: ['*'], smartHosts: ['localhost'], port: 2525 }] },
      'sendConnectors[0].smartHosts[0]',
    ],
    [{ sendConnectors: [{ name: 'A', addressSpaces: ['*contoso.com'] }] }, 'sendConnectors[0].addressSpaces[0]'],
    [{ acceptedDomains: [{ name: 'A', domainName: '*' }] }, 'acceptedDomains[0].domainType'],
    [
      {
        acceptedDomains: [
          { name: 'A', domainName: 'a.b', default: true },
          { name: 'B', domainName: 'b.b', default: true },
        ],
      },
      'acceptedDomains[1].default',
    ],
    [
      {
        acceptedDomains: [
          { name: 'A', domainName: 'a.b' },
          { name: 'B', domainName: 'A.B' },
        ],
      },
      'acceptedDomains[1].domainName',
    ],
    [{ receiveConnectors: [relay, { ...relay, name: 'RELAY', bindings: ['0.0.0.0:1'] }] }, 'receiveConnectors[1].name'],
    [{ receiveConnectors: [{ ...relay, defaultDomain: 'Nowhere' }] }, 'receiveConnectors[0].defaultDomain'],
    [{ receiveConnectors: [{ ...relay, name: 'a\nb' }] }, 'receiveConnectors[0].name'],
    [
      { receiveConnectors: [{ ...relay, connectionTimeout: '00:01:00' }] },
      'receiveConnectors[0].connectionInactivityTimeout',
    ],
    [{ recipients: [{ address: 'a@office.example', mailbox: '../../etc' }] }, 'recipients[0].mailbox'],
    [{ mailboxes: [{ name: 'nul' }] }, 'mailboxes[0].name'],
    [{ receiveConnectors: 'none' }, 'receiveConnectors'],
    [{ sections: [] }, 'sections'],
    [{ version: 999 }, 'version'],
    [{ server: JSON.parse('{"__proto__": {"name": "X"}}') as unknown }, 'server'],
  ])('refuses %j', async (patch, path) => {
    const { configuration } = await openWith(good);
    const { findings, document, effects } = configuration.checkPatch(patch);
    expect([document, effects]).toEqual([null, []]);
    expect(findings.filter(({ severity }) => severity === 'error').map((finding) => finding.path)).toContain(path);
  });

  it('answers in sentences', async () => {
    const { configuration } = await openWith(good);
    const { findings } = configuration.check({
      receiveConnectors: [{ ...relay, maxMessageSize: 'big', colour: 1 }],
      transport: { poisonThreshold: 0 },
    });
    expect(findings.map(({ text }) => text)).toEqual([
      'receiveConnectors[0].maxMessageSize: must be a size such as 36MB, between 65536 and 2147483647 bytes.',
      'receiveConnectors[0]: there is no property named "colour".',
      'transport.poisonThreshold: too small: expected number to be >=1.',
    ]);
  });
});

describe('undo', () => {
  it('brings the previous revision back as a new one', async () => {
    const { configuration } = await openWith(good);
    await configuration.patch({ server: { name: 'NEW' } }, { baseRevision: 1, ...me });
    const undone = await configuration.undo({ baseRevision: 2, ...me });
    expect([undone.revision, undone.document.server.name]).toEqual([3, 'POSTROOM']);
    expect((await configuration.history()).at(-1)?.summary).toBe('Back to revision 1');
  });

  it('says when there is nothing to go back to', async () => {
    const configuration = await open(await makeFolder());
    await expect(configuration.undo({ baseRevision: 1, ...me })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a folder that turns read-only', () => {
  // The superuser may write everywhere.
  it.skipIf(process.getuid?.() === 0)('refuses changes in words', async () => {
    const { folder, configuration } = await openWith(good);
    await chmod(join(folder, 'history'), 0o500);
    await expect(configuration.patch({ server: { name: 'NEW' } }, { baseRevision: 1, ...me })).rejects.toMatchObject({
      code: 'data-folder-unusable',
    });
  });
});
