import { runTool } from './engine-process.ts';

/** What tests need of the machine besides Node. Where it is missing they are skipped, and it is said why. */

export function saySkipped(reason: string): void {
  process.stderr.write(`SKIPPED: ${reason}\n`);
}

/** Whether nothing is missing. In CI, which installs what the tests need, anything missing is an error. */
export function isMet(missing: string | null): boolean {
  if (missing === null) return true;
  if (process.env['CI'] === 'true') throw new Error(missing);
  saySkipped(missing);
  return false;
}

export async function requireTool(name: string): Promise<boolean> {
  const { code } = await runTool('sh', ['-c', `command -v ${name}`]);
  return isMet(code === 0 ? null : `${name} is not installed; .ci/run does it.`);
}
