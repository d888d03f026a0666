import type { Api } from '../contract/calls.ts';
import type { LiveDialogues } from '../tester/live/live-dialogues.ts';

/** Dialogues with real servers. */
type LiveCalls = Pick<Api['calls'], Extract<keyof Api['calls'], `live.${string}`>>;

export function createLiveCalls(live: LiveDialogues): LiveCalls {
  return {
    'live.open': (request) => live.open(request),
    'live.list': () => live.list(),
    'live.send': ({ id, line }) => live.send(id, line),
    'live.startTls': ({ id }) => live.startTls(id),
    'live.authenticate': ({ id, sendConnector }) => live.authenticate(id, sendConnector),
    'live.close': async ({ id }) => {
      await live.close(id);
      return null;
    },
    'live.transcript': ({ id }) => ({ text: live.transcript(id) }),
  };
}
