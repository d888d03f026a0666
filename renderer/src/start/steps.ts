import { partOf } from '../routes.ts';

/** The screens of the guide: four questions, then the printer card. */

export const guideSteps = ['sends', 'receives', 'goes', 'test', 'printer'] as const;
export type GuideStep = (typeof guideSteps)[number];

/** The screen that an address asks for (`#start:goes`); the first where it names none. */
export function stepOf(hash: string): GuideStep {
  const part = partOf(hash, 'start');
  return guideSteps.find((step) => step === part) ?? 'sends';
}

export function stepAfter(step: GuideStep): GuideStep | null {
  return guideSteps[guideSteps.indexOf(step) + 1] ?? null;
}

export function stepBefore(step: GuideStep): GuideStep | null {
  return guideSteps[guideSteps.indexOf(step) - 1] ?? null;
}
