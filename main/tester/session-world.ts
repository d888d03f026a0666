import type { Snapshot } from '../config/snapshot.ts';
import type { ReceiveConnector } from '../connectors/model.ts';

/**
 * What a session knows of its configuration, as numbers: two sessions are alike where these are the same. Between
 * configurations that differ in a few places most sessions cannot differ. A session knows the connector that took it,
 * and all that is not a receive connector; of the other connectors, and of where its own listens and for whom, nothing.
 */
export class SessionWorld {
  /** Numbers stand for texts, because those are long. */
  private readonly numbers = new Map<string, number>();
  private readonly known = new WeakMap<object, number>();

  /** All that is not a receive connector. */
  worldOf(snapshot: Snapshot): number {
    return this.numberOf(snapshot, () => ({ ...snapshot.document, receiveConnectors: [] }));
  }

  /** The connector, with its name: replies do not say it, but results and routes do. */
  takerOf(snapshot: Snapshot, connector: ReceiveConnector): number {
    return this.numberOf(connector, () => ({
      ...snapshot.document.receiveConnectors[snapshot.receiveConnectors.indexOf(connector)],
      ...{ comment: '', bindings: [], remoteIPRanges: [] },
    }));
  }

  /** The same for all that are described by the same. */
  numberOf(what: object, describe: () => unknown): number {
    const known = this.known.get(what);
    if (known !== undefined) return known;
    const text = JSON.stringify(describe());
    const number = this.numbers.get(text) ?? this.numbers.size;
    this.numbers.set(text, number);
    this.known.set(what, number);
    return number;
  }
}
