import { DOMParser, onErrorStopParsing } from '@xmldom/xmldom';
import type { Element, Node } from '@xmldom/xmldom';
import { PostroomError } from '../../errors.ts';

/** XML as plain elements in their order: what the exports of other programs are made of. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const MAX_DEPTH = 100;
const ELEMENT_NODE = 1;
const TEXT_NODE = 3;
const CDATA_NODE = 4;

/** The root element. Document types are refused: no export has one, and they can blow up. Throws 'import-unreadable'. */
export function parseXml(text: string): XmlElement {
  const unreadable = (cause?: unknown): PostroomError =>
    new PostroomError('import-unreadable', 'The file begins like XML but cannot be read as XML; it may be cut off.', {
      cause,
    });
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw unreadable();
  try {
    const root = new DOMParser({ onError: onErrorStopParsing }).parseFromString(text, 'text/xml').documentElement;
    if (root !== null) return elementOf(root, 0);
  } catch (error) {
    throw unreadable(error);
  }
  throw unreadable();
}

/** The children of this name, in any case. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name.toLowerCase() === name.toLowerCase());
}

/** An attribute in any case; empty where it is not there. */
export function attributeOf(element: XmlElement, name: string): string {
  const key = Object.keys(element.attributes).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? '' : (element.attributes[key] ?? '');
}

function elementOf(element: Element, depth: number): XmlElement {
  if (depth > MAX_DEPTH) throw new RangeError(`Elements stand more than ${String(MAX_DEPTH)} deep in each other.`);
  const children: XmlElement[] = [];
  let text = '';
  for (let node: Node | null = element.firstChild; node !== null; node = node.nextSibling) {
    if (node.nodeType === ELEMENT_NODE) children.push(elementOf(node as Element, depth + 1));
    else if (node.nodeType === TEXT_NODE || node.nodeType === CDATA_NODE) text += node.nodeValue ?? '';
  }
  const attributes = Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]));
  return { name: element.nodeName, attributes, children, text };
}
