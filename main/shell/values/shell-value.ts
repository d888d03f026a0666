import type { Statement } from '../syntax/syntax-tree.ts';

/** What flows through a pipeline. Exchange's own value types keep their unit until they are shown or compared. */

export type ShellValue =
  | null
  | boolean
  | number
  | string
  | ByteQuantity
  | Duration
  | Moment
  | Flags
  | ScriptBlock
  | Hashtable
  | Formatted
  | SecureString
  | Bytes
  | ShellObject
  | readonly ShellValue[];

/** ByteQuantifiedSize. */
export interface ByteQuantity {
  readonly type: 'size';
  readonly bytes: number;
}

/** EnhancedTimeSpan. */
export interface Duration {
  readonly type: 'span';
  readonly ms: number;
}

/** A point in time, ms since 1970. */
export interface Moment {
  readonly type: 'time';
  readonly ms: number;
}

/** An enumeration whose values can be combined: `Tls, BasicAuth`. */
export interface Flags {
  readonly type: 'flags';
  readonly names: readonly string[];
}

export interface ScriptBlock {
  readonly type: 'block';
  readonly statements: readonly Statement[];
}

export interface Hashtable {
  readonly type: 'table';
  readonly entries: ReadonlyMap<string, ShellValue>;
}

/** What a Format- cmdlet makes: lines that are shown as they are. */
export interface Formatted {
  readonly type: 'formatted';
  readonly lines: readonly string[];
}

/** A password: it is handed on and never shown. */
export interface SecureString {
  readonly type: 'secure';
  readonly plain: string;
}

/** What a file holds. */
export interface Bytes {
  readonly type: 'bytes';
  readonly base64: string;
}

export interface ShellObject {
  readonly type: 'object';
  /** Chooses the default view. */
  readonly className: string;
  /** In the order in which Format-List shows them. */
  readonly properties: ReadonlyMap<string, ShellValue>;
}

export function isList(value: ShellValue): value is readonly ShellValue[] {
  return Array.isArray(value);
}

/** The value's kind where it is more than a plain one; null for plain ones and lists. */
export function typeOf(
  value: ShellValue,
): Exclude<ShellValue, null | boolean | number | string | readonly ShellValue[]>['type'] | null {
  return typeof value === 'object' && value !== null && 'type' in value ? value.type : null;
}

export function isObject(value: ShellValue): value is ShellObject {
  return typeOf(value) === 'object';
}

const servers: ReadonlySet<string> = new Set(['ExchangeServer', 'TransportService', 'FrontendTransportService']);

/** `Get-ExchangeServer | Get-Queue`: what the pipeline brings is the server, and not one of the things asked for. */
export function isServer(value: ShellValue): boolean {
  return isObject(value) && servers.has(value.className);
}

export function shellObject(className: string, properties: Readonly<Record<string, ShellValue>>): ShellObject {
  return { type: 'object', className, properties: new Map(Object.entries(properties)) };
}

export const size = (bytes: number): ByteQuantity => ({ type: 'size', bytes });
export const span = (ms: number): Duration => ({ type: 'span', ms });
export const time = (ms: number | null): Moment | null => (ms === null ? null : { type: 'time', ms });
export const flags = (names: readonly string[]): Flags => ({ type: 'flags', names });

/** A property by its name in any case; of a list, those of its items. undefined where there is none. */
export function propertyOf(value: ShellValue, name: string): ShellValue | undefined {
  const wanted = name.toLowerCase();
  // A single object counts as one, so that a result of one needs no other command than a result of many.
  if (isObject(value)) {
    const found = find(value.properties, wanted);
    return found === undefined && wanted === 'count' ? 1 : found;
  }
  if (typeOf(value) === 'table') return find((value as Hashtable).entries, wanted);
  if (typeOf(value) === 'time') return propertyOfMoment((value as Moment).ms, wanted) ?? propertyOfPlain(value, wanted);
  return isList(value) ? propertyOfList(value, name) : propertyOfPlain(value, wanted);
}

function propertyOfMoment(ms: number, wanted: string): ShellValue | undefined {
  const at = new Date(ms);
  const parts: Readonly<Record<string, () => ShellValue>> = {
    date: () => time(new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime()),
    year: () => at.getFullYear(),
    month: () => at.getMonth() + 1,
    day: () => at.getDate(),
    hour: () => at.getHours(),
    minute: () => at.getMinutes(),
  };
  return Object.hasOwn(parts, wanted) ? parts[wanted]?.() : undefined;
}

function propertyOfList(list: readonly ShellValue[], name: string): ShellValue | undefined {
  if (/^(?:count|length)$/i.test(name)) return list.length;
  const found = list.map((item) => propertyOf(item, name)).filter((item) => item !== undefined);
  return found.length === 0 ? undefined : found;
}

function propertyOfPlain(value: ShellValue, wanted: string): ShellValue | undefined {
  if (wanted === 'count') return value === null ? 0 : 1;
  return wanted === 'length' && typeof value === 'string' ? value.length : undefined;
}

function find(properties: ReadonlyMap<string, ShellValue>, wanted: string): ShellValue | undefined {
  for (const [name, value] of properties) if (name.toLowerCase() === wanted) return value;
  return undefined;
}
