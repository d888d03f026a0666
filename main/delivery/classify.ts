import { replyRules, type ReplyCategory } from './classify-rules.ts';
import { replyOf, replyText, type Reply } from './reply.ts';
import type { Verdict } from './target.ts';

/** What a reply means for the mail, and what a person may do about it. */
export interface ReplyExplanation {
  readonly verdict: Verdict;
  readonly category: ReplyCategory | 'accepted';
  readonly hint: string;
  /** 0 where the text has no reply code. */
  readonly code: number;
  readonly enhanced: string | null;
}

const verdicts = { defer: 'deferred', fail: 'failed', slow: 'slowed' } as const;

/** Judges a reply. What no rule names goes by its first digit; what is not a reply at all counts as temporary. */
export function explain(reply: Reply): ReplyExplanation {
  const { code, enhanced } = reply;
  if (code >= 200 && code < 300) {
    return { verdict: 'delivered', category: 'accepted', hint: 'The server took the message.', code, enhanced };
  }
  if (code >= 400 && code < 600) {
    const text = replyText(reply);
    const rule = replyRules.find(({ pattern }) => pattern.test(text));
    if (rule) {
      // A temporary code is the peer's word that it may pass later; no rule makes it final.
      const verdict = rule.verdict === 'fail' && code < 500 ? 'deferred' : verdicts[rule.verdict];
      return { verdict, category: rule.category, hint: rule.hint, code, enhanced };
    }
    if (code >= 500) {
      return {
        verdict: 'failed',
        category: 'other',
        hint: 'The server refused for good; its own words say why.',
        code,
        enhanced,
      };
    }
  }
  return {
    verdict: 'deferred',
    category: 'other',
    hint: 'The server could not take it now: the mail is tried again.',
    code,
    enhanced,
  };
}

/** The same for text that a person pasted, with or without quotes around it. */
export function explainReply(text: string): ReplyExplanation {
  const inner = /responded with: "(.+?)"(?: Attempted|$)/s.exec(text)?.[1] ?? text;
  return explain(
    replyOf(
      inner
        .trim()
        .replace(/^["']|["']$/g, '')
        .slice(0, 8000),
    ),
  );
}
