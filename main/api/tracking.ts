import type { Api } from '../contract/calls.ts';
import type { LiveJournal } from '../journal/journal.ts';
import { searchTracking } from '../journal/tracking-search.ts';

interface TrackingParts {
  readonly dataFolder: string;
  /** Of the running engine: what it tracked a moment ago is found too. */
  readonly journal?: Pick<LiveJournal, 'trackingWritten'>;
}

/** What became of messages, as the tracking log has it: with and without a running engine. */
export function createTrackingCalls({ dataFolder, journal }: TrackingParts): Pick<Api['calls'], 'tracking.list'> {
  return {
    async 'tracking.list'({ filter, limit }) {
      await journal?.trackingWritten();
      return searchTracking(dataFolder, filter, limit);
    },
  };
}
