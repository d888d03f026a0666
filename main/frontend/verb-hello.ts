import type { SmtpReply } from '../connectors/model.ts';
import * as replies from '../connectors/replies.ts';
import { extensions } from './greeting.ts';
import type { Session } from './session.ts';
import type { Verb } from './verbs.ts';

/** RFC 5321 4.5.3.1.2, with a little slack for address literals. */
const MAX_HELO_LENGTH = 300;
// eslint-disable-next-line no-control-regex -- control characters are what this refuses
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** HELO: the argument may be missing, as with Exchange. */
export const helo: Verb = (session, line) => {
  const refused = introduce(session, line, false);
  if (refused !== null) return refused;
  const text = `250 ${hello(session)}`;
  session.sendLines([text], text);
  return 'answered';
};

/** EHLO with the extensions that work here. */
export const ehlo: Verb = (session, line) => {
  const refused = introduce(session, line, true);
  if (refused !== null) return refused;
  const keywords = extensions(session.services.connector, {
    secure: session.secure,
    tlsAvailable: session.services.tlsAvailable,
  });
  const all = [hello(session), ...keywords];
  const lines = all.map((text, i) => `250${i < all.length - 1 ? '-' : ' '}${text}`);
  session.sendLines(lines, `250  ${all.join(' ')}`);
  return 'answered';
};

function hello(session: Session): string {
  const { connector, endpoint } = session.services;
  return `${connector.fqdn} Hello [${endpoint.remoteAddress}]`;
}

function introduce(session: Session, line: string, extended: boolean): SmtpReply | null {
  const words = line.split(/\s+/).slice(1);
  const name = words[0] ?? '';
  if (name === '' && session.services.connector.requireEhloDomain) {
    return { ...replies.invalidArguments(), close: true };
  }
  if (name.length > MAX_HELO_LENGTH || CONTROL.test(line)) return replies.invalidDomain();
  if (words.length > 1 && !session.tolerant) return replies.invalidDomain();
  noteDeviations(session, words);
  session.helo = name === '' ? null : name;
  session.extended = extended;
  session.transaction?.abandon();
  session.transaction = null;
  session.hostNameAppearsAs = name.toLowerCase();
  session.openingCommand = extended ? 'EHLO' : 'HELO';
  session.services.log.update({ helo: name });
  session.introduced = true;
  return null;
}

function noteDeviations(session: Session, words: readonly string[]): void {
  const [name = ''] = words;
  if (words.length > 1) {
    session.deviates('helo-with-blanks', `The device named itself "${words.join(' ')}"; the first word counts.`);
  }
  if (name === '') session.deviates('helo-without-name', 'The client did not name itself.');
  else if (/[^\u0021-\u007e]|_/.test(name)) session.deviates('helo-odd-name', `The name "${name}" is not a host name.`);
}
