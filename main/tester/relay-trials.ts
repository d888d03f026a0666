import type { Snapshot } from '../config/snapshot.ts';
import { dialogue, inTurn, leavingRoutes, opening, takenRecipients } from './probe.ts';
import type { RelayAttempt } from './relay-attempts.ts';
import type { Replayer } from './replayer.ts';

/** An attempt, and the recipient that was taken and whose mail would leave; null where there is none. */
export interface Trial {
  readonly attempt: RelayAttempt;
  readonly recipient: string | null;
}

/**
 * Tries attempts of the battery, and remembers what came of each: between configurations that differ in a few places
 * most sessions cannot differ. A session knows of its configuration the connector that took it and all that is not a
 * receive connector; of where it comes from, see relay-attempts.ts. Connectors that differ only in what they are called
 * and where they stand treat a client alike, so a house with a connector for each department is tried once. Kept as long
 * as the configurations are compared.
 */
export class RelayTrials {
  private readonly replayer: Replayer;
  private readonly results = new Map<string, string | null>();
  /** Numbers stand for texts in keys: those are long. */
  private readonly numbers = new Map<string, number>();
  private readonly known = new WeakMap<object, number>();

  constructor(replayer: Replayer) {
    this.replayer = replayer;
  }

  async run(snapshot: Snapshot, attempts: readonly RelayAttempt[]): Promise<readonly Trial[]> {
    const keyed = attempts.map((attempt) => ({ attempt, key: this.keyOf(snapshot, attempt) }));
    const untried = new Map(keyed.filter(({ key }) => !this.results.has(key)).map((one) => [one.key, one]));
    await inTurn([...untried.values()], async ({ attempt, key }) =>
      this.results.set(key, await leavingRecipient(this.replayer, snapshot, attempt)),
    );
    return keyed.map(({ attempt, key }) => ({ attempt, recipient: this.results.get(key) ?? null }));
  }

  private keyOf(snapshot: Snapshot, { connector, origin, vector, tls, conditions }: RelayAttempt): string {
    const { localAddress, localPort } = conditions;
    const { mailFrom, rcptTo } = vector;
    const world = this.numberOf(snapshot, () => ({ ...snapshot.document, receiveConnectors: [] }));
    const taker = this.numberOf(connector, () => ({
      ...snapshot.document.receiveConnectors[snapshot.receiveConnectors.indexOf(connector)],
      ...{ name: '', comment: '', bindings: [], remoteIPRanges: [] },
    }));
    return [world, taker, origin, tls, localAddress, localPort, mailFrom, rcptTo].join('\n');
  }

  /** The same for all that are described by the same. */
  private numberOf(what: object, describe: () => unknown): number {
    const known = this.known.get(what);
    if (known !== undefined) return known;
    const text = JSON.stringify(describe());
    const number = this.numbers.get(text) ?? this.numbers.size;
    this.numbers.set(text, number);
    this.known.set(what, number);
    return number;
  }
}

async function leavingRecipient(
  replayer: Replayer,
  snapshot: Snapshot,
  { vector, tls, conditions }: RelayAttempt,
): Promise<string | null> {
  const commands = [...opening('client.example', tls), `MAIL FROM:${vector.mailFrom}`, `RCPT TO:${vector.rcptTo}`];
  const result = await replayer.replay(snapshot, dialogue(commands), conditions, 'replies');
  if (takenRecipients(result).length === 0) return null;
  return leavingRoutes(result)[0]?.recipient ?? null;
}
