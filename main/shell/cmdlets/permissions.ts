import { extendedRights, type ExtendedRight } from '../../contract/extended-rights.ts';
import { groupGrants } from '../../connectors/permission-groups.ts';
import { parsePrincipal } from '../../connectors/rights.ts';
import type { ConfigView } from '../../contract/config-view.ts';
import type { ReceiveConnectorDocument } from '../../contract/receive-connector.ts';
import type { Cmdlet, Invocation } from '../run/cmdlet.ts';
import type { BoundParameters, Parameter } from '../run/parameters.ts';
import { leastDifferentName } from '../nearest-name.ts';
import { ShellError } from '../shell-error.ts';
import { withPlainDashes } from '../syntax/characters.ts';
import { shellObject, type ShellObject, type ShellValue } from '../values/shell-value.ts';
import { changeConfiguration } from './change-configuration.ts';
import { findAll, findOne, givenIdentities } from './identity.ts';
import { targetsOf } from './permission-targets.ts';
import { findPrincipal } from './principals.ts';
import { receiveConnectorSection } from './receive-connectors.ts';
import { identityParameter, sectionScope, sparseEntries } from './section.ts';

/** Get-, Add- and Remove-ADPermission on receive connectors. */

export interface PermissionEntry {
  readonly user: string;
  readonly right: string;
  readonly deny: boolean;
}
type Entry = PermissionEntry;

const user: Parameter = {
  name: 'User',
  type: 'text',
  verbatim: false,
  help: 'NT AUTHORITY\\ANONYMOUS LOGON, an account, or a group of Exchange.',
};
const changeParameters: readonly Parameter[] = [
  identityParameter,
  user,
  { name: 'ExtendedRights', type: 'texts', help: 'Rights such as ms-Exch-SMTP-Accept-Any-Recipient.' },
  { name: 'AccessRights', type: 'texts', help: 'ExtendedRight, which is what there is here.' },
  { name: 'Deny', type: 'switch', help: 'The entry denies.' },
  ...['InheritanceType', 'Properties', 'ChildObjectTypes', 'InheritedObjectType'].map((name): Parameter => ({
    name,
    type: 'any',
    ignored: true,
    help: '',
  })),
];

const getPermission: Cmdlet = {
  name: 'Get-ADPermission',
  synopsis: 'Shows who has which right on receive connectors: by permission groups, and by entries of their own.',
  parameters: [identityParameter, user, { name: 'Owner', type: 'switch', ignored: true, help: '' }],
  async run(invocation) {
    const { bound, shell } = invocation;
    const view = await shell.call('config.get', {});
    const typed = bound.text('User');
    const wanted = typed === undefined ? null : findPrincipal(typed, view.document, shell);
    const scope = sectionScope(receiveConnectorSection, view, shell);
    return (givenIdentities(invocation) ?? [])
      .flatMap((identity) => findAll(scope, identity))
      .flatMap((connector) =>
        permissionsOf(connector)
          .filter((entry) => wanted === null || entry.user.toLowerCase() === wanted.toLowerCase())
          .map((entry) => permissionObject(`${scope.server.name}\\${connector.name}`, entry)),
      );
  },
};

const addPermission: Cmdlet = {
  name: 'Add-ADPermission',
  synopsis: 'Gives a right on receive connectors; the relay right is ms-Exch-SMTP-Accept-Any-Recipient.',
  changes: true,
  parameters: changeParameters,
  run: (invocation) =>
    changeEach(invocation, 'Adding', (connector, asked, { shell }, identity) => {
      const has = permissionsOf(connector);
      const fresh = asked.filter((entry) => !has.some(isSamePermission(entry)));
      for (const entry of asked.filter((one) => !fresh.includes(one)))
        shell.warn(
          `The appropriate access control entry is already present on the object "${identity}" for account "${entry.user}".`,
        );
      return { entries: [...connector.extendedRights, ...fresh], shown: fresh };
    }),
};

const removePermission: Cmdlet = {
  name: 'Remove-ADPermission',
  synopsis: 'Takes rights on receive connectors away; asks first.',
  changes: true,
  parameters: changeParameters,
  run: (invocation) =>
    changeEach(invocation, 'Removing', (connector, asked, { shell }, identity) => {
      const own = connector.extendedRights.map((entry) => ({ ...entry, user: parsePrincipal(entry.user) }));
      for (const entry of asked.filter((one) => !own.some(isSamePermission(one))))
        shell.warn(
          `Can't remove the access control entry on the object "${identity}" for account "${entry.user}" because the ACE isn't present.${groupHint(connector, entry)}`,
        );
      const entries = connector.extendedRights.filter((_, index) => {
        const entry = own[index];
        return entry === undefined || !asked.some(isSamePermission(entry));
      });
      return { entries, shown: [] };
    }),
};

interface Outcome {
  readonly entries: readonly Entry[];
  /** What the cmdlet puts out. */
  readonly shown: readonly Entry[];
}

type Decide = (
  connector: ReceiveConnectorDocument,
  asked: readonly Entry[],
  invocation: Invocation,
  identity: string,
) => Outcome;

async function changeEach(
  invocation: Invocation,
  verb: 'Adding' | 'Removing',
  decide: Decide,
): Promise<readonly ShellValue[]> {
  const { shell } = invocation;
  const shown: ShellObject[] = [];
  for (const { identity: typed, bound } of targetsOf(invocation)) {
    const view = await shell.call('config.get', {});
    const scope = sectionScope(receiveConnectorSection, view, shell);
    const connector = findOne(scope, typed);
    const identity = `${scope.server.name}\\${connector.name}`;
    const asked = askedEntries(bound, view, invocation);
    const outcome = decide(connector, asked, invocation, identity);
    if (outcome.entries.length === connector.extendedRights.length) continue;
    const index = scope.entries.indexOf(connector);
    const rights = asked.map(({ right }) => right).join(', ');
    const isDone = await changeConfiguration(invocation, {
      base: view,
      patch: {
        receiveConnectors: sparseEntries(view, 'receiveConnectors').map((entry, position) =>
          position === index ? { ...entry, extendedRights: outcome.entries } : entry,
        ),
      },
      subject: connector.name,
      text: `${verb} Active Directory permission ${rights} on "${identity}" for user "${asked[0]?.user ?? ''}".`,
      isRemoval: verb === 'Removing',
    });
    if (isDone) shown.push(...outcome.shown.map((entry) => permissionObject(identity, entry)));
  }
  return shown;
}

function askedEntries(bound: BoundParameters, { document }: ConfigView, { shell }: Invocation): readonly Entry[] {
  const access = bound.texts('AccessRights') ?? [];
  if (access.some((right) => right.toLowerCase() !== 'extendedright'))
    throw new ShellError(
      'InvalidArgument',
      'AccessRights can be ExtendedRight only: connectors have no other rights here.',
    );
  const rights = bound.texts('ExtendedRights');
  if (rights === undefined)
    throw new ShellError(
      'ParameterBinding',
      'Cannot process command because of one or more missing mandatory parameters: ExtendedRights.',
    );
  const principal = findPrincipal(bound.text('User') ?? '', document, shell);
  return rights.map((right) => ({ user: principal, right: knownRight(right), deny: bound.flag('Deny') === true }));
}

function knownRight(typed: string): ExtendedRight {
  const wanted = withPlainDashes(typed).trim().toLowerCase();
  const known = extendedRights.find((right) => right.toLowerCase() === wanted);
  if (known !== undefined) return known;
  throw new ShellError(
    'InvalidArgument',
    `The extended right "${typed}" wasn't found. The nearest one is ${leastDifferentName(typed, extendedRights) ?? ''}; the one that allows relay is ms-Exch-SMTP-Accept-Any-Recipient.`,
  );
}

/** All entries that hold: those that come with the permission groups, then the connector's own. */
export function permissionsOf({
  permissionGroups,
  extendedRights: own,
}: Pick<ReceiveConnectorDocument, 'permissionGroups' | 'extendedRights'>): readonly Entry[] {
  const granted = groupGrants
    .filter(({ group }) => permissionGroups.includes(group))
    .flatMap(({ principal, allow, deny }) => [
      ...allow.map((right): Entry => ({ user: principal, right, deny: false })),
      ...deny.map((right): Entry => ({ user: principal, right, deny: true })),
    ]);
  return [...granted, ...own.map((entry) => ({ ...entry, user: parsePrincipal(entry.user) }))];
}

export const isSamePermission =
  (one: Entry) =>
  (other: Entry): boolean =>
    one.user.toLowerCase() === other.user.toLowerCase() &&
    one.right.toLowerCase() === other.right.toLowerCase() &&
    one.deny === other.deny;

function groupHint({ permissionGroups }: ReceiveConnectorDocument, { user: principal, right }: Entry): string {
  const grant = groupGrants.find(
    (one) =>
      permissionGroups.includes(one.group) &&
      one.principal === principal &&
      one.allow.some((allowed) => allowed === right),
  );
  return grant === undefined
    ? ''
    : ` The right comes with the permission group ${grant.group}: take the group away, or add an entry with -Deny.`;
}

function permissionObject(identity: string, { user: principal, right, deny }: Entry): ShellObject {
  return shellObject('ADPermission', {
    AccessRights: ['ExtendedRight'],
    ExtendedRights: [right],
    IsInherited: false,
    Properties: null,
    ChildObjectTypes: null,
    InheritedObjectType: null,
    InheritanceType: 'All',
    User: principal,
    Identity: identity,
    Deny: deny,
    IsValid: true,
    ObjectState: 'Unchanged',
  });
}

export const permissionCmdlets: readonly Cmdlet[] = [getPermission, addPermission, removePermission];
