import type { ExtendedRight } from '../contract/extended-rights.ts';
import type { Decision, SessionContext } from './decision.ts';
import type { SmtpReply, TraceStep } from './model.ts';

/** How decisions explain themselves: steps are written only when somebody asks. */

export type Explain = () => readonly TraceStep[];

export function step(code: string, text: string, data?: TraceStep['data']): TraceStep {
  return data === undefined ? { step: code, text } : { step: code, text, data };
}

export function formatReply({ code, enhanced, text }: SmtpReply): string {
  return [String(code), enhanced, text].filter((part) => part !== null).join(' ');
}

/** A decision whose trace is the session's rights, then the steps of its own, then the outcome. */
export function decide(session: SessionContext, reply: SmtpReply | null, steps: Explain): Decision {
  const outcome = (): TraceStep =>
    reply
      ? step('refused', `Answered ${formatReply(reply)}.`, { code: reply.code, enhanced: reply.enhanced })
      : step('accepted', 'Accepted.');
  return { accepted: reply === null, reply, trace: () => [...session.authorization.trace(), ...steps(), outcome()] };
}

/** One check of a command: null passes. Checks stand in the order in which they are made. */
export interface Check {
  readonly reply: SmtpReply | null;
  readonly explain: () => TraceStep;
}

/** The first check that fails decides; the trace shows those made until then. */
export function decideInOrder(session: SessionContext, checks: readonly (() => Check | null)[]): Decision {
  const made: Check[] = [];
  for (const check of checks) {
    const result = check();
    if (!result) continue;
    made.push(result);
    if (result.reply) break;
  }
  return decide(session, made.at(-1)?.reply ?? null, () => made.map(({ explain }) => explain()));
}

/** Whether the session has a right. */
export function hasRight(session: SessionContext, right: ExtendedRight): boolean {
  return session.authorization.rights.has(right);
}
