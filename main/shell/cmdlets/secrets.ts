import type { BoundParameters } from '../run/parameters.ts';
import { isObject, propertyOf, typeOf, type SecureString, type ShellValue } from '../values/shell-value.ts';
import { textOfProperty } from '../values/text-of.ts';

/** Passwords that a command was given. */

export interface Credential {
  readonly userName: string;
  readonly password: string;
}

/** -AuthenticationCredential: null where it takes the credential away, undefined where it was not given. */
export function credentialIn(bound: BoundParameters): Credential | null | undefined {
  const value = bound.value('AuthenticationCredential') as ShellValue | undefined;
  if (value === undefined || value === null || !isObject(value)) return value === undefined ? undefined : null;
  return {
    userName: textOfProperty(value, 'UserName'),
    password: plainOf(propertyOf(value, 'Password')) ?? '',
  };
}

/** -Password. */
export function passwordIn(bound: BoundParameters): string | undefined {
  return plainOf(bound.value('Password') as ShellValue | undefined);
}

function plainOf(value: ShellValue | undefined): string | undefined {
  return value !== undefined && typeOf(value) === 'secure' ? (value as SecureString).plain : undefined;
}
