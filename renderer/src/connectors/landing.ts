import type { ExplainedStage, Explanation } from '../../../main/contract/config-view.ts';
import type { TraceLine } from '../../../main/contract/session-view.ts';
import { said } from '../said.ts';

/** Where an address lands, from the engine's own reasoning: the short answer, and every step behind it. */

export interface LandingLine {
  readonly sign: 'yes' | 'no' | 'note';
  readonly text: string;
}

export interface Landing {
  /** Name of the connector that takes the connection, or null. */
  readonly connector: string | null;
  readonly lines: readonly LandingLine[];
  /** How many connectors listen elsewhere or do not list the address. */
  readonly elsewhere: number;
  readonly steps: readonly string[];
}

/** Would have come into question, and lost: worth a line. */
const RIVALS = new Set([
  'candidate-larger-range',
  'candidate-later-name',
  'candidate-wildcard-binding',
  'candidate-disabled',
]);
const ELSEWHERE = new Set(['candidate-binding-mismatch', 'candidate-range-miss']);
const MAX_RIVALS = 4;
/** They repeat the outcome; what stands before them decided. */
const OUTCOMES = new Set(['refused', 'accepted']);

function connection({ accepted, reply, trace }: ExplainedStage): readonly LandingLine[] {
  const decided = trace.findLast(({ step }) => step === 'connector-selected' || step === 'no-connector');
  const rivals = trace.filter(({ step }) => RIVALS.has(step)).slice(0, MAX_RIVALS);
  return [
    { sign: accepted ? 'yes' : 'no', text: said(decided?.text ?? reply ?? '') },
    ...rivals.map(({ text }): LandingLine => ({ sign: 'note', text: said(text) })),
  ];
}

function answer({ accepted, reply, trace }: ExplainedStage): readonly LandingLine[] {
  const reason = trace.findLast(({ step }) => !OUTCOMES.has(step));
  const lines: LandingLine[] = [{ sign: accepted ? 'yes' : 'no', text: said(reason?.text ?? '') }];
  if (!accepted && reply !== null) lines.push({ sign: 'no', text: reply });
  return lines;
}

export function landingOf({ connector, stages }: Explanation): Landing {
  const connect = stages.find(({ stage }) => stage === 'connect');
  // The sender passes unless it says so; then the recipient is not asked about.
  const asked = stages.filter(({ stage, accepted }) => (stage === 'mail' ? !accepted : stage === 'rcpt'));
  const trace: readonly TraceLine[] = connect?.trace ?? [];
  return {
    connector: connector === null ? null : connector.slice(connector.indexOf('\\') + 1),
    lines: [...(connect === undefined ? [] : connection(connect)), ...asked.flatMap(answer)],
    elsewhere: trace.filter(({ step }) => ELSEWHERE.has(step)).length,
    steps: stages.flatMap((stage) => stage.trace.map(({ text }) => said(text))),
  };
}
