import type { Clock } from './clock.ts';

export interface EngineOptions {
  readonly dataFolder: string;
  readonly clock?: Clock;
  /** Address of the console, or null for none. */
  readonly console: { readonly host: string; readonly port: number } | null;
  /** The built renderer, served by the console. */
  readonly rendererFolder: string;
  readonly version: string;
  /** Takes one line for the operator's log; the cause is technical. */
  readonly log: (text: string, cause?: unknown) => void;
  /** A client asked for the shutdown: call stop() and end the process. */
  readonly onStopRequested?: () => void;
}
