import type { Configuration } from '../config/configuration.ts';
import type { Api } from '../contract/calls.ts';
import type { Caller } from '../contract/declaration.ts';
import type { CheckDocument, SparseDocument } from '../contract/document.ts';
import type { CheckResult } from '../contract/tester-view.ts';
import { PostroomError } from '../errors.ts';
import { exportChecks, importChecks } from '../tester/check-file.ts';
import { runChecks } from '../tester/checks.ts';
import { patchLists } from '../tester/document-patch.ts';
import type { Replayer } from '../tester/replayer.ts';
import { asAnswered, checkOf, withCheck, withCheckEnabled, withoutCheck } from '../tester/saved-check.ts';
import { replay } from './tester.ts';

/** Saved checks and those that always hold. */
type CheckCalls = Pick<Api['calls'], Extract<keyof Api['calls'], `checks.${string}`>>;

interface CheckParts {
  readonly configuration: Configuration;
  readonly replayer: Replayer;
}

export function createCheckCalls({ configuration, replayer }: CheckParts): CheckCalls {
  const run = (): Promise<readonly CheckResult[]> => runChecks(replayer, configuration.current());
  const patch = (change: SparseDocument, { name }: Caller) => {
    const { revision: baseRevision } = configuration.current();
    return configuration.patch(change, { baseRevision, author: name });
  };
  const put = async (checks: readonly CheckDocument[], caller: Caller): Promise<{ readonly revision: number }> => {
    const { document } = configuration.current();
    const { revision } = await patch(patchLists(document, { checks: [...checks] }), caller);
    return { revision };
  };
  return {
    'checks.list': async () => {
      const results = await run();
      const { checks } = configuration.current().document;
      const isSaved = ({ builtIn }: CheckResult): boolean => !builtIn;
      const saved = new Map(results.filter(isSaved).map((result) => [result.name, result]));
      return [
        ...results.filter(({ builtIn }) => builtIn).map((result) => ({ name: result.name, definition: null, result })),
        ...checks.map((definition) => ({
          name: definition.name,
          definition,
          result: saved.get(definition.name) ?? null,
        })),
      ];
    },
    'checks.run': async ({ names }) => chosen(await run(), names),
    'checks.save': async ({ name, expectation, replace, ...request }, caller) => {
      const { transcript, result } = await replay(replayer, configuration.current(), request);
      const expected = expectation === 'now' ? asAnswered(transcript, result) : transcript;
      const check = checkOf(name, expected, result.conditions);
      return put(withCheck(configuration.current().document, check, replace), caller);
    },
    'checks.remove': ({ name }, caller) => put(withoutCheck(configuration.current().document, name), caller),
    'checks.setEnabled': ({ name, enabled }, caller) =>
      put(withCheckEnabled(configuration.current().document, name, enabled), caller),
    'checks.export': () => exportChecks(configuration.current().document),
    'checks.import': async ({ file }, caller) => {
      const { patch: change, added, replaced } = importChecks(configuration.current().document, file);
      const { revision } = await patch(change, caller);
      return { revision, added, replaced };
    },
  };
}

/** All results where no name is given. Throws 'not-found' for a name that no check has. */
function chosen(results: readonly CheckResult[], names: readonly string[]): readonly CheckResult[] {
  if (names.length === 0) return results;
  return names.flatMap((wanted) => {
    const found = results.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase());
    if (found.length > 0) return found;
    throw new PostroomError('not-found', `There is no check named "${wanted}" that is switched on.`);
  });
}
