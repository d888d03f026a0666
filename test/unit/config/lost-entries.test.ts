import { describe, expect, it } from 'vitest';
import { containing, openWith, readJson } from './config-folder.ts';

/** A file with one connector that works and one whose range is misspelt. */
const broken = {
  name: 'Scanner',
  bindings: ['127.0.0.1:2526'],
  remoteIPRanges: ['192.168.0.'],
  permissionGroups: ['AnonymousUsers'],
};
const sound = {
  name: 'Office',
  bindings: ['127.0.0.1:2525'],
  remoteIPRanges: ['127.0.0.1'],
  permissionGroups: ['AnonymousUsers'],
};
const change = { baseRevision: 1, author: 'test' };

async function openBroken() {
  const opened = await openWith({ receiveConnectors: [broken, sound] });
  const { revision } = opened.configuration.current();
  return { ...opened, options: { ...change, baseRevision: revision } };
}

describe('a faulty entry of config.json', () => {
  it('is not thrown away by a change that does not know of it', async () => {
    const { configuration, folder, options } = await openBroken();
    const patch = { receiveConnectors: [{ ...sound, name: 'Office 2' }] };
    expect(configuration.checkPatch(patch).findings).toContainEqual(
      expect.objectContaining({ severity: 'warning', confirmation: 'receiveConnectors Scanner' }),
    );
    await expect(configuration.patch(patch, options)).rejects.toMatchObject({
      code: 'confirmation-needed',
      message: containing('would take receiveConnectors Scanner out of config.json'),
    });
    expect(await readJson(folder, 'config.json')).toMatchObject({ receiveConnectors: [broken, sound] });
    await configuration.close();
  });

  it('goes where that was confirmed, and is not asked for again', async () => {
    const { configuration, folder, options } = await openBroken();
    const patch = { receiveConnectors: [{ ...sound, name: 'Office 2' }] };
    const confirmations = ['receiveConnectors Scanner'];
    const { revision } = await configuration.patch(patch, { ...options, confirmations });
    expect(await readJson(folder, 'config.json')).toMatchObject({ receiveConnectors: [{ name: 'Office 2' }] });
    await configuration.patch({ server: { name: 'OTHER' } }, { ...options, baseRevision: revision });
    await configuration.close();
  });

  it('may be corrected', async () => {
    const { configuration, options } = await openBroken();
    const patch = { receiveConnectors: [{ ...broken, remoteIPRanges: ['192.168.0.181'] }, sound] };
    await configuration.patch(patch, options);
    expect(configuration.current().receiveConnectors).toHaveLength(2);
    await configuration.close();
  });
});
