import type { Clock } from '../clock.ts';
import type { Secrets } from '../config/configuration.ts';
import type { SendConnector } from '../config/snapshot.ts';
import type { SignInView } from '../contract/oauth-view.ts';
import { PostroomError } from '../errors.ts';
import { askerOf, isProgram } from './asker.ts';
import { startBrowserSignIn } from './browser-sign-in.ts';
import { startDeviceSignIn } from './device-sign-in.ts';
import type { Grants } from './grants.ts';
import type { SignIn } from './sign-in.ts';
import type { TokenKeeper } from './token-keeper.ts';

export interface SignInDeps {
  readonly clock: Clock;
  readonly grants: Grants;
  readonly secrets: Pick<Secrets, 'get' | 'names'>;
  readonly keeper: Pick<TokenKeeper, 'adopt' | 'signIn'>;
  /** Mail that waited may go. */
  readonly signedIn: (connector: SendConnector) => void;
}

/** Sign-ins by people, one for each connector at a time. */
export interface SignIns {
  /** Resolves when the person can begin, for programs when they are signed in. Rejects with an OAuthFault. */
  start(connector: SendConnector): Promise<void>;
  /** Rejects with 'not-found' where no sign-in in a browser waits, and with 'usage' for an address that is none of it. */
  finish(connector: SendConnector, address: string): Promise<void>;
  cancel(connector: SendConnector): void;
  view(connector: SendConnector): SignInView | null;
  /** Ends all of them. */
  close(): void;
}

export function createSignIns(deps: SignInDeps): SignIns {
  const open = new Map<string, SignIn>();

  return {
    async start(connector) {
      open.get(connector.identity)?.cancel();
      open.delete(connector.identity);
      const asker = await askerOf(connector, deps.secrets);
      if (isProgram(asker.settings)) {
        await deps.keeper.signIn(connector);
        deps.signedIn(connector);
        return;
      }
      const parts = {
        ...{ asker, clock: deps.clock, grants: deps.grants },
        granted: async (granted: Parameters<TokenKeeper['adopt']>[1]) => {
          await deps.keeper.adopt(connector, granted);
          deps.signedIn(connector);
        },
      };
      const begin = asker.settings.flow === 'DeviceCode' ? startDeviceSignIn : startBrowserSignIn;
      const begun = await begin(parts);
      // Somebody else may have begun one meanwhile.
      open.get(connector.identity)?.cancel();
      open.set(connector.identity, begun);
    },
    async finish({ identity, name }, address) {
      const waiting = open.get(identity);
      if (waiting?.finish === undefined || waiting.view().state !== 'waiting')
        throw new PostroomError('not-found', `No sign-in in a browser waits for the send connector ${name}.`);
      await waiting.finish(address);
    },
    cancel: ({ identity }) => open.get(identity)?.cancel(),
    view: ({ identity }) => open.get(identity)?.view() ?? null,
    close() {
      for (const one of open.values()) one.cancel();
      open.clear();
    },
  };
}
