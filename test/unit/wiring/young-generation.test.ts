import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const module = new URL('../../../main/wiring/young-generation.ts', import.meta.url).href;

/** A process of its own, because V8's growth is the process's: keeps much of what it makes for a while, as load does. */
const program = (limited: boolean): string => `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { setImmediate as turn } from 'node:timers/promises';
  import { limitYoungGeneration } from '${module}';
  ${limited ? 'limitYoungGeneration();' : ''}
  let largest = 0;
  const kept = [];
  for (let round = 0; round < 300; round += 1) {
    kept[round % 60] = Array.from({ length: 10_000 }, (_, n) => ({ n, text: String(n) }));
    await turn();
    const { space_size: size } = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
    largest = Math.max(largest, size);
  }
  console.log(largest / 2 ** 20);
`;

const largestMiB = async (limited: boolean): Promise<number> => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program(limited)]);
  return Number(stdout);
};

it('the young generation stops growing where it is large enough', { timeout: 60_000 }, async () => {
  const [free, limited] = await Promise.all([largestMiB(false), largestMiB(true)]);
  expect(free).toBeGreaterThan(32);
  expect(limited).toBeLessThanOrEqual(32);
});
