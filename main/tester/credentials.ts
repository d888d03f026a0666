import type { TranscriptStep } from '../contract/tester-view.ts';

/** AUTH without a password: what is sent in place of the secrets that a transcript does not keep (RFC 4954, RFC 4616). */

/** Any password will do: the replay takes the one that is given for the right or the wrong one. */
const STAND_IN = 'password';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** PLAIN's one answer for a user. */
export function plainAnswer(userName: string): string {
  return base64(`\0${userName}\0${STAND_IN}`);
}

/** An AUTH command with an initial response, made to name `userName`; any other command as it is. */
export function withCredentials(command: string, userName: string): string {
  const match = /^(\s*AUTH\s+(LOGIN|PLAIN)\s+)(\S+)\s*$/i.exec(command);
  if (match === null) return command;
  const [, before = '', mechanism = '', initial = ''] = match;
  if (isGivenUp(initial)) return command;
  return before + (mechanism.toUpperCase() === 'LOGIN' ? base64(userName) : plainAnswer(userName));
}

/** The answer to a challenge: `reply` is the 334 line that asks. */
export function answerTo(reply: string, userName: string): string {
  const asked = Buffer.from(reply.slice(4).trim(), 'base64').toString();
  if (/^user/i.test(asked)) return base64(userName);
  return /^pass/i.test(asked) ? base64(STAND_IN) : plainAnswer(userName);
}

/** `*` cancels and `=` is the empty answer: neither hides a secret. */
export function isGivenUp(answer: string): boolean {
  return answer === '*' || answer === '=' || answer === '';
}

/** Whether the client signs in by itself anywhere in the transcript. */
export function hasAuth(steps: readonly TranscriptStep[]): boolean {
  return steps.some(({ kind, text }) => kind === 'command' && /^\s*AUTH\b/i.test(text[0] ?? ''));
}
