import type { ExtendedRight } from '../contract/extended-rights.ts';
import { coversEverything, formatRange } from './ranges.ts';
import { authorize, isWellKnownPrincipal, relayGrants } from './rights.ts';
import type { Account, IpRange, ReceiveConnector } from './model.ts';

/** A receive connector in one plain sentence. */

/** Stands for any account; entries for one account alone are looked at separately. */
const someone: Account = { userName: '', addresses: new Set(), passwordHash: '' };

const SUBMIT: ExtendedRight = 'ms-Exch-SMTP-Submit';
const RELAY: ExtendedRight = 'ms-Exch-SMTP-Accept-Any-Recipient';
const MAX_LISTED_RANGES = 3;

/** Rights of a peer without login and, where the connector offers one, with login (of an ordinary or any named account). */
export interface Reach {
  readonly withoutLogin: ReadonlySet<ExtendedRight>;
  readonly withLogin: ReadonlySet<ExtendedRight> | null;
}

export function reachOf(connector: ReceiveConnector): Reach {
  const withoutLogin = authorize(connector, { tls: false, account: null }).rights;
  // Integrated and Exchange Server authentication need Active Directory: nobody can log in with them here.
  if (!connector.authMechanism.has('BasicAuth')) return { withoutLogin, withLogin: null };
  const named = connector.accessControl
    .filter(({ user }) => !isWellKnownPrincipal(user))
    .map(({ user }) => ({ ...someone, userName: user }));
  const rights = [someone, ...named].flatMap((account) => [...authorize(connector, { tls: true, account }).rights]);
  return { withoutLogin, withLogin: new Set(rights) };
}

function describePeers(ranges: readonly IpRange[]): string {
  if (coversEverything(ranges, 4) || (ranges.every(({ family }) => family === 6) && coversEverything(ranges, 6)))
    return 'Every address';
  const texts = ranges.map(formatRange);
  if (texts.length > MAX_LISTED_RANGES)
    return `${texts.length} address ranges (${texts.slice(0, 2).join(', ')}, \u2026)`;
  return texts.length > 1 ? `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}` : (texts[0] ?? 'No address');
}

function describeRights(connector: ReceiveConnector): string {
  const { withoutLogin, withLogin } = reachOf(connector);
  const destination = (rights: ReadonlySet<ExtendedRight>): string =>
    rights.has(RELAY) ? 'relay to anyone' : 'send to the accepted domains';
  const free = withoutLogin.has(SUBMIT) ? destination(withoutLogin) : null;
  const named = withLogin?.has(SUBMIT) ? destination(withLogin) : null;
  const trust = relayGrants(connector).includes('externallySecured') ? ', trusted like an own server' : '';
  if (free === null) return named === null ? 'may not send: no permission group lets it' : `may ${named}, after login`;
  if (named === null || named === free) return `may ${free}, without login${trust}`;
  return `may ${free}, without login, and ${named} after login`;
}

/** For lists and tooltips: "192.168.0.181 may relay to anyone, without login". */
export function describeConnector(connector: ReceiveConnector): string {
  const sentence = `${describePeers(connector.ranges)} ${describeRights(connector)}${connector.requireTls ? ', only with TLS' : ''}`;
  return connector.enabled ? sentence : `Disabled: ${sentence}`;
}
