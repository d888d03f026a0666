import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultDocument } from '../../../main/config/defaults.ts';
import { memoryConfiguration } from '../../support/memory-configuration.ts';
import { harnessOf, openShell, textsOf, type ShellHarness } from '../../support/shell-harness.ts';
import { arbitraryDocument } from '../../support/arbitrary-document.ts';
import { guideDocument } from '../../support/guide-configuration.ts';

const exported = async (shell: ShellHarness): Promise<string> => (await shell.caller.call('config.export', {})).text;
const documentOf = async (shell: ShellHarness) => (await shell.caller.call('config.get', {})).document;

/** Runs an export on an empty configuration; whatever has to be typed out is typed out. */
async function rebuilt(text: string, empty: ShellHarness) {
  const records = await empty.runAgreeing(text);
  return { errors: textsOf(records, 'error'), document: await documentOf(empty) };
}

describe('an export, run on an empty configuration, makes the same configuration', () => {
  test.each([
    ['the guide’s', guideDocument()],
    ['the first run’s', defaultDocument({ hostname: 'EXCH01.contoso.com', ports: { smtp: 25, submission: 587 } })],
    ['an empty one', { version: 1 }],
  ])('%s', async (_, document) => {
    const shell = await openShell(document);
    const { errors, document: again } = await rebuilt(await exported(shell), await openShell({ version: 1 }));
    expect(errors).toEqual([]);
    expect(again).toEqual(await documentOf(shell));
  });

  test('any', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDocument, async (document) => {
        const shell = harnessOf(memoryConfiguration(document));
        const text = await exported(shell);
        const { errors, document: again } = await rebuilt(text, harnessOf(memoryConfiguration({ version: 1 })));
        expect(errors, text).toEqual([]);
        expect(again, text).toEqual(await documentOf(shell));
      }),
      { numRuns: 40 },
    );
  });
});
