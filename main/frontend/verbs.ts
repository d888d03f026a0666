import type { SmtpReply } from '../connectors/model.ts';
import * as replies from '../connectors/replies.ts';
import { auth } from './verb-auth.ts';
import { data } from './verb-data.ts';
import { ehlo, helo } from './verb-hello.ts';
import { mail } from './verb-mail.ts';
import { rcpt } from './verb-rcpt.ts';
import type { Session } from './session.ts';
import { offersStartTls } from './greeting.ts';

/** `answered`: the verb has sent its own lines. `upgrade`: STARTTLS follows. */
export type VerbResult = SmtpReply | 'answered' | 'upgrade' | Promise<SmtpReply | 'answered'>;
export type Verb = (session: Session, line: string) => VerbResult;

const starttls: Verb = (session, line) => {
  if (/\s/.test(line)) return replies.invalidArguments();
  const { connector, tlsAvailable } = session.services;
  if (session.secure) return replies.tlsAlreadyActive();
  if (!offersStartTls(connector, { secure: false, tlsAvailable })) return replies.unrecognizedCommand();
  return 'upgrade';
};

const rset: Verb = (session, line) => {
  if (/\s/.test(line)) return replies.invalidArguments();
  session.transaction?.abandon();
  session.transaction = null;
  return replies.resetting();
};

const help: Verb = (session) => {
  const lines = replies.helpLines();
  session.sendLines(lines, lines.join(' '));
  return 'answered';
};

/** Everything a client may say. XCLIENT, XFORWARD, BDAT and smtp-server's jokes are not among it. */
export const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['HELO', helo],
  ['EHLO', ehlo],
  ['STARTTLS', starttls],
  ['AUTH', auth],
  ['MAIL', mail],
  ['RCPT', rcpt],
  ['DATA', data],
  ['RSET', rset],
  ['NOOP', () => replies.noopOk()],
  ['VRFY', (_, line) => (/\s\S/.test(line) ? replies.cannotVrfy() : replies.invalidArguments())],
  ['EXPN', () => replies.notImplemented()],
  ['HELP', help],
  ['QUIT', (_, line) => (/\s/.test(line) ? replies.invalidArguments() : replies.closing())],
]);
