import { describe, expect, it, vi } from 'vitest';
import { compile } from '../../../main/config/compile.ts';
import { runChecks } from '../../../main/tester/checks.ts';
import { adminChecks, adminDocument } from './admin-checks.ts';
import { soundSelect } from './broken-selection.ts';
import { mutants, silent, type Hooks, type Mutant } from './mutants.ts';
import { makeReplayer } from './stand.ts';

/**
 * Do the checks guard the engine: each right, range rule and limit is broken in turn, where the session itself asks
 * for it, and the check that is named must fail. The checks are those that are built in and those of the
 * administrator in admin-checks.ts.
 */

const broken = vi.hoisted((): { hooks: Hooks } => ({ hooks: {} }));

vi.mock(import('../../../main/connectors/selection.ts'), async (load) => {
  const original = await load();
  return { ...original, select: (...asked) => (broken.hooks.select?.(original.select) ?? original.select)(...asked) };
});
vi.mock(import('../../../main/connectors/rights.ts'), async (load) => {
  const original = await load();
  return {
    ...original,
    authorize: (...asked) => (broken.hooks.authorize?.(original.authorize) ?? original.authorize)(...asked),
  };
});
vi.mock(import('../../../main/connectors/accepted-domains.ts'), async (load) => {
  const original = await load();
  const { matchAcceptedDomain } = original;
  return {
    ...original,
    matchAcceptedDomain: (...asked) =>
      (broken.hooks.matchAcceptedDomain?.(matchAcceptedDomain) ?? matchAcceptedDomain)(...asked),
  };
});
vi.mock(import('../../../main/connectors/mail-decision.ts'), async (load) => {
  const original = await load();
  const { decideMail } = original;
  return { ...original, decideMail: (...asked) => (broken.hooks.decideMail?.(decideMail) ?? decideMail)(...asked) };
});
vi.mock(import('../../../main/connectors/rcpt-decision.ts'), async (load) => {
  const original = await load();
  const { decideRcpt } = original;
  return { ...original, decideRcpt: (...asked) => (broken.hooks.decideRcpt?.(decideRcpt) ?? decideRcpt)(...asked) };
});
vi.mock(import('../../../main/connectors/data-decision.ts'), async (load) => {
  const original = await load();
  const { decideEndOfData } = original;
  return {
    ...original,
    decideEndOfData: (...asked) => (broken.hooks.decideEndOfData?.(decideEndOfData) ?? decideEndOfData)(...asked),
  };
});

/** Names of the checks that fail with the engine broken so. */
async function failing(hooks: Hooks, checks: readonly unknown[] = adminChecks): Promise<readonly string[]> {
  const document = adminDocument(checks);
  broken.hooks = hooks;
  try {
    const results = await runChecks(makeReplayer(), compile(document, 1));
    return results.filter(({ passed }) => !passed).map(({ name }) => name);
  } finally {
    broken.hooks = {};
  }
}

const names = (list: readonly Mutant[]): readonly string[] => list.map(([what]) => what);

describe('the checks of the administrator', () => {
  it('pass on the engine as it is, and on the selection written once more', async () => {
    expect(await failing({})).toEqual([]);
    expect(await failing({ select: () => soundSelect })).toEqual([]);
  });

  it.each(mutants)('notice that %s', async (_what, hooks, noticedBy) => {
    expect(await failing(hooks)).toContain(noticedBy);
  });

  it('are tried on mutants that are all different', () => {
    expect(new Set(names(mutants)).size).toBe(mutants.length);
    expect(mutants.length).toBeGreaterThanOrEqual(60);
  });

  it.each(silent)('do not see that %s: it changes no reply', async (_what, hooks) => {
    expect(await failing(hooks)).toEqual([]);
  });
});

describe('the built-in checks alone', () => {
  it.each(mutants.filter(([, , noticedBy]) => /^(?:A stranger|"Relay)/.test(noticedBy)))(
    'notice that %s',
    async (_what, hooks, noticedBy) => {
      expect(await failing(hooks, [])).toContain(noticedBy);
    },
  );
});
