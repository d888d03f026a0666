import { statfs } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { PressureProbes } from './back-pressure.ts';

const SAMPLE_EVERY_MS = 20;
const NANOSECONDS_PER_MS = 1e6;

/** Probes of this machine and process. */
export function openProbes(dataFolder: string): PressureProbes & { close(): void } {
  const delay = monitorEventLoopDelay({ resolution: SAMPLE_EVERY_MS });
  delay.enable();
  return {
    async freeBytes() {
      const { bavail, bsize } = await statfs(dataFolder);
      return bavail * bsize;
    },
    loopDelayMs() {
      // The histogram's values include the sampling interval itself.
      const ms = Math.max(0, delay.percentile(99) / NANOSECONDS_PER_MS - SAMPLE_EVERY_MS);
      delay.reset();
      return ms;
    },
    close: () => void delay.disable(),
  };
}
