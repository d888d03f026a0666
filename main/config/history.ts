import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { PostroomError } from '../errors.ts';
import { errorCode, replaceFile } from './atomic-file.ts';
import { formatDocument, writeFailure } from './config-file.ts';
import type { Revision } from './configuration.ts';
import { isJsonObject, type JsonObject } from './merge-patch.ts';

const KEPT_REVISIONS = 100;

export interface HistoryEntry extends Revision {
  readonly document: JsonObject;
}

/** The last revisions of the configuration, one file each: `history/000012.json`. */
export interface History {
  /** Highest revision number ever given, 0 for none. */
  highest(): number;
  /** Newest revision that can be read, or null. */
  newest(): Promise<HistoryEntry | null>;
  /** The newest readable revision below `revision`, or null. */
  before(revision: number): Promise<HistoryEntry | null>;
  /** Null where it is gone or cannot be read. */
  find(revision: number): Promise<HistoryEntry | null>;
  list(): Promise<readonly Revision[]>;
  append(entry: HistoryEntry): Promise<void>;
  /** Takes back an entry whose document did not become the current one. */
  withdraw(revision: number): Promise<void>;
}

export async function openHistory(folder: string, clock: Clock): Promise<History> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let numbers = (await readdir(folder))
    .flatMap((name) => /^(\d{6,12})\.json$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
  const pathOf = (revision: number): string => join(folder, `${String(revision).padStart(6, '0')}.json`);

  async function before(revision: number): Promise<HistoryEntry | null> {
    for (const number of numbers.filter((candidate) => candidate < revision).reverse()) {
      const entry = await readEntry(pathOf(number), number);
      if (entry) return entry;
    }
    return null;
  }

  return {
    highest: () => numbers.at(-1) ?? 0,
    newest: () => before(Number.POSITIVE_INFINITY),
    before,
    find: (revision) => readEntry(pathOf(revision), revision),
    async list() {
      const entries = await Promise.all(numbers.map((number) => readEntry(pathOf(number), number)));
      return entries
        .filter((entry) => entry !== null)
        .map(({ revision, savedAtMs, author, summary }) => ({ revision, savedAtMs, author, summary }));
    },
    async append(entry) {
      try {
        await replaceFile(pathOf(entry.revision), formatDocument(entry), clock);
      } catch (error) {
        throw writeFailure(error);
      }
      numbers.push(entry.revision);
      const surplus = numbers.slice(0, -KEPT_REVISIONS);
      numbers = numbers.slice(-KEPT_REVISIONS);
      // The change is kept; an old revision that somebody has open is found, and removed, after the next start.
      await Promise.allSettled(surplus.map((revision) => rm(pathOf(revision), { force: true })));
    },
    async withdraw(revision) {
      numbers = numbers.filter((number) => number !== revision);
      await rm(pathOf(revision), { force: true });
    },
  };
}

/** null for a file that is torn or not a revision: history is a convenience, it may not stop a start. */
async function readEntry(path: string, revision: number): Promise<HistoryEntry | null> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) === 'ENOENT') return null;
    throw new PostroomError(
      'data-folder-unusable',
      `The file ${path} cannot be read; give Postroom the right to read it.`,
      { cause: error },
    );
  }
  if (!isJsonObject(value) || !isJsonObject(value['document'])) return null;
  const { savedAtMs, author, summary, document } = value;
  return {
    revision,
    savedAtMs: typeof savedAtMs === 'number' ? savedAtMs : 0,
    author: typeof author === 'string' ? author : '',
    summary: typeof summary === 'string' ? summary : '',
    document,
  };
}
