import { PostroomError } from '../../errors.ts';
import { kindOf, type ForeignFile, type ForeignObject, type ForeignValue } from '../foreign.ts';

/** The text of `Get-… | ConvertTo-Json`, with names or, as it is on the server itself, with numbers for enumerations. */

const flags: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
  authmechanism: [
    [1, 'Tls'],
    [2, 'Integrated'],
    [4, 'BasicAuth'],
    [8, 'BasicAuthRequireTLS'],
    [16, 'ExchangeServer'],
    [32, 'ExternalAuthoritative'],
  ],
  permissiongroups: [
    [1, 'AnonymousUsers'],
    [2, 'ExchangeUsers'],
    [4, 'ExchangeServers'],
    [8, 'ExchangeLegacyServers'],
    [16, 'Partners'],
    [32, 'Custom'],
  ],
};
const numbers: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  transportrole: { 32: 'HubTransport', 16384: 'FrontendTransport' },
  domaintype: { 0: 'Authoritative', 1: 'ExternalRelay', 2: 'InternalRelay' },
  protocollogginglevel: { 0: 'None', 1: 'Verbose' },
};
const SHALLOW = 'the export was too shallow; give ConvertTo-Json -Depth 4';

/** Throws 'import-unreadable'. */
export function readJson(text: string): ForeignFile {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new PostroomError('import-unreadable', 'The file begins like JSON but cannot be read as JSON.', {
      cause: error,
    });
  }
  const objects: ForeignObject[] = [];
  let unknown = 0;
  for (const one of Array.isArray(parsed) ? (parsed as unknown[]) : [parsed]) {
    const kind = isRecord(one) ? kindOf(one) : null;
    if (!isRecord(one) || kind === null) unknown += 1;
    else objects.push({ kind, ...valuesOf(one) });
  }
  const notes =
    unknown === 0 ? [] : [`${String(unknown)} objects in the file are of no kind that can be carried over.`];
  return { format: 'Exchange, ConvertTo-Json', objects, notes };
}

function valuesOf(record: Readonly<Record<string, unknown>>): Pick<ForeignObject, 'properties' | 'lost'> {
  const properties: Record<string, ForeignValue> = {};
  const lost: Record<string, string> = {};
  for (const [name, value] of Object.entries(record)) {
    const read = valueOf(name.toLowerCase(), value);
    if (read === undefined) lost[name] = SHALLOW;
    else properties[name] = read;
  }
  return { properties, lost };
}

/** undefined where a nested object says nothing that can be used. */
function valueOf(name: string, value: unknown): ForeignValue | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return enumerated(name, value);
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return listed(value);
  return textOfObject(value);
}

function enumerated(name: string, value: number): ForeignValue {
  const known = flags[name];
  if (known) return known.filter(([bit]) => (value & bit) !== 0).map(([, word]) => word);
  return numbers[name]?.[value] ?? String(value);
}

function listed(values: readonly unknown[]): readonly string[] | undefined {
  const texts = values.map((one) => (typeof one === 'string' ? one : textOfObject(one)));
  return texts.every((one) => one !== undefined) ? texts : undefined;
}

/** What .NET objects carry in a property of their own: ranges, bindings, sizes, names. */
function textOfObject(value: unknown): string | undefined {
  if (!isRecord(value)) return undefined;
  for (const key of ['Expression', 'Value', 'RawIdentity', 'DistinguishedName', 'Domain', 'Name']) {
    const text = value[key];
    if (typeof text === 'string' && text !== '') return text;
  }
  const { LowerBound: low, UpperBound: high, Address: address, Port: port } = value;
  if (typeof low === 'string' && typeof high === 'string') return low === high ? low : `${low}-${high}`;
  return typeof address === 'string' && typeof port === 'number' ? `${address}:${String(port)}` : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
