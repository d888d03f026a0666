import type { Timer } from '../clock.ts';
import { OAuthFault } from './oauth-fault.ts';
import { SignInProgress, type SignIn, type SignInParts } from './sign-in.ts';

/** RFC 8628 3.5: so much longer after each "slow down". */
const SLOWER_MS = 5000;
const LONGEST_MS = 60_000;

/** Gets a code that a person types in elsewhere, and asks until that is done. Rejects with an OAuthFault. */
export async function startDeviceSignIn({ asker, clock, grants, granted }: SignInParts): Promise<SignIn> {
  const { deviceCode, userCode, link, expiresInMs, ...start } = await grants.startDevice(asker);
  const expiresMs = clock.now() + expiresInMs;
  let intervalMs = start.intervalMs;
  let timer: Timer | null = null;
  const progress = new SignInProgress({ kind: 'code', link, userCode, expiresMs }, () => timer?.cancel());

  function wait(): void {
    if (progress.waiting) timer = clock.after(intervalMs, () => void ask());
  }

  async function ask(): Promise<void> {
    if (clock.now() >= expiresMs) {
      progress.end('expired', 'The code has run out: begin the sign-in anew.');
      return;
    }
    try {
      const tokens = await grants.pollDevice(asker, deviceCode);
      // Cancelled meanwhile: nobody wants them.
      if (!progress.waiting) return;
      await granted(tokens);
      progress.end('done');
    } catch (error) {
      if (!mayGoOn(error)) progress.fail(error);
    }
    wait();
  }

  function mayGoOn(error: unknown): boolean {
    if (!(error instanceof OAuthFault)) return false;
    if (error.kind === 'slow-down') intervalMs += SLOWER_MS;
    // A network that fails is given more time, as RFC 8628 wants it.
    if (error.kind === 'temporary') intervalMs = Math.min(intervalMs * 2, LONGEST_MS);
    return error.kind === 'pending' || error.kind === 'slow-down' || error.kind === 'temporary';
  }

  wait();
  return {
    view: () => progress.view(),
    cancel: () => progress.end('cancelled'),
  };
}
