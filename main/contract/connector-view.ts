import type { ConfigFinding } from './config-view.ts';
import type { Tolerance, TransportRole } from './receive-connector.ts';

/** Receive connectors as people are told of them. */

/** Who may: everybody who connects, only who logged in, or nobody. */
export type Permitted = 'everybody' | 'afterLogin' | 'nobody';

export interface BindingView {
  readonly text: string;
  readonly family: 4 | 6;
  readonly address: string;
  readonly port: number;
  /** All addresses of the family. */
  readonly wildcard: boolean;
}

/** A range of client addresses. Addresses are decimal numbers, as IPv6 needs more than a JSON number holds. */
export interface RangeView {
  /** `192.168.0.181`, `192.168.0.40-192.168.0.45`. */
  readonly text: string;
  readonly family: 4 | 6;
  readonly low: string;
  readonly high: string;
  readonly addresses: string;
}

export interface ConnectorView {
  readonly name: string;
  /** `SERVER\Name`. */
  readonly identity: string;
  readonly enabled: boolean;
  readonly transportRole: TransportRole;
  /** "192.168.0.181 may relay to anyone, without login". */
  readonly sentence: string;
  readonly bindings: readonly BindingView[];
  readonly ranges: readonly RangeView[];
  /** Who may hand in mail at all. */
  readonly submits: Permitted;
  /** Who may send to outside recipients. */
  readonly relays: Permitted;
  readonly externallySecured: boolean;
  /** The one in force, also where the connector leaves it open. */
  readonly tolerance: Tolerance;
  readonly oldTls: boolean;
  readonly requireTls: boolean;
  readonly implicitTls: boolean;
  /** Messages since midnight, or since the engine's start where that was later. */
  readonly acceptedToday: number;
  readonly refusedToday: number;
}

export interface ConnectorsView {
  readonly revision: number;
  readonly findings: readonly ConfigFinding[];
  /** In the order of the document; null where a patch does not make a valid one. */
  readonly connectors: readonly ConnectorView[] | null;
}
