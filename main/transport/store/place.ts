import { statSync } from 'node:fs';

/** Tells whether a file is still the one that it is now: what is written into one that was removed is gone at the next start. */
export function watchPlace(path: string): () => boolean {
  const { ino } = statSync(path);
  return () => statSync(path, { throwIfNoEntry: false })?.ino === ino;
}
