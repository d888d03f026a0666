import type { IntakeResult } from '../transport/intake.ts';
import type { DataScanner } from './data-scanner.ts';
import type { Session } from './session.ts';

/** Says in the session what was put right in a message, and what was not. Returns the sentences. */
export function noteRepairs(
  session: Session,
  scanner: DataScanner,
  { header, longLines }: IntakeResult,
): readonly string[] {
  const sentences: string[] = [];
  const note: Note = (code, text) => {
    session.deviates(code, text);
    sentences.push(text);
  };
  noteLineEnds(note, scanner);
  if (header.headerless) note('no-header', 'The message began with its body; a header was put in front.');
  noteFields(note, header);
  if (longLines)
    note('long-line', 'A line is longer than 998 bytes; it is wrapped on the way out where the next hop needs that.');
  if (header.signed && (isChanged(scanner) || header.added.length + header.removed.length > 0))
    note(
      'signed-message-changed',
      'The message is DKIM-signed and was changed all the same; its signature may no longer fit.',
    );
  if (header.author?.signed === true && header.author.original !== null) sentences.push(SIGNED_AUTHOR);
  return sentences;
}

/** A rule of the administrator is no deviation; what it costs is said all the same. */
const SIGNED_AUTHOR =
  'From was changed by a rule although the message is DKIM-signed; its signature is no longer valid.';

type Note = (code: string, text: string) => void;

function isChanged({ bareLinefeed, bareCarriageReturn }: DataScanner): boolean {
  return bareLinefeed || bareCarriageReturn;
}

function noteLineEnds(note: Note, scanner: DataScanner): void {
  if (scanner.endedByLinefeed)
    note(
      'all-linefeed',
      'The device ends lines with LF alone; its LF dot ended the message and the session is closed behind it.',
    );
  if (scanner.bareLinefeed) note('bare-linefeed', 'Bare LF was turned into CRLF.');
  if (scanner.bareCarriageReturn) note('bare-carriage-return', 'Bare CR was turned into CRLF.');
}

function noteFields(note: Note, { added, removed, encoded, leftRaw, signed }: IntakeResult['header']): void {
  if (added.length > 0) note('added-headers', `Added ${added.join(', ')}.`);
  if (removed.length > 0) note('removed-headers', `Took out ${listed(removed)}.`);
  if (encoded.length > 0) note('encoded-headers', `Raw letters beyond ASCII were encoded in ${listed(encoded)}.`);
  if (leftRaw.length > 0)
    note(
      'raw-headers',
      signed
        ? `Raw letters beyond ASCII stay in ${listed(leftRaw)}: the message is DKIM-signed, and encoding them would break the signature.`
        : `Raw letters beyond ASCII stay in ${listed(leftRaw)}: what stands there cannot be said in ASCII.`,
    );
}

function listed(names: readonly string[]): string {
  return [...new Set(names)].join(', ');
}
