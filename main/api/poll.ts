import type { Clock, Timer } from '../clock.ts';

/** Turns a state that can be read into one that is told: read at an interval while somebody watches, sent when it differs. */
export interface Poll<T> {
  open(emit: (value: T) => void): { readonly snapshot: Promise<T>; readonly close: () => void };
}

export interface PollOptions<T> {
  readonly clock: Clock;
  readonly everyMs: number;
  readonly read: () => T | Promise<T>;
  readonly onError: (error: unknown) => void;
}

export function createPoll<T>({ clock, everyMs, read, onError }: PollOptions<T>): Poll<T> {
  const watchers = new Set<{ emit: (value: T) => void; last: string }>();
  let timer: Timer | null = null;
  let reading = false;

  const tick = async (): Promise<void> => {
    timer = null;
    reading = true;
    try {
      const value = await read();
      const text = JSON.stringify(value);
      for (const watcher of watchers) {
        if (watcher.last === text) continue;
        watcher.last = text;
        watcher.emit(value);
      }
    } catch (error) {
      onError(error);
    }
    reading = false;
    arm();
  };

  const arm = (): void => {
    if (watchers.size === 0 || reading) return;
    timer ??= clock.after(everyMs, () => void tick());
  };

  return {
    open(emit) {
      const watcher = { emit, last: '' };
      watchers.add(watcher);
      arm();
      const first = async (): Promise<T> => {
        const value = await read();
        watcher.last = JSON.stringify(value);
        return value;
      };
      return {
        snapshot: first(),
        close: () => {
          watchers.delete(watcher);
          if (watchers.size > 0) return;
          timer?.cancel();
          timer = null;
        },
      };
    },
  };
}
