import type { ConnectorView } from '../../../main/contract/connector-view.ts';
import { messages } from '../messages.ts';
import { lastAddress } from './map-layout.ts';

const words = messages.connectorEditor.security;
const MOST_NAMED = 3;

/** "Any program on 192.168.0.181": who could relay through a connector. */
export function relayers(view: Pick<ConnectorView, 'ranges'> | null): string {
  const ranges = view?.ranges ?? [];
  const isEverywhere = ranges.some(({ low, high, family }) => low === '0' && high === lastAddress(family).toString());
  if (isEverywhere || ranges.length === 0) return words.anyone;
  return ranges.length > MOST_NAMED
    ? words.manyPrograms(ranges.length)
    : words.programs(ranges.map(({ text }) => text));
}
