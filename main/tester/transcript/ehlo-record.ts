/** Exchange 2013 and later log the whole reply to EHLO as one record, with blanks between its lines. */

const KEYWORDS = new Set(
  (
    'SIZE PIPELINING DSN ENHANCEDSTATUSCODES STARTTLS X-ANONYMOUSTLS AUTH X-EXPS 8BITMIME BINARYMIME CHUNKING SMTPUTF8 ' +
    'XEXCH50 XRDST XLONGADDR XORAR XSHADOW XSHADOWREQUEST XPROXY XPROXYFROM XPROXYTO XSYSPROBE XSESSIONPARAMS ' +
    'XMESSAGECONTEXT XSESSIONMDBGUID XOORG XCLIENT VRFY EXPN HELP ETRN TURN'
  ).split(' '),
);

/** `250  mail Hello [192.0.2.1] SIZE 37748736 DSN` as `250-mail Hello [192.0.2.1]`, …; null for anything else. */
export function ehloLines(data: string): readonly string[] | null {
  const [, hello, list] = /^250 {2}(\S{1,255} Hello \[[^\]]{0,45}\])(?: +(.*))?$/s.exec(data) ?? [];
  if (hello === undefined) return null;
  const lines = [hello];
  for (const word of (list ?? '').split(/\s+/)) {
    if (word === '') continue;
    if (lines.length === 1 || KEYWORDS.has(word)) lines.push(word);
    else lines[lines.length - 1] = `${lines.at(-1) ?? ''} ${word}`;
  }
  return lines.map((line, index) => `250${index === lines.length - 1 ? ' ' : '-'}${line}`);
}
