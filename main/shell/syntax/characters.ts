/** The characters of the language. PowerShell takes typographic quotes and dashes for the plain ones. */

const SINGLE_QUOTES = "'\u2018\u2019\u201A\u201B";
const DOUBLE_QUOTES = '"\u201C\u201D\u201E';
const DASHES = '-\u2013\u2014\u2015';
const BLANKS = ' \t\f\v\u00A0\u200B\u2009\u202F\uFEFF';
const WORD_ENDS = '|;(){},&<>\r\n';

/** Every function takes one character, or '' for the end of the text. */
const oneOf =
  (characters: string) =>
  (character: string): boolean =>
    character !== '' && characters.includes(character);

export const isSingleQuote = oneOf(SINGLE_QUOTES);
export const isDoubleQuote = oneOf(DOUBLE_QUOTES);
export const isDash = oneOf(DASHES);
export const isBlank = oneOf(BLANKS);
export const isLineEnd = oneOf('\r\n');

export function isQuote(character: string): boolean {
  return isSingleQuote(character) || isDoubleQuote(character);
}

/** Ends an argument without quotes. */
export function isWordEnd(character: string): boolean {
  return character === '' || WORD_ENDS.includes(character) || isBlank(character);
}

export function isLetter(character: string): boolean {
  return /^[a-z]$/i.test(character);
}

export function isDigit(character: string): boolean {
  return /^\d$/.test(character);
}

export function isNameCharacter(character: string): boolean {
  return /^\w$/.test(character);
}

/** The text with typographic dashes made plain. */
export function withPlainDashes(text: string): string {
  return text.replaceAll(/[\u2013\u2014\u2015]/g, '-');
}
