import { listOf, propertyOf, textOf, type ForeignObject } from './foreign.ts';
import { groupGrants } from '../connectors/permission-groups.ts';
import { isWellKnownPrincipal, parsePrincipal, parseRight } from '../connectors/rights.ts';

/** Access control entries of Get-ADPermission, without those that a permission group stands for. */

export interface ImportedPermissions {
  readonly extendedRights: readonly { readonly user: string; readonly right: string; readonly deny: boolean }[];
  readonly losses: readonly string[];
}

/** The entries for a connector, found by its name; its server part may be any. */
export function permissionsFor(
  connector: ForeignObject,
  name: string,
  objects: readonly ForeignObject[],
): ImportedPermissions {
  const groups =
    propertyOf(connector, 'PermissionGroups') === undefined
      ? null
      : listOf(connector, 'PermissionGroups').map((group) => group.toLowerCase());
  const extendedRights: { user: string; right: string; deny: boolean }[] = [];
  const losses: string[] = [];
  for (const object of objects.filter((one) => isOwnEntryOf(name, one))) {
    const user = textOf(object, 'User') ?? '';
    const principal = parsePrincipal(user);
    const deny = isTrue(textOf(object, 'Deny'));
    for (const rightName of listOf(object, 'ExtendedRights')) {
      const right = knownRight(rightName);
      if (right === null || isFromGroup(groups, principal, right, deny)) continue;
      if (!isWellKnownPrincipal(user)) losses.push(`${right} for ${user}: that account or group is not known here.`);
      else if (!extendedRights.some((one) => one.user === principal && one.right === right && one.deny === deny))
        extendedRights.push({ user: principal, right, deny });
    }
  }
  return { extendedRights, losses };
}

function isOwnEntryOf(connector: string, object: ForeignObject): boolean {
  const identity = textOf(object, 'Identity') ?? '';
  const name = identity.slice(Math.max(identity.lastIndexOf('\\'), identity.lastIndexOf('/')) + 1);
  return object.kind === 'ADPermission' && name.toLowerCase() === connector.toLowerCase() && !isInherited(object);
}

/** What the organisation gives to its administrators comes down to every connector and means nothing for mail. */
function isInherited(object: ForeignObject): boolean {
  return isTrue(textOf(object, 'IsInherited')) || isTrue(textOf(object, 'Inherited'));
}

function isTrue(text: string | null): boolean {
  return text?.toLowerCase() === 'true';
}

/** null for a right that has nothing to do with SMTP, or that this engine does not know. */
function knownRight(name: string): ReturnType<typeof parseRight> | null {
  try {
    return parseRight(name);
  } catch {
    // Directory rights stand in the same list.
    return null;
  }
}

/** Exchange writes the rights of the permission groups out as entries of their own. `groups`: null where nobody knows. */
function isFromGroup(
  groups: readonly string[] | null,
  principal: string,
  right: ReturnType<typeof parseRight>,
  deny: boolean,
): boolean {
  return groupGrants.some(
    (grant) =>
      grant.principal === principal &&
      (groups?.includes(grant.group.toLowerCase()) ?? true) &&
      (deny ? grant.deny : grant.allow).some((one) => one === right),
  );
}
