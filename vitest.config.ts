import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take minutes begin first, so that they do not run alone at the end. */
const longest = ['durability/kill-9', 'e2e/story', 'attacks/tls', 'durability/clock', 'durability/faults'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = longest.findIndex((name) => moduleId.includes(`/${name}`));
      return at < 0 ? longest.length : at;
    };
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 20_000 } },
      {
        test: {
          name: 'wire',
          include: ['test/wire/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // What other processes do is waited for, however busy the machine is.
          expect: { poll: { timeout: 20_000 } },
          // Each has servers, ports and folders of its own, and most of the time they wait for one another.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // What other processes do is waited for, however busy the machine is.
          expect: { poll: { timeout: 20_000 } },
          // Each has servers, ports and folders of its own, and most of the time they wait for one another.
          maxWorkers: 2,
        },
      },
    ],
  },
});
