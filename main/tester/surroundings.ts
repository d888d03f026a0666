import type { Clock } from '../clock.ts';
import type { EntryLimits } from '../frontend/reception.ts';
import type { MessageSink } from '../frontend/session-services.ts';
import type { BodyWriter } from '../transport/queue.ts';

/** What a session finds around it in a replay: time that fires nothing, a queue that keeps nothing, limits never reached. */

/** The same time, but its timers never fire: no session of a replay lasts long enough for one. */
export function stoppedTimers(clock: Clock): Clock {
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    after: () => ({
      cancel: () => {
        // There is no timer.
      },
    }),
  };
}

/** Counts what the connections of other clients decide in a real session as not reached; the trace names the limits. */
export const limitsNeverReached: EntryLimits = {
  enter: () => null,
  leave: () => undefined,
  takeMessage: () => true,
  mayLogOn: () => true,
  logonFailed: () => undefined,
  sent: () => 1,
};

class CountingBody implements BodyWriter {
  bytes = 0;

  write(chunk: Buffer): null {
    this.bytes += chunk.length;
    return null;
  }

  finish(): ReturnType<BodyWriter['finish']> {
    return Promise.resolve({ kind: 'inline', bytes: Buffer.alloc(0) });
  }

  abort(): Promise<void> {
    return Promise.resolve();
  }
}

/** Takes every message and forgets it; ids count from 1. */
export function forgetfulSink(): MessageSink {
  let lastId = 0;
  return {
    nextId: () => (lastId += 1),
    createBody: () => new CountingBody(),
    accept: () => Promise.resolve(),
    pressure: () => null,
  };
}
