import { kindOf, type ForeignFile, type ForeignObject, type ForeignValue } from '../foreign.ts';
import type { XmlElement } from './xml.ts';

/** `Get-… | Export-Clixml`: PowerShell's own format of serialized objects ([MS-PSRP] 2.2.5). */

const collections = ['LST', 'IE', 'QUE', 'STK'] as const;
const NESTED = 'the export was too shallow; give Export-Clixml -Depth 4';

export function readClixml(root: XmlElement): ForeignFile {
  const seen = new Map<string, XmlElement>();
  const types = new Map<string, string>();
  remember(root, seen, types);
  const objects: ForeignObject[] = [];
  let unknown = 0;
  for (const element of root.children) {
    const { properties, lost } = valuesOf(element, seen);
    const kind = kindOf({ ...properties, ...lost }, typeOf(element, types));
    if (kind === null) unknown += 1;
    else objects.push({ kind, properties, lost });
  }
  const notes =
    unknown === 0 ? [] : [`${String(unknown)} objects in the file are of no kind that can be carried over.`];
  return { format: 'Exchange, Export-Clixml', objects, notes };
}

/** Objects and types are written once and referred to afterwards. */
function remember(element: XmlElement, seen: Map<string, XmlElement>, types: Map<string, string>): void {
  const id = element.attributes['RefId'];
  if (id !== undefined && element.name === 'Obj') seen.set(id, element);
  if (id !== undefined && element.name === 'TN')
    types.set(id, element.children.map(({ text }) => text.replace(/^Deserialized\./, '')).join(' '));
  for (const child of element.children) remember(child, seen, types);
}

function typeOf(element: XmlElement, types: ReadonlyMap<string, string>): string {
  const named = element.children.find(({ name }) => name === 'TN' || name === 'TNRef');
  return types.get(named?.attributes['RefId'] ?? '') ?? '';
}

function valuesOf(
  element: XmlElement,
  seen: ReadonlyMap<string, XmlElement>,
): Pick<ForeignObject, 'properties' | 'lost'> {
  const properties: Record<string, ForeignValue> = {};
  const lost: Record<string, string> = {};
  const members = element.children.filter(({ name }) => name === 'Props' || name === 'MS');
  for (const member of members.flatMap(({ children }) => children)) {
    const name = unescape(member.attributes['N'] ?? '');
    const value = valueOf(member, seen);
    if (value === undefined) lost[name] = NESTED;
    else properties[name] = value;
  }
  return { properties, lost };
}

/** undefined where a nested object has no text of its own. */
function valueOf(element: XmlElement, seen: ReadonlyMap<string, XmlElement>): ForeignValue | undefined {
  if (element.name === 'Nil') return null;
  if (element.name === 'Ref') {
    const target = seen.get(element.attributes['RefId'] ?? '');
    return target === undefined ? undefined : valueOf(target, seen);
  }
  if (element.name !== 'Obj') return unescape(element.text);
  const list = element.children.find(({ name }) => collections.some((one) => one === name));
  if (list !== undefined) {
    const texts = list.children.map((child) => valueOf(child, seen));
    return texts.every((one): one is string => typeof one === 'string') ? texts : undefined;
  }
  const own = element.children.find(({ name }) => name === 'ToString');
  return own === undefined ? undefined : unescape(own.text);
}

/** `_x000A_` stands for a character that XML cannot hold. */
function unescape(text: string): string {
  return text.replace(/_x([0-9A-F]{4})_/gi, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
