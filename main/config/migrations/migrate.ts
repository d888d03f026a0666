import { PostroomError } from '../../errors.ts';
import type { JsonObject } from '../merge-patch.ts';

/**
 * Migrations bring a document of an older Postroom to the current version, one step per version.
 *
 * How to add one:
 * 1. Copy template.ts.txt to v1-to-v2.ts (the versions it leads from and to).
 * 2. Write the step. It imports nothing of ours but types of this file: what it relies on must never change again.
 * 3. Raise `currentVersion` in main/contract/document.ts and append the step to list.ts.
 * 4. Add a document before and after as fixtures with a test; both stay for ever.
 * 5. Say in `notice` what changed for the person; it is shown once. At most one migration per release.
 */
export interface Migration {
  readonly from: number;
  readonly to: number;
  /** One plain sentence: what is different now. */
  readonly notice: string;
  readonly migrate: (document: JsonObject) => JsonObject;
}

export interface MigrationResult {
  readonly document: JsonObject;
  readonly notices: readonly string[];
}

/** Applies the steps from the document's version to `current`. Throws 'config-unreadable' where none leads there. */
export function migrateDocument(document: JsonObject, steps: readonly Migration[], current: number): MigrationResult {
  const given = document['version'];
  // Left out by hand: whoever writes a document from scratch writes it for today's Postroom.
  if (given === undefined) return { document: { ...document, version: current }, notices: [] };
  if (typeof given !== 'number' || !Number.isInteger(given)) {
    throw new PostroomError(
      'config-unreadable',
      `The version of the configuration must be a whole number such as ${String(current)}.`,
      {
        path: 'version',
      },
    );
  }
  if (given > current) {
    throw new PostroomError(
      'config-unreadable',
      `The configuration was written by a newer Postroom (format ${String(given)}, this one knows ${String(current)}); install that Postroom again.`,
      { path: 'version' },
    );
  }
  return run(document, given, steps, current);
}

function run(document: JsonObject, given: number, steps: readonly Migration[], current: number): MigrationResult {
  const notices: string[] = [];
  let version = given;
  let migrated = document;
  while (version < current) {
    const step = steps.find((candidate) => candidate.from === version);
    if (!step || step.to <= version) {
      throw new PostroomError(
        'config-unreadable',
        `This Postroom cannot read the configuration format ${String(given)}; set up a new one.`,
        {
          path: 'version',
        },
      );
    }
    migrated = { ...step.migrate(migrated), version: step.to };
    notices.push(step.notice);
    version = step.to;
  }
  return { document: migrated, notices };
}
