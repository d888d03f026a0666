import { statfs } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { PressureProbes } from '../transport/back-pressure.ts';

const NANOSECONDS_PER_MS = 1e6;

/** Free disk and event loop delay of this process. */
export function createPressureProbes(dataFolder: string): PressureProbes {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  return {
    async freeBytes() {
      const { bavail, bsize } = await statfs(dataFolder);
      return bavail * bsize;
    },
    loopDelayMs() {
      const ms = delay.percentile(99) / NANOSECONDS_PER_MS;
      delay.reset();
      return Number.isFinite(ms) ? ms : 0;
    },
  };
}
