import type { ProblemFacts, ProblemKind, ProblemOf } from '../contract/problem-view.ts';

/** A problem whose code is its kind; `text` and `action` are sentences. */
export function problem<Kind extends ProblemKind>(
  kind: Kind,
  facts: ProblemFacts[Kind],
  text: string,
  action: string,
): ProblemOf<Kind> {
  return { kind, code: kind, text, action, facts };
}

/** `1 message`, `3 messages`. */
export function countOf(count: number, one: string, many: string): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}
