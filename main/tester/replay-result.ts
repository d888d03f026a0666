import type { ReplayConditions, ReplayResult, ReplayStep, RoutePreview } from '../contract/tester-view.ts';
import { verbOf } from './transcript/smtp-line.ts';
import { codeOf, worstOf } from './verdict.ts';

/** What a replay comes to. Pure. */

export function summarize(
  conditions: ReplayConditions,
  connector: string | null,
  steps: readonly ReplayStep[],
  routes: readonly RoutePreview[],
): ReplayResult {
  const important = steps.filter(matters);
  // What is missing behind a QUIT has not been refused; behind a refusal it has.
  const isCutOff = important.some(({ outcome }) => outcome === 'not reached') && steps.some(isRefusal);
  const accepted = !isCutOff && !important.some(isRefusal);
  return {
    conditions,
    connector,
    steps,
    verdict: worstOf(steps.map(({ verdict }) => verdict)),
    accepted,
    firstRefusal: accepted ? null : findRefusal(steps),
    routes,
  };
}

/** What a client came for: the connection, its login, its sender, recipients and message. */
function matters({ kind, sent }: ReplayStep): boolean {
  return kind !== 'command' || ['mail', 'rcpt', 'auth', 'data'].includes(verbOf(sent[0] ?? ''));
}

/** The refusal that the client came across first. One of order (503) has its cause in an earlier step, whatever that was. */
function findRefusal(steps: readonly ReplayStep[]): number | null {
  const refused = steps.map((step, at) => ({ step, at })).filter(({ step }) => isRefusal(step));
  const first = refused.find(({ step }) => matters(step)) ?? refused[0];
  if (first === undefined) return null;
  return codeOf(first.step.actual) === 503 ? (refused[0]?.at ?? first.at) : first.at;
}

function isRefusal({ outcome }: ReplayStep): boolean {
  return outcome === 'refused' || outcome === 'deferred';
}
