import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take a minute begin first, and those that take a second come last, so that no processor waits at the end. */
const longest = ['durability/kill-9', 'attacks/tls', 'durability/clock', 'durability/faults', 'clients/queue-cli'];
/** Those whose files take longest first. */
const projects = ['e2e', 'wire', 'mocked', 'unit'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId, project }: TestSpecification): number => {
      const at = longest.findIndex((name) => moduleId.includes(`/${name}`));
      return at < 0 ? longest.length + projects.indexOf(project.name) : at;
    };
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

// What is waited for comes, however busy the machine is: a machine at a fifth of the usual speed is no reason to fail.
const patient = { testTimeout: 300_000, hookTimeout: 300_000, expect: { poll: { timeout: 60_000 } } };
const waiting = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 30_000 } } };
const mocked = 'test/unit/**/*.mocked.test.ts';

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // Each file has servers, ports and folders of its own, and most of the time it waits for them.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          exclude: [mocked],
          ...waiting,
          // The modules are loaded once for all files: a third of the time. What replaces modules is in `mocked`.
          isolate: false,
        },
      },
      { test: { name: 'mocked', include: [mocked], ...waiting } },
      { test: { name: 'wire', include: ['test/wire/**/*.test.ts'], ...patient } },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], ...patient } },
    ],
  },
});
