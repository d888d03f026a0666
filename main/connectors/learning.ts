import type { Decision, SessionContext } from './decision.ts';
import type { TraceStep } from './model.ts';
import { decide, formatReply, step } from './reasoning.ts';
import { learning } from './replies.ts';

/** Learning mode: sessions are heard out as far as their recipients, and nothing is taken. Pure. */

/**
 * The sender passes, so that the recipients are heard; the reply that would have been given stands in the trace. Who
 * is denied for good (a blocked sender or address) stays denied.
 */
export function senderWhileLearning(session: SessionContext, usual: Decision): Decision {
  if (usual.reply?.close === true) return usual;
  const text = `Learning mode is on: the sender is heard, and no recipient is accepted. Without learning mode ${answer(usual)}.`;
  return decide(session, null, () => [...reasons(session, usual), step('learning', text)]);
}

/** Every recipient is put off, also one that would have been accepted. */
export function recipientWhileLearning(session: SessionContext, usual: Decision): Decision {
  const text = `Learning mode is on: nothing is accepted, and devices keep their mail. Without learning mode ${answer(usual)}.`;
  return decide(session, learning(), () => [...reasons(session, usual), step('learning', text)]);
}

function answer({ reply }: Decision): string {
  return reply === null ? 'it would be accepted' : `the answer would be ${formatReply(reply)}`;
}

/** The steps of a decision without the rights of the session in front and the outcome behind. */
function reasons({ authorization }: SessionContext, usual: Decision): readonly TraceStep[] {
  return usual.trace().slice(authorization.trace().length, -1);
}
