import { PostroomError } from '../errors.ts';

/** JSON Merge Patch (RFC 7396) for text that comes from outside: bounded, and it cannot reach a prototype. */

export const MAX_DOCUMENT_BYTES = 5 * 1024 * 1024;
const MAX_DEPTH = 32;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The document with the patch applied (RFC 7396 section 2); neither argument is changed. Throws 'config-invalid'. */
export function applyMergePatch(document: JsonObject, patch: unknown): JsonObject {
  if (!isJsonObject(patch))
    throw new PostroomError('config-invalid', 'The patch must be a JSON object with the sections to change.');
  assertPlainJson(patch);
  return merge(document, patch);
}

/** Refuses values that are not plain JSON within the limits. Throws 'config-invalid' with the path. */
export function assertPlainJson(value: unknown): void {
  inspect(value, '', 0);
  if (Buffer.byteLength(JSON.stringify(value)) > MAX_DOCUMENT_BYTES) {
    throw new PostroomError('config-invalid', 'The configuration is larger than 5 MB; make it smaller.');
  }
}

function merge(target: unknown, patch: JsonObject): JsonObject {
  const result = new Map(Object.entries(isJsonObject(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, isJsonObject(value) ? merge(result.get(key), value) : value);
  }
  return Object.fromEntries(result);
}

function inspect(value: unknown, path: string, depth: number): void {
  if (depth > MAX_DEPTH) {
    throw new PostroomError(
      'config-invalid',
      `The configuration is nested deeper than ${String(MAX_DEPTH)} levels; flatten it.`,
      { path },
    );
  }
  if (Array.isArray(value)) {
    value.forEach((item, index) => inspect(item, `${path}[${String(index)}]`, depth + 1));
  } else if (isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (FORBIDDEN_KEYS.has(key)) {
        throw new PostroomError('config-invalid', `The property name "${key}" is not allowed; remove it.`, { path });
      }
      inspect(item, path === '' ? key : `${path}.${key}`, depth + 1);
    }
  } else if (value !== null && !['string', 'number', 'boolean'].includes(typeof value)) {
    throw new PostroomError(
      'config-invalid',
      'The configuration may hold only texts, numbers, true, false, lists and objects.',
      { path },
    );
  }
}
