/**
 * What carries the contract: an Electron MessagePort, a WebSocket, or two ends in memory. Text frames, in order.
 * Handlers are attached once, in the turn in which the port was made; a frame before that may be lost.
 */
export interface Port {
  send(frame: string): void;
  onFrame(handler: (frame: string) => void): void;
  /** Called once, also after close() of this end. */
  onClose(handler: () => void): void;
  close(): void;
  /** Bytes accepted by send() that have not left yet; 0 where the transport cannot tell. */
  buffered(): number;
}

/** A failure as it crosses the border: the cause stays in the log under `id`. */
export interface SerializedError {
  /** Stable code, listed in docs/errors.md. */
  readonly code: string;
  readonly message: string;
  /** Points into the configuration or the call's input where one property is at fault. */
  readonly path: string | null;
  readonly id: string | null;
}

/** From client to engine. `id` is chosen by the client and rises. */
export type ClientFrame =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly kind: 'subscribe'; readonly id: number; readonly topic: string; readonly input: unknown }
  | { readonly kind: 'unsubscribe'; readonly id: number };

/** From engine to client. A subscription's snapshot has revision 0 and each delta the next number. */
export type EngineFrame =
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: SerializedError }
  | { readonly kind: 'snapshot'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'delta'; readonly id: number; readonly revision: number; readonly value: unknown };
