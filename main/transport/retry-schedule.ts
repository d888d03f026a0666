import type { TransportSettings } from '../config/snapshot.ts';

/** When to try again, and when to give up. Pure: randomness and times come in as arguments. */

type RetrySettings = Pick<
  TransportSettings,
  | 'glitchRetryCount'
  | 'glitchRetryMs'
  | 'transientRetryCount'
  | 'transientRetryMs'
  | 'connectionFailureRetryMs'
  | 'messageRetryMs'
>;

const HOUR_MS = 3_600_000;
const SLOW_FIRST_MS = 1000;
const SLOW_LONGEST_MS = 60_000;
const QUOTA_FIRST_MS = 300_000;
/** A clock this far off its course has jumped; slewing and leap seconds stay below. */
const JUMP_MS = 30_000;

/** The interval with ±10 % jitter, so that next hops that failed together do not come back together. `random` is in [0, 1). */
export function jittered(intervalMs: number, random: number): number {
  return Math.round(intervalMs * (0.9 + 0.2 * random));
}

/** Wait after the next hop could not be reached for the `failures`th time in a row: glitch, then transient, then failure interval. */
export function nextHopRetryMs(settings: RetrySettings, failures: number, random: number): number {
  const { glitchRetryCount, glitchRetryMs, transientRetryCount, transientRetryMs, connectionFailureRetryMs } = settings;
  if (failures <= glitchRetryCount) return jittered(glitchRetryMs, random);
  if (failures <= glitchRetryCount + transientRetryCount) return jittered(transientRetryMs, random);
  return jittered(connectionFailureRetryMs, random);
}

/** Wait of a message that the next hop answered with a temporary error (MessageRetryInterval). */
export function messageRetryMs(settings: RetrySettings, random: number): number {
  return jittered(settings.messageRetryMs, random);
}

/**
 * Pause of a next hop that asked to be sent less for the `strikes`th time: 1 s doubling to a minute, and 5 minutes
 * doubling to an hour where a quota of hours or days is used up.
 */
export function slowDownMs(strikes: number, isQuota: boolean, random: number): number {
  const [first, longest] = isQuota ? [QUOTA_FIRST_MS, HOUR_MS] : [SLOW_FIRST_MS, SLOW_LONGEST_MS];
  return jittered(Math.min(longest, first * 2 ** Math.min(strikes - 1, 16)), random);
}

/** No message ever waits longer than this for its next look, whatever the clock does. */
export function longestWaitMs(settings: RetrySettings): number {
  return Math.round(
    1.1 *
      Math.max(
        HOUR_MS,
        settings.connectionFailureRetryMs,
        settings.transientRetryMs,
        settings.glitchRetryMs,
        settings.messageRetryMs,
      ),
  );
}

/** A wanted next attempt, kept within what makes sense and brought forward to the moments at which something has to happen. */
export function nextAttemptMs(
  wantedMs: number,
  nowMs: number,
  settings: RetrySettings,
  momentsMs: readonly number[],
): number {
  let next = Math.min(wantedMs, nowMs + longestWaitMs(settings));
  for (const moment of momentsMs) if (moment > nowMs && moment < next) next = moment;
  return Math.max(nowMs, next);
}

/**
 * Time that this process must have watched before it lets a message expire. A wall clock that was years ahead at
 * start, or jumps, or a machine that slept for days, then costs nobody his mail: each message is tried again first.
 */
export function observationMs(settings: Pick<TransportSettings, 'messageExpirationMs'>): number {
  return Math.min(HOUR_MS, settings.messageExpirationMs / 2);
}

/** Tells jumps of the wall clock by a clock that never jumps, and since when there has been none. */
export class ClockWatch {
  #offsetMs: number;
  #steadySinceMs: number;

  constructor(nowMs: number, monotonicMs: number) {
    this.#offsetMs = nowMs - monotonicMs;
    this.#steadySinceMs = monotonicMs;
  }

  /** True where the wall clock has jumped since the last call. */
  jumped(nowMs: number, monotonicMs: number): boolean {
    const offsetMs = nowMs - monotonicMs;
    const jumped = this.#isOff(offsetMs);
    this.#offsetMs = offsetMs;
    if (jumped) this.#steadySinceMs = monotonicMs;
    return jumped;
  }

  /** How long the wall clock has gone without a jump, up to now. */
  steadyForMs(nowMs: number, monotonicMs: number): number {
    return this.#isOff(nowMs - monotonicMs) ? 0 : monotonicMs - this.#steadySinceMs;
  }

  #isOff(offsetMs: number): boolean {
    return Math.abs(offsetMs - this.#offsetMs) > JUMP_MS;
  }
}
