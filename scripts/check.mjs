import { availableParallelism, constants } from 'node:os';
import { pathToFileURL } from 'node:url';
import { productNode, run, tool } from './toolchain.mjs';

/** Everything about the code that a program can judge. `npm run check` runs it; `npm test` counts each check as a test. */

const lint = (part) => [
  tool('eslint', 'bin', 'eslint.js'),
  '--max-warnings',
  '0',
  '--cache',
  '--cache-strategy',
  'content',
  '--cache-location',
  `.cache/eslint-${part}/`,
];

const environmentOf = (name) => ({
  ...process.env,
  FORCE_COLOR: '0',
  // The linter's program has the components as TypeScript from the beginning. Without this each of them changes the
  // program when its turn comes, and the types of everything are worked out anew.
  ...(name === 'lint components' ? { SVELTE_ESLINT_PARSER_EXPERIMENTAL_TS_SYS_HOOK: '1' } : {}),
});

// The slowest first, so that they do not run alone at the end.
const checks = [
  ['lint', ...lint('code'), '.', '--ignore-pattern', '**/*.svelte'],
  // By themselves: they bring a program of their own.
  ['lint components', ...lint('components'), 'renderer/**/*.svelte'],
  ['types', tool('typescript', 'bin', 'tsc'), '-b'],
  [
    'svelte',
    tool('svelte-check', 'bin', 'svelte-check'),
    '--tsconfig',
    'renderer/tsconfig.json',
    '--fail-on-warnings',
    '--output',
    'human',
  ],
  [
    'format',
    tool('prettier', 'bin', 'prettier.cjs'),
    '--check',
    '--log-level',
    'warn',
    '--cache',
    '--cache-location',
    '.cache/prettier',
    '.',
  ],
  [
    'layers',
    tool('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
    '--config',
    '.dependency-cruiser.cjs',
    'main',
    'app',
    'renderer',
    'test',
  ],
  ['dead code', tool('knip', 'bin', 'knip.js'), '--no-progress', '--cache', '--cache-location', '.cache/knip'],
];

/**
 * Begins with the checks, on all processors but one and behind everything else that runs here. Calls `report` as each
 * ends. The function it returns goes on with all processors and resolves with the results.
 */
export function startChecks(report) {
  const node = productNode();
  const priority = constants.priority.PRIORITY_BELOW_NORMAL;
  const waiting = [...checks];
  const results = [];
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const [name, ...command] = check;
      const started = performance.now();
      const { code, output } = await run(node, command, { priority, env: environmentOf(name) });
      const result = { name, passed: code === 0, output: output.trim(), seconds: (performance.now() - started) / 1000 };
      results.push(result);
      report(result);
    }
  };
  const workers = Array.from({ length: Math.max(1, availableParallelism() - 1) }, worker);
  return async () => {
    await Promise.all([...workers, worker()]);
    return results;
  };
}

/** One line for a check that passed; everything it said for one that did not. */
export function printCheck({ name, passed, output, seconds }) {
  console.log(`${passed ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`);
  if (!passed) console.log(output.replace(/^/gm, '    '));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const results = await startChecks(printCheck)();
  process.exitCode = results.every((result) => result.passed) ? 0 : 1;
}
