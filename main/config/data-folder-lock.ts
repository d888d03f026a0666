import { createHash, randomBytes } from 'node:crypto';
import { link, lstat, realpath, rename, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostroomError } from '../errors.ts';
import { errorCode } from './atomic-file.ts';

/**
 * One engine per data folder. The lock is a socket somebody listens on: the system closes it however the process
 * ends, so a lock that nobody holds can always be told from one that somebody does.
 */
export interface DataFolderLock {
  release(): Promise<void>;
}

// sun_path holds 108 bytes on Linux and 104 on macOS, and the name of the trial socket is the longest.
const LONGEST_SOCKET_PATH = 103;
const ATTEMPTS = 10;

/** Takes the lock. Rejects with 'data-folder-locked' where another process has it. */
export async function lockDataFolder(folder: string): Promise<DataFolderLock> {
  const path = await realpath(folder);
  return process.platform === 'win32' ? lockByPipe(path) : lockBySocket(path);
}

/** Windows lets one process create a pipe of a name, and forgets the pipe with the process. */
async function lockByPipe(folder: string): Promise<DataFolderLock> {
  let server: Server;
  try {
    server = await listen(`\\\\.\\pipe\\postroom-${hashOf(folder.toLowerCase())}`);
  } catch (error) {
    if (['EADDRINUSE', 'EACCES', 'EPERM'].includes(errorCode(error))) throw locked(folder, error);
    throw error;
  }
  return { release: () => close(server) };
}

/**
 * Listens under a name of its own and then links that to `engine.sock`, which fails where there is one: so the
 * lock appears together with somebody who answers, and never without.
 */
async function lockBySocket(folder: string): Promise<DataFolderLock> {
  const suffix = randomBytes(4).toString('hex');
  const inFolder = join(folder, 'engine.sock');
  const path =
    Buffer.byteLength(`${inFolder}.${suffix}`) <= LONGEST_SOCKET_PATH
      ? inFolder
      : join(tmpdir(), `postroom-${hashOf(folder)}.sock`);
  const own = `${path}.${suffix}`;
  const server = await listen(own);
  try {
    await take(own, path, folder);
  } catch (error) {
    await close(server);
    throw error;
  } finally {
    await rm(own, { force: true });
  }
  return {
    async release() {
      // The name first, so that nobody finds one that does not answer.
      await rm(path, { force: true });
      await close(server);
    },
  };
}

async function take(own: string, path: string, folder: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      await link(own, path);
      return;
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    const before = await identityOf(path);
    if (await isAnswered(path)) throw locked(folder);
    if (before !== null) await removeStale(path, `${own}.stale`, before);
  }
  throw locked(folder);
}

/** Takes the name away from the socket that was found dead, and from no other: one that came since is put back. */
async function removeStale(path: string, aside: string, dead: bigint): Promise<void> {
  try {
    await rename(path, aside);
    if ((await identityOf(aside)) !== dead) await link(aside, path);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(errorCode(error))) throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

async function identityOf(path: string): Promise<bigint | null> {
  try {
    return (await lstat(path, { bigint: true })).ino;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => {
      if (['ECONNREFUSED', 'ENOENT', 'ENOTSOCK'].includes(errorCode(error))) resolve(false);
      else reject(error);
    });
  });
}

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      // A failed accept (too many open files) does not end the lock.
      server.on('error', () => undefined);
      server.unref();
      resolve(server);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}

function locked(folder: string, cause?: unknown): PostroomError {
  const message = `Another Postroom already works with ${folder}; stop that one, or choose another data folder with --data.`;
  return new PostroomError('data-folder-locked', message, { cause });
}
