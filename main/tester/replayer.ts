import type { Clock } from '../clock.ts';
import type { Snapshot } from '../config/snapshot.ts';
import type { ReplayConditions, ReplayResult, Transcript } from '../contract/tester-view.ts';

/** Replays transcripts against a configuration, with the session that real clients talk to. Keeps nothing, sends nothing. */
export interface Replayer {
  replay(snapshot: Snapshot, transcript: Transcript, conditions: ReplayConditions): Promise<ReplayResult>;
}

export interface ReplayerParts {
  readonly clock: Clock;
  readonly newGuid: () => string;
  /** False where no certificate is there to offer TLS with; true where it is not said. */
  readonly tlsAvailable?: (snapshot: Snapshot) => boolean;
}
