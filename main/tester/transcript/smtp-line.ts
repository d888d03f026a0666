/** What one line of a dialogue looks like: a reply, a command, a secret. Pure, linear in its length. */

/** Stands for a password or any other answer to AUTH: a transcript never keeps one, and a replay needs none. */
export const HIDDEN = '********';

const VERBS = new Set(
  (
    'helo ehlo lhlo mail rcpt data bdat rset quit noop help vrfy expn auth starttls turn etrn send saml soml ' +
    'x-anonymoustls x-exps xexch50 xclient xforward burl atrn'
  ).split(' '),
);

/** Commands as their syntax has them; exact enough to be told from prose and from the rest of a wrapped line. */
const COMMAND_FORMS: readonly RegExp[] = [
  /^(?:helo|ehlo|lhlo)(?: +\S+)?$/i,
  /^mail +from *:/i,
  /^rcpt +to *:/i,
  /^(?:data|rset|quit|starttls|x-anonymoustls|turn)$/i,
  /^(?:noop|help)(?: +\S+)?$/i,
  /^(?:vrfy|expn|etrn) +\S+$/i,
  /^auth +(?:login|plain|ntlm|gssapi|cram-md5|xoauth2|oauthbearer|digest-md5)\b/i,
  /^x-exps +\S+/i,
  /^bdat +\d+/i,
  /^xclient +\w+=/i,
];
// In one go: this is asked of every row.
const COMMAND = new RegExp(COMMAND_FORMS.map(({ source }) => source).join('|'), 'i');

export function isReply(text: string): boolean {
  return /^[2-5]\d\d(?:[ -]|$)/.test(text);
}

/** The reply's code, or 0. */
export function replyCode(text: string): number {
  return isReply(text) ? Number(text.slice(0, 3)) : 0;
}

/** `250-…`: more of the same reply follows. */
export function continues(text: string): boolean {
  return text[3] === '-';
}

export function isCommand(text: string): boolean {
  return COMMAND.test(text);
}

export function verbOf(text: string): string {
  return (/^\s*([^\s:]*)/.exec(text)?.[1] ?? '').toLowerCase();
}

export function beginsWithVerb(text: string): boolean {
  return VERBS.has(verbOf(text));
}

/** The first word is a verb with one letter wrong, missing, doubled or swapped: `mial from:`, `ehol`. */
export function looksMisspelt(text: string): boolean {
  const word = verbOf(text);
  return word.length >= 3 && word.length <= 9 && [...VERBS].some((verb) => isOneSlipFrom(word, verb));
}

function isOneSlipFrom(word: string, verb: string): boolean {
  if (Math.abs(word.length - verb.length) > 1) return false;
  let at = 0;
  while (at < word.length && word[at] === verb[at]) at += 1;
  const [rest, wanted] = [word.slice(at), verb.slice(at)];
  const swapped = `${rest[1] ?? ''}${rest[0] ?? ''}${rest.slice(2)}`;
  return (
    rest.slice(1) === wanted.slice(1) || rest.slice(1) === wanted || rest === wanted.slice(1) || swapped === wanted
  );
}

/** A command without what it gave away: of AUTH only the mechanism stays, and that something stood behind it. */
export function withoutSecret(command: string): string {
  const auth = /^(\s*(?:auth|x-exps)\s+\S+\s+)(\S.*)$/is.exec(command);
  if (auth === null) return command;
  const [, before = '', secret = ''] = auth;
  return secret.trim() === '=' ? command : before + HIDDEN;
}

/** An answer to AUTH without its content; `*` cancels and an empty one says nothing, so they stay. */
export function hiddenAnswer(answer: string): string {
  const text = answer.trim();
  return text === '*' || text === '' ? text : HIDDEN;
}
