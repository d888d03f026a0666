import type { SendConnectorDocument } from './send-connector.ts';

type SignIn = Pick<SendConnectorDocument, 'smartHosts' | 'smartHostAuthMechanism' | 'userName' | 'oauth'>;

/** Whether two connectors sign in at the same place as the same account: one's secret is then the other's. */
export function signInAlike(one: SignIn, other: SignIn): boolean {
  return signInOf(one) === signInOf(other);
}

function signInOf({ smartHosts, smartHostAuthMechanism, userName, oauth }: SignIn): string {
  const way = smartHostAuthMechanism.replace('RequireTLS', '');
  const sorted = oauth === null ? null : Object.entries(oauth).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([way, smartHosts.map((host) => host.toLowerCase()), userName, way === 'OAuth' ? sorted : null]);
}
