/** Text from outside as it can be shown: nothing in it acts, hides or turns the reading direction. */

// C0, DEL, C1; soft hyphen; marks and overrides of direction; zero width; line ends of Unicode; invisible operators; the
// byte order mark; tags, which spell words that nobody sees.
const HIDDEN =
  // eslint-disable-next-line no-control-regex -- control characters are what this finds
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e007f}]/gu;

/** Each hidden character as its escape: `\x1b`, `\u202e`, `\u{e0041}`. */
export function visibleText(text: string): string {
  return text.replace(HIDDEN, escapeOf);
}

function escapeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  if (code.length > 4) return `\\u{${code}}`;
  return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
}
