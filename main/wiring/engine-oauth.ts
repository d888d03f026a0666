import type { Clock } from '../clock.ts';
import { createOAuthService, type OAuthDeps, type OAuthService } from '../oauth/oauth-service.ts';
import type { Transport } from '../transport/transport.ts';

export interface EngineOAuthParts extends Omit<OAuthDeps, 'signedIn'> {
  readonly transport: () => Pick<Transport, 'secretChanged'>;
}

/** A provider that does not answer must not hold up the end of the engine for longer. */
const STOP_MS = 5000;

/** The sign-ins of a running engine. Mail that waited goes as soon as there is a token, as behind a new password. */
export function createEngineOAuth({ transport, ...deps }: EngineOAuthParts): OAuthService {
  const retry = (secret: string): void => {
    transport()
      .secretChanged(secret)
      .catch((error: unknown) => deps.report(error, 'trying again what waited for a password'));
  };
  const service = createOAuthService({ ...deps, signedIn: ({ secretName }) => retry(secretName) });
  return {
    ...service,
    secretChanged(name) {
      service.secretChanged(name);
      retry(name);
    },
    close: () => withinMs(STOP_MS, deps.clock, service.close()),
  };
}

async function withinMs(ms: number, clock: Clock, work: Promise<void>): Promise<void> {
  await Promise.race([work, new Promise<void>((resolve) => clock.after(ms, resolve))]);
}
