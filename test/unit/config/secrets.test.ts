import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyFileProtector, type KeyProtector } from '../../../main/config/key-protector.ts';
import { openSecretBox } from '../../../main/config/secrets.ts';
import { PostroomError } from '../../../main/errors.ts';
import { containing, makeFolder, readJson, standingClock } from './config-folder.ts';

const keyFile = (dataFolder: string): KeyProtector => keyFileProtector(join(dataFolder, 'secret.key'), standingClock);

function openBox(dataFolder: string, protector = keyFile(dataFolder)) {
  return openSecretBox({ dataFolder, clock: standingClock, protector });
}

describe('the SecretBox', () => {
  it('gives back after a restart what was put in, and lists only names', async () => {
    const folder = await makeFolder();
    const box = await openBox(folder);
    await Promise.all([
      box.set('send-connector/Internet', 'canary-päßword'),
      box.set('other', 'x'),
      box.set('gone', 'y'),
    ]);
    expect(await box.remove('gone')).toBe(true);
    expect(await box.remove('gone')).toBe(false);
    const again = await openBox(folder);
    expect(await again.get('send-connector/Internet')).toBe('canary-päßword');
    expect(again.names()).toEqual(['other', 'send-connector/Internet']);
    expect(again.notices).toEqual([]);
  });

  it('writes nothing readable, and only for its owner', async () => {
    const folder = await makeFolder();
    const box = await openBox(folder);
    await box.set('a', 'canary');
    for (const name of await readdir(folder)) {
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
      const text = await readFile(join(folder, name), 'utf8');
      expect(text).not.toContain('canary');
      expect(text).not.toContain(Buffer.from('canary').toString('base64'));
    }
    expect(await readdir(folder)).toEqual(['secret.key', 'secrets.json']);
  });

  it('makes no key before there is a secret', async () => {
    const folder = await makeFolder();
    await openBox(folder);
    expect(await readdir(folder)).toEqual([]);
  });

  it('does not open a value under another name or after a change', async () => {
    const folder = await makeFolder();
    const box = await openBox(folder);
    await box.set('a', 'one');
    const file = (await readJson(folder, 'secrets.json')) as { secrets: Record<string, { data: string }> };
    file.secrets['b'] = file.secrets['a'] ?? { data: '' };
    await writeFile(join(folder, 'secrets.json'), JSON.stringify(file));
    const again = await openBox(folder);
    expect(await again.get('a')).toBe('one');
    await expect(again.get('b')).rejects.toMatchObject({ code: 'secret-unavailable' });
  });

  it.each([
    ['a missing key', null],
    ['another key', Buffer.alloc(32, 7).toString('base64')],
    ['a torn key', 'abc'],
  ])('says with %s that the secret has to be set again, and then it works', async (_case, key) => {
    const folder = await makeFolder();
    await (await openBox(folder)).set('a', 'one');
    const { rm } = await import('node:fs/promises');
    if (key === null) await rm(join(folder, 'secret.key'));
    else await writeFile(join(folder, 'secret.key'), key);
    const box = await openBox(folder);
    await expect(box.get('a')).rejects.toMatchObject({
      code: 'secret-unavailable',
      message: containing('set it again'),
    });
    await box.set('a', 'two');
    expect(await box.get('a')).toBe('two');
    expect(await (await openBox(folder)).get('a')).toBe('two');
  });

  it('sets a key aside that cannot be opened, and asks again for one that failed for a moment', async () => {
    const folder = await makeFolder();
    await (await openBox(folder)).set('a', 'one');
    const real = keyFile(folder);
    let failures = 1;
    const flaky: KeyProtector = {
      load: () => (failures-- > 0 ? Promise.reject(new PostroomError('secret-unavailable', 'Not now.')) : real.load()),
      store: (key) => real.store(key),
    };
    const box = await openBox(folder, flaky);
    await expect(box.get('a')).rejects.toMatchObject({ code: 'secret-unavailable' });
    expect(await box.get('a')).toBe('one');

    const closed: KeyProtector = {
      ...flaky,
      load: () => Promise.reject(new PostroomError('secret-unavailable', 'Never.')),
    };
    await (await openBox(folder, closed)).set('b', 'two');
    expect(await readdir(folder)).toContain('secret.key.bad-20261122T101500Z');
  });

  it('sets an unreadable file aside and says so', async () => {
    const folder = await makeFolder({ 'secrets.json': '{"version":1,"secr' });
    const box = await openBox(folder);
    expect(box.notices).toMatchObject([
      { code: 'secrets-unreadable', path: join(folder, 'secrets.json.bad-20261122T101500Z') },
    ]);
    expect(box.names()).toEqual([]);
  });

  it.each([
    ['', 'x'],
    ['a\nb', 'x'],
    ['a', ''],
    ['a', 'x'.repeat(70_000)],
  ])('refuses the name %j with such a value', async (name, value) => {
    const box = await openBox(await makeFolder());
    await expect(box.set(name, value)).rejects.toMatchObject({ code: 'usage' });
  });

  it('takes names that objects have a meaning for', async () => {
    const folder = await makeFolder();
    const box = await openBox(folder);
    await expect(box.get('toString')).rejects.toMatchObject({ code: 'secret-unavailable' });
    await box.set('constructor', 'x');
    expect(await (await openBox(folder)).get('constructor')).toBe('x');
  });
});
