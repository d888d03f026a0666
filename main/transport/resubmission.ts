import { endOfField } from '../mime/fields.ts';

/** A message that waits, made into another one: once more as a new message, or inside one to somebody. Pure. */

/**
 * The header of a message sent once more: a Message-ID of its own, since a receiver that knows the old one may throw
 * the message away as a duplicate; the old one stays in References.
 */
export function renewedHeader(header: string, messageId: string): string {
  let edited = '';
  let references = '';
  for (let at = 0; at < header.length;) {
    const end = endOfField(header, at);
    const field = header.slice(at, end);
    if (/^message-id[ \t]*:/i.test(field)) references ||= field.slice(field.indexOf(':') + 1).trim();
    else edited += field;
    at = end;
  }
  const hasReferences = /^references[ \t]*:/im.test(edited);
  const kept = references === '' || hasReferences ? '' : `References: ${references}\r\n`;
  return `Message-ID: ${messageId}\r\n${kept}${edited}`;
}

export interface ForwardFacts {
  readonly postmaster: string;
  readonly recipients: readonly string[];
  readonly subject: string | null;
  readonly mailFrom: string;
  readonly boundary: string;
  readonly messageId: string;
  readonly date: string;
  /** The message has bytes beyond ASCII. */
  readonly eightBit: boolean;
}

/** What stands before and behind a message that goes to somebody as an attachment (RFC 2046 5.2.1). */
export function forwardFrame(facts: ForwardFacts): { readonly before: string; readonly behind: string } {
  const { boundary } = facts;
  const before = [
    `Date: ${facts.date}`,
    `From: <${facts.postmaster}>`,
    `To: ${facts.recipients.map((address) => `<${address}>`).join(',\r\n ')}`,
    `Subject: Fwd: ${plainSubject(facts.subject)}`,
    `Message-ID: ${facts.messageId}`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    'Auto-Submitted: auto-generated',
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'An administrator forwards the attached message, which waits in the queue.',
    '',
    `--${boundary}`,
    'Content-Type: message/rfc822',
    `Content-Transfer-Encoding: ${facts.eightBit ? '8bit' : '7bit'}`,
    'Content-Disposition: attachment; filename="message.eml"',
    '',
    '',
  ];
  return { before: before.join('\r\n'), behind: `\r\n--${boundary}--\r\n` };
}

/** A subject stays in one line and below 900 characters; it may hold encoded words. */
function plainSubject(subject: string | null): string {
  // eslint-disable-next-line no-control-regex -- nothing may end the line or hide in it
  return (subject ?? '').replace(/[\u0000-\u001f\u007f]/g, ' ').slice(0, 900);
}
