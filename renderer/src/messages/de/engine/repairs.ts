import type { Templates } from '../../../catalogue.ts';

/** Was an einer Nachricht geändert wurde, damit der nächste Host sie nimmt. */
export const repairs: Templates = {
  '8-bit text encoded as {encoding}.': '8-Bit-Text als {encoding} kodiert.',
  'Lines longer than 998 bytes encoded as {encoding}.': 'Zeilen mit mehr als 998 Bytes als {encoding} kodiert.',
  'Lines of base64 wrapped at 76 characters.': 'Zeilen in base64 bei 76 Zeichen umbrochen.',
  'Lines of quoted-printable wrapped at 76 characters.': 'Zeilen in quoted-printable bei 76 Zeichen umbrochen.',
  'Text outside the parts of a multipart put into short ASCII lines.':
    'Text außerhalb der Teile einer mehrteiligen Nachricht in kurze ASCII-Zeilen gebracht.',
  'Raw letters beyond ASCII encoded in header fields.': 'Unkodierte Zeichen außerhalb von ASCII in Kopfzeilen kodiert.',
  'Header fields longer than 998 bytes folded.': 'Kopfzeilen mit mehr als 998 Bytes umbrochen.',
  'The message has too many parts to be repaired.':
    'Die Nachricht hat zu viele Teile, um in Ordnung gebracht zu werden.',
  'A signed or encrypted part is passed on as it is, although this server may not take it.':
    'Ein signierter oder verschlüsselter Teil geht unverändert weiter, obwohl dieser Server ihn womöglich nicht nimmt.',
  'The message is DKIM-signed and is passed on as it is, although this server may not take it: a change would break the signature.':
    'Die Nachricht ist DKIM-signiert und geht unverändert weiter, obwohl dieser Server sie womöglich nicht nimmt: Eine Änderung würde die Signatur brechen.',
  'The message was changed because this server refuses it as it is; its DKIM signature no longer fits.':
    'Die Nachricht wurde geändert, weil dieser Server sie so ablehnt; ihre DKIM-Signatur passt nicht mehr.',
  'From was changed by a rule although the message is DKIM-signed; its signature is no longer valid.':
    'From wurde durch eine Regel geändert, obwohl die Nachricht DKIM-signiert ist; ihre Signatur gilt nicht mehr.',
};
