import type { Clock } from './clock.ts';
import type { Configuration } from './config/configuration.ts';
import type { Api } from './contract/calls.ts';
import type { Desktop } from './contract/desktop-view.ts';
import type { ListenerView } from './frontend/frontend.ts';
import type { MessageContent } from './transport/message-content.ts';

/** What an engine is given, and what it gives. */

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
  /** The desktop that this engine runs in. */
  readonly desktop?: Desktop;
}

export interface Engine {
  readonly api: Api;
  readonly configuration: Configuration;
  readonly listeners: () => readonly ListenerView[];
  /** A message that waits, as it would leave. Rejects with 'not-found', 'store-failed'. */
  content(id: number): Promise<MessageContent>;
  /** Address of the console with its one-time code, or null. */
  url(): string | null;
  /** Orderly shutdown in stages: receiving, sending, console, stores. */
  stop(): Promise<void>;
}
