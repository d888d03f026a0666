import type { Clock, Timer } from '../main/clock.ts';
import type { AlertNotice } from '../main/contract/alert-view.ts';
import type { CallInput, CallName, CallResult } from '../main/contract/calls.ts';
import type { Client } from '../main/contract/client.ts';
import type { SessionSummary } from '../main/contract/session-view.ts';
import type { Status } from '../main/contract/status-view.ts';
import { PostroomError } from '../main/errors.ts';

/** The shell's connection to an engine, which comes back by itself after the engine was started again. */

const RETRY_AFTER_MS = 3000;

export interface EngineWatcher {
  /** The present status and every new one; null while there is no engine. */
  readonly status: (status: Status | null) => void;
  /** Sessions that began, went on or ended. */
  readonly sessions: (changed: readonly SessionSummary[]) => void;
  /** What the engine tells people. */
  readonly alerts: (notice: AlertNotice) => void;
  /** Another run of the engine answers now: what was signed in to the old one is signed out. */
  readonly restarted: () => void;
}

export class EngineConnection {
  private readonly connect: () => Promise<Client>;
  private readonly clock: Clock;
  private client: Client | null;
  private retry: Timer | null = null;
  private closed = false;

  constructor(first: Client, connect: () => Promise<Client>, clock: Clock) {
    this.client = first;
    this.connect = connect;
    this.clock = clock;
  }

  watch(watcher: EngineWatcher): void {
    if (this.client !== null) this.follow(this.client, watcher);
  }

  /** Rejects with CallError, or PostroomError 'not-running'. */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<Name>> {
    return (
      this.client?.call(name, input) ??
      Promise.reject(new PostroomError('not-running', 'Postroom does not answer. Start its service, then try again.'))
    );
  }

  close(): void {
    this.closed = true;
    this.retry?.cancel();
    this.client?.close();
  }

  private follow(client: Client, watcher: EngineWatcher): void {
    const { status } = watcher;
    client.watch('status', {}, { snapshot: status, delta: status });
    const sessions = {
      snapshot: () => undefined,
      delta: ({ changed }: { readonly changed: readonly SessionSummary[] }) => watcher.sessions(changed),
    };
    client.watch('sessions', { lines: false, recent: 0 }, sessions);
    client.watch('alerts', {}, { snapshot: () => undefined, delta: watcher.alerts });
    client.onClose(() => {
      this.client = null;
      if (this.closed) return;
      status(null);
      this.connectLater(watcher);
    });
  }

  private connectLater(watcher: EngineWatcher): void {
    this.retry = this.clock.after(RETRY_AFTER_MS, () => {
      this.connect().then(
        (client) => {
          if (this.closed) {
            client.close();
            return;
          }
          this.client = client;
          this.follow(client, watcher);
          watcher.restarted();
        },
        () => {
          // Not there yet: it is asked for until it is, or until the shell ends.
          if (!this.closed) this.connectLater(watcher);
        },
      );
    });
  }
}
