import type { TranscriptStep } from '../../contract/tester-view.ts';
import { continues, replyCode } from './smtp-line.ts';

export type StepKind = TranscriptStep['kind'];

/** What SMTP lets the client say next: RFC 5321 4.3.2 for DATA, RFC 4954 4 for AUTH. */
export function expectedKind(steps: readonly TranscriptStep[]): StepKind {
  const last = steps.at(-1);
  if (last === undefined || last.kind === 'body') return 'command';
  const reply = last.reply?.lines.at(-1);
  if (reply !== undefined) return expectedAfter(last, reply);
  if (last.kind === 'command' && /^\s*data\s*$/i.test(last.text[0] ?? '')) return 'body';
  return awaitsAnswer(steps) ? 'auth-answer' : 'command';
}

function expectedAfter(last: TranscriptStep, reply: string): StepKind {
  const code = replyCode(reply);
  // A reply that is not complete says nothing yet, but a server that begins with 354 will end with it.
  if (code === 354) return last.kind === 'command' ? 'body' : 'command';
  return code === 334 && !continues(reply) ? 'auth-answer' : 'command';
}

/** How many answers each mechanism needs where no server speaks; one less when AUTH brings the first along. */
const ANSWERS: Readonly<Record<string, number>> = { login: 2, plain: 1, ntlm: 2, gssapi: 3, 'cram-md5': 1, xoauth2: 1 };

/** Only client lines are known, and they are in the midst of AUTH. */
function awaitsAnswer(steps: readonly TranscriptStep[]): boolean {
  const at = steps.findLastIndex(({ kind, reply }) => kind !== 'auth-answer' || reply !== null);
  const command = steps[at];
  if (command?.kind !== 'command' || command.reply !== null) return false;
  const [, mechanism, initial] = /^\s*auth\s+(\S+)(\s+\S)?/i.exec(command.text[0] ?? '') ?? [];
  if (mechanism === undefined) return false;
  const needed = (ANSWERS[mechanism.toLowerCase()] ?? 1) - (initial === undefined ? 0 : 1);
  return steps.length - 1 - at < needed;
}
