import type { ReplyExplanation as ReplyExplanationView } from '../contract/config-view.ts';
import { findKnownFailure, knownFailureView, replyWithin } from '../providers/find-known-failure.ts';
import type { KnownFailure } from '../providers/known-failure.ts';
import type { ProviderIds } from '../providers/remedy-script.ts';
import type { ReplyCategory } from '../providers/reply-category.ts';
import { replyRules } from './classify-rules.ts';
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
  /** The entry of the catalogue it belongs to. */
  readonly known: KnownFailure | null;
}

const verdicts = { defer: 'deferred', fail: 'failed', slow: 'slowed' } as const;

type Meaning = Omit<ReplyExplanation, 'code' | 'enhanced'>;

const TAKEN: Meaning = {
  verdict: 'delivered',
  category: 'accepted',
  hint: 'The server took the message.',
  known: null,
};
const REFUSED: Meaning = {
  verdict: 'failed',
  category: 'other',
  hint: 'The server refused for good; its own words say why.',
  known: null,
};
const NOT_NOW: Meaning = {
  verdict: 'deferred',
  category: 'other',
  hint: 'The server could not take it now: the mail is tried again.',
  known: null,
};

/** Judges a reply. What nothing names goes by its first digit; what is not a reply at all counts as temporary. */
export function explain(reply: Reply): ReplyExplanation {
  const { code, enhanced } = reply;
  return { ...meaningOf(reply), code, enhanced };
}

function meaningOf(reply: Reply): Meaning {
  const { code } = reply;
  if (code >= 200 && code < 300) return TAKEN;
  if (code < 400 || code >= 600) return NOT_NOW;
  const text = replyText(reply);
  const known = findKnownFailure(text);
  const rule = known ?? replyRules.find(({ pattern }) => pattern.test(text));
  if (rule === undefined) return code >= 500 ? REFUSED : NOT_NOW;
  // A temporary code is the peer's word that it may pass later; nothing makes it final.
  const verdict = rule.verdict === 'fail' && code < 500 ? 'deferred' : verdicts[rule.verdict];
  const hint = 'hint' in rule ? rule.hint : `${rule.cause} ${rule.remedy}`;
  return { verdict, category: rule.category, hint, known };
}

/** The same for text that a person pasted, with or without quotes around it; `ids` fill what there is to paste. */
export function explainReply(text: string, ids: Partial<ProviderIds> = {}): ReplyExplanationView & ReplyCodes {
  const inner = replyWithin(text);
  const { known, ...meaning } = explain(
    replyOf(
      inner
        .trim()
        .replace(/^["']|["']$/g, '')
        .slice(0, 8000),
    ),
  );
  return {
    ...meaning,
    known: known === null ? null : knownFailureView(known, { sender: refusedSender(inner), ...ids }),
  };
}

type ReplyCodes = Pick<ReplyExplanation, 'code' | 'enhanced'>;

/** `scan@a.example not allowed to send as b@a.example`. */
function refusedSender(text: string): string | null {
  return /not allowed to send as (\S{1,320}@[a-z0-9.-]+[a-z0-9])/i.exec(text)?.[1] ?? null;
}
