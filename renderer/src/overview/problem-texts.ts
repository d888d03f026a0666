import type { ProblemFacts, ProblemKind } from '../../../main/contract/problem-view.ts';

/** The words for a kind of problem: what is the case, and what follows from it or could be done. */
interface ProblemText<Kind extends ProblemKind> {
  readonly title: (facts: ProblemFacts[Kind]) => string;
  readonly text: (facts: ProblemFacts[Kind]) => string;
}

/** Kinds that are worded here; a notice brings its own words. */
export type WordedKind = Exclude<ProblemKind, 'notice'>;

/** One table of words for each language. */
export type ProblemTexts = { readonly [Kind in WordedKind]: ProblemText<Kind> };
