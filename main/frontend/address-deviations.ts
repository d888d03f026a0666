import type { PathDeviation } from '../connectors/mailbox-grammar.ts';

/** What a device got wrong around the address of MAIL or RCPT. */
export type CommandDeviation = 'blank-before-colon' | 'blank-after-colon' | 'no-angle-brackets' | 'display-name';

/** In the words that people read on sessions and in the tester, behind the name of the command. */
const texts: Readonly<Record<CommandDeviation | PathDeviation, string>> = {
  'blank-before-colon': 'a blank stands before the colon',
  'blank-after-colon': 'a blank stands behind the colon',
  'no-angle-brackets': 'no angle brackets around the address',
  'display-name': 'a display name stands before the address',
  'dots-in-local-part': 'dots of the name before the @ stand first, last or side by side',
  'long-local-part': 'the name before the @ is longer than 64 bytes',
  'underscore-in-domain': 'an underscore in the domain',
  'no-domain': 'no domain behind the name; the default domain was put there',
  'source-route': 'a route stands before the address; it was left out',
};

/** "MAIL FROM: a blank stands behind the colon". */
export function describeDeviation(code: CommandDeviation | PathDeviation, keyword: 'FROM' | 'TO'): string {
  return `${keyword === 'FROM' ? 'MAIL FROM' : 'RCPT TO'}: ${texts[code]}`;
}
