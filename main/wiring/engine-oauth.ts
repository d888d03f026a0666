import type { Clock } from '../clock.ts';
import { createOAuthService, type OAuthDeps, type OAuthService } from '../oauth/oauth-service.ts';

export interface EngineOAuthParts extends Omit<OAuthDeps, 'signedIn'> {
  readonly secretChanged: (name: string) => void;
}

/** A provider that does not answer must not hold up the end of the engine for longer. */
const STOP_MS = 5000;

/** The sign-ins of a running engine. */
export function createEngineOAuth({ secretChanged, ...deps }: EngineOAuthParts): OAuthService {
  // What waited for a sign-in goes as soon as there is one, as behind a new password.
  const service = createOAuthService({ ...deps, signedIn: ({ secretName }) => secretChanged(secretName) });
  return { ...service, close: () => withinMs(STOP_MS, deps.clock, service.close()) };
}

async function withinMs(ms: number, clock: Clock, work: Promise<void>): Promise<void> {
  await Promise.race([work, new Promise<void>((resolve) => clock.after(ms, resolve))]);
}
