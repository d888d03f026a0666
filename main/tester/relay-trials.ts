import type { Snapshot } from '../config/snapshot.ts';
import { dialogue, inTurn, leavingRoutes, opening, takenRecipients } from './probe.ts';
import type { RelayVector } from './open-relay-battery.ts';
import type { RelayAttempt } from './relay-attempts.ts';
import type { Replayer } from './replayer.ts';
import { SessionWorld } from './session-world.ts';

/** An attempt, and those of its vectors whose recipient was taken and whose mail would leave. */
export interface Trial {
  readonly attempt: RelayAttempt;
  readonly open: readonly RelayVector[];
}

/**
 * Tries the battery on each way in, and remembers what came of it (see SessionWorld). Connectors that differ only in what
 * they are called and where they stand treat a client alike, so a house with a connector for each department is tried
 * once. Kept as long as the configurations are compared.
 */
export class RelayTrials {
  private readonly replayer: Replayer;
  private readonly worlds = new SessionWorld();
  private readonly results = new Map<string, readonly RelayVector[]>();

  constructor(replayer: Replayer) {
    this.replayer = replayer;
  }

  async run(snapshot: Snapshot, attempts: readonly RelayAttempt[]): Promise<readonly Trial[]> {
    const trials: Trial[] = [];
    for (const attempt of attempts) {
      const key = this.keyOf(snapshot, attempt);
      const open = this.results.get(key) ?? (await openVectors(this.replayer, snapshot, attempt));
      this.results.set(key, open);
      trials.push({ attempt, open });
    }
    return trials;
  }

  private keyOf(snapshot: Snapshot, { connector, origin, tls, conditions }: RelayAttempt): string {
    const { localAddress, localPort } = conditions;
    const taker = this.worlds.numberOf(connector, () => ({
      ...snapshot.document.receiveConnectors[snapshot.receiveConnectors.indexOf(connector)],
      ...{ name: '', comment: '', bindings: [], remoteIPRanges: [] },
    }));
    return [this.worlds.worldOf(snapshot), taker, origin, tls, localAddress, localPort].join(' ');
  }
}

/** Vectors that say the same at this door are tried once. */
async function openVectors(
  replayer: Replayer,
  snapshot: Snapshot,
  attempt: RelayAttempt,
): Promise<readonly RelayVector[]> {
  const alike = Map.groupBy(attempt.vectors, ({ mailFrom, rcptTo }) => `${mailFrom}\n${rcptTo}`);
  const leaving = new Set<string>();
  await inTurn(alike, async ([key, [vector]]) => {
    if (vector !== undefined && (await leaves(replayer, snapshot, attempt, vector))) leaving.add(key);
  });
  return attempt.vectors.filter(({ mailFrom, rcptTo }) => leaving.has(`${mailFrom}\n${rcptTo}`));
}

async function leaves(
  replayer: Replayer,
  snapshot: Snapshot,
  { tls, conditions }: RelayAttempt,
  { mailFrom, rcptTo }: RelayVector,
): Promise<boolean> {
  const commands = [...opening('client.example', tls), `MAIL FROM:${mailFrom}`, `RCPT TO:${rcptTo}`];
  const result = await replayer.replay(snapshot, dialogue(commands), conditions, 'replies');
  return takenRecipients(result).length > 0 && leavingRoutes(result).length > 0;
}
