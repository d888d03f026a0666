import type { TraceLine } from '../../main/contract/session-view.ts';
import { said } from './said.ts';

/** The reasons behind a reply as a person reads them: what spoke for it, what against it, what is only to be known. */

export type Sign = 'yes' | 'no' | 'note';

export interface SignedLine {
  readonly sign: Sign;
  readonly text: string;
}

export interface SignedTrace {
  readonly lines: readonly SignedLine[];
  /** Who the session is and what it may: long, and behind every decision. */
  readonly rights: readonly SignedLine[];
  /** Connectors that did not come into question: many on a large server, and never the reason. */
  readonly elsewhere: readonly SignedLine[];
}

const RIGHTS = new Set(['principals', 'right-granted', 'right-denied', 'rights']);
const ELSEWHERE = new Set(['candidate-binding-mismatch', 'candidate-range-miss']);
/** `connector-selected` says it better. */
const REPEATED = new Set(['candidate-selected']);
/** Tell something and decide nothing. */
const NOTES: ReadonlySet<string> = new Set([
  ...['connection', 'log', 'limits', 'tolerance'],
  ...['offer-tls', 'offer-auth', 'message-rate', 'tarpit', 'no-decision', 'encrypted', 'route'],
  ...['sender-rewritten', 'alias', 'author-rewritten', 'author-kept', 'held', 'send-window'],
]);
const FIXED: Readonly<Record<string, Sign>> = {
  'candidate-larger-range': 'no',
  'candidate-later-name': 'no',
  'candidate-wildcard-binding': 'no',
  'candidate-disabled': 'no',
  'connector-selected': 'yes',
  'no-connector': 'no',
  'signed-in': 'yes',
  'not-signed-in': 'no',
  syntax: 'no',
  'signature-broken': 'no',
  accepted: 'yes',
  refused: 'no',
};

/**
 * Checks are made in order until one fails, so of those before a refusal the last one is what refused. A trace without
 * an outcome leaves its checks as notes.
 */
export function signTrace(steps: readonly TraceLine[]): SignedTrace {
  const signs: Sign[] = [];
  let checks: number[] = [];
  for (const [at, { step, data }] of steps.entries()) {
    signs.push(step === 'route' ? signOfRoute(data) : (FIXED[step] ?? 'note'));
    if (step === 'accepted' || step === 'refused') {
      for (const check of checks) signs[check] = 'yes';
      const last = checks.at(-1);
      if (step === 'refused' && last !== undefined) signs[last] = 'no';
      checks = [];
    } else if (isCheck(step)) checks.push(at);
  }
  const signed = steps.map(({ step, text }, at) => ({ step, line: { sign: signs[at] ?? 'note', text: said(text) } }));
  const of = (group: (step: string) => boolean): readonly SignedLine[] =>
    signed.filter(({ step }) => group(step)).map(({ line }) => line);
  return {
    lines: of((step) => !RIGHTS.has(step) && !ELSEWHERE.has(step) && !REPEATED.has(step)),
    rights: of((step) => RIGHTS.has(step)),
    elsewhere: of((step) => ELSEWHERE.has(step)),
  };
}

function isCheck(step: string): boolean {
  return !(step in FIXED) && ![NOTES, RIGHTS, ELSEWHERE, REPEATED].some((group) => group.has(step));
}

function signOfRoute(data: TraceLine['data']): Sign {
  return data?.['kind'] === 'unreachable' || data?.['kind'] === 'fail' ? 'no' : 'note';
}
