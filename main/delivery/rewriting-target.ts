import type { SenderRule } from '../connectors/model.ts';
import { newSenderOf } from '../connectors/rewriting.ts';
import { rewriteAuthor } from '../transport/header-author.ts';
import { withHeader } from '../transport/header-edit.ts';
import type { Target } from './target.ts';

/** A next hop that sees another sender: MAIL FROM and From change on the way out, the message in the queue does not. */
export function createRewritingTarget(target: Target, rule: SenderRule): Target {
  return {
    deliver(attempt, signal) {
      const { envelope, remoteAddress } = attempt;
      const sender = newSenderOf(rule, remoteAddress ?? null, envelope.mailFrom);
      if (sender === null) return target.deliver(attempt, signal);
      const changed = {
        envelope: { ...envelope, mailFrom: sender.address },
        body: async () => withHeader(await attempt.body(), (header) => rewriteAuthor(header, sender).text),
      };
      return target.deliver({ ...attempt, ...changed }, signal);
    },
    close: () => target.close(),
  };
}
