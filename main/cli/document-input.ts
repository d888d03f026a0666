import { readFile } from 'node:fs/promises';
import { describeJsonFault } from '../config/json-fault.ts';
import { decodeText } from './decode-text.ts';
import { PostroomError } from '../errors.ts';
import { resolveTyped } from './data-folder.ts';

/** A JSON object from a file named on the command line; `-` is standard input. Rejects with 'usage'. */
export async function readJsonObject(name: string, readInput: () => Promise<string>): Promise<Record<string, unknown>> {
  const text = await readText(name, readInput);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new PostroomError('usage', `${shown(name)} is not JSON ${describeJsonFault(text) ?? ''}.`, { cause });
  }
  if (!isObject(value)) throw new PostroomError('usage', `${shown(name)} must hold one JSON object.`);
  return value;
}

const shown = (name: string): string => (name === '-' ? 'Standard input' : name);

/** The text of a file named on the command line; `-` is standard input. Rejects with 'usage'. */
export async function readText(name: string, readInput: () => Promise<string>): Promise<string> {
  try {
    const text = name === '-' ? await readInput() : decodeText(await readFile(resolveTyped(name)));
    // A byte order mark is what Windows editors put there.
    return text.replace(/^\uFEFF/, '');
  } catch (cause) {
    throw new PostroomError('usage', `${name} cannot be read. Check the path and its permissions.`, { cause });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
