import type { Clock, Timer } from '../clock.ts';
import type { Configuration } from '../config/configuration.ts';
import type { Snapshot } from '../config/snapshot.ts';

/** Learning mode begins with an empty list, and ends by itself where a time was set. */

const AGAIN_AFTER_MS = 60_000;
const LOOK_EVERY_MS = 3_600_000;

export interface LearningLimitParts {
  readonly configuration: Pick<Configuration, 'current' | 'onChange' | 'patch'>;
  readonly clock: Clock;
  readonly forgetKnocks: () => void;
  readonly report: (error: unknown, doing: string) => void;
}

/** Watches from now on; returns what ends that. */
export function limitLearning({ configuration, clock, forgetKnocks, report }: LearningLimitParts): () => void {
  let timer: Timer | null = null;

  function look(): void {
    timer?.cancel();
    timer = null;
    const { learningEndsMs } = configuration.current().transport;
    if (learningEndsMs === null) return;
    const leftMs = learningEndsMs - clock.now();
    // The clock may be set meanwhile: it is looked at again.
    timer = clock.after(Math.max(0, Math.min(leftMs, LOOK_EVERY_MS)), leftMs <= 0 ? end : look);
  }

  function end(): void {
    timer = null;
    const off = { learningModeEnabled: null, learningModeEnds: null };
    const baseRevision = configuration.current().revision;
    configuration.patch({ transport: off }, { baseRevision, author: 'learning mode' }).catch((error: unknown) => {
      report(error, 'ending learning mode');
      timer = clock.after(AGAIN_AFTER_MS, look);
    });
  }

  const unwatch = configuration.onChange((next: Snapshot, previous: Snapshot) => {
    if (next.policy.learning && !previous.policy.learning) forgetKnocks();
    look();
  });
  look();
  return () => {
    unwatch();
    timer?.cancel();
  };
}
