import type { Api } from '../contract/calls.ts';
import type { ApiParts } from './parts.ts';

/** What the first-run guide and the printer card ask for. */
type StartCalls = Pick<Api['calls'], 'server.addresses' | Extract<keyof Api['calls'], `testMessage.${string}`>>;

export function createStartCalls({ ownAddresses, sendTest, testFate }: ApiParts): StartCalls {
  return {
    'server.addresses': () => ownAddresses(),
    'testMessage.send': async (mail) => ({ id: await sendTest(mail) }),
    'testMessage.fate': ({ id }) => testFate(id),
  };
}
