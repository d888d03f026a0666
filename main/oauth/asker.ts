import type { Secrets } from '../config/configuration.ts';
import type { SendConnector } from '../config/snapshot.ts';
import type { OAuthDocument } from '../contract/oauth.ts';
import type { Asker } from './grants.ts';
import { OAuthFault } from './oauth-fault.ts';

/** Signs in by itself; otherwise a person has to. */
export function isProgram({ flow }: OAuthDocument): boolean {
  return flow === 'ClientCredentials' || flow === 'ServiceAccount';
}

/** What a request for a connector's tokens needs. Rejects with an OAuthFault where something is missing. */
export async function askerOf(
  { name, oauth: settings, userName, secretName }: SendConnector,
  secrets: Pick<Secrets, 'get' | 'names'>,
): Promise<Asker> {
  if (settings === null) throw new OAuthFault('setting', `The send connector ${name} does not sign in with OAuth.`);
  const isThere = secrets.names().includes(secretName);
  if (!isThere && isProgram(settings)) {
    const text = `The client secret of the send connector ${name} is missing: set the secret ${secretName}.`;
    throw new OAuthFault('setting', text);
  }
  return { settings, mailbox: userName ?? '', secret: isThere ? await secrets.get(secretName) : null };
}
