import type { Problem, ProblemFacts, ProblemKind, ProblemOf } from './problem-view.ts';

/** What tells two problems of a kind apart; kinds that are not here there is one of. */
type Distinction = { readonly [Kind in ProblemKind]?: (facts: ProblemFacts[Kind]) => string };

const distinctions: Distinction = {
  'device-refused': ({ address }) => address,
  'device-silent': ({ address }) => address,
  'queue-stuck': ({ queue }) => queue,
  'quota-near': ({ connector, name, step }) => `${connector} ${name} ${String(step)}`,
  'listener-failed': ({ connector, address, port }) => `${connector} ${address} ${String(port)}`,
  'service-stopped': ({ service }) => service,
  'secret-missing': ({ connector }) => connector,
  'certificate-untrusted': ({ connector }) => connector,
  'sign-in-needed': ({ connector }) => connector,
  'client-secret-expiring': ({ connector, step }) => `${connector} ${String(step)}`,
  'certificate-expired': ({ file }) => file,
  'certificate-expiring': ({ file }) => file,
  'partner-authority-ending': ({ file, subject }) => `${file} ${subject}`,
  'alerts-failing': ({ channel }) => channel,
};

/** The same problem before and after its count or its time moved. */
export function problemKey(problem: Problem): string {
  return problem.kind === 'notice' ? `${problem.code} ${problem.text}` : distinct(problem);
}

function distinct<Kind extends ProblemKind>({ kind, facts }: ProblemOf<Kind>): string {
  const distinction = distinctions[kind];
  return distinction === undefined ? kind : `${kind} ${distinction(facts)}`;
}
