import type { ArrivalReport, ArrivalResult } from '../../../main/contract/arrival-view.ts';
import { messages } from '../messages.ts';
import type { Tone } from './line.ts';

const words = messages.arrival;

/** By which way mail from the domain leaves. */
export function wayText({ address, smartHosts }: Pick<ArrivalReport, 'address' | 'smartHosts'>): string {
  if (smartHosts.length > 0) return words.way.hosts(smartHosts.join(', '));
  return address === null ? words.way.unknown : words.way.direct(address);
}

export function arrivalTone(verdict: ArrivalResult['verdict']): Tone {
  return verdict === 'unknown' ? 'plain' : verdict;
}
