import { CallError, connectClient } from '../../../main/contract/client.ts';
import type { Client, Watcher } from '../../../main/contract/client.ts';
import type { CallInput, CallName, CallResult, TopicInput, TopicName } from '../../../main/contract/calls.ts';
import type { Port } from '../../../main/contract/port.ts';
import type { QueueOverview } from '../../../main/contract/queue-view.ts';
import type { SessionsDelta, SessionSummary } from '../../../main/contract/session-view.ts';
import type { Status } from '../../../main/contract/status-view.ts';
import { messages } from '../messages.ts';
import { said } from '../said.ts';
import { mergeSessions } from '../sessions.ts';
import { Devices } from './devices.svelte.ts';
import { Shell } from './shell.svelte.ts';

const RECENT_SESSIONS = 200;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8000;

/** The engine's state as this page knows it, kept current over one connection that comes back by itself. */
export class Live {
  /** `open`: what stands here is current. `connecting`: at first, and when a hidden page is looked at again. */
  connection = $state<'connecting' | 'open' | 'lost'>('connecting');
  /** Since when it is not current; null while it is, and before there was anything. */
  lostSinceMs = $state<number | null>(null);
  status = $state.raw<Status | null>(null);
  queue = $state.raw<QueueOverview | null>(null);
  sessions = $state.raw<readonly SessionSummary[]>([]);
  /** Devices and what they are called. */
  readonly devices = new Devices(this);
  readonly shell = new Shell(this);
  /** What went wrong with the last action, in the engine's words; null once dismissed. */
  failure = $state<string | null>(null);

  #client: Client | null = null;
  #isConnecting = false;
  #retryMs = FIRST_RETRY_MS;
  readonly #open: () => Promise<Port>;

  constructor(open: () => Promise<Port>) {
    this.#open = open;
    void this.#connect();
    document.addEventListener('visibilitychange', () => {
      // A hidden page asks for nothing: it lets go, and comes back for a fresh snapshot.
      if (document.hidden) this.#client?.close();
      else if (this.connection !== 'open') void this.#connect();
    });
  }

  /** Makes a call; a failure is shown on the page and null comes back. */
  async call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<Name> | null> {
    if (this.#client === null) {
      this.failure = messages.connection.lost;
      return null;
    }
    try {
      return await this.#client.call(name, input);
    } catch (error) {
      this.failure = said(error instanceof CallError ? error.message : String(error));
      return null;
    }
  }

  /** Makes a call whose failure is no news: null comes back and nothing is shown. */
  async attempt<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<Name> | null> {
    try {
      return (await this.#client?.call(name, input)) ?? null;
    } catch {
      return null;
    }
  }

  /** Makes a call whose failure the asker tells of itself. */
  async ask<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<Name> | CallError> {
    const lost = { code: 'not-running', message: messages.connection.lost, path: null, id: null };
    if (this.#client === null) return new CallError(lost);
    try {
      return await this.#client.call(name, input);
    } catch (error) {
      return error instanceof CallError ? error : new CallError({ ...lost, message: String(error) });
    }
  }

  /** What changes in sessions, with their lines, for as long as this connection holds; returns the unsubscriber. */
  watchSessions(take: (delta: SessionsDelta) => void): () => void {
    if (this.#client === null) return () => undefined;
    return this.#client.watch('sessions', { lines: true, recent: 0 }, { snapshot: () => undefined, delta: take });
  }

  /** Follows a topic for as long as this connection holds; returns the unsubscriber. */
  watch<Name extends TopicName>(name: Name, input: TopicInput<Name>, watcher: Watcher<Name>): () => void {
    return this.#client?.watch(name, input, watcher) ?? (() => undefined);
  }

  async #connect(): Promise<void> {
    if (this.#isConnecting || this.#client !== null) return;
    this.#isConnecting = true;
    try {
      const client = connectClient(await this.#open());
      client.onClose(() => this.#lost());
      this.#client = client;
      this.#retryMs = FIRST_RETRY_MS;
      this.#watch(client, () => {
        if (this.#client !== client) return;
        this.lostSinceMs = null;
        this.connection = 'open';
        void this.devices.load();
      });
    } catch {
      this.#lost();
    }
    this.#isConnecting = false;
  }

  /** `current` is told once everything that the page knew before has been replaced. */
  #watch(client: Client, current: () => void): void {
    const missing = ['status', 'queue', 'sessions'];
    const arrived = (topic: string): void => {
      const at = missing.indexOf(topic);
      if (at < 0) return;
      missing.splice(at, 1);
      if (missing.length === 0) current();
    };
    const status = (value: Status): void => {
      this.status = value;
      arrived('status');
    };
    const queue = (value: QueueOverview): void => {
      this.queue = value;
      arrived('queue');
    };
    client.watch('status', {}, { snapshot: status, delta: status, failed: () => arrived('status') });
    client.watch('queue', {}, { snapshot: queue, delta: queue, failed: () => arrived('queue') });
    client.watch(
      'sessions',
      { lines: false, recent: RECENT_SESSIONS },
      {
        snapshot: (page) => {
          this.sessions = page.sessions;
          arrived('sessions');
        },
        failed: () => arrived('sessions'),
        delta: ({ changed }) => {
          this.sessions = mergeSessions(this.sessions, changed, RECENT_SESSIONS);
        },
      },
    );
  }

  #lost(): void {
    this.#client = null;
    if (this.status !== null) this.lostSinceMs ??= Date.now();
    // A hidden page has let go by itself, and nobody is told.
    this.connection = document.hidden ? 'connecting' : 'lost';
    if (document.hidden) return;
    const wait = this.#retryMs;
    this.#retryMs = Math.min(wait * 2, LONGEST_RETRY_MS);
    setTimeout(() => {
      if (this.connection === 'lost' && !document.hidden) void this.#connect();
    }, wait);
  }
}
