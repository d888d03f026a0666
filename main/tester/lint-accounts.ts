import type { Snapshot } from '../config/snapshot.ts';
import { isWellKnownPrincipal } from '../connectors/rights.ts';
import { mailbox } from '../contract/fields.ts';
import type { AuditFinding } from '../contract/audit-view.ts';
import { patchLists, patchReceiveConnector } from './document-patch.ts';

/** Accounts that can do nothing, and rights of accounts that are not there. */

export function lintAccounts(snapshot: Snapshot): readonly AuditFinding[] {
  return [...lintAddresses(snapshot), ...lintStrayEntries(snapshot)];
}

/** Without an address of its own an account may send as nobody, unless a connector grants it any sender. */
function lintAddresses({ document, receiveConnectors }: Snapshot): AuditFinding[] {
  const anySender = receiveConnectors
    .flatMap(({ accessControl }) => accessControl)
    .filter(({ right, deny }) => right === 'ms-Exch-SMTP-Accept-Any-Sender' && !deny)
    .map(({ user }) => withoutDomain(user));
  return document.accounts
    .filter(({ enabled, addresses, userName }) => {
      const free = anySender.includes(userName.toLowerCase()) || anySender.includes('authenticated users');
      return enabled && addresses.length === 0 && !free;
    })
    .map(({ userName }): AuditFinding => {
      const own = mailbox.safeParse(userName);
      return {
        code: 'account-without-addresses',
        severity: 'warning',
        text: `The account "${userName}" has no address of its own: it can sign in, and every message it sends is refused.`,
        connector: null,
        patch: own.success
          ? patchLists(document, {
              accounts: document.accounts.map((account) =>
                account.userName === userName ? { ...account, addresses: [own.data] } : account,
              ),
            })
          : null,
        remedy: own.success ? `Lets it send as ${own.data}.` : 'Give the account the addresses it sends as.',
      };
    });
}

function lintStrayEntries({ document, receiveConnectors }: Snapshot): AuditFinding[] {
  const known = new Set(document.accounts.map(({ userName }) => userName.toLowerCase()));
  const isStray = (user: string): boolean =>
    !isWellKnownPrincipal(user) && !known.has(user.trim().toLowerCase()) && !known.has(withoutDomain(user));
  return receiveConnectors.flatMap(({ name, identity, accessControl }): AuditFinding[] => {
    const stray = [...new Set(accessControl.map(({ user }) => user).filter(isStray))];
    if (stray.length === 0) return [];
    const entries = document.receiveConnectors.find((connector) => connector.name === name)?.extendedRights ?? [];
    return [
      {
        code: 'right-of-nobody',
        severity: 'notice',
        text: `Receive connector "${name}" has rights for ${stray.map((user) => `"${user}"`).join(', ')}, and there is no such account.`,
        connector: identity,
        patch: patchReceiveConnector(document, name, {
          extendedRights: entries.filter(({ user }) => !isStray(user)),
        }),
        remedy: 'Takes these entries away.',
      },
    ];
  });
}

/** Accounts here have no Windows domain; entries of imported connectors carry one. */
function withoutDomain(user: string): string {
  return user
    .slice(user.indexOf('\\') + 1)
    .trim()
    .toLowerCase();
}
