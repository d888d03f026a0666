import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SessionLog } from '../journal/journal.ts';
import type { Transcript } from './login-transcript.ts';
import { SmtpFailure, refusedSession } from './smtp-failure.ts';
import type { Credentials } from './smtp-login.ts';
import { tokenCommands, wordsOfRefusal } from './xoauth2.ts';

/** Logs in by the mechanism that fits the credential: PLAIN or LOGIN for a password, XOAUTH2 for a token. */

interface Peer {
  readonly host: string;
  readonly log: SessionLog;
}

/** Rejects with an SmtpFailure. */
export function authenticate(
  connection: SMTPConnection,
  credentials: Credentials,
  { host, log }: Peer,
  transcript: Transcript,
): Promise<void> {
  const offered = (transcript.extensions.get('AUTH') ?? '').toUpperCase().split(/[\s=]+/);
  if (!('token' in credentials)) return withPassword(connection, credentials, host, offered);
  if (!offered.includes('XOAUTH2')) {
    const reason = `451 5.7.3 ${host} takes no OAuth tokens (AUTH XOAUTH2) here. Check the host and the port (usually 587), or set the authentication of the send connector to a user name and password.`;
    return Promise.reject(new SmtpFailure('authentication', reason));
  }
  return withToken(connection, credentials, { host, log });
}

function withPassword(
  connection: SMTPConnection,
  { userName, password }: { readonly userName: string; readonly password: string },
  host: string,
  offered: readonly string[],
): Promise<void> {
  const method = ['PLAIN', 'LOGIN'].find((name) => offered.includes(name));
  if (method === undefined) {
    const reason = `451 5.7.3 ${host} offers no login with a user name and password here. Check the port (usually 587), or set the authentication of the send connector to None.`;
    return Promise.reject(new SmtpFailure('authentication', reason));
  }
  return new Promise((resolve, reject) => {
    connection.login({ method, user: userName, pass: password }, (error) => {
      if (!error) resolve();
      else if (error.response === undefined)
        reject(new SmtpFailure('authentication', '451 5.7.3 The send connector has no password: set one.'));
      else reject(refusedSession('authentication', host, error.response, ''));
    });
  });
}

/** The parts of nodemailer's connection that have no public name; its own XOAUTH2 has no way for long tokens. */
interface Internals {
  _responseActions: ((text: string) => void)[];
  _sendCommand: (line: string, shown: string) => void;
}

async function withToken(
  connection: SMTPConnection,
  { userName, token }: { readonly userName: string; readonly token: string },
  { host, log }: Peer,
): Promise<void> {
  const inner = connection as unknown as Internals;
  const say = (line: string, shown: string): Promise<string> =>
    new Promise((resolve) => {
      inner._responseActions.push(resolve);
      inner._sendCommand(line, shown);
    });
  const { command, blob } = tokenCommands(userName, token);
  let reply = await say(command, 'AUTH XOAUTH2');
  if (blob !== null && reply.startsWith('334')) reply = await say(blob, '<authentication data>');
  if (reply.startsWith('2')) return;
  if (!reply.startsWith('334')) throw refusedSession('authentication', host, reply, adviceFor(reply, userName));
  // The reasons come as a challenge; only an answer to it, an empty one, brings the reply (RFC 7628 3.2.3).
  const words = wordsOfRefusal(reply);
  if (words !== null) log.write('*', '', words);
  const last = await say('', '');
  const advice = [words, adviceFor(last, userName)].filter((text) => text !== null && text !== '').join(' ');
  throw refusedSession('authentication', host, last, advice);
}

/** Nothing where the reply itself tells more than that the login failed. */
function adviceFor(reply: string, userName: string): string {
  if (/\b[45]\.7\.\d\d/.test(reply)) return '';
  return `The sign-in is good, but not for this mailbox: check that ${userName} is the mailbox that signed in, or one that the application may use, and that SMTP AUTH is allowed for it.`;
}
