import { readFileSync, statSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../clock.ts';
import { timeStamp } from './atomic-file.ts';
import { parseDocumentText, writeFailure } from './config-file.ts';
import type { Notice } from './configuration.ts';
import type { JsonObject } from './merge-patch.ts';

/**
 * What somebody writes into config.json while Postroom runs. It is read at the next start; until then it is told of,
 * and a change that is saved over it leaves it beside the file, so that no edit is ever lost.
 */
export interface OutsideEdits {
  /** What the file holds now is known: it was just read, or just written. */
  remember(document: JsonObject): void;
  /** What to tell about it, as long as the process runs. */
  notices(): readonly Notice[];
  /** Keeps the edited text under another name, unless it is just what is saved now. Before the file is written. */
  keep(next: JsonObject): Promise<void>;
}

/** Watches the file at `path` by its time and size, and looks into it only where these changed. */
export function watchOutsideEdits(path: string, clock: Clock): OutsideEdits {
  let known: JsonObject = {};
  let seen: string | null = null;
  const kept: Notice[] = [];

  function isEdited(next: JsonObject): boolean {
    const now = stampOf(path);
    if (now === null || now === seen) return false;
    if (!holds(path, next)) return true;
    // Touched, or saved with another indent.
    if (next === known) seen = now;
    return false;
  }

  return {
    remember(document) {
      known = document;
      seen = stampOf(path);
    },
    notices: () => (isEdited(known) ? [...kept, pending(path)] : kept),
    async keep(next) {
      if (!isEdited(known) || !isEdited(next)) return;
      const copy = `${path}.edited-${timeStamp(clock)}`;
      await copyFile(path, copy).catch((error: unknown) => {
        throw writeFailure(error);
      });
      kept.push({
        code: 'config-edit-kept',
        path: copy,
        text: `config.json was edited by hand while Postroom was running, and a change made in Postroom was saved over it; the edited text is kept as ${copy}.`,
      });
    },
  };
}

function pending(path: string): Notice {
  return {
    code: 'config-edited',
    path,
    text: 'config.json was edited by hand while Postroom was running; what stands there is read at the next start.',
  };
}

/** What tells one state of the file from another without reading it; null where that cannot be had. */
function stampOf(path: string): string | null {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return [mtimeMs, size, ino].join(' ');
  } catch {
    // A folder that cannot be looked into is told of by whoever has to write there.
    return null;
  }
}

function holds(path: string, document: JsonObject): boolean {
  try {
    // Who writes by hand need not name the format.
    return isDeepStrictEqual({ version: document['version'], ...parseDocumentText(readFileSync(path)) }, document);
  } catch {
    // Half typed, or not JSON at all: an edit in any case.
    return false;
  }
}
