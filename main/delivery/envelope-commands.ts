import { encodeXtext, isWireSafe, needsUtf8 } from './address-check.ts';
import type { Attempt, DeliveryOutcome } from './target.ts';
import type { QueuedRecipient } from '../transport/queue.ts';

/** The commands of one transaction, and the recipients that cannot be put on the wire at all. */
export interface EnvelopeCommands {
  readonly mail: string;
  /** One per recipient of `recipients`, in the same order. */
  readonly rcpt: readonly string[];
  readonly recipients: readonly QueuedRecipient[];
  readonly refused: readonly DeliveryOutcome[];
}

/** Builds MAIL and RCPT with the parameters this peer offers (RFC 1870, 3461, 6152, 6531). */
export function envelopeCommands(attempt: Attempt, extensions: ReadonlyMap<string, string>): EnvelopeCommands {
  const { envelope, recipients } = attempt;
  if (envelope.mailFrom !== '' && !isWireSafe(envelope.mailFrom)) {
    return nothing(
      recipients,
      '550 5.1.7 The sender address contains characters that may not stand in an SMTP command.',
    );
  }
  const utf8 =
    envelope.smtpUtf8 || needsUtf8(envelope.mailFrom) || recipients.some(({ address }) => needsUtf8(address));
  if (utf8 && !extensions.has('SMTPUTF8')) {
    return nothing(
      recipients,
      '550 5.6.7 The message needs SMTPUTF8 (letters beyond ASCII in addresses or headers), which the next hop does not offer.',
    );
  }
  const dsn = extensions.has('DSN');
  const accepted: QueuedRecipient[] = [];
  const refused: DeliveryOutcome[] = [];
  const rcpt: string[] = [];
  for (const recipient of recipients) {
    if (isWireSafe(recipient.address)) {
      accepted.push(recipient);
      rcpt.push(`RCPT TO:<${recipient.address}>${dsn ? notification(recipient) : ''}`);
    } else {
      refused.push(
        failed(recipient, '550 5.1.3 The recipient address contains characters that may not stand in an SMTP command.'),
      );
    }
  }
  return { mail: mailCommand(attempt, extensions, utf8), rcpt, recipients: accepted, refused };
}

function mailCommand({ envelope, size }: Attempt, extensions: ReadonlyMap<string, string>, utf8: boolean): string {
  let line = `MAIL FROM:<${envelope.mailFrom}>`;
  if (extensions.has('SIZE') && size > 0) line += ` SIZE=${size}`;
  // Without 8BITMIME at the peer an 8-bit body goes out as it is, undeclared: RFC 6152 3 asks for a conversion or
  // a bounce, but rewriting breaks signatures, and every server met in this century passes eight bits.
  if (envelope.eightBit && extensions.has('8BITMIME')) line += ' BODY=8BITMIME';
  if (utf8) line += ' SMTPUTF8';
  if (extensions.has('DSN')) {
    if (envelope.ret !== null) line += ` RET=${envelope.ret}`;
    if (envelope.envid !== null) line += ` ENVID=${encodeXtext(envelope.envid)}`;
  }
  return line;
}

function notification({ notify, originalRecipient }: QueuedRecipient): string {
  let parameters = notify.length === 0 ? '' : ` NOTIFY=${notify.join(',')}`;
  const parts = /^([a-z0-9-]+);(.+)$/is.exec(originalRecipient ?? '');
  if (parts) parameters += ` ORCPT=${parts[1] ?? ''};${encodeXtext(parts[2] ?? '')}`;
  return parameters;
}

function nothing(recipients: readonly QueuedRecipient[], error: string): EnvelopeCommands {
  return { mail: '', rcpt: [], recipients: [], refused: recipients.map((recipient) => failed(recipient, error)) };
}

function failed({ index }: QueuedRecipient, error: string): DeliveryOutcome {
  return { index, verdict: 'failed', reply: null, error };
}
