import type { ArrivalCheck, ArrivalResult, DnsRecordView } from '../contract/arrival-view.ts';
import { stringsOf } from '../dkim/dkim-record.ts';

type More = Partial<Pick<ArrivalResult, 'found' | 'record'>>;

export function result(
  check: ArrivalCheck,
  verdict: ArrivalResult['verdict'],
  text: string,
  advice: string,
  { found = [], record = null }: More = {},
): ArrivalResult {
  return { check, verdict, text, advice, found, record };
}

export function textRecord(name: string, value: string): DnsRecordView {
  return { type: 'TXT', name, value, strings: stringsOf(value) };
}
