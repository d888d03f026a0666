/** Just enough of DER (X.690) to walk a PKCS #12 file: definite lengths, low tag numbers. */

export interface DerNode {
  readonly tag: number;
  /** The contents octets. */
  readonly value: Buffer;
  /** Tag, length and contents, as they stood. */
  readonly whole: Buffer;
}

export const SEQUENCE = 0x30;
const INTEGER = 0x02;
export const OCTET_STRING = 0x04;
const OID = 0x06;

/** The elements that stand one after the other. Throws RangeError where the bytes are not DER. */
export function readAll(bytes: Buffer): readonly DerNode[] {
  const nodes: DerNode[] = [];
  for (let rest = bytes; rest.length > 0;) {
    const node = readOne(rest);
    nodes.push(node);
    rest = rest.subarray(node.whole.length);
  }
  return nodes;
}

/** The elements inside a constructed one. */
export function children(node: DerNode | undefined, tag?: number): readonly DerNode[] {
  if (node === undefined || (tag !== undefined && node.tag !== tag))
    throw new RangeError('another element was expected');
  return readAll(node.value);
}

/** `1.2.840.113549.1.12.10.1.3` */
export function oidOf(node: DerNode | undefined): string {
  if (node?.tag !== OID) throw new RangeError('an object identifier was expected');
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of node.value) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [first = 0, ...rest] = arcs;
  const top = Math.min(Math.floor(first / 40), 2);
  return [top, first - top * 40, ...rest].join('.');
}

/** A whole number that fits a JavaScript one. */
export function integerOf(node: DerNode | undefined): number {
  if (node?.tag !== INTEGER || node.value.length > 6) throw new RangeError('a number was expected');
  return node.value.readUIntBE(0, node.value.length);
}

/** The bytes of an OCTET STRING, also of one in pieces. */
export function octetsOf(node: DerNode | undefined): Buffer {
  if (node === undefined) throw new RangeError('octets were expected');
  const isConstructed = (node.tag & 0x20) !== 0;
  return isConstructed ? Buffer.concat(readAll(node.value).map(octetsOf)) : node.value;
}

function readOne(bytes: Buffer): DerNode {
  const tag = bytes[0];
  const first = bytes[1];
  if (tag === undefined || first === undefined) throw new RangeError('it ends too early');
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  // 0x80 alone is BER's indefinite length.
  if (first === 0x80 || lengthBytes > 4 || bytes.length < 2 + lengthBytes)
    throw new RangeError('its length is unreadable');
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(2, lengthBytes);
  const start = 2 + lengthBytes;
  if (bytes.length < start + length) throw new RangeError('it ends too early');
  return { tag, value: bytes.subarray(start, start + length), whole: bytes.subarray(0, start + length) };
}
