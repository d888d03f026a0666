import { createPrivateKey, sign } from 'node:crypto';
import { z } from 'zod';
import { OAuthFault } from './oauth-fault.ts';

/** A service account signs for a mailbox by itself (RFC 7523 2.1). */

const LIFETIME_S = 3600;

/** The file Google gives out; more stands in it than is needed. */
const keyFileSchema = z.object({
  client_email: z.string().min(1),
  private_key: z.string().min(1),
  private_key_id: z.string().optional(),
});

export interface Assertion {
  readonly mailbox: string;
  readonly scope: string | null;
  readonly audience: string;
  readonly nowMs: number;
}

/** The signed assertion. Throws an OAuthFault where the stored text is no key file. */
export function signAssertion(keyFile: string, { mailbox, scope, audience, nowMs }: Assertion): string {
  const { client_email: issuer, private_key: pem, private_key_id: id } = readKeyFile(keyFile);
  const issuedAt = Math.floor(nowMs / 1000);
  const header = { alg: 'RS256', typ: 'JWT', ...(id === undefined ? {} : { kid: id }) };
  const claims = {
    ...{ iss: issuer, sub: mailbox, aud: audience, iat: issuedAt, exp: issuedAt + LIFETIME_S },
    ...(scope === null ? {} : { scope }),
  };
  const signed = `${base64url(header)}.${base64url(claims)}`;
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== 'rsa') throw unreadable();
    return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`;
  } catch {
    // Its cause could hold pieces of the key.
    throw unreadable();
  }
}

function readKeyFile(text: string): z.output<typeof keyFileSchema> {
  try {
    return keyFileSchema.parse(JSON.parse(text));
  } catch {
    throw unreadable();
  }
}

function unreadable(): OAuthFault {
  return new OAuthFault(
    'setting',
    'The stored key is not that of a service account: set the whole JSON file that Google gave out as the secret.',
  );
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
