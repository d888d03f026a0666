import type { SmtpReply } from '../connectors/model.ts';
import * as replies from '../connectors/replies.ts';
import { offersAuth } from './greeting.ts';
import type { Session } from './session.ts';
import type { Verb, VerbResult } from './verbs.ts';

/** RFC 4954, mechanisms LOGIN and PLAIN. Devices look for exactly these challenges: never change their bytes. */
const USERNAME_CHALLENGE = 'VXNlcm5hbWU6';
const PASSWORD_CHALLENGE = 'UGFzc3dvcmQ6';
const MAX_CREDENTIAL_LENGTH = 1024;
const MAX_USER_LENGTH = 256;
/** RFC 4422 3.1. */
const MAX_MECHANISM_LENGTH = 20;

export const auth: Verb = (session, line) => {
  if (!session.introduced) return replies.sendHelloFirst();
  if (session.account !== null) return replies.alreadyAuthenticated();
  if (session.transaction !== null) return replies.invalidSequence();
  const [, mechanism = '', initial, ...more] = line.split(/\s+/);
  const { connector, limits, endpoint } = session.services;
  const known = /^(?:LOGIN|PLAIN)$/i.test(mechanism);
  if (!known || !offersAuth(connector, session.secure)) {
    noteLogin(session, mechanism, null, false);
    return replies.authUnrecognized();
  }
  if (more.length > 0) return replies.invalidArguments();
  if (!limits.mayLogOn(endpoint.remoteAddress)) return replies.authTemporary();
  return mechanism.toUpperCase() === 'LOGIN' ? login(session, initial) : plain(session, initial);
};

function login(session: Session, initial: string | undefined): VerbResult {
  if (initial !== undefined) return askPassword(session, initial);
  session.continuation = (line) => askPassword(session, line);
  return challenge(USERNAME_CHALLENGE);
}

function askPassword(session: Session, encodedUser: string): VerbResult {
  const user = decode(encodedUser);
  if (typeof user !== 'string') return user;
  session.continuation = (line) => {
    const password = decode(line);
    return typeof password === 'string' ? logOn(session, 'LOGIN', user, password) : password;
  };
  return challenge(PASSWORD_CHALLENGE);
}

function plain(session: Session, initial: string | undefined): VerbResult {
  if (initial === undefined) {
    session.continuation = (line) => plain(session, line);
    return challenge('');
  }
  const text = decode(initial);
  if (typeof text !== 'string') return text;
  const [authorization, user, password, ...more] = text.split('\0');
  if (user === undefined || password === undefined || more.length > 0) return replies.invalidArguments();
  // Acting as somebody else is nothing an account here can do (RFC 4616 2).
  if (authorization !== '' && authorization !== user) return replies.authFailed();
  return logOn(session, 'PLAIN', user, password);
}

async function logOn(session: Session, mechanism: string, user: string, password: string): Promise<SmtpReply> {
  const { services } = session;
  const account = services.snapshot.accounts.get(user.toLowerCase()) ?? null;
  const right = await services.verifyPassword(password, account?.passwordHash ?? null);
  if (right && account !== null) {
    session.account = account;
    session.grant();
    if (session.authorization.rights.has('ms-Exch-SMTP-Submit')) {
      services.log.update({ account: account.userName });
      noteLogin(session, mechanism, account.userName, true);
      return replies.authSucceeded();
    }
    // As in Exchange, valid credentials of somebody who may not submit fail like wrong ones.
    session.account = null;
    session.grant();
  }
  noteLogin(session, mechanism, user, false);
  services.log.write('*', '', `Inbound AUTH ${mechanism} failed because of LogonDenied`);
  services.log.write('*', '', `User Name: ${user.slice(0, MAX_USER_LENGTH)}`);
  services.limits.logonFailed(services.endpoint.remoteAddress);
  session.logonFailures += 1;
  const { maxLogonFailures } = services.connector;
  if (maxLogonFailures > 0 && session.logonFailures >= maxLogonFailures) return replies.tooManyErrors();
  // A device that is told that its password is wrong may throw its mail away.
  return session.facts.policy.learning ? replies.authTemporary() : replies.authFailed();
}

/** Keeps a try on the card of the device; the password never. */
function noteLogin(session: Session, mechanism: string, user: string | null, succeeded: boolean): void {
  const login = {
    mechanism: mechanism.toUpperCase().slice(0, MAX_MECHANISM_LENGTH),
    userName: user === null ? null : user.slice(0, MAX_USER_LENGTH),
    succeeded,
  };
  session.services.log.update({ login });
}

function challenge(text: string): SmtpReply {
  return { code: 334, enhanced: null, text };
}

/** Text of one base64 line, or the reply that ends the exchange. NUL separates the parts of PLAIN, so it alone may occur. */
function decode(line: string): string | SmtpReply {
  const encoded = line.trim();
  if (encoded === '*') return replies.authCancelled();
  if (encoded === '=') return '';
  if (!/^[a-z0-9+/]*={0,2}$/i.test(encoded) || encoded.length % 4 === 1) return replies.invalidArguments();
  const text = Buffer.from(encoded, 'base64').toString();
  // eslint-disable-next-line no-control-regex -- control characters are what this refuses
  return /[\u0001-\u001f\u007f]/.test(text) || text.length > MAX_CREDENTIAL_LENGTH ? replies.invalidArguments() : text;
}
