const MAXIMUM_PATH = 320;

// Plain characters, or a quoted run in which blanks are allowed and a backslash takes the next character with it.
const WIRE_SAFE =
  // eslint-disable-next-line no-control-regex -- the control characters are the point
  /^(?:[^\0-\x20\x7f-\xa0<>"\u2028\u2029]|"(?:[^\0-\x1f\x7f-\x9f<>"\\\u2028\u2029]|\\[\x20-\x3b=\x3f-\x7e])*")+$/;

/**
 * True where an address may stand between the angle brackets of MAIL or RCPT exactly as it is: no control
 * character, CR, LF, NUL or angle bracket anywhere, no blank outside a quoted local part. The grammar was
 * checked at intake; this is the last gate before the wire, where a stray byte would become a command.
 */
export function isWireSafe(address: string): boolean {
  return (
    address.length <= MAXIMUM_PATH && WIRE_SAFE.test(address) && !address.endsWith('@') && !address.startsWith('@')
  );
}

/** True where the address cannot be said in ASCII, so that the next hop needs SMTPUTF8 (RFC 6531). */
export function needsUtf8(address: string): boolean {
  // eslint-disable-next-line no-control-regex -- the whole of ASCII is meant
  return !/^[\x00-\x7f]*$/.test(address);
}

/** RFC 3461 4: printable ASCII but "+" and "=" as it is, every other byte as +HH. */
export function encodeXtext(text: string): string {
  return text.replace(/[^!-*,-<>-~]/gu, (character) =>
    Array.from(Buffer.from(character, 'utf8'), (byte) => `+${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(
      '',
    ),
  );
}
