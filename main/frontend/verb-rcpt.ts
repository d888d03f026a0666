import { decideRcpt } from '../connectors/decision.ts';
import { parsePath } from '../connectors/mailbox-grammar.ts';
import * as replies from '../connectors/replies.ts';
import type { Notify } from '../transport/queue.ts';
import { decodeXtext, parseAddressCommand } from './command-syntax.ts';
import { refuse } from './verb-mail.ts';
import type { Verb } from './verbs.ts';

const NOTIFY: ReadonlySet<string> = new Set<Notify>(['NEVER', 'SUCCESS', 'FAILURE', 'DELAY']);

/** RCPT TO (RFC 5321 4.1.1.3). A refused recipient leaves the earlier ones valid. */
export const rcpt: Verb = (session, line) => {
  const { transaction } = session;
  if (transaction === null) return session.introduced ? replies.needMail() : replies.sendHelloFirst();
  const { connector } = session.services;
  const command = parseAddressCommand(line, 'TO', session.tolerant);
  if (typeof command === 'string')
    return command === 'invalid-address' ? replies.invalidRecipient() : replies.invalidArguments();
  const path = parsePath(command.path, {
    lenient: session.tolerant,
    defaultDomain: connector.defaultDomain ?? undefined,
  });
  if (!path.ok || path.address === '') {
    if (!path.ok && path.reason === 'several-addresses') {
      session.deviates(
        'several-recipients',
        'The device put several recipients into one RCPT TO; it must send one command for each.',
      );
    }
    return replies.invalidRecipient();
  }
  const dsn = readParameters(command.parameters, connector.deliveryStatusNotification);
  if (dsn === 'unsupported') return replies.unsupportedParameter();
  if (dsn === 'invalid') return replies.invalidArguments();
  if (path.utf8 && !transaction.envelope.smtpUtf8) return replies.utf8NotSupported();

  const key = path.address.toLowerCase();
  const known = transaction.recipients.has(key);
  const decision = decideRcpt(session.facts, {
    address: path.address,
    acceptedRecipients: transaction.recipients.size - (known ? 1 : 0),
  });
  session.explain(decision.trace);
  if (decision.reply !== null) return refuse(session, decision.reply, transaction.mailFrom, [path.address]);
  for (const code of [...command.deviations, ...path.deviations]) session.deviates(code, `RCPT TO: ${code}`);
  const domain = session.services.snapshot.policy.acceptedDomains.find((d) => d.isDefault)?.pattern;
  const address = path.domain === '' && domain !== undefined ? `${path.address}@${domain}` : path.address;
  transaction.recipients.set(key, { address, notify: dsn.notify, originalRecipient: dsn.originalRecipient });
  return replies.recipientOk();
};

function readParameters(
  parameters: ReadonlyMap<string, string | null>,
  dsnOffered: boolean,
): { notify: Notify[]; originalRecipient: string | null } | 'unsupported' | 'invalid' {
  let notify: Notify[] = [];
  let originalRecipient: string | null = null;
  for (const [key, value] of parameters) {
    if ((key !== 'NOTIFY' && key !== 'ORCPT') || !dsnOffered) return 'unsupported';
    if (value === null) return 'invalid';
    if (key === 'NOTIFY') {
      const words = value.toUpperCase().split(',');
      if (!words.every((word): word is Notify => NOTIFY.has(word))) return 'invalid';
      if (words.includes('NEVER') && words.length > 1) return 'invalid';
      notify = words;
    } else {
      // RFC 3461 4.2: addr-type ";" xtext
      const [, type, encoded] = /^([a-z0-9-]+);(.+)$/i.exec(value) ?? [];
      const address = encoded === undefined || value.length > 500 ? null : decodeXtext(encoded);
      if (type === undefined || address === null) return 'invalid';
      originalRecipient = `${type};${address}`;
    }
  }
  return { notify, originalRecipient };
}
