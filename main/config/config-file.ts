import { readFile, stat } from 'node:fs/promises';
import type { Adapter } from 'lowdb';
import type { Clock } from '../clock.ts';
import { PostroomError } from '../errors.ts';
import { errorCode, replaceFile } from './atomic-file.ts';
import { describeJsonFault } from './json-fault.ts';
import { assertPlainJson, isJsonObject, MAX_DOCUMENT_BYTES, type JsonObject } from './merge-patch.ts';

/** lowdb's adapter for config.json: durable writes, and a reader that says in words why it cannot read. */
export function configFile(path: string, clock: Clock): Adapter<JsonObject> {
  return {
    read: () => readConfigFile(path),
    write: async (document) => {
      try {
        await replaceFile(path, formatDocument(document), clock);
      } catch (error) {
        throw writeFailure(error);
      }
    },
  };
}

/** The document as it stands in files: indented, one property a line, so that changes can be compared. */
export function formatDocument(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** A failed save in words. */
export function writeFailure(error: unknown): PostroomError {
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new PostroomError(
      'disk-full',
      'The disk is full, so the change was not saved; free some space and save again.',
      { cause: error },
    );
  }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return new PostroomError(
      'data-folder-unusable',
      'The data folder cannot be written to; give Postroom the right to change files there.',
      {
        cause: error,
      },
    );
  }
  return new PostroomError('store-failed', 'The change could not be saved; see the log for the cause and save again.', {
    cause: error,
  });
}

/** The document in the file, or null where there is no file. Rejects with 'config-unreadable'. */
async function readConfigFile(path: string): Promise<JsonObject | null> {
  let bytes: Buffer;
  try {
    const { size } = await stat(path);
    if (size > MAX_DOCUMENT_BYTES) throw unreadable('is larger than 5 MB');
    bytes = await readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    if (error instanceof PostroomError) throw error;
    throw new PostroomError(
      'data-folder-unusable',
      'config.json cannot be opened; give Postroom the right to read it.',
      { cause: error },
    );
  }
  return parseDocumentText(bytes);
}

/** Parses a configuration as people and programs save it: UTF-8 or UTF-16, with or without a byte order mark. */
export function parseDocumentText(bytes: Buffer): JsonObject {
  if (bytes.length === 0) throw unreadable('is empty');
  if (bytes.every((byte) => byte === 0)) throw unreadable('holds only zeros, as after a power failure');
  const text = decode(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw unreadable(`is not valid JSON ${describeJsonFault(text) ?? ''}`, error);
  }
  if (!isJsonObject(value)) throw unreadable('does not hold a JSON object');
  assertPlainJson(value);
  return value;
}

function decode(bytes: Buffer): string {
  // PowerShell's > writes UTF-16.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw unreadable('holds letters in another encoding than UTF-8', error);
  }
}

function unreadable(why: string, cause?: unknown): PostroomError {
  return new PostroomError(
    'config-unreadable',
    `config.json ${why}; correct it, or restore an earlier one from the folder "history".`,
    { cause },
  );
}
