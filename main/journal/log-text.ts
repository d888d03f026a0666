/** How one field and one time stand in a log file: CSV as Exchange writes it, and nothing that could forge a line. */

// Control characters (C0, DEL, C1) and what viewers take for line ends or for a change of direction.
// eslint-disable-next-line no-control-regex -- control characters are what this finds
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
// Everything that makes a field more than plain text, in one test for the common case. A spreadsheet takes a field
// that begins with = + - @ for a formula.
// eslint-disable-next-line no-control-regex -- control characters are what this finds
const SPECIAL = /^[=+\-@]|[",\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

/** One CSV field: control characters as `\xNN`, formulas defused by an apostrophe, commas and quotes quoted. */
export function csvField(text: string): string {
  if (!SPECIAL.test(text)) return text;
  const printable = text.replace(UNPRINTABLE, escapeCharacter);
  const safe = /^[=+\-@]/.test(printable) ? `'${printable}` : printable;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0).toString(16);
  return code.length > 2 ? `\\u${code}` : `\\x${code.padStart(2, '0')}`;
}

/** `yyyy-MM-ddTHH:mm:ss.fffZ`; keeps the text of the last second, because lines come in bursts. */
export function createTimestamp(): (ms: number) => string {
  let second = -1;
  let text = '';
  return (ms) => {
    const whole = Math.floor(ms / 1000);
    if (whole !== second) {
      second = whole;
      text = new Date(whole * 1000).toISOString().slice(0, 20);
    }
    return `${text}${String(ms - whole * 1000).padStart(3, '0')}Z`;
  };
}
