import { mkdtemp, open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runTool } from './engine-process.ts';
import { isMet } from './requirements.ts';

/** File systems of a test's own: small enough to be filled, or read-only. Mounting needs root. */

export async function requireMount(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-mount-'));
  const { code, stderr } = await runTool('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  if (code === 0) await unmount(folder);
  await rm(folder, { recursive: true, force: true });
  return isMet(code === 0 ? null : `This test has to mount a small disk, and may not: ${stderr.trim()}`);
}

export interface SmallDisk {
  readonly folder: string;
  /** Takes all free space but so much. */
  fill(leaveBytes: number): Promise<void>;
  /** Gives back what fill() took. */
  free(): Promise<void>;
  /** Remounts it read-only. */
  makeReadOnly(): Promise<void>;
  makeWritable(): Promise<void>;
}

/** A tmpfs that is gone at the end of the test. */
export async function mountSmallDisk(bytes: number): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-disk-'));
  const mount = async (options: string): Promise<void> => {
    const { code, stderr } = await runTool('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
    if (code !== 0) throw new Error(stderr);
  };
  await mount(`size=${bytes}`);
  onTestFinished(async () => {
    await unmount(folder);
    await rm(folder, { recursive: true, force: true });
  });
  const ballast = join(folder, 'ballast');
  return {
    folder,
    async fill(leaveBytes) {
      const file = await open(ballast, 'a');
      try {
        for (;;) {
          const { bavail, bsize } = await statfs(folder);
          const take = Math.min(bavail * bsize - leaveBytes, 1_048_576);
          if (take <= 0) return;
          await file.write(Buffer.alloc(take));
        }
      } finally {
        await file.close();
      }
    },
    free: () => rm(ballast),
    makeReadOnly: () => mount('remount,ro'),
    makeWritable: () => mount('remount,rw'),
  };
}

async function unmount(folder: string): Promise<void> {
  // Lazily: a process that is about to end may still have a file open there.
  await runTool('umount', ['-l', folder]);
}
