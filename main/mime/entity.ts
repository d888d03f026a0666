import { fieldsOf, nameOf, valueOf } from './fields.ts';

/** One header of a message, and what lies below it (RFC 2045). */
export interface Entity {
  /** Position among the headers of the message; 0 is the message itself. */
  readonly index: number;
  readonly parent: Entity | null;
  /** Lower case, `text/plain`; empty where the header names none. */
  readonly type: string;
  readonly kind: 'leaf' | 'multipart' | 'message';
  /** Identity: 7bit, 8bit, binary, or none said. `other`: an encoding that nobody here knows. */
  /** Content-Transfer-Encoding as it stands, lower case. */
  readonly declared: string;
  readonly encoding: 'identity' | 'quoted-printable' | 'base64' | 'other';
  /** Of a multipart. */
  readonly boundary: string | null;
  /** Lies in multipart/signed or multipart/encrypted, which nobody may change (RFC 1847 2.1). */
  readonly frozen: boolean;
  /** Type that a part below has where it names none (RFC 2046 5.1.5). */
  readonly partsDefault: string;
}

/** RFC 2046 5.1.1 */
const LONGEST_BOUNDARY = 70;
const SEALED = new Set(['multipart/signed', 'multipart/encrypted']);

/** Reads what a header section says of its entity. One that is `opaque` is passed on as it is. */
export function entityOf(section: string, index: number, parent: Entity | null, opaque = false): Entity {
  const { contentType, transferEncoding } = mimeFields(section);
  const type = firstToken(contentType) || (parent?.partsDefault ?? '');
  const declared = firstToken(transferEncoding);
  const encoding = encodingOf(declared);
  const boundary = opaque ? null : boundaryOf(type, contentType);
  return {
    index,
    parent,
    type,
    kind: opaque ? 'leaf' : kindOf(type, encoding, boundary !== null),
    declared,
    encoding,
    boundary,
    frozen: opaque || isSealed(parent),
    partsDefault: type === 'multipart/digest' ? 'message/rfc822' : '',
  };
}

/** Values of the two fields that say what a body is; of two with the same name the first counts. */
function mimeFields(section: string): { readonly contentType: string; readonly transferEncoding: string } {
  const fields = fieldsOf(section);
  const value = (name: string): string => {
    const field = fields.find((one) => nameOf(one) === name);
    return field === undefined ? '' : valueOf(field);
  };
  return { contentType: value('content-type'), transferEncoding: value('content-transfer-encoding') };
}

/** `text/plain` of `Text/Plain; charset=utf-8`. */
function firstToken(value: string): string {
  return /^[^\s;()]*/.exec(value)?.[0].toLowerCase() ?? '';
}

/** null where the type is no multipart, or none that can be taken apart. */
function boundaryOf(type: string, contentType: string): string | null {
  const boundary = type.startsWith('multipart/') ? parameter(contentType, 'boundary') : null;
  return boundary === null || boundary === '' || boundary.length > LONGEST_BOUNDARY ? null : boundary;
}

function kindOf(type: string, encoding: Entity['encoding'], isMultipart: boolean): Entity['kind'] {
  if (isMultipart) return 'multipart';
  return type === 'message/rfc822' && encoding === 'identity' ? 'message' : 'leaf';
}

function isSealed(parent: Entity | null): boolean {
  return parent !== null && (parent.frozen || SEALED.has(parent.type));
}

function encodingOf(name: string): Entity['encoding'] {
  if (['', '7bit', '8bit', 'binary'].includes(name)) return 'identity';
  return name === 'quoted-printable' || name === 'base64' ? name : 'other';
}

/** A parameter of Content-Type, out of its quotes; null where it is not there. */
function parameter(contentType: string, name: string): string | null {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;()"]+))`, 'i').exec(contentType);
  return found?.[1]?.replaceAll(/\\(.)/g, '$1') ?? found?.[2] ?? null;
}
