import { explain } from './classify.ts';
import type { EnvelopeCommands } from './envelope-commands.ts';
import { remoteReply, replyText, type Reply } from './reply.ts';
import { deferredError, lastErrorOf, type SmtpFailure } from './smtp-failure.ts';
import { isPositive, type TransactionReplies } from './smtp-transaction.ts';
import type { Attempt, AttemptResult, DeliveryOutcome } from './target.ts';

/** What became of each recipient of one transaction. */
export function outcomesOf(commands: EnvelopeCommands, replies: TransactionReplies, host: string): DeliveryOutcome[] {
  const accepted = replies.final !== undefined && isPositive(replies.final) ? delivered(replies.final, host) : null;
  const outcomes = commands.recipients.map(({ index }, position): DeliveryOutcome => {
    const decisive = decisiveReply(replies, position);
    if (decisive === replies.final && accepted !== null) return { index, ...accepted };
    return { index, ...refused(decisive, replies.failure, host) };
  });
  return [...outcomes, ...commands.refused];
}

/** True where every recipient has an answer, even if the connection went afterwards. */
export function isSettled(commands: EnvelopeCommands, replies: TransactionReplies): boolean {
  return commands.recipients.every((_, position) => {
    const reply = decisiveReply(replies, position);
    return reply !== undefined && (reply === replies.final || (reply.code >= 400 && reply.code !== 421));
  });
}

/** The first reply that stopped this recipient, else the last word on the message. */
function decisiveReply({ mail, rcpt, data, final }: TransactionReplies, position: number): Reply | undefined {
  if (!isPositive(mail)) return mail;
  if (!isPositive(rcpt[position])) return rcpt[position];
  return data?.code === 354 ? final : data;
}

type Judgement = Omit<DeliveryOutcome, 'index'>;

function delivered(reply: Reply, host: string): Judgement {
  return { verdict: 'delivered', reply: remoteReply(host, reply), error: null };
}

function refused(reply: Reply | undefined, failure: SmtpFailure | null, host: string): Judgement {
  if (reply === undefined) {
    // Nobody said no: the message waits, even if the peer had it all and only its answer got lost (RFC 1047).
    const error = failure === null ? deferredError('421 4.4.2 No answer.') : lastErrorOf(failure);
    return { verdict: failure?.verdict ?? 'deferred', reply: failure?.reply ?? null, error };
  }
  const { verdict } = explain(reply);
  const text = replyText(reply);
  if (verdict === 'failed') return { verdict, reply: remoteReply(host, reply), error: text };
  return {
    verdict: verdict === 'slowed' ? 'slowed' : 'deferred',
    reply: remoteReply(host, reply),
    error: deferredError(text),
  };
}

/** The same outcome for everybody: the next hop was not reached, or said no before it heard of the message. */
export function everyone(
  attempt: Attempt,
  failure: SmtpFailure,
  more: { unreachable: boolean; host: string | null },
): AttemptResult {
  const error = lastErrorOf(failure);
  const { verdict, reply } = failure;
  return { outcomes: attempt.recipients.map(({ index }) => ({ index, verdict, reply, error })), ...more };
}
