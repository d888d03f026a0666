import { select } from '../connectors/selection.ts';
import type { ReplayResult } from '../contract/tester-view.ts';
import type { Replayer } from './replayer.ts';
import { SessionWorld } from './session-world.ts';

/**
 * A replayer that remembers what came of a dialogue, for configurations that are compared with each other: a change of one
 * connector is no reason to hold the dialogues of all others again. Of replays with their reasons nothing is remembered,
 * because a trace names the connectors that were not chosen. Kept as long as the configurations are compared.
 */
export function rememberReplies(replayer: Replayer): Replayer {
  const worlds = new SessionWorld();
  const results = new Map<string, Promise<ReplayResult>>();
  return {
    replay(snapshot, transcript, conditions, detail) {
      if (detail !== 'replies') return replayer.replay(snapshot, transcript, conditions, detail);
      const taker = select(snapshot.index, conditions)?.connector ?? null;
      const key = [
        worlds.worldOf(snapshot),
        taker === null ? 'nobody' : worlds.takerOf(snapshot, taker),
        worlds.numberOf(transcript, () => transcript),
        JSON.stringify(conditions),
      ].join(' ');
      const result = results.get(key) ?? replayer.replay(snapshot, transcript, conditions, detail);
      results.set(key, result);
      return result;
    },
  };
}
