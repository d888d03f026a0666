import type { SendConnector } from '../config/snapshot.ts';
import type { AttemptResult, Target } from '../delivery/target.ts';
import type { TargetFactory } from './routing.ts';

/** How the last attempts through each send connector went, since the engine started. Times in ms since 1970. */

export interface LastAttempt {
  readonly success: { readonly atMs: number; readonly host: string | null } | null;
  readonly failure: {
    readonly atMs: number;
    readonly host: string | null;
    readonly text: string;
    readonly unreachable: boolean;
  } | null;
}

export interface LastAttempts {
  /** By identity. */
  of(connector: string): LastAttempt;
  /** The same targets, watched. */
  watch(targets: TargetFactory): TargetFactory;
}

const NEVER: LastAttempt = { success: null, failure: null };

export function createLastAttempts(now: () => number): LastAttempts {
  const kept = new Map<string, LastAttempt>();

  const note = (connector: string, { outcomes, unreachable, host }: AttemptResult): void => {
    const atMs = now();
    let { success, failure } = kept.get(connector) ?? NEVER;
    if (outcomes.some(({ verdict }) => verdict === 'delivered')) success = { atMs, host };
    const refused = outcomes.find(({ verdict }) => verdict !== 'delivered');
    if (refused !== undefined) {
      const text = refused.reply?.text ?? refused.error ?? 'The server did not say why.';
      failure = { atMs, host: refused.reply?.host ?? host, text, unreachable };
    }
    kept.set(connector, { success, failure });
  };

  const watched = ({ identity }: SendConnector, target: Target): Target => ({
    async deliver(attempt, signal) {
      const result = await target.deliver(attempt, signal);
      // An attempt that was ended from here says nothing about the next hop.
      if (!signal.aborted) note(identity, result);
      return result;
    },
    close: () => target.close(),
  });

  return {
    of: (connector) => kept.get(connector) ?? NEVER,
    watch: (targets) => ({
      smartHost: (connector) => watched(connector, targets.smartHost(connector)),
      mx: (connector, domain) => watched(connector, targets.mx(connector, domain)),
      mailboxFolder: () => targets.mailboxFolder(),
    }),
  };
}
