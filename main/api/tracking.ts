import type { Api } from '../contract/calls.ts';
import { searchTracking } from '../journal/tracking-search.ts';

/** What became of messages, as the tracking log has it: with and without a running engine. */
export function createTrackingCalls({
  dataFolder,
}: {
  readonly dataFolder: string;
}): Pick<Api['calls'], 'tracking.list'> {
  return { 'tracking.list': ({ filter, limit }) => searchTracking(dataFolder, filter, limit) };
}
