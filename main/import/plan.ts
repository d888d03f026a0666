import type { z } from 'zod';
import type { ConfigDocument } from '../contract/document.ts';
import { acceptedDomainSchema } from '../contract/document.ts';
import type { ImportReview, ImportSection, ImportedEntry } from '../contract/import-view.ts';
import { receiveConnectorSchema } from '../contract/receive-connector.ts';
import { sendConnectorSchema } from '../contract/send-connector.ts';
import { convert } from './convert.ts';
import { textOf, type ForeignFile, type ForeignKind, type ForeignObject } from './foreign.ts';
import { permissionsFor } from './permissions.ts';

/** What a file would become here: a review for people, and the change that carries it out. */

type Entry = Readonly<Record<string, unknown>>;
type Current = Pick<ConfigDocument, ImportSection>;

interface Target {
  readonly section: ImportSection;
  readonly schema: z.ZodObject;
  /** Lower case: what only the directory needs, and what stands elsewhere here. */
  readonly skipped: ReadonlySet<string>;
  /** Whether what has no meaning here is kept with the entry. */
  readonly keeps: boolean;
}

const directory = [
  ...['runspaceid', 'pscomputername', 'psshowcomputername', 'identity', 'guid', 'id', 'isvalid', 'objectstate'],
  ...['distinguishedname', 'objectcategory', 'objectclass', 'whenchanged', 'whencreated', 'whenchangedutc', 'server'],
  ...['whencreatedutc', 'organizationid', 'originatingserver', 'adminDisplayName', 'exchangeversion', 'extendedrights'],
].map((name) => name.toLowerCase());
const targets: Readonly<Record<Exclude<ForeignKind, 'ADPermission'>, Target>> = {
  ReceiveConnector: {
    section: 'receiveConnectors',
    schema: receiveConnectorSchema,
    skipped: new Set([...directory, 'imported', 'tolerance', 'oldtls', 'permissiongroupsdescription']),
    keeps: true,
  },
  SendConnector: {
    section: 'sendConnectors',
    schema: sendConnectorSchema,
    // The password is a secret of this machine and never in an export.
    skipped: new Set([...directory, 'imported', 'authenticationcredential', 'sourcetransportservers']),
    keeps: true,
  },
  AcceptedDomain: {
    section: 'acceptedDomains',
    schema: acceptedDomainSchema,
    skipped: new Set(directory),
    keeps: false,
  },
};

/** Reviews `file` against the document as it is. Names count in any case; what is there under a name is replaced. */
export function planImport(file: ForeignFile, current: Current): ImportReview {
  const entries: ImportedEntry[] = [];
  const changed = new Map<ImportSection, Entry[]>();
  for (const object of file.objects) {
    if (object.kind === 'ADPermission') continue;
    const target = targets[object.kind];
    const list = changed.get(target.section) ?? [...(current[target.section] as readonly Entry[])];
    const { entry, losses } = entryOf(object, target, file.objects);
    const outcome = place(entry, target, list);
    entries.push({ ...outcome, section: target.section, name: nameOf(entry), losses: [...losses] });
    if (outcome.outcome !== 'leaves') changed.set(target.section, list);
  }
  return {
    format: file.format,
    entries,
    notes: [...file.notes, ...orphans(file.objects), ...missingPermissions(file)],
    patch:
      changed.size === 0
        ? null
        : Object.fromEntries([...changed].map(([section, list]) => [section, onlyOneDefault(list)])),
  };
}

function entryOf(
  object: ForeignObject,
  { schema, skipped, keeps }: Target,
  all: readonly ForeignObject[],
): { readonly entry: Entry; readonly losses: readonly string[] } {
  const { properties, kept, refused } = convert(object, schema.shape, skipped);
  const name = plainName(object);
  const losses = refused.map(({ property, reason }) => `${property}: ${reason}.`);
  const permissions = object.kind === 'ReceiveConnector' ? permissionsFor(object, name, all) : null;
  if (permissions) losses.push(...permissions.losses);
  const entry = {
    ...properties,
    name,
    ...(permissions === null || permissions.extendedRights.length === 0
      ? {}
      : { extendedRights: permissions.extendedRights }),
    ...(keeps && Object.keys(kept).length > 0 ? { imported: kept } : {}),
  };
  return { entry, losses };
}

/** Name without its server: `EX01\Relay` is `Relay`. */
function plainName(object: ForeignObject): string {
  const name = textOf(object, 'Name') ?? textOf(object, 'Identity') ?? textOf(object, 'DomainName') ?? '';
  return name.slice(name.lastIndexOf('\\') + 1).slice(0, 64);
}

function place(entry: Entry, { schema }: Target, list: Entry[]): Pick<ImportedEntry, 'outcome' | 'sentence'> {
  const parsed = schema.safeParse(entry);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const what = issue === undefined ? 'something' : issue.path.join('.') || 'it';
    return { outcome: 'leaves', sentence: `It is left out: ${what} ${reasonOf(issue?.message)}.` };
  }
  const at = list.findIndex((one) => isSame(one, entry));
  if (at < 0) list.push(entry);
  else list[at] = entry;
  return at < 0
    ? { outcome: 'creates', sentence: 'It will be created.' }
    : { outcome: 'replaces', sentence: `It takes the place of ${nameOf(list[at] ?? entry)} that is here.` };
}

function reasonOf(message: string | undefined): string {
  return message?.startsWith('must ') === true ? message : 'is missing in the export';
}

/** By name, or by domain: two entries for one domain cannot stand side by side. */
function isSame(one: Entry, other: Entry): boolean {
  const lower = (entry: Entry, key: string): string => textAt(entry, key).toLowerCase();
  const isSameDomain = lower(one, 'domainName') !== '' && lower(one, 'domainName') === lower(other, 'domainName');
  return lower(one, 'name') === lower(other, 'name') || isSameDomain;
}

/** The default domain of an import takes over from the one that was. */
function onlyOneDefault(list: readonly Entry[]): readonly Entry[] {
  const last = list.findLastIndex((entry) => entry['default'] === true);
  return list.map((entry, index) =>
    entry['default'] === true && index !== last ? { ...entry, default: false } : entry,
  );
}

function textAt(entry: Entry, key: string): string {
  const value = entry[key];
  return typeof value === 'string' ? value : '';
}

function nameOf(entry: Entry): string {
  return textAt(entry, 'name');
}

/** Permissions whose connector is not in the file. */
function orphans(objects: readonly ForeignObject[]): readonly string[] {
  const hasConnector = objects.some(({ kind }) => kind === 'ReceiveConnector');
  const permissions = objects.filter(({ kind }) => kind === 'ADPermission');
  if (hasConnector || permissions.length === 0) return [];
  return ['The file has permissions without their receive connectors. Import both together.'];
}

/** Whether a connector may relay stands in its permissions alone: without them it comes over and refuses everything outside. */
function missingPermissions({ format, objects }: ForeignFile): readonly string[] {
  const has = (wanted: ForeignObject['kind']): boolean => objects.some(({ kind }) => kind === wanted);
  if (!format.startsWith('Exchange') || !has('ReceiveConnector') || has('ADPermission')) return [];
  return [
    'The export has no permissions, so no connector in it may relay to outside recipients. Export them too (Get-ReceiveConnector | Get-ADPermission) and import both together, or give that right afterwards on the page Connectors.',
  ];
}
