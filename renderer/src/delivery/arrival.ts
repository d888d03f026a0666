import type { ArrivalReport, ArrivalResult } from '../../../main/contract/arrival-view.ts';
import { messages } from '../messages.ts';
import type { Tone } from '../tone.ts';

const words = messages.arrival;

/** By which way mail from the domain leaves. */
export function wayText({ address, smartHosts }: Pick<ArrivalReport, 'address' | 'smartHosts'>): string {
  if (smartHosts.length > 0) return words.way.hosts(smartHosts.join(', '));
  return address === null ? words.way.unknown : words.way.direct(address);
}

export function arrivalTone(verdict: ArrivalResult['verdict']): Tone {
  return verdict === 'unknown' ? 'plain' : verdict;
}

/** The worst of what was found; what could not be looked up counts only where nothing else does. */
export function overallOf(results: readonly ArrivalResult[]): ArrivalResult['verdict'] {
  const worst = (['bad', 'warn', 'unknown'] as const).find((verdict) => results.some((one) => one.verdict === verdict));
  return worst ?? 'good';
}

/** A value in its pieces, each quoted, as a zone file holds it. */
export function zoneText(strings: readonly string[]): string {
  return strings.map((piece) => `"${piece.replaceAll(/["\\]/g, String.raw`\$&`)}"`).join(' ');
}
