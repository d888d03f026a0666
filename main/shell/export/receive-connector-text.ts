import { extendedRights } from '../../contract/extended-rights.ts';
import { isWellKnownPrincipal, parsePrincipal } from '../../connectors/rights.ts';
import type { ConfigDocument } from '../../contract/document.ts';
import { receiveConnectorSchema } from '../../contract/receive-connector.ts';
import { isSamePermission, permissionsOf, type PermissionEntry } from '../cmdlets/permissions.ts';
import { receiveConnectorSection } from '../cmdlets/receive-connectors.ts';
import type { SectionEntry } from '../cmdlets/section.ts';
import { placeholdersIn } from '../run/bind.ts';
import { entryText } from './entry-text.ts';
import { argumentOf } from './literal.ts';

/** A receive connector as commands: the one that makes it, and one Add-ADPermission for each run of entries of one user. */

export function receiveConnectorText(entry: SectionEntry, accounts: ConfigDocument['accounts']): readonly string[] {
  const { permissionGroups, extendedRights: own } = receiveConnectorSchema.parse(entry);
  const role = typeof entry['transportRole'] === 'string' ? entry['transportRole'] : 'FrontendTransport';
  const beginning = ` -Custom -TransportRole ${role}`;
  const given = ['transportRole'];
  if (!areAddable(own, permissionGroups, accounts)) return entryText(receiveConnectorSection, entry, beginning, given);
  return [
    ...entryText(receiveConnectorSection, entry, beginning, [...given, 'extendedRights']),
    ...runsOf(own).map(({ user, deny, rights }) =>
      [
        `Add-ADPermission ${argumentOf(entry['name']) ?? ''} -User ${argumentOf(user) ?? ''}`,
        `-ExtendedRights ${rights.join(',')}${deny ? ' -Deny' : ''}`,
      ].join(' '),
    ),
  ];
}

/** Whether Add-ADPermission, entry by entry, comes to these entries: it knows them, and leaves out what is there already. */
function areAddable(
  own: readonly PermissionEntry[],
  permissionGroups: ReturnType<typeof receiveConnectorSchema.parse>['permissionGroups'],
  accounts: ConfigDocument['accounts'],
): boolean {
  return own.every((entry, index) => {
    const { user, right } = entry;
    const isKnown = isWellKnownPrincipal(user)
      ? parsePrincipal(user) === user
      : accounts.some(({ userName }) => userName === user);
    const before = permissionsOf({ permissionGroups, extendedRights: own.slice(0, index).map((one) => ({ ...one })) });
    return (
      isKnown &&
      placeholdersIn(user).length === 0 &&
      extendedRights.some((one) => one === right) &&
      !before.some(isSamePermission(entry))
    );
  });
}

interface Run {
  readonly user: string;
  readonly deny: boolean;
  readonly rights: string[];
}

function runsOf(own: readonly PermissionEntry[]): readonly Run[] {
  const runs: Run[] = [];
  for (const { user, deny, right } of own) {
    const last = runs.at(-1);
    if (last?.user === user && last.deny === deny) last.rights.push(right);
    else runs.push({ user, deny, rights: [right] });
  }
  return runs;
}
