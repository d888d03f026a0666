import { explain } from './classify.ts';
import { remoteReply, replyOf, replyText, type Reply } from './reply.ts';
import type { RemoteReply, Verdict } from './target.ts';

export type FailureStage =
  'secret' | 'dns' | 'connect' | 'tls' | 'greeting' | 'authentication' | 'loop' | 'lost' | 'stopped';

/** Why a connection to a next hop was of no use. The message is worded as a reply, the way Exchange logs it. */
export class SmtpFailure extends Error {
  override readonly name = 'SmtpFailure';
  readonly stage: FailureStage;
  readonly verdict: Exclude<Verdict, 'delivered'>;
  readonly reply: RemoteReply | null;

  constructor(
    stage: FailureStage,
    message: string,
    more: { verdict?: Exclude<Verdict, 'delivered'>; reply?: RemoteReply | null; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.stage = stage;
    this.verdict = more.verdict ?? 'deferred';
    this.reply = more.reply ?? null;
  }
}

const FAIL_OVER =
  'Attempted failover to alternate host, but that did not succeed. ' +
  'Either there are no alternate hosts, or delivery failed to all alternate hosts.';

/** LastError of a message that waits, as Exchange words it. */
export function deferredError(remote: string): string {
  return `451 4.4.0 Primary target IP address responded with: "${remote}" ${FAIL_OVER}`;
}

/** LastError for a failure: what is final stands alone, what waits says that the other hosts were tried. */
export function lastErrorOf(failure: SmtpFailure): string {
  if (failure.verdict === 'failed') return failure.message;
  if (failure.stage === 'dns') return `451 4.4.0 DNS query failed. The error was: ${failure.message}`;
  // Our own doing: no server was asked.
  const isOurs = failure.stage === 'stopped' || failure.stage === 'secret';
  return isOurs ? failure.message : deferredError(failure.message);
}

/** A refusal before MAIL: never the fault of one message, so at worst everything for this host waits. */
export function refusedSession(stage: FailureStage, host: string, raw: string, advice: string): SmtpFailure {
  const reply = replyOf(raw);
  const { verdict, hint } = explain(reply);
  const remote = remoteReply(host, reply);
  const text = [remote.text, advice === '' ? hint : advice].join(' - ');
  return new SmtpFailure(stage, text, { verdict: verdict === 'slowed' ? 'slowed' : 'deferred', reply: remote });
}

/** The peer ends the session with this reply. */
export function closing(host: string, reply: Reply): SmtpFailure {
  const verdict = explain(reply).verdict === 'slowed' ? 'slowed' : 'deferred';
  return new SmtpFailure('lost', replyText(reply), { verdict, reply: remoteReply(host, reply) });
}

/** Words for a socket that did not connect or broke. */
export function socketFailure(stage: 'connect' | 'lost', error: unknown): SmtpFailure {
  const code = codeOf(error);
  if (stage === 'lost') {
    return new SmtpFailure('lost', `421 4.4.2 Connection dropped${code === null ? '.' : ` due to ${code}.`}`, {
      cause: error,
    });
  }
  if (code === 'ETIMEDOUT') return timedOut('connect');
  return new SmtpFailure('connect', `421 4.2.1 Unable to connect${code === null ? '.' : ` (${code}).`}`, {
    cause: error,
  });
}

export function timedOut(stage: FailureStage): SmtpFailure {
  return new SmtpFailure(stage, '421 4.4.1 Connection timed out.');
}

export function stopped(): SmtpFailure {
  return new SmtpFailure(
    'stopped',
    '421 4.4.2 Delivery was stopped at this end; the message waits for the next attempt.',
  );
}

export function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
