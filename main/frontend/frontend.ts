/** The Frontend Transport service: listeners and their sessions. */

export interface ListenerView {
  /** Connectors that share the binding, in identity order. */
  readonly connectors: readonly string[];
  readonly address: string;
  readonly port: number;
  readonly state: 'listening' | 'failed' | 'stopped';
  /** Plain sentence when failed. */
  readonly reason: string | null;
}

export interface Frontend {
  /** Binds what the current snapshot asks for; bindings that fail are reported in listeners(). */
  start(): Promise<void>;
  /** Stops listening; sessions in DATA may finish until the deadline, others get 421 4.3.2. */
  stop(deadlineMs: number): Promise<void>;
  readonly running: boolean;
  listeners(): readonly ListenerView[];
  sessionCount(): number;
}
