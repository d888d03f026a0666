import type { Secrets } from '../config/configuration.ts';

/** Secrets that tell when one of them was set or removed, after it was. */
export function watchSecrets(secrets: Secrets, changed: (name: string) => void): Secrets {
  return {
    names: () => secrets.names(),
    get: (name) => secrets.get(name),
    async set(name, value) {
      await secrets.set(name, value);
      changed(name);
    },
    async remove(name) {
      const removed = await secrets.remove(name);
      if (removed) changed(name);
      return removed;
    },
  };
}
