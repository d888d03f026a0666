import type { Clock } from '../../clock.ts';

/**
 * One message at a time for each folder, and none for one that does not answer. A call to a share whose server is gone
 * may not come back for minutes, and takes a thread of the few that all files of the engine share: so no second one is
 * begun before the first has come back, and who waited is told.
 */

/** What the work of one message may say and ask. */
export interface Turn {
  /** Something was written: the folder answers. */
  progress(): void;
  /** It took too long and was reported so: what was done has to be undone. */
  readonly isGivenUp: boolean;
}

interface Lane {
  isBusy: boolean;
  isStuck: boolean;
  /** Called when the folder is free, or has turned out to be stuck. */
  waiting: (() => void)[];
}

const PATIENCE_MS = 60_000;

export class FolderTurns {
  private readonly clock: Clock;
  private readonly lanes = new Map<string, Lane>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Rejects with what `work` rejects with, or with ETIMEDOUT where the folder has not answered for a minute. */
  async run<T>(folder: string, work: (turn: Turn) => Promise<T>): Promise<T> {
    const lane = this.laneOf(folder);
    if (lane.isBusy && !lane.isStuck) await new Promise<void>((resolve) => lane.waiting.push(resolve));
    if (lane.isStuck) throw noAnswer();
    lane.isBusy = true;
    return this.watched(lane, work);
  }

  private watched<T>(lane: Lane, work: (turn: Turn) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const state = { isGivenUp: false };
      const giveUp = (): void => {
        state.isGivenUp = true;
        lane.isStuck = true;
        for (const go of lane.waiting.splice(0)) go();
        reject(noAnswer());
      };
      let timer = this.clock.after(PATIENCE_MS, giveUp);
      const progress = (): void => {
        if (state.isGivenUp) return;
        timer.cancel();
        timer = this.clock.after(PATIENCE_MS, giveUp);
      };
      const turn: Turn = {
        progress,
        get isGivenUp() {
          return state.isGivenUp;
        },
      };
      // Behind a turn that was given up, both come to nothing.
      work(turn)
        .then(resolve, reject)
        .finally(() => {
          timer.cancel();
          lane.isStuck = false;
          const next = lane.waiting.shift();
          if (next === undefined) lane.isBusy = false;
          else next();
        });
    });
  }

  private laneOf(folder: string): Lane {
    const known = this.lanes.get(folder) ?? { isBusy: false, isStuck: false, waiting: [] };
    this.lanes.set(folder, known);
    return known;
  }
}

/** Also thrown by the work of a turn that was given up, to undo what it did. */
export function noAnswer(): Error {
  return Object.assign(new Error('the folder does not answer'), { code: 'ETIMEDOUT' });
}
