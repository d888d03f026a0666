import type { SendConnector } from '../../config/snapshot.ts';
import { PostroomError } from '../../errors.ts';
import { HIDDEN } from './live-record.ts';

/** A login with the credential of a send connector, and what has to hold before it is sent. */

export interface Credential {
  readonly userName: string;
  readonly password: string;
}

/** A line of a login, and what the transcript shows in its place. */
interface LoginLine {
  readonly line: string;
  readonly shown: string;
}

/** Throws 'not-allowed' where the password would go in clear, or to somebody who cannot prove who it is. */
export function assertSafe(connector: SendConnector, isEncrypted: boolean, fault: string | null): void {
  // The same exception that delivery makes: BasicAuth without TLS, and TLS switched off by name.
  const mayBeClear = connector.auth === 'BasicAuth' && connector.tls === 'never';
  if (!isEncrypted && !mayBeClear) {
    const text = 'The connection is not encrypted, so the password is not sent. Start TLS first.';
    throw new PostroomError('not-allowed', text);
  }
  if (fault !== null) throw new PostroomError('not-allowed', fault);
}

/** The lines of a login by the best mechanism offered, in order. Throws 'not-allowed' where none fits. */
export function loginLines(offered: readonly string[], { userName, password }: Credential): readonly LoginLine[] {
  if (offered.includes('PLAIN')) {
    return [{ line: `AUTH PLAIN ${base64(`\0${userName}\0${password}`)}`, shown: `AUTH PLAIN ${HIDDEN}` }];
  }
  if (offered.includes('LOGIN')) {
    return [
      { line: 'AUTH LOGIN', shown: 'AUTH LOGIN' },
      { line: base64(userName), shown: HIDDEN },
      { line: base64(password), shown: HIDDEN },
    ];
  }
  throw new PostroomError(
    'not-allowed',
    'The server has offered no login with a user name and password (AUTH PLAIN or LOGIN). Say EHLO first, after TLS.',
  );
}

/** Every form in which a server could repeat the password. */
export function secretForms({ userName, password }: Credential): readonly string[] {
  return [base64(`\0${userName}\0${password}`), base64(password), Buffer.from(password).toString('latin1'), password];
}

/** Mechanisms of an EHLO reply, in capitals. `AUTH=` is the form of old servers. */
export function offeredMechanisms(ehlo: readonly string[]): readonly string[] {
  return ehlo.flatMap((line) => {
    const mechanisms = /^250[ -]AUTH[ =](.*)$/i.exec(line)?.[1];
    return mechanisms === undefined ? [] : mechanisms.trim().toUpperCase().split(/\s+/);
  });
}

/** What a person typed, fit to be kept: a credential in an AUTH command is not. */
export function withoutCredential(line: string): string {
  return line.replace(/^(\s*AUTH\s+\S+)\s.*$/i, `$1 ${HIDDEN}`);
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
