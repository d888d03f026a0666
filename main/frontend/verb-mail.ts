import { decideMail } from '../connectors/decision.ts';
import { parsePath } from '../connectors/mailbox-grammar.ts';
import type { SmtpReply } from '../connectors/model.ts';
import * as replies from '../connectors/replies.ts';
import { decodeXtext, parseAddressCommand } from './command-syntax.ts';
import type { Session } from './session.ts';
import { Transaction } from './transaction.ts';
import type { Verb } from './verbs.ts';

interface MailFields {
  declaredBytes: number | null;
  ret: 'FULL' | 'HDRS' | null;
  envid: string | null;
  eightBit: boolean;
  smtpUtf8: boolean;
}

/** MAIL FROM (RFC 5321 4.1.1.2): syntax, then limits of the moment, then the decision. */
export const mail: Verb = (session, line) => {
  if (!session.introduced) return replies.sendHelloFirst();
  if (session.transaction !== null) return replies.senderAlreadySpecified();
  const { connector, sink, limits, endpoint } = session.services;
  const command = parseAddressCommand(line, 'FROM', session.tolerant);
  if (typeof command === 'string')
    return command === 'invalid-address' ? replies.invalidSender() : replies.invalidArguments();
  const path = parsePath(command.path, {
    lenient: session.tolerant,
    defaultDomain: connector.defaultDomain ?? undefined,
  });
  if (!path.ok) return replies.invalidSender();
  const fields: MailFields = { declaredBytes: null, ret: null, envid: null, eightBit: false, smtpUtf8: false };
  const fault = readParameters(command.parameters, fields, session);
  if (fault !== null) return fault;
  if (path.utf8 && !fields.smtpUtf8) return replies.utf8NotSupported();

  const decision = decideMail(session.facts, { address: path.address, declaredBytes: fields.declaredBytes });
  session.explain(decision.trace);
  if (decision.reply !== null) return refuse(session, decision.reply, path.address);
  const pressure = sink.pressure();
  if (pressure !== null) {
    session.services.log.write('*', '', pressure);
    return replies.insufficientResources();
  }
  if (!limits.takeMessage(connector, endpoint.remoteAddress, session.account?.userName ?? null)) {
    return replies.rateLimited();
  }
  for (const code of [...command.deviations, ...path.deviations]) session.deviates(code, `MAIL FROM: ${code}`);
  session.transaction = new Transaction({
    mailFrom: path.address,
    ret: fields.ret,
    envid: fields.envid,
    eightBit: fields.eightBit,
    smtpUtf8: fields.smtpUtf8,
  });
  return replies.senderOk();
};

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

type Reader = (value: string | null, fields: MailFields, session: Session) => SmtpReply | null;

const readers: Readonly<Record<string, Reader>> = {
  SIZE(value, fields) {
    if (value === null || !/^\d{1,20}$/.test(value)) return replies.invalidArguments();
    fields.declaredBytes = Number(value);
    return null;
  },
  BODY(value, fields, session) {
    if (!session.services.connector.eightBitMime) return replies.unsupportedParameter();
    if (value === null || !/^(?:7BIT|8BITMIME)$/i.test(value)) return replies.invalidArguments();
    fields.eightBit = value.length === 8;
    return null;
  },
  RET(value, fields, session) {
    if (!session.services.connector.deliveryStatusNotification) return replies.unsupportedParameter();
    const ret = value?.toUpperCase();
    if (ret !== 'FULL' && ret !== 'HDRS') return replies.invalidArguments();
    fields.ret = ret;
    return null;
  },
  ENVID(value, fields, session) {
    if (!session.services.connector.deliveryStatusNotification) return replies.unsupportedParameter();
    fields.envid = value === null || value.length > 100 ? null : decodeXtext(value);
    return fields.envid === null ? replies.invalidArguments() : null;
  },
  // Accept-Authentication-Flag decides what it would mean; without a further Exchange hop it means nothing here.
  AUTH(value) {
    return value === null || (value !== '<>' && decodeXtext(value) === null) ? replies.invalidArguments() : null;
  },
  SMTPUTF8(value, fields, session) {
    if (!session.services.connector.smtpUtf8) return replies.unsupportedParameter();
    fields.smtpUtf8 = true;
    return value === null ? null : replies.invalidArguments();
  },
};

function readParameters(
  parameters: ReadonlyMap<string, string | null>,
  fields: MailFields,
  session: Session,
): SmtpReply | null {
  for (const [key, value] of parameters) {
    const reader = Object.hasOwn(readers, key) ? readers[key] : undefined;
    const fault = reader === undefined ? replies.unsupportedParameter() : reader(value, fields, session);
    if (fault !== null) return fault;
  }
  return null;
}
