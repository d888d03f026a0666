import { expect, it } from 'vitest';
import type { Secrets } from '../../../main/config/configuration.ts';
import { watchSecrets } from '../../../main/wiring/watched-secrets.ts';

it('tells of a secret that was set or removed, after it was, and of nothing else', async () => {
  const kept = new Map<string, string>();
  const secrets: Secrets = {
    names: () => [...kept.keys()],
    get: (name) => Promise.resolve(kept.get(name) ?? ''),
    set(name, value) {
      if (value === '') return Promise.reject(new Error('empty'));
      kept.set(name, value);
      return Promise.resolve();
    },
    remove: (name) => Promise.resolve(kept.delete(name)),
  };
  const told: string[] = [];
  const watched = watchSecrets(secrets, (name) => told.push(`${name}=${kept.get(name) ?? 'none'}`));
  await watched.set('a', 'one');
  await watched.set('a', 'two');
  await expect(watched.set('a', '')).rejects.toThrow('empty');
  expect(await watched.remove('b')).toBe(false);
  expect([watched.names(), await watched.get('a')]).toEqual([['a'], 'two']);
  expect(await watched.remove('a')).toBe(true);
  expect(told).toEqual(['a=one', 'a=two', 'a=none']);
});
