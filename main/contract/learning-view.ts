import type { SparseDocument } from './document.ts';
import type { DeviceKnock, DeviceLogin } from './session-view.ts';

/** Learning mode as clients see it: who knocks, and what would let them in. Times in ms since 1970. */

/**
 * Where a device would be without learning mode. `ready`: all it wants is accepted; `relay`: it wants to send to
 * others, and may not; `connector`: no connector lets it send at all; `login`: its login fails; `outside`: it is on
 * the Internet, and only a person lets it in; `silent`: it said nothing; `other`: refused for something of its own.
 */
export type KnockStanding = 'ready' | 'relay' | 'connector' | 'login' | 'outside' | 'silent' | 'other';

export interface LearnedDevice {
  readonly address: string;
  /** Null where nobody has named it. */
  readonly name: string | null;
  readonly helo: string | null;
  readonly tls: string | null;
  readonly login: DeviceLogin | null;
  /** Where it connected to, `IP:PORT`. */
  readonly localEndpoint: string;
  readonly knock: DeviceKnock;
  readonly standing: KnockStanding;
  /** The reply that it would get; null where it would be accepted, or where nothing can be said. */
  readonly reply: string | null;
}

/** Receive connectors for devices that knocked: nothing is changed until the patch is applied. */
export interface LearningProposal {
  /** `relay`: they may send to anybody; `connector`: to the accepted domains. */
  readonly kind: 'relay' | 'connector';
  /** In order. */
  readonly addresses: readonly string[];
  /** The same as remote IP ranges. */
  readonly ranges: readonly string[];
  /** Name of the receive connector that is made, or that they are added to. */
  readonly connector: string;
  readonly isNew: boolean;
  /** What they want to send to, by domain; the first of them. */
  readonly domains: readonly string[];
  /** A merge patch (RFC 7396) against the sparse document. */
  readonly patch: SparseDocument;
}

export interface LearningView {
  readonly enabled: boolean;
  /** When it ends by itself, or null. */
  readonly endsMs: number | null;
  /** Last heard first. */
  readonly devices: readonly LearnedDevice[];
  readonly proposals: readonly LearningProposal[];
}
