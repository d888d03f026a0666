import { asciiAddress } from '../mime/raw-header.ts';
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

/**
 * Builds MAIL and RCPT with the parameters this peer offers (RFC 1870, 3461, 6152, 6531). `size` is that of the message
 * as it will be sent; null where that is not known.
 */
export function envelopeCommands(
  attempt: Attempt,
  extensions: ReadonlyMap<string, string>,
  size: number | null = attempt.size,
): EnvelopeCommands {
  const { envelope, recipients } = attempt;
  const utf8Offered = extensions.has('SMTPUTF8');
  const sender = senderOf(envelope.mailFrom, utf8Offered);
  if (sender.fault !== null) return nothing(recipients, sender.fault);
  const dsn = extensions.has('DSN');
  const accepted: QueuedRecipient[] = [];
  const refused: DeliveryOutcome[] = [];
  const rcpt: string[] = [];
  for (const recipient of recipients) {
    const { address, fault } = recipientOf(recipient.address, utf8Offered);
    if (fault === null) {
      accepted.push(recipient);
      rcpt.push(`RCPT TO:<${address}>${dsn ? notification(recipient) : ''}`);
    } else {
      refused.push(failed(recipient, fault));
    }
  }
  const addresses = [envelope.mailFrom, ...accepted.map(({ address }) => address)];
  const utf8 = utf8Offered && (envelope.smtpUtf8 || addresses.some(needsUtf8));
  const mail = mailCommand(attempt, { extensions, sender: sender.address, size, utf8 });
  return { mail, rcpt, recipients: accepted, refused };
}

/** An address as the peer takes it, or why it cannot be said to it. */
type WireAddress =
  { readonly address: string; readonly fault: null } | { readonly address: null; readonly fault: string };

function senderOf(address: string, utf8Offered: boolean): WireAddress {
  if (address !== '' && !isWireSafe(address))
    return fault('550 5.1.7 The sender address contains characters that may not stand in an SMTP command.');
  const ascii = utf8Offered ? address : asciiAddress(address);
  return ascii === null
    ? fault(
        `550 5.6.7 The sender address ${address} has letters beyond ASCII, and the next hop takes none (it does not offer SMTPUTF8). Use an address in ASCII.`,
      )
    : { address: ascii, fault: null };
}

function recipientOf(address: string, utf8Offered: boolean): WireAddress {
  const ascii = utf8Offered ? address : asciiAddress(address);
  if (!isWireSafe(ascii ?? address))
    return fault('550 5.1.3 The recipient address contains characters that may not stand in an SMTP command.');
  return ascii === null
    ? fault(
        `550 5.6.7 The address ${address} has letters beyond ASCII in front of the @, and the next hop takes none (it does not offer SMTPUTF8). Use another address of this recipient.`,
      )
    : { address: ascii, fault: null };
}

function fault(text: string): WireAddress {
  return { address: null, fault: text };
}

interface MailCommand {
  readonly extensions: ReadonlyMap<string, string>;
  readonly sender: string;
  readonly size: number | null;
  readonly utf8: boolean;
}

function mailCommand({ envelope }: Attempt, { extensions, sender, size, utf8 }: MailCommand): string {
  let line = `MAIL FROM:<${sender}>`;
  if (extensions.has('SIZE') && size !== null && size > 0) line += ` SIZE=${size}`;
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

/** Nobody gets it: the message itself cannot go there. */
export function nothing(recipients: readonly QueuedRecipient[], error: string): EnvelopeCommands {
  return { mail: '', rcpt: [], recipients: [], refused: recipients.map((recipient) => failed(recipient, error)) };
}

function failed({ index }: QueuedRecipient, error: string): DeliveryOutcome {
  return { index, verdict: 'failed', reply: null, error };
}
