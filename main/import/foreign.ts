/** What another mail server wrote down of its configuration, before anything is made of it. */

export type ForeignKind = 'ReceiveConnector' | 'ADPermission' | 'AcceptedDomain' | 'SendConnector';

/** Lists stay lists; numbers, switches, sizes and spans are text as their program writes them. */
export type ForeignValue = string | readonly string[] | null;

export interface ForeignObject {
  readonly kind: ForeignKind;
  /** By property name as it was written; `propertyOf` looks up in any case. */
  readonly properties: Readonly<Record<string, ForeignValue>>;
  /** Properties whose value the export did not keep, with the reason. */
  readonly lost: Readonly<Record<string, string>>;
}

export interface ForeignFile {
  /** What wrote it, for people: `Exchange, Export-Clixml`. */
  readonly format: string;
  readonly objects: readonly ForeignObject[];
  /** What was in the file and is no object that could be carried over. */
  readonly notes: readonly string[];
}

/** The value of a property in any case; undefined where it is not there. */
export function propertyOf(object: ForeignObject, name: string): ForeignValue | undefined {
  const key = Object.keys(object.properties).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : object.properties[key];
}

/** One text; the first of a list, and null where there is nothing. */
export function textOf(object: ForeignObject, name: string): string | null {
  const value = propertyOf(object, name) ?? null;
  return typeof value === 'string' || value === null ? value : (value[0] ?? null);
}

/** A list; one text is a list of one, or what its commas separate. */
export function listOf(object: ForeignObject, name: string): readonly string[] {
  const value = propertyOf(object, name) ?? null;
  if (value === null) return [];
  return (typeof value === 'string' ? value.split(/\s*[,;]\s*/) : value).filter((one) => one !== '');
}

const kindsByProperties: readonly (readonly [ForeignKind, readonly string[]])[] = [
  ['ReceiveConnector', ['remoteipranges', 'bindings']],
  ['SendConnector', ['addressspaces']],
  ['AcceptedDomain', ['domainname', 'domaintype']],
  ['ADPermission', ['user', 'extendedrights']],
];

/** What an object is, by its .NET type where it is known, else by what it has; null where it is none of ours. */
export function kindOf(properties: Readonly<Record<string, unknown>>, type = ''): ForeignKind | null {
  const named = /\.(ReceiveConnector|SmtpSendConnectorConfig|SendConnector|AcceptedDomain|ADAcePresentationObject)\b/;
  const word = named.exec(type)?.[1];
  if (word === 'ADAcePresentationObject') return 'ADPermission';
  if (word === 'SmtpSendConnectorConfig') return 'SendConnector';
  if (word !== undefined) return word as ForeignKind;
  const names = new Set(Object.keys(properties).map((name) => name.toLowerCase()));
  return kindsByProperties.find(([, needed]) => needed.every((name) => names.has(name)))?.[0] ?? null;
}
