import type { IntakeResult } from '../transport/intake.ts';
import type { DataScanner } from './data-scanner.ts';
import type { Session } from './session.ts';

/** Says in the session what was put right in a message, and what was not. */
export function noteRepairs(session: Session, scanner: DataScanner, { header, longLines }: IntakeResult): void {
  noteLineEnds(session, scanner);
  if (header.headerless) session.deviates('no-header', 'The message began with its body; a header was put in front.');
  noteFields(session, header);
  if (longLines)
    session.deviates(
      'long-line',
      'A line is longer than 998 bytes; it is wrapped on the way out where the next hop needs that.',
    );
  if (header.signed && (isChanged(scanner) || header.added.length + header.removed.length > 0))
    session.deviates(
      'signed-message-changed',
      'The message is DKIM-signed and was changed all the same; its signature may no longer fit.',
    );
}

function isChanged({ bareLinefeed, bareCarriageReturn }: DataScanner): boolean {
  return bareLinefeed || bareCarriageReturn;
}

function noteLineEnds(session: Session, scanner: DataScanner): void {
  if (scanner.endedByLinefeed)
    session.deviates(
      'all-linefeed',
      'The device ends lines with LF alone; its LF dot ended the message and the session is closed behind it.',
    );
  if (scanner.bareLinefeed) session.deviates('bare-linefeed', 'Bare LF was turned into CRLF.');
  if (scanner.bareCarriageReturn) session.deviates('bare-carriage-return', 'Bare CR was turned into CRLF.');
}

function noteFields(session: Session, { added, removed, encoded, leftRaw, signed }: IntakeResult['header']): void {
  if (added.length > 0) session.deviates('added-headers', `Added ${added.join(', ')}.`);
  if (removed.length > 0) session.deviates('removed-headers', `Took out ${listed(removed)}.`);
  if (encoded.length > 0)
    session.deviates('encoded-headers', `Raw letters beyond ASCII were encoded in ${listed(encoded)}.`);
  if (leftRaw.length > 0)
    session.deviates(
      'raw-headers',
      signed
        ? `Raw letters beyond ASCII stay in ${listed(leftRaw)}: the message is DKIM-signed, and encoding them would break the signature.`
        : `Raw letters beyond ASCII stay in ${listed(leftRaw)}: what stands there cannot be said in ASCII.`,
    );
}

function listed(names: readonly string[]): string {
  return [...new Set(names)].join(', ');
}
