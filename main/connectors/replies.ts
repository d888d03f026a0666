import { formatTimeSpan } from '../contract/units.ts';
import type { Policy, SmtpReply } from './model.ts';

/** Every reply text, in Exchange's words where they are known. Where the dialects differ the text is a function of it. */

export type Dialect = Policy['dialect'];

const reply = (code: number, enhanced: string | null, text: string): SmtpReply => ({ code, enhanced, text });
const final = (code: number, enhanced: string | null, text: string): SmtpReply => ({
  code,
  enhanced,
  text,
  close: true,
});

/** A reply that every session gets: made once, see reply-line.ts. */
function usual(made: SmtpReply): () => SmtpReply {
  Object.freeze(made);
  return () => made;
}

// Success

export const senderOk = usual(reply(250, '2.1.0', 'Sender OK'));
export const recipientOk = usual(reply(250, '2.1.5', 'Recipient OK'));
/** The angle brackets belong to the text. */
export const startMailInput = usual(reply(354, null, 'Start mail input; end with <CRLF>.<CRLF>'));
export const resetting = usual(reply(250, '2.0.0', 'Resetting'));
export const noopOk = usual(reply(250, '2.0.0', 'OK'));
export const cannotVrfy = (): SmtpReply => reply(252, '2.1.5', 'Cannot VRFY user');
export const readyForTls = (): SmtpReply => reply(220, '2.0.0', 'SMTP server ready');
export const closing = usual(final(221, '2.0.0', 'Service closing transmission channel'));

/** `messageId` with its angle brackets; `internalId` is Exchange's InternalId, a number. */
export function queued(
  messageId: string,
  internalId: number | bigint | string,
  hostname: string,
  dialect: Dialect,
): SmtpReply {
  const host = dialect === '2013' ? '' : `, Hostname=${hostname}`;
  return reply(250, '2.6.0', `${messageId} [InternalId=${String(internalId)}${host}] Queued mail for delivery`);
}

/** A HELP reply as it stands on the wire; BDAT is missing from Exchange's list because it is not offered here. */
export const helpLines = (): readonly string[] => [
  '214-This server supports the following commands:',
  '214 HELO EHLO STARTTLS RCPT DATA RSET MAIL QUIT HELP AUTH',
];

// Order and syntax of commands

export const unrecognizedCommand = (): SmtpReply => reply(500, '5.3.3', 'Unrecognized command');
/** RFC 5321 4.5.3.1.4. */
export const lineTooLong = (): SmtpReply => reply(500, '5.5.2', 'Line too long');
export const notImplemented = (): SmtpReply => reply(502, '5.3.3', 'Command not implemented');
export const invalidArguments = (): SmtpReply => reply(501, '5.5.4', 'Invalid arguments');
export const invalidDomain = (): SmtpReply => reply(501, '5.5.4', 'Invalid domain name');
export const invalidSender = (): SmtpReply => reply(501, '5.1.7', 'Invalid address');
export const invalidRecipient = (): SmtpReply => reply(501, '5.1.3', 'Invalid address');
/** RFC 5321 4.1.1.11. */
export const unsupportedParameter = (): SmtpReply => reply(555, '5.5.4', 'Unsupported parameter');
export const sendHelloFirst = (): SmtpReply => reply(503, '5.5.2', 'Send hello first');
export const needMail = (): SmtpReply => reply(503, '5.5.2', 'Need mail command');
export const needRcpt = (): SmtpReply => reply(503, '5.5.2', 'Need rcpt command');
export const senderAlreadySpecified = (): SmtpReply => reply(503, '5.5.2', 'Sender already specified');
/** A command at a time when it makes no sense, such as AUTH inside a transaction (RFC 4954 4). */
export const invalidSequence = (): SmtpReply => reply(503, '5.5.2', 'Bad sequence of commands');

// TLS and AUTH

export const certificateInvalid = (): SmtpReply => reply(454, '4.7.5', 'Certificate validation failure');
export const tlsRequired = (): SmtpReply => reply(451, '5.7.3', 'STARTTLS is required to send mail');
/** STARTTLS inside TLS (RFC 3207 4). */
export const tlsAlreadyActive = (): SmtpReply => reply(503, '5.5.2', 'TLS is already active');
export const tlsUnavailable = (): SmtpReply => reply(454, '4.7.0', 'TLS not available due to temporary reason');
export const authUnrecognized = (): SmtpReply => reply(504, '5.7.4', 'Unrecognized authentication type');
export const authSucceeded = (): SmtpReply => reply(235, '2.7.0', 'Authentication successful');
export const authFailed = (): SmtpReply => reply(535, '5.7.3', 'Authentication unsuccessful');
export const authTemporary = (): SmtpReply => reply(454, '4.7.0', 'Temporary authentication failure');
export const authCancelled = (): SmtpReply => reply(501, '5.7.0', 'Authentication cancelled');
export const alreadyAuthenticated = (): SmtpReply => reply(503, '5.5.2', 'Already authenticated');

// Rights

/** No Submit right. */
export function notAuthenticated(dialect: Dialect): SmtpReply {
  if (dialect === '2013') return reply(530, '5.7.1', 'Client was not authenticated');
  return reply(530, '5.7.57', 'SMTP; Client was not authenticated to send anonymous mail during MAIL FROM');
}

/** No Accept-Any-Recipient right, and the domain is not accepted. */
export function unableToRelay(dialect: Dialect): SmtpReply {
  if (dialect === '2013') return reply(550, '5.7.1', 'Unable to relay');
  return reply(550, '5.7.54', 'SMTP; Unable to relay recipient in non-accepted domain');
}

/** No Accept-Any-Sender or Accept-Authoritative-Domain-Sender right. */
export function cannotSendAs(dialect: Dialect, anonymous: boolean): SmtpReply {
  if (anonymous) return reply(550, '5.7.1', 'Anonymous client does not have permissions to send as this sender');
  const text = 'Client does not have permissions to send as this sender';
  return dialect === '2013' ? reply(550, '5.7.1', text) : reply(550, '5.7.60', `SMTP; ${text}`);
}

// Addresses

export const senderDenied = (): SmtpReply => final(554, '5.1.0', 'Sender Denied');
export const userUnknown = (): SmtpReply => reply(550, '5.1.1', 'User unknown');
/** Exchange's recipient filter does not tell a blocked recipient from an unknown one. */
export const blockedRecipient = (): SmtpReply => userUnknown();
export const reservedTopLevel = (): SmtpReply => reply(550, '5.1.4', 'Recipient address reserved by RFC 2606');
export const reservedSecondLevel = (): SmtpReply => reply(550, '5.1.5', 'Recipient address reserved by RFC 2606');
export const singleLabel = (): SmtpReply =>
  reply(550, '5.1.6', 'Recipient addresses in single label domains not accepted');
/** RFC 6531 3.5: an internationalized address without SMTPUTF8. */
export const utf8NotSupported = (): SmtpReply => reply(550, '5.6.7', 'Internationalized address needs SMTPUTF8');

// Sizes and counts

export const tooManyRecipients = (): SmtpReply => reply(452, '4.5.3', 'Too many recipients');
export const messageTooLarge = (): SmtpReply => reply(552, '5.3.4', 'Message size exceeds fixed maximum message size');
export const headerTooLarge = (): SmtpReply => final(552, '5.3.4', 'Header size exceeds fixed maximum size');
export const hopCountExceeded = (): SmtpReply => reply(554, '5.4.6', 'Hop count exceeded - possible mail loop');
export const bareLinefeed = (): SmtpReply => reply(550, '5.6.11', 'Message contains bare linefeeds');
export const invalidContent = (): SmtpReply => reply(554, '5.6.0', 'Invalid message content');

// The server's own state

/** Back pressure; `resource` as Exchange shows it, such as `UsedDiskSpace[C:\Postroom]`. */
export const insufficientResources = (resource?: string): SmtpReply =>
  reply(452, '4.3.1', `Insufficient system resources${resource === undefined ? '' : ` (${resource})`}`);
export const storeFailed = (): SmtpReply => reply(451, '4.3.0', 'Message could not be stored; please try again later');
/** Learning mode; RFC 3463 3.4: the system does not accept network messages. */
export const learning = usual(
  reply(451, '4.3.2', 'Learning mode is on: no mail is accepted now, please try again later'),
);
export const serviceNotAvailable = (): SmtpReply => final(421, '4.3.2', 'Service not available');
/** The connector that would take this peer is disabled. */
export const serviceNotActive = (): SmtpReply => final(421, '4.3.2', 'Service not active');

const limitExceeded = (limit: string): SmtpReply =>
  final(
    421,
    '4.3.2',
    `The maximum number of concurrent server connections has exceeded a ${limit}, closing transmission channel`,
  );
export const perSourceLimit = (): SmtpReply => limitExceeded('per-source limit');
export const totalLimit = (): SmtpReply => limitExceeded('limit');
export const rateLimited = (): SmtpReply =>
  final(421, '4.4.2', 'Message submission rate for this client has exceeded the configured limit');
export const tooManyErrors = (): SmtpReply =>
  final(421, '4.7.0', 'Too many errors on this connection, closing transmission channel');
export const timeoutInactive = (): SmtpReply => final(451, '4.7.0', 'Timeout waiting for client input');
/** ConnectionTimeout. With the session's length in ms the text is that of the newer builds. */
export function timeoutTotal(elapsedMs?: number): SmtpReply {
  const length = elapsedMs === undefined ? '' : `. Total session duration: ${formatTimeSpan(Math.round(elapsedMs))}`;
  return final(421, '4.4.1', `Connection timed out${length}`);
}
