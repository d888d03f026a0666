import { createPrivateKey, type KeyObject } from 'node:crypto';
import { PostroomError } from '../errors.ts';

/** RFC 8301 3.2: receivers take no shorter one. */
const LEAST_BITS = 1024;

/** Throws 'usage' where a text is no private key that mail could be signed with. */
export function assertSigningKey(text: string): void {
  const key = read(text);
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < LEAST_BITS)
    throw new PostroomError('usage', 'A DKIM key has to be an RSA key of 1024 bits or more: 2048 are usual.');
}

function read(text: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch {
    // Its cause could hold pieces of the key.
    throw new PostroomError(
      'usage',
      'That is no private key: give the whole PEM text, from its BEGIN line to its END line, without a passphrase.',
    );
  }
}
