import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Two halves of 16 MiB: what `--max-semi-space-size=16` gives. */
const LIMIT_BYTES = 32 * 1024 * 1024;

/**
 * Keeps V8's young generation from growing to its 128 MiB when many messages pass: that only defers the collection of
 * what is dead within milliseconds. Its limit is fixed when a process begins, and neither npm nor Electron lets us
 * choose it there. But the factor by which it grows is read each time: 1 once it is large enough, 2 again when V8
 * has let go of some in a quiet hour. Returns what ends it.
 */
export function limitYoungGeneration(): () => void {
  let grows = true;
  const set = (next: boolean): void => {
    if (next === grows) return;
    grows = next;
    setFlagsFromString(`--semi-space-growth-factor=${grows ? '2' : '1'}`);
  };
  const observer = new PerformanceObserver(() => set(youngBytes() < LIMIT_BYTES));
  observer.observe({ entryTypes: ['gc'] });
  return () => {
    observer.disconnect();
    set(true);
  };
}

function youngBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0;
}
