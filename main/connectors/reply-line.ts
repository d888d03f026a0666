import type { SmtpReply } from './model.ts';

/** Lines of the replies that are shared, so that the logs of thousands of sessions share them too. */
const shared = new WeakMap<SmtpReply, string>();

/** The reply as it stands on the wire, without its end. */
export function replyLine(reply: SmtpReply): string {
  if (!Object.isFrozen(reply)) return lineOf(reply);
  const known = shared.get(reply);
  if (known !== undefined) return known;
  const line = lineOf(reply);
  shared.set(reply, line);
  return line;
}

function lineOf({ code, enhanced, text }: SmtpReply): string {
  return enhanced === null ? `${code} ${text}` : `${code} ${enhanced} ${text}`;
}
