import type { ConfigFinding, ConfigView } from '../../contract/config-view.ts';
import type { ConfigDocument } from '../../contract/document.ts';
import type { Invocation } from '../run/cmdlet.ts';
import type { BoundParameters, Parameter } from '../run/parameters.ts';
import { ShellError } from '../shell-error.ts';
import { documentObject } from '../values/document-value.ts';
import { typeOf, type Hashtable, type ShellObject, type ShellValue } from '../values/shell-value.ts';
import type { IdentityScope, Named } from './identity.ts';
import type { Settable } from './settable.ts';

/** A list of named objects of the configuration, and how cmdlets give their properties. */

export type SectionEntry = Readonly<Record<string, unknown>>;
export type SectionName =
  | 'receiveConnectors'
  | 'sendConnectors'
  | 'acceptedDomains'
  | 'recipients'
  | 'accounts'
  | 'mailboxes'
  | 'checks'
  | 'devices';

export interface Section<Entry extends Named> {
  /** `ReceiveConnector`. */
  readonly noun: string;
  /** `Receive connector`, for people. */
  readonly title: string;
  readonly section: SectionName;
  /** What its entries are known by: the property in the document, and the parameter that gives it. Their name if left out. */
  readonly key?: { readonly property: string; readonly parameter: string };
  readonly list: (document: ConfigDocument) => readonly Entry[];
  readonly settings: readonly Settable[];
  /** Properties without which there can be none. */
  readonly mandatory?: readonly string[];
  /** Parameters of New- alone. */
  readonly newParameters?: readonly Parameter[];
  /** Parameters of New- and Set- that are no properties of the document. */
  readonly moreParameters?: readonly Parameter[];
  /** What New- presets. */
  readonly preset?: (bound: BoundParameters) => SectionEntry;
  /** The whole list after the entry at `index` was made or changed. */
  readonly settle?: (
    entries: readonly SectionEntry[],
    index: number,
    bound: BoundParameters,
  ) => readonly SectionEntry[];
  /** False for a value of the document that `settle` would change, so that its parameter cannot give it. */
  readonly carries?: (property: string, value: unknown) => boolean;
  /** What New- and Set- do besides, once the change is made: keep a password. */
  readonly afterSave?: (name: string, invocation: Invocation) => Promise<void>;
  /** A warning that is no longer true after that. */
  readonly settles?: (warning: ConfigFinding, bound: BoundParameters) => boolean;
  /** Throws where the entry may not be removed. */
  readonly assertRemovable?: (entry: Entry) => void;
  readonly objectOf: (entry: Entry, server: ConfigDocument['server']) => ShellObject;
}

export const identityParameter: Parameter = {
  name: 'Identity',
  type: 'any',
  position: 0,
  mandatory: true,
  help: 'SERVER\\Name, Name or Guid; the pipeline gives it too.',
};
export const serverParameter: Parameter = {
  name: 'Server',
  type: 'text',
  help: 'There is one server here; any name is taken for it.',
};

/** Properties for which there is no parameter, and values that no parameter can carry. */
export const settingsParameter: Parameter = {
  name: 'Settings',
  type: 'any',
  help: 'Postroom: properties by the names they have in config.json, as @{ name = value }.',
};
export const nameKey = { property: 'name', parameter: 'Name' } as const;

export function sectionScope<Entry extends Named>(
  { noun, list }: Pick<Section<Entry>, 'noun' | 'list'>,
  { document }: ConfigView,
  shell: Invocation['shell'],
): IdentityScope<Entry> {
  return { kind: noun, entries: list(document), server: document.server, shell };
}

/** As they stand in the file: what is left out there keeps following its default. */
export function sparseEntries({ sparse }: ConfigView, section: SectionName): readonly SectionEntry[] {
  const entries = sparse[section];
  return Array.isArray(entries) ? (entries as readonly SectionEntry[]) : [];
}

/** The list as it is to be saved: what the section makes of it, then what -Settings gives. */
export function settled<Entry extends Named>(
  { settle }: Section<Entry>,
  entries: readonly SectionEntry[],
  index: number,
  bound: BoundParameters,
): readonly SectionEntry[] {
  const settings = bound.value('Settings') as ShellValue | undefined;
  const list = settle?.(entries, index, bound) ?? entries;
  if (settings === undefined) return list;
  return list.map((entry, position) => (position === index ? { ...entry, ...settingsOf(settings) } : entry));
}

/** What -Settings gives. Throws a ShellError where it is no table. */
export function settingsOf(value: ShellValue): SectionEntry {
  if (typeOf(value) === 'table') return documentObject(value as Hashtable);
  throw new ShellError('ParameterBinding', "Cannot bind parameter 'Settings'. It takes a table: @{ name = value }.");
}
