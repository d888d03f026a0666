import type { TokenSet } from './token-set.ts';

/** When a token is renewed, and when not yet. Pure. */

/** Renewed this long before it ends, or a fifth of its life where that is less. */
const AHEAD_MS = 10 * 60_000;
/** A token that ends sooner is not handed out: it could end on the way. */
const SPARE_MS = 30_000;
/** Who asks again this soon after a refusal hears the same; the provider is left in peace. */
const HOLD_MS = 30_000;
/** A token this young is not refused for its age. */
const YOUNG_MS = 60_000;
const RETRIES_MS = [60_000, 120_000, 300_000];
const LAST_RETRY_MS = 600_000;

type Times = Pick<TokenSet, 'expiresAtMs' | 'refreshedAtMs'>;

export function isGood({ accessToken, expiresAtMs }: TokenSet, nowMs: number): boolean {
  return accessToken !== null && expiresAtMs - nowMs > SPARE_MS;
}

/** Until it should be renewed; 0 where that is now. */
export function untilRenewalMs({ expiresAtMs, refreshedAtMs }: Times, nowMs: number): number {
  return Math.max(0, expiresAtMs - Math.min(AHEAD_MS, (expiresAtMs - refreshedAtMs) / 5) - nowMs);
}

/** How long to wait after so many failures in a row; 0 after none. */
export function retryMs(failures: number): number {
  return failures === 0 ? 0 : (RETRIES_MS[failures - 1] ?? LAST_RETRY_MS);
}

export function isTooYoung({ refreshedAtMs }: Times, nowMs: number): boolean {
  return nowMs - refreshedAtMs < YOUNG_MS;
}

export function isHeld(failedAtMs: number, nowMs: number): boolean {
  return nowMs - failedAtMs < HOLD_MS;
}
