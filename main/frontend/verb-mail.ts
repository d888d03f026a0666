import { decideMail } from '../connectors/decision.ts';
import type { SmtpReply } from '../connectors/model.ts';
import * as replies from '../connectors/replies.ts';
import { readAddress } from './envelope-address.ts';
import { readMailParameters } from './mail-parameters.ts';
import type { Session } from './session.ts';
import { Transaction } from './transaction.ts';
import type { Verb } from './verbs.ts';

/** MAIL FROM (RFC 5321 4.1.1.2): syntax, then the decision, then what the moment allows. */
export const mail: Verb = (session, line) => {
  if (!session.introduced) return replies.sendHelloFirst();
  if (session.transaction !== null) return replies.senderAlreadySpecified();
  const read = readAddress(session, line, 'FROM');
  if ('code' in read) return read;
  const { address, utf8 } = read.mailbox;
  const parameters = readMailParameters(read.parameters, session);
  if ('code' in parameters) return parameters;
  const { declaredBytes, ...envelope } = parameters.fields;
  if (utf8 && !envelope.smtpUtf8) return replies.utf8NotSupported();

  const { facts } = session;
  const decision = decideMail(facts, { address, declaredBytes });
  session.explain(() => decideMail(facts, { address, declaredBytes }).trace());
  const refusal = decision.reply ?? refusalOfTheMoment(session);
  if (refusal !== null) return refuse(session, refusal, address);
  read.noteDeviations();
  if (facts.policy.learning) session.services.log.knock({ mailFrom: address });
  session.beginMessage();
  session.transaction = new Transaction({ mailFrom: address, ...envelope });
  return replies.senderOk();
};

/** Back pressure and the connector's message rate. */
function refusalOfTheMoment(session: Session): SmtpReply | null {
  const { connector, sink, limits, endpoint, log } = session.services;
  const pressure = sink.pressure();
  if (pressure !== null) {
    log.write('*', '', pressure);
    return replies.insufficientResources();
  }
  const allowed = limits.takeMessage(connector, endpoint.remoteAddress, session.account?.userName ?? null);
  return allowed ? null : replies.rateLimited();
}

/** Notes a refusal in the journal. */
export function refuse(
  session: Session,
  reply: SmtpReply,
  mailFrom: string,
  recipients: readonly string[] = [],
): SmtpReply {
  session.services.count('refused');
  session.services.log.transaction({
    accepted: false,
    mailFrom,
    recipients,
    reply: `${reply.code} ${reply.enhanced ?? ''} ${reply.text}`,
  });
  return reply;
}
