import { findKnownFailure, replyWithin } from '../providers/find-known-failure.ts';
import { asciiLine, headerText, isAscii, mailDate, oneLine, withLineEnds } from './mime-text.ts';
import type { Notify, QueuedMessage, QueuedRecipient } from './queue.ts';

/** Delivery status notifications: who wants one (RFC 3461) and what it says (RFC 3464, 6522). Pure. */

export type DsnAction = 'failed' | 'delayed' | 'delivered' | 'relayed';

export interface DsnRecipient {
  readonly recipient: QueuedRecipient;
  readonly action: DsnAction;
  /** Reply that decided, `550 5.1.1 User unknown`, or null where there was none. */
  readonly diagnostic: string | null;
  /** Host that gave it, or null where it is our own. */
  readonly remoteHost: string | null;
  /** Last trouble before a message expired, or what a delayed one waits for. */
  readonly lastError: string | null;
}

export interface DsnContext {
  readonly fqdn: string;
  readonly postmaster: string;
  readonly nowMs: number;
  /** Unguessable, so that nothing in the original can end a part. */
  readonly boundary: string;
  readonly messageId: string;
}

/** What of the original goes back. */
export interface Original {
  readonly kind: 'headers' | 'full';
  readonly bytes: Buffer;
}

export interface Dsn {
  readonly bytes: Buffer;
  readonly subject: string;
  readonly eightBit: boolean;
  readonly smtpUtf8: boolean;
}

const LONGEST_LINE = 998;
const LONGEST_QUOTED_HEADER_BYTES = 8192;

/** RFC 3461 4.1: without NOTIFY failures and delays are reported, successes are not. */
export function isWanted(notify: readonly Notify[], action: DsnAction): boolean {
  if (notify.includes('NEVER')) return false;
  if (action === 'delivered' || action === 'relayed') return notify.includes('SUCCESS');
  return notify.length === 0 || notify.includes(action === 'failed' ? 'FAILURE' : 'DELAY');
}

/** Status of RFC 3463 for the fields: the enhanced code of the reply, else its class. */
export function statusOf({ action, diagnostic }: Pick<DsnRecipient, 'action' | 'diagnostic'>): string {
  if (action === 'delivered' || action === 'relayed') return '2.0.0';
  const enhanced = /^[45]\d\d[ -]+([45]\.\d{1,3}\.\d{1,3})\b/.exec(diagnostic ?? '')?.[1];
  return enhanced ?? (action === 'failed' ? '5.0.0' : '4.0.0');
}

const SUBJECTS: Readonly<Record<DsnAction, string>> = {
  failed: 'Undeliverable',
  delayed: 'Delivery delayed',
  delivered: 'Delivered',
  relayed: 'Relayed',
};

const OPENINGS: Readonly<Record<DsnAction, string>> = {
  failed: 'Delivery has failed to these recipients or groups:',
  delayed:
    'Delivery to these recipients or groups is delayed. You need not send the message again: it is tried until it expires.',
  delivered: 'Your message has been delivered to these recipients or groups:',
  relayed:
    'Delivery to these recipients or groups is complete, but no delivery notification was sent by the destination server:',
};

/** The notification as a whole message with CRLF line ends. All recipients have the same action. */
export function composeDsn(
  message: QueuedMessage,
  recipients: readonly DsnRecipient[],
  original: Original,
  context: DsnContext,
): Dsn {
  const action = recipients[0]?.action ?? 'failed';
  const { boundary } = context;
  const to = oneLine(message.envelope.mailFrom, 320);
  const smtpUtf8 = !isAscii(to) || !isAscii(context.postmaster);
  const subject = oneLine(`${SUBJECTS[action]}: ${message.subject ?? ''}`.trimEnd(), 400);
  const header = [
    `From: Mail Delivery System <${oneLine(context.postmaster, 320)}>`,
    `To: <${to}>`,
    `Subject: ${headerText(subject)}`,
    `Date: ${mailDate(context.nowMs)}`,
    `Message-ID: ${context.messageId}`,
    ...(isMessageId(message.messageId)
      ? [`In-Reply-To: ${message.messageId}`, `References: ${message.messageId}`]
      : []),
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary="${boundary}"`,
  ];
  const text = explanation(message, recipients, original, context);
  const parts = [
    part(['Content-Type: text/plain; charset=utf-8'], Buffer.from(text)),
    part(['Content-Type: message/delivery-status'], Buffer.from(statusFields(message, recipients, context))),
    originalPart(original),
  ];
  const eightBit = parts.some((bytes) => bytes.some((byte) => byte > 0x7f)) || smtpUtf8;
  const pieces: Buffer[] = [
    Buffer.from(`${header.join('\r\n')}\r\n\r\nThis is a multi-part message in MIME format.\r\n`),
  ];
  for (const bytes of parts) pieces.push(Buffer.from(`\r\n--${boundary}\r\n`), bytes);
  pieces.push(Buffer.from(`\r\n--${boundary}--\r\n`));
  return { bytes: Buffer.concat(pieces), subject, eightBit, smtpUtf8 };
}

function isMessageId(text: string): boolean {
  return /^<[\x21-\x3b\x3d\x3f-\x7e]{3,250}>$/.test(text);
}

function part(fields: readonly string[], body: Buffer): Buffer {
  const eightBit = body.some((byte) => byte > 0x7f);
  const encoding = `Content-Transfer-Encoding: ${eightBit ? '8bit' : '7bit'}`;
  return Buffer.concat([Buffer.from(`${[...fields, encoding].join('\r\n')}\r\n\r\n`), body]);
}

/** A line that is too long for 8bit would have to be encoded, which message/rfc822 forbids (RFC 2046 5.2.1): then only headers go back. */
function originalPart(original: Original): Buffer {
  const bytes = withLineEnds(original.bytes);
  if (original.kind === 'full' && !hasLongLine(bytes)) return part(['Content-Type: message/rfc822'], bytes);
  const end = bytes.indexOf('\r\n\r\n');
  const headers = end < 0 ? bytes : bytes.subarray(0, end + 2);
  return part(['Content-Type: text/rfc822-headers'], hasLongLine(headers) ? broken(headers) : headers);
}

function hasLongLine(bytes: Buffer): boolean {
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf('\r\n', start);
    const stop = end < 0 ? bytes.length : end;
    if (stop - start > LONGEST_LINE) return true;
    start = stop + 2;
  }
  return false;
}

/** Headers that no line limit was kept in are for reading only. */
function broken(bytes: Buffer): Buffer {
  const lines = bytes.toString('latin1').split('\r\n');
  return Buffer.from(lines.map((line) => line.replace(/.{900}(?=.)/gs, '$&\r\n ')).join('\r\n'), 'latin1');
}

function statusFields(message: QueuedMessage, recipients: readonly DsnRecipient[], context: DsnContext): string {
  const { envelope, origin, receivedAtMs, expiresAtMs } = message;
  const perMessage = [
    ...(envelope.envid === null ? [] : [`Original-Envelope-Id: ${asciiLine(envelope.envid)}`]),
    `Reporting-MTA: dns; ${asciiLine(context.fqdn)}`,
    ...(origin.helo !== null && /^[a-z0-9._-]{1,255}$/i.test(origin.helo)
      ? [`Received-From-MTA: dns; ${origin.helo}`]
      : []),
    `Arrival-Date: ${mailDate(receivedAtMs)}`,
  ];
  const blocks = recipients.map((entry) => {
    const { recipient, action, diagnostic, remoteHost } = entry;
    const reply = diagnostic ?? (action === 'delayed' ? entry.lastError : null);
    return [
      ...(recipient.originalRecipient === null
        ? []
        : [`Original-Recipient: ${asciiLine(recipient.originalRecipient, 500)}`]),
      `Final-Recipient: ${isAscii(recipient.address) ? 'rfc822' : 'utf-8'}; ${asciiLine(recipient.address, 500)}`,
      `Action: ${action}`,
      `Status: ${statusOf(entry)}`,
      ...(remoteHost === null ? [] : [`Remote-MTA: dns; ${asciiLine(remoteHost, 255)}`]),
      ...(reply === null
        ? []
        : [`Diagnostic-Code: ${/^[245]\d\d\b/.test(reply) ? 'smtp' : 'x-postroom'}; ${asciiLine(reply)}`]),
      ...(recipient.attempts > 0 || remoteHost !== null ? [`Last-Attempt-Date: ${mailDate(context.nowMs)}`] : []),
      ...(action === 'delayed' ? [`Will-Retry-Until: ${mailDate(expiresAtMs)}`] : []),
    ];
  });
  return [perMessage, ...blocks].map((fields) => `${fields.join('\r\n')}\r\n`).join('\r\n');
}

/** The part for people: what happened, then what an administrator needs. */
function explanation(
  message: QueuedMessage,
  recipients: readonly DsnRecipient[],
  original: Original,
  context: DsnContext,
): string {
  const action = recipients[0]?.action ?? 'failed';
  const people = recipients.flatMap((entry) => [oneLine(entry.recipient.address, 320), ...hints(entry, message), '']);
  const technical = recipients.flatMap((entry) => [oneLine(entry.recipient.address, 320), evidence(entry), '']);
  const quoted = headersOf(original)
    .subarray(0, LONGEST_QUOTED_HEADER_BYTES)
    .toString('utf8')
    .replace(/\r\n|\r|\n/g, '\n')
    .split('\n');
  const lines = [
    OPENINGS[action],
    '',
    ...people,
    'Diagnostic information for administrators:',
    '',
    `Generating server: ${oneLine(context.fqdn)}`,
    '',
    ...technical,
    'Original message headers:',
    '',
    // Control characters and over-long lines stop here; a header line is for reading.
    ...quoted.map((line) => (/^[ \t]/.test(line) ? ` ${oneLine(line, 300)}` : oneLine(line, 300))),
  ];
  return `${lines.flatMap(wrapped).join('\r\n').trimEnd()}\r\n`;
}

/** Lines that stay below the limit even where each character takes four bytes. */
function wrapped(line: string): readonly string[] {
  return line.length <= LONGEST_LINE / 4 ? [line] : (line.match(/.{1,240}/gsu) ?? []);
}

function hints({ action, diagnostic, lastError }: DsnRecipient, message: QueuedMessage): readonly string[] {
  if (action === 'delayed') {
    const until = `It will be tried until ${mailDate(message.expiresAtMs)}.`;
    return lastError === null ? [until] : [until, `What stands in the way: ${oneLine(lastError)}`];
  }
  if (action !== 'failed') return [];
  if (lastError !== null)
    return [
      `The message could not be delivered in time. The last problem was: ${oneLine(lastError)}`,
      ...meaning(lastError),
    ];
  return [`The message was refused: ${oneLine(diagnostic ?? 'no reason was given')}`, ...meaning(diagnostic)];
}

/** What is known of a provider's refusal, for whoever can do something about it. */
function meaning(error: string | null): readonly string[] {
  const known = error === null ? null : findKnownFailure(replyWithin(error));
  return known === null ? [] : [`What it means: ${known.cause} ${known.remedy}`];
}

function evidence(entry: DsnRecipient): string {
  const { remoteHost, diagnostic, lastError } = entry;
  const reply = oneLine(diagnostic ?? lastError ?? statusOf(entry));
  return remoteHost === null ? `#< ${reply} >` : `Remote Server at ${oneLine(remoteHost, 255)} returned '${reply}'`;
}

function headersOf({ bytes }: Original): Buffer {
  const crlf = bytes.indexOf('\r\n\r\n');
  const lf = bytes.indexOf('\n\n');
  const ends = [crlf, lf].filter((end) => end >= 0);
  return ends.length === 0 ? bytes : bytes.subarray(0, Math.min(...ends));
}
