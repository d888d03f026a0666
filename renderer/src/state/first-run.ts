import type { Live } from './live.svelte.ts';

/** The guide opens by itself on a configuration that nobody has touched, once in each browser. */

const KEY = 'postroom-guide-left';

/** True where the page was opened on nothing in particular and the configuration is the first run's own. */
export async function wantsGuide(live: Live, hash: string): Promise<boolean> {
  if ((hash !== '' && hash !== '#overview') || localStorage.getItem(KEY) !== null) return false;
  return (await live.attempt('config.get', {}))?.untouched === true;
}

/** It was seen: from now on it opens when it is asked for. */
export function guideWasLeft(): void {
  localStorage.setItem(KEY, 'yes');
}
