import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { Readable } from 'node:stream';
import { readHeader } from '../../transport/header-fields.ts';
import type { Attempt } from '../target.ts';
import { AttachmentFolder, namesFrom, removeFiles, type BegunFile, type Names } from './attachment-folder.ts';
import { noAnswer, type Turn } from './folder-turns.ts';
import { fileNameOf } from './file-names.ts';
import { MimeReader, type PartWriter } from './mime-reader.ts';
import type { PartHeader } from './part-header.ts';

/** Saves the attachments of a message into a folder of the administrator's: all or none, never over another file. */

export interface AttachmentPlace {
  /** Absolute; a Windows share is one too. It is never made: a share that is offline must not become a local folder. */
  readonly folder: string;
  readonly pattern: string;
}

export interface Saved {
  readonly paths: readonly string[];
  /** Attachments beyond the most that are saved; they are in the message. */
  readonly left: number;
}

interface Taken {
  readonly file: BegunFile;
  readonly names: Names;
}

const MOST_ATTACHMENTS = 200;
const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/pdf': '.pdf',
  'application/zip': '.zip',
  'application/ms-tnef': '.dat',
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/tiff': '.tif',
  'message/rfc822': '.eml',
};

/** Saves for one target. */
export class AttachmentSaver {
  private readonly owner: string;
  private readonly folders = new Map<string, AttachmentFolder>();

  /** `root` is the folder of the mailboxes: no other engine of this machine has the same. */
  constructor(root: string) {
    this.owner = createHash('sha256').update(`${hostname()}\0${root}`).digest('hex').slice(0, 12);
  }

  /** Rejects with the system's error; then nothing of the message is left there. */
  async save(attempt: Attempt, place: AttachmentPlace, device: string, turn: Turn): Promise<Saved> {
    const folder = this.folderAt(place.folder);
    // Asked first, so that a missing share is told even for a message without an attachment.
    await folder.open();
    const facts = { atMs: attempt.receivedAtMs ?? 0, device, subject: await subjectOf(attempt) };
    const hasCounter = place.pattern.includes('{counter}');
    const taken: Taken[] = [];
    const made: string[] = [];
    let found = 0;
    try {
      await read(attempt, async (header) => {
        if (!header.isAttachment || (found += 1) > MOST_ATTACHMENTS) return null;
        const name = nameOf(header);
        const file = await folder.begin();
        const named = (counter: number): string => fileNameOf(place.pattern, { ...facts, name, counter });
        taken.push({ file, names: namesFrom(named, hasCounter) });
        return telling(file, turn);
      });
      for (const { file, names } of taken) made.push(await folder.keep(file.path, names));
      if (made.length > 0) await folder.sync();
      if (turn.isGivenUp) throw noAnswer();
      return { paths: made, left: found - made.length };
    } catch (error) {
      await Promise.all(taken.map(({ file }) => file.abort()));
      await removeFiles([...taken.map(({ file }) => file.path), ...made]);
      throw error;
    }
  }

  private folderAt(path: string): AttachmentFolder {
    const known = this.folders.get(path) ?? new AttachmentFolder(path, this.owner);
    this.folders.set(path, known);
    return known;
  }
}

/** Each write that comes back shows that the folder answers. */
function telling(file: BegunFile, turn: Turn): PartWriter {
  return {
    async write(bytes) {
      await file.write(bytes);
      turn.progress();
    },
    end: () => file.end(),
  };
}

/** As the sender wrote it; with the extension of its type where it has none. */
function nameOf({ fileName, type }: PartHeader): string {
  const extension = EXTENSIONS[type];
  const name = fileName?.trim() ?? '';
  if (name === '') return `attachment${extension ?? '.bin'}`;
  return /\.[^./\\]+$/.test(name) ? name : `${name}${extension ?? ''}`;
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
