import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { printCheck, startChecks } from './check.mjs';
import { at, productNode, run, tool } from './toolchain.mjs';

/**
 * `npm test`: the tests, and the checks in what time they leave. The last line counts both. Arguments are handed to vitest
 * (`npm test -- test/unit/config`), and then the checks are left out.
 */

const summaryFile = at('.cache', 'vitest.json');
const filters = process.argv.slice(2);

/** Counts of vitest's own report; a file that could not be loaded counts as one failure. */
function readSummary(exitCode) {
  try {
    const report = JSON.parse(readFileSync(summaryFile, 'utf8'));
    const broken = report.testResults.filter(
      (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
    ).length;
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: exitCode === 0 ? 1 : 0, skipped: 0 };
  }
}

const finishChecks = filters.length === 0 ? startChecks(printCheck) : () => [];
mkdirSync(at('.cache'), { recursive: true });
rmSync(summaryFile, { force: true });
const vitest = [tool('vitest', 'vitest.mjs'), 'run', '--reporter=default', '--reporter=json'];
const { code } = await run(productNode(), [...vitest, `--outputFile.json=${summaryFile}`, ...filters], {
  stdio: 'inherit',
});

const checked = await finishChecks();
const counts = readSummary(code);
// An unhandled error or a broken global set-up fails the run without failing a test.
if (code !== 0 && counts.failed === 0) counts.failed = 1;
const passed = counts.passed + checked.filter((check) => check.passed).length;
const failed = counts.failed + checked.filter((check) => !check.passed).length;
const skipped = counts.skipped > 0 ? `, ${String(counts.skipped)} skipped` : '';
for (const check of checked.filter((result) => !result.passed))
  console.log(`Failed check: ${check.name} (npm run check)`);
console.log(`\n${String(passed)} passed, ${String(failed)} failed${skipped}`);
process.exitCode = failed > 0 ? 1 : 0;
