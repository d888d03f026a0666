import type { ConfigDocument } from '../../contract/document.ts';
import { isWellKnownPrincipal, parsePrincipal } from '../../connectors/rights.ts';
import { principalSids } from '../../connectors/permission-groups.ts';
import type { ShellContext } from '../run/cmdlet.ts';
import { leastDifferentName } from '../nearest-name.ts';
import { ShellError } from '../shell-error.ts';

const AUTHORITIES = ['NT AUTHORITY', 'MS Exchange'];

/** The user or group of -User, as it stands in an access control entry. Throws a ShellError of category ObjectNotFound. */
export function findPrincipal(typed: string, document: ConfigDocument, shell: Pick<ShellContext, 'note'>): string {
  const principal = parsePrincipal(typed);
  if (isWellKnownPrincipal(principal)) return principal;
  const account = document.accounts.find(({ userName }) =>
    [principal, afterDomain(principal)].some((name) => name.toLowerCase() === userName.toLowerCase()),
  );
  if (account !== undefined) return account.userName;
  const mended = withBackslash(typed);
  if (mended !== null) {
    shell.note(`'${typed}' is understood as '${mended}': its backslash was lost.`);
    return parsePrincipal(mended);
  }
  const known = [...Object.keys(principalSids), ...document.accounts.map(({ userName }) => userName)];
  throw new ShellError(
    'ObjectNotFound',
    `User or group "${typed}" wasn't found. The nearest one is '${leastDifferentName(typed, known) ?? ''}'. Accounts of this server and the well-known names of Exchange can be given.`,
  );
}

/** `NT AUTHORITYAnonymous Logon`: publishing takes the backslash away. */
function withBackslash(typed: string): string | null {
  const authority = AUTHORITIES.find((one) => typed.toLowerCase().startsWith(one.toLowerCase()));
  if (authority === undefined) return null;
  const mended = `${authority}\\${typed.slice(authority.length).trim()}`;
  return isWellKnownPrincipal(mended) ? mended : null;
}

function afterDomain(name: string): string {
  return name.slice(name.indexOf('\\') + 1);
}
