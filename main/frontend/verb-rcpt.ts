import { decideRcpt } from '../connectors/decision.ts';
import type { Mailbox } from '../connectors/mailbox-grammar.ts';
import type { SmtpReply } from '../connectors/model.ts';
import * as replies from '../connectors/replies.ts';
import { readAddress } from './envelope-address.ts';
import { readRcptParameters } from './rcpt-parameters.ts';
import type { Session } from './session.ts';
import { refuse } from './verb-mail.ts';
import type { Verb } from './verbs.ts';

/** RCPT TO (RFC 5321 4.1.1.3). A refused recipient leaves the earlier ones valid. */
export const rcpt: Verb = (session, line) => {
  const { transaction } = session;
  if (transaction === null) return session.introduced ? replies.needMail() : replies.sendHelloFirst();
  const read = readAddress(session, line, 'TO');
  if ('code' in read) return read;
  const { address, utf8 } = read.mailbox;
  if (address === '') return replies.invalidRecipient();
  const fields = readRcptParameters(read.parameters, session.services.connector.deliveryStatusNotification);
  if (fields === 'unsupported') return replies.unsupportedParameter();
  if (fields === 'invalid') return replies.invalidArguments();
  if (utf8 && !transaction.envelope.smtpUtf8) return replies.utf8NotSupported();

  const key = address.toLowerCase();
  const known = transaction.recipients.has(key) ? 1 : 0;
  const { facts } = session;
  const acceptedRecipients = transaction.recipients.size - known;
  const decision = decideRcpt(facts, { address, acceptedRecipients });
  session.explain(() => decideRcpt(facts, { address, acceptedRecipients }).trace());
  if (facts.policy.learning) {
    session.services.log.knock({ recipient: address });
    read.noteDeviations();
  }
  if (decision.reply !== null) return turnAway(session, decision.reply, transaction.mailFrom, address);
  read.noteDeviations();
  transaction.recipients.set(key, { address: complete(read.mailbox, session), ...fields });
  return replies.recipientOk();
};

/** Learning mode refuses nothing: the device keeps its mail, and is on the list of those that knock. */
function turnAway(session: Session, reply: SmtpReply, mailFrom: string, address: string): SmtpReply {
  return session.facts.policy.learning ? reply : refuse(session, reply, mailFrom, [address]);
}

/** A bare `postmaster` is the one of the default domain (RFC 5321 4.5.1). */
function complete({ address, domain }: Mailbox, session: Session): string {
  if (domain !== '') return address;
  const home = session.services.snapshot.policy.acceptedDomains.find(({ isDefault }) => isDefault)?.pattern;
  return home === undefined ? address : `${address}@${home}`;
}
