import { parsePath, type Mailbox } from '../connectors/mailbox-grammar.ts';
import type { SmtpReply } from '../connectors/model.ts';
import * as replies from '../connectors/replies.ts';
import { describeDeviation } from './address-deviations.ts';
import { parseAddressCommand, type AddressCommand } from './command-syntax.ts';
import type { Session } from './session.ts';

/** A MAIL or RCPT line that could be read. */
export interface EnvelopeAddress {
  readonly mailbox: Mailbox;
  readonly parameters: AddressCommand['parameters'];
  /** Notes on the session what was tolerated; called once the address is accepted. */
  readonly noteDeviations: () => void;
}

/** Reads the address of a MAIL (FROM) or RCPT (TO) line with the connector's tolerance, or gives the refusal. */
export function readAddress(session: Session, line: string, keyword: 'FROM' | 'TO'): EnvelopeAddress | SmtpReply {
  const invalid = keyword === 'FROM' ? replies.invalidSender : replies.invalidRecipient;
  const command = parseAddressCommand(line, keyword, session.tolerant);
  if (typeof command === 'string') {
    if (SEVERAL_PATHS.test(line)) noteSeveral(session, keyword);
    return command === 'invalid-address' ? invalid() : replies.invalidArguments();
  }
  const { defaultDomain } = session.services.connector;
  const mailbox = parsePath(command.path, { lenient: session.tolerant, defaultDomain: defaultDomain ?? undefined });
  if (!mailbox.ok) {
    if (mailbox.reason === 'several-addresses') noteSeveral(session, keyword);
    return invalid();
  }
  return {
    mailbox,
    parameters: command.parameters,
    noteDeviations() {
      for (const code of [...command.deviations, ...mailbox.deviations])
        session.deviates(code, describeDeviation(code, keyword));
    },
  };
}

/** `<a@b>;<c@d>`: no argument of the command, but the next address. */
const SEVERAL_PATHS = /:[^<]{0,300}<[^<>]*>\s*[;,]/;

function noteSeveral(session: Session, keyword: 'FROM' | 'TO'): void {
  session.deviates(
    'several-recipients',
    `The device put several addresses into one ${keyword === 'TO' ? 'RCPT TO' : 'MAIL FROM'}; it must send one command for each.`,
  );
}
