/** RFC 2047: text beyond ASCII in header fields. */

/** RFC 2047 2 allows 75 characters a word; this much UTF-8 makes 60 of base64. */
const LONGEST_WORD_BYTES = 45;

/** Text as encoded words in UTF-8, none of which splits a character, folded. ASCII stays as it is. */
export function encodedWords(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  const words: string[] = [];
  let word = '';
  let bytes = 0;
  for (const character of text) {
    const length = Buffer.byteLength(character);
    if (bytes + length > LONGEST_WORD_BYTES) {
      words.push(word);
      word = '';
      bytes = 0;
    }
    word += character;
    bytes += length;
  }
  words.push(word);
  return words.map((part) => `=?utf-8?B?${Buffer.from(part).toString('base64')}?=`).join('\r\n ');
}
