import { randomBytes } from 'node:crypto';
import { link, open, readdir, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../smtp-failure.ts';
import { numbered } from './file-names.ts';
import type { PartWriter } from './mime-reader.ts';

/**
 * The folder of the administrator's that attachments are saved into. Others write there too, and may mean harm: a file
 * is begun under a name that nobody can know, never through a link, and gets its own name when it is whole.
 */

export interface BegunFile extends PartWriter {
  readonly path: string;
  /** Closes what is still open; may come behind end(). */
  abort(): Promise<void>;
}

/** Of this process: a file that another one began is left over. */
const RUN = randomBytes(6).toString('hex');
const MOST_NAMES = 100_000;
const REMEMBERED_NAMES = 1000;

export class AttachmentFolder {
  readonly path: string;
  private readonly prefix: string;
  /** The number behind the last one given, for each name. */
  private readonly next = new Map<string, number>();
  private isTidy = false;

  /** `owner`: hexadecimal digits that no other engine has which writes there. */
  constructor(path: string, owner: string) {
    this.path = path;
    this.prefix = `.postroom-${owner}-`;
  }

  /** Rejects with the system's error where the folder cannot be reached; clears away what a crash left there. */
  async open(): Promise<void> {
    await stat(join(this.path, '.'));
    if (this.isTidy) return;
    const left = (await readdir(this.path)).filter(
      (name) => name.startsWith(this.prefix) && !name.startsWith(`${this.prefix}${RUN}`),
    );
    await removeFiles(left.map((name) => join(this.path, name)));
    this.isTidy = true;
  }

  async begin(): Promise<BegunFile> {
    const path = join(this.path, `${this.prefix}${RUN}-${randomBytes(8).toString('hex')}.part`);
    const file: FileHandle = await open(path, 'wx', 0o640);
    let isOpen = true;
    const close = async (): Promise<void> => {
      if (!isOpen) return;
      isOpen = false;
      await file.close();
    };
    return {
      path,
      write: (bytes) => file.writeFile(bytes),
      end: async () => {
        await file.sync();
        await close();
      },
      abort: () => close().catch(() => undefined),
    };
  }

  /** Gives a whole file a name that is free. Returns its path. */
  async keep(temporary: string, { nameOf, goesOn }: Names): Promise<string> {
    const first = nameOf(1);
    const known = this.next.get(first);
    if (known === undefined || !goesOn) {
      const path = join(this.path, first);
      if (await take(temporary, path)) {
        if (goesOn) this.remember(first, 2);
        return path;
      }
    }
    for (let number = known ?? (await this.behindOthers(nameOf)); number <= MOST_NAMES; number += 1) {
      const path = join(this.path, nameOf(number));
      if (!(await take(temporary, path))) continue;
      this.remember(first, number + 1);
      return path;
    }
    throw Object.assign(new Error('no name is free'), { code: 'EEXIST' });
  }

  /** Makes the new names outlast the machine. File systems of others may not know how. */
  async sync(): Promise<void> {
    if (process.platform === 'win32') return;
    const folder = await open(this.path, 'r');
    try {
      await folder.sync();
    } catch (error) {
      if (!CANNOT_SYNC.has(codeOf(error) ?? '')) throw error;
    } finally {
      await folder.close();
    }
  }

  /** One look at the folder instead of a try for each file that is there. */
  private async behindOthers(nameOf: (number: number) => string): Promise<number> {
    const taken = new Set((await readdir(this.path)).map((name) => name.normalize('NFC').toLowerCase()));
    let number = 2;
    while (number < MOST_NAMES && taken.has(nameOf(number).toLowerCase())) number += 1;
    return number;
  }

  private remember(name: string, next: number): void {
    if (this.next.size >= REMEMBERED_NAMES) this.next.clear();
    this.next.set(name, next);
  }
}

const CANNOT_SYNC: ReadonlySet<string> = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EBADF']);
const NO_LINKS: ReadonlySet<string> = new Set([
  ...['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EISDIR', 'EMLINK', 'UNKNOWN'],
]);

export interface Names {
  /** From 1. */
  readonly nameOf: (number: number) => string;
  /** A number that was given is not given again while the engine runs. */
  readonly goesOn: boolean;
}

/** Names for a pattern with a counter, and for one without. */
export function namesFrom(nameOf: (counter: number) => string, hasCounter: boolean): Names {
  if (hasCounter) return { nameOf, goesOn: true };
  const name = nameOf(1);
  return { nameOf: (number) => (number === 1 ? name : numbered(name, number)), goesOn: false };
}

/** What cannot be removed stays. */
export async function removeFiles(paths: readonly string[]): Promise<void> {
  await Promise.all(paths.map((path) => rm(path, { force: true }).catch(() => undefined)));
}

/** False where the name is taken. A link is made or not; where there are no links, an empty file keeps the name first. */
async function take(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path);
    // The file has its name; in a folder where nothing may be removed the other one stays.
    await removeFiles([temporary]);
    return true;
  } catch (error) {
    const code = codeOf(error) ?? '';
    if (code === 'EEXIST') return false;
    if (!NO_LINKS.has(code)) throw error;
  }
  return takeWithoutLinks(temporary, path);
}

async function takeWithoutLinks(temporary: string, path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx', 0o640)).close();
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    await rename(temporary, path);
  } catch (error) {
    await removeFiles([path]);
    throw error;
  }
  return true;
}
