import { describe, expect, it } from 'vitest';
import { openWith, readJson, containing } from './config-folder.ts';

/** Saved checks as a section of the document. */

const check = {
  name: 'Scanner relays',
  remoteAddress: '192.168.0.181',
  localAddress: '192.168.0.10',
  transcript: 'HELO\n250 ok\n',
};

describe('the section "checks"', () => {
  it('has defaults, and what equals them is not saved', async () => {
    const { folder, configuration } = await openWith({ checks: [check] });
    expect(configuration.current().document.checks).toEqual([
      { ...check, enabled: true, localPort: 25, implicitTls: false, userName: null },
    ]);
    const baseRevision = configuration.current().revision;
    const checks = [check, { ...check, name: 'Another', localPort: 25, enabled: false }];
    await configuration.patch({ checks }, { baseRevision, author: 'test' });
    const saved = (await readJson(folder, 'config.json')) as { checks: unknown };
    expect(saved.checks).toEqual([check, { ...check, name: 'Another', enabled: false }]);
    expect((await configuration.history()).at(-1)?.summary).toBe('Check "Another" added');
    await configuration.close();
  });

  it.each([
    [{ ...check, remoteAddress: '192.168.0' }, 'checks[0].remoteAddress'],
    [{ ...check, localAddress: 'fe80::1%11' }, 'checks[0].localAddress'],
    [{ ...check, transcript: '' }, 'checks[0].transcript'],
    [{ ...check, localPort: 0 }, 'checks[0].localPort'],
  ])('refuses %j at %s', async (entry, path) => {
    const { configuration } = await openWith({});
    expect(configuration.checkPatch({ checks: [entry] }).findings).toMatchObject([{ severity: 'error', path }]);
    await configuration.close();
  });

  it('refuses a name that is there twice, and leaves a faulty entry out at start', async () => {
    const { configuration } = await openWith({ checks: [check, { ...check, name: 'SCANNER RELAYS' }, { name: 'x' }] });
    expect(configuration.current().document.checks).toHaveLength(1);
    expect(configuration.notices().map(({ text }) => text)).toEqual(
      expect.arrayContaining([containing('"SCANNER RELAYS" is there twice'), containing('Check "x" is off')]),
    );
    await configuration.close();
  });
});
