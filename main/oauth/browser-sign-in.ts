import { PostroomError } from '../errors.ts';
import type { BrowserStart } from './grants.ts';
import { listenForReturn } from './loopback-listener.ts';
import { SignInProgress, type SignIn, type SignInParts } from './sign-in.ts';

/** How long the browser may take. */
const PATIENCE_MS = 15 * 60_000;

/**
 * Sends a person to the provider in a browser, and waits for the browser to come back (RFC 8252 7.3: a port of this
 * machine; RFC 7636: with proof that it is the same sign-in). Rejects with an OAuthFault.
 */
export async function startBrowserSignIn(parts: SignInParts): Promise<SignIn> {
  const { asker, clock, grants } = parts;
  let take: (came: URL) => Promise<boolean> = () => Promise.resolve(false);
  const listener = await listenForReturn((came) => take(came));
  // Microsoft takes any port at localhost, Google any at 127.0.0.1, for applications of the desktop.
  const host = asker.settings.provider === 'Microsoft365' ? 'localhost' : '127.0.0.1';
  const redirect = `http://${host}:${String(listener.port)}/`;
  const begun = await grants.startBrowser(asker, redirect).catch((error: unknown) => {
    listener.close();
    throw error;
  });
  const timer = clock.after(PATIENCE_MS, () => progress.end('expired', 'Nobody signed in in time: begin anew.'));
  const expiresMs = clock.now() + PATIENCE_MS;
  const progress = new SignInProgress({ kind: 'browser', link: begun.link, userCode: null, expiresMs }, () => {
    timer.cancel();
    listener.close();
  });
  take = (came) => finish(came, { redirect, begun, progress }, parts);
  return {
    view: () => progress.view(),
    cancel: () => progress.end('cancelled'),
    async finish(address) {
      const came = URL.parse(address.trim());
      if (came !== null && (await take(came))) return;
      const text =
        'That is not the address of this sign-in: copy the whole line at the top of the browser, from http:// on.';
      throw new PostroomError('usage', text);
    },
  };
}

interface Waiting {
  readonly redirect: string;
  readonly begun: BrowserStart;
  readonly progress: SignInProgress;
}

/** Resolves with whether the address belongs to this sign-in. */
async function finish(
  came: URL,
  { redirect, begun, progress }: Waiting,
  { asker, grants, granted }: SignInParts,
): Promise<boolean> {
  if (!progress.waiting || came.searchParams.get('state') !== begun.state) return false;
  try {
    await granted(await grants.finishBrowser(asker, new URL(came.search, redirect), begun));
    progress.end('done');
  } catch (error) {
    progress.fail(error);
  }
  return true;
}
