import { describe, expect, it } from 'vitest';
import { currentVersion } from '../../../main/contract/document.ts';
import { migrations } from '../../../main/config/migrations/list.ts';
import { migrateDocument, type Migration } from '../../../main/config/migrations/migrate.ts';

const steps: readonly Migration[] = [
  { from: 1, to: 2, notice: 'One.', migrate: ({ old, ...rest }) => ({ ...rest, fresh: old }) },
  { from: 2, to: 3, notice: 'Two.', migrate: (document) => ({ ...document, more: true }) },
];

describe('migrateDocument', () => {
  it('runs every step from the version of the document', () => {
    expect(migrateDocument({ version: 1, old: 'x' }, steps, 3)).toEqual({
      document: { version: 3, fresh: 'x', more: true },
      notices: ['One.', 'Two.'],
    });
    expect(migrateDocument({ version: 2, fresh: 'x' }, steps, 3)).toEqual({
      document: { version: 3, fresh: 'x', more: true },
      notices: ['Two.'],
    });
    expect(migrateDocument({ version: 3 }, steps, 3)).toEqual({ document: { version: 3 }, notices: [] });
  });

  it('takes a document without a version for a current one', () => {
    expect(migrateDocument({ fresh: 1 }, steps, 3)).toEqual({ document: { version: 3, fresh: 1 }, notices: [] });
  });

  it.each([4, 1.5, '1', null, 0, -1])('refuses the version %j', (version) => {
    expect(() => migrateDocument({ version }, steps, 3)).toThrow(
      expect.objectContaining({ code: 'config-unreadable', path: 'version' }),
    );
  });

  it('has a step from every version to the next', () => {
    expect(migrations.map(({ from, to }) => [from, to])).toEqual(
      Array.from({ length: currentVersion - 1 }, (_, index) => [index + 1, index + 2]),
    );
  });
});
