import { link, open, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { readHeader } from '../../transport/header-fields.ts';
import { codeOf } from '../smtp-failure.ts';
import type { Attempt } from '../target.ts';
import { fileNameOf, numbered } from './file-names.ts';
import { MimeReader, type PartWriter } from './mime-reader.ts';
import type { PartHeader } from './part-header.ts';

/** Saves the attachments of a message into a folder of the administrator's: whole or not at all, never over another file. */

export interface AttachmentPlace {
  /** Absolute; a Windows share is one too. It is never made: a share that is offline must not become a local folder. */
  readonly folder: string;
  readonly pattern: string;
}

interface Taken {
  readonly temporary: string;
  readonly writer: FileWriter;
  /** The name it is to have; another one for each counter where the pattern has one. */
  readonly nameOf: (counter: number) => string;
}

interface FileWriter extends PartWriter {
  /** Closes what is still open; may come behind end(). */
  abort(): Promise<void>;
}

const MOST_ATTACHMENTS = 200;
const MOST_NAMES = 100_000;
const REMEMBERED_COUNTERS = 1000;
const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/pdf': '.pdf',
  'application/zip': '.zip',
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/tiff': '.tif',
  'message/rfc822': '.eml',
};

/** Saves for one target: it remembers which counters are used up. */
export class AttachmentSaver {
  private readonly counters = new Map<string, number>();

  /** Returns the paths that were made. Rejects with the system's error; then nothing of the message is left there. */
  async save(attempt: Attempt, place: AttachmentPlace, device: string): Promise<readonly string[]> {
    // Asked first, so that a missing share is told even for a message without an attachment.
    await stat(join(place.folder, '.'));
    const facts = { atMs: attempt.receivedAtMs ?? 0, device, subject: await subjectOf(attempt) };
    const taken: Taken[] = [];
    const made: string[] = [];
    try {
      await read(attempt, async (header) => {
        if (!header.isAttachment || taken.length >= MOST_ATTACHMENTS) return null;
        const name = header.fileName ?? `attachment${EXTENSIONS[header.type] ?? '.bin'}`;
        const temporary = join(place.folder, `.postroom-${String(attempt.id)}-${String(taken.length)}.part`);
        const nameOf = (counter: number): string => fileNameOf(place.pattern, { ...facts, name, counter });
        const writer = await fileWriter(temporary);
        taken.push({ temporary, writer, nameOf });
        return writer;
      });
      for (const one of taken) made.push(await this.moveIn(place, one));
      return made;
    } catch (error) {
      await Promise.all(taken.map(({ writer }) => writer.abort()));
      await removeFiles([...taken.map(({ temporary }) => temporary), ...made]);
      throw error;
    }
  }

  private async moveIn({ folder, pattern }: AttachmentPlace, { temporary, nameOf }: Taken): Promise<string> {
    const hasCounter = pattern.includes('{counter}');
    const key = join(folder, nameOf(0));
    for (let number = hasCounter ? (this.counters.get(key) ?? 1) : 1; number <= MOST_NAMES; number += 1) {
      const name = hasCounter ? nameOf(number) : number === 1 ? nameOf(1) : numbered(nameOf(1), number);
      const path = join(folder, name);
      if (!(await take(temporary, path))) continue;
      if (hasCounter) this.remember(key, number + 1);
      return path;
    }
    throw Object.assign(new Error('no name is free'), { code: 'EEXIST' });
  }

  private remember(key: string, next: number): void {
    if (this.counters.size >= REMEMBERED_COUNTERS) this.counters.clear();
    this.counters.set(key, next);
  }
}

/** What cannot be removed stays. */
export async function removeFiles(paths: readonly string[]): Promise<void> {
  await Promise.all(paths.map((path) => rm(path, { force: true }).catch(() => undefined)));
}

async function subjectOf(attempt: Attempt): Promise<string> {
  const { fields } = await readHeader(await attempt.body());
  return fields.find(({ name }) => name.toLowerCase() === 'subject')?.value ?? '';
}

async function read(attempt: Attempt, openPart: (header: PartHeader) => Promise<PartWriter | null>): Promise<void> {
  const body = await attempt.body();
  const reader = new MimeReader(openPart);
  try {
    if (Buffer.isBuffer(body)) await reader.write(body);
    else for await (const chunk of body as AsyncIterable<Buffer>) await reader.write(chunk);
    await reader.end();
  } finally {
    if (body instanceof Readable) body.destroy();
  }
}

async function fileWriter(path: string): Promise<FileWriter> {
  const file: FileHandle = await open(path, 'w', 0o640);
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await file.close();
  };
  return {
    write: (bytes) => file.writeFile(bytes),
    end: async () => {
      await file.sync();
      await close();
    },
    abort: () => close().catch(() => undefined),
  };
}

/** False where the name is taken. A link is made or not; where there are no links, an empty file keeps the name first. */
async function take(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path);
    await rm(temporary);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP', 'EISDIR', 'UNKNOWN'].includes(code ?? '')) throw error;
  }
  try {
    await (await open(path, 'wx')).close();
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
  await rename(temporary, path);
  return true;
}

/** Why a message has to wait, and what to do. */
export function saveProblem(error: unknown, folder: string): string {
  const code = codeOf(error) ?? 'unknown error';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return `452 4.3.1 The disk with the folder for attachments ${folder} is full: make room, and the message is delivered.`;
  }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return `451 4.3.0 The folder for attachments ${folder} is not there: make it, or connect the share; the message is delivered then.`;
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return `451 4.3.0 This program may not write into the folder for attachments ${folder}: give its account the right to; the message is delivered then.`;
  }
  return `451 4.3.0 The folder for attachments ${folder} could not be written (${code}): see whether the disk or the share can be reached; the message is delivered then.`;
}
