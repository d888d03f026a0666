import type { KnownFailureView } from './config-view.ts';

/** What a check of a send connector finds, step by step. Times in ms. */

export type DoctorStepName =
  'credentials' | 'resolve' | 'connect' | 'greeting' | 'ehlo' | 'tls' | 'auth' | 'mail' | 'rcpt' | 'reset' | 'quit';

/** A certificate of the chain that the server presented. */
export interface DoctorCertificate {
  readonly subject: string;
  readonly issuer: string;
  readonly notAfterMs: number;
}

export interface DoctorPeer {
  /** Protocol and cipher. */
  readonly tls: string;
  /** The server's own first; empty: it presented none. */
  readonly chain: readonly DoctorCertificate[];
  /** DNS names and addresses it is for. */
  readonly names: readonly string[];
  readonly fingerprint: string | null;
  /** Why nobody vouches for it or for its name, in words; null where somebody does. */
  readonly fault: string | null;
}

export interface DoctorStep {
  readonly name: DoctorStepName;
  /** Host it was about, with the port where it was connected to. */
  readonly host: string | null;
  readonly isGood: boolean;
  /** What the server said, or what was found. */
  readonly said: string;
  readonly tookMs: number;
  /** Of TLS. */
  readonly peer: DoctorPeer | null;
  /** Of what failed: what it means; null where nothing is known beyond what was said. */
  readonly hint: string | null;
  readonly known: KnownFailureView | null;
}

export interface DoctorProgress {
  /** Those behind the ones that are known already. */
  readonly steps: readonly DoctorStep[];
  readonly isDone: boolean;
}
