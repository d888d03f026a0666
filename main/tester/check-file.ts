import { z } from 'zod';
import { checkSchema, type ConfigDocument, type SparseDocument } from '../contract/document.ts';
import { PostroomError } from '../errors.ts';
import { patchLists } from './document-patch.ts';

/** Checks as a file of their own, to take them from one server to another. */

export interface CheckFile {
  readonly format: 'postroom-checks';
  readonly version: 1;
  /** As they stand in config.json. */
  readonly checks: readonly unknown[];
}

export interface CheckImport {
  /** JSON merge patch (RFC 7396) that takes them over. */
  readonly patch: SparseDocument;
  /** Names, in the order of the file. */
  readonly added: readonly string[];
  readonly replaced: readonly string[];
}

const fileSchema = z.strictObject({
  format: z.literal('postroom-checks'),
  version: z.literal(1),
  checks: z.array(checkSchema).max(1000),
});

/** The saved checks of a document as JSON. */
export function exportChecks(document: ConfigDocument): CheckFile {
  return {
    format: 'postroom-checks',
    version: 1,
    checks: patchLists(document, { checks: document.checks }).checks as readonly unknown[],
  };
}

/**
 * What a file of checks would add to a document: a check of the same name, in any case, is replaced. Throws 'usage'
 * with the place in the file that is wrong.
 */
export function importChecks(document: ConfigDocument, file: unknown): CheckImport {
  const read = fileSchema.safeParse(file);
  if (!read.success) {
    const [issue] = read.error.issues;
    const path = issue?.path.join('.') ?? '';
    const text = `This is not a file of checks that Postroom exported: ${path === '' ? '' : `${path} `}${issue?.message ?? ''}.`;
    throw new PostroomError('usage', text, { path });
  }
  const merged = new Map(document.checks.map((check) => [check.name.toLowerCase(), check]));
  const added: string[] = [];
  const replaced: string[] = [];
  for (const check of read.data.checks) {
    (merged.has(check.name.toLowerCase()) ? replaced : added).push(check.name);
    merged.set(check.name.toLowerCase(), check);
  }
  return { patch: patchLists(document, { checks: [...merged.values()] }), added, replaced };
}
