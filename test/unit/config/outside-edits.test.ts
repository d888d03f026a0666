import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../../main/config/configuration.ts';
import { openWith, readJson } from './config-folder.ts';

const document = { server: { name: 'OFFICE' } };
const edited = { server: { name: 'OFFICE', fqdn: 'by.hand.example' } };

const codes = (configuration: Configuration): readonly string[] => configuration.notices().map(({ code }) => code);
const rename = (configuration: Configuration, name: string): Promise<unknown> =>
  configuration.patch({ server: { name } }, { baseRevision: configuration.current().revision, author: 'me' });
const keptFiles = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => name.startsWith('config.json.edited-'));

describe('config.json edited while Postroom runs', () => {
  it('is told of before anything is saved', async () => {
    const { folder, configuration } = await openWith(document);
    expect(codes(configuration)).toEqual([]);
    await writeFile(join(folder, 'config.json'), JSON.stringify(edited));
    expect(codes(configuration)).toEqual(['config-edited']);
  });

  it.each([
    ['a document', JSON.stringify(edited)],
    ['what is no JSON yet', '{ "server": {'],
  ])('keeps %s beside the file when a change is saved over it', async (_, text) => {
    const { folder, configuration } = await openWith(document);
    await writeFile(join(folder, 'config.json'), text);
    await rename(configuration, 'NEW');
    expect(await readJson(folder, 'config.json')).toEqual(configuration.sparse());
    const [name = '', ...others] = await keptFiles(folder);
    expect(others).toEqual([]);
    expect(await readFile(join(folder, name), 'utf8')).toBe(text);
    expect(configuration.notices()).toMatchObject([{ code: 'config-edit-kept', path: join(folder, name) }]);
  });

  it('keeps nothing where the edit is just what is saved', async () => {
    const { folder, configuration } = await openWith(document);
    await writeFile(join(folder, 'config.json'), JSON.stringify({ version: 1, ...edited }));
    await configuration.apply(edited, { baseRevision: configuration.current().revision, author: 'me' });
    expect(await keptFiles(folder)).toEqual([]);
    expect(codes(configuration)).toEqual([]);
  });

  it('is no matter of time stamps, indents or changes of its own', async () => {
    const { folder, configuration } = await openWith(document);
    await utimes(join(folder, 'config.json'), 1, 1);
    expect(codes(configuration)).toEqual([]);
    await writeFile(join(folder, 'config.json'), JSON.stringify(configuration.sparse(), null, 4));
    expect(codes(configuration)).toEqual([]);
    await rename(configuration, 'ONE');
    await rename(configuration, 'TWO');
    expect(await keptFiles(folder)).toEqual([]);
    expect(codes(configuration)).toEqual([]);
  });
});
