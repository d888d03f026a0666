import type { CallInput, CallName, CallResult, TopicDelta, TopicInput, TopicName, TopicSnapshot } from './calls.ts';
import type { ClientFrame, EngineFrame, Port, SerializedError } from './port.ts';

/** A call that failed, with the engine's code and public text. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly code: string;
  readonly path: string | null;
  readonly id: string | null;

  constructor(error: SerializedError) {
    super(error.message);
    this.code = error.code;
    this.path = error.path;
    this.id = error.id;
  }
}

export interface Watcher<Name extends TopicName> {
  /** The whole state: first, and again whenever a delta was missed. */
  readonly snapshot: (value: TopicSnapshot<Name>) => void;
  readonly delta: (value: TopicDelta<Name>) => void;
  readonly failed?: (error: CallError) => void;
}

export interface Client {
  /** Rejects with CallError; code 'not-running' when the connection is gone. */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<Name>>;
  /** Returns the unsubscriber. */
  watch<Name extends TopicName>(name: Name, input: TopicInput<Name>, watcher: Watcher<Name>): () => void;
  onClose(handler: () => void): void;
  close(): void;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: CallError): void;
}

interface Subscription {
  readonly open: () => void;
  readonly snapshot: (value: unknown) => void;
  readonly delta: (value: unknown) => void;
  readonly failed: (error: CallError) => void;
  revision: number;
}

const CLOSED: SerializedError = {
  code: 'not-running',
  message: 'The connection to Postroom is closed. Connect again.',
  path: null,
  id: null,
};

/** The client's end of the contract over any port. */
export function connectClient(port: Port): Client {
  const pending = new Map<number, Pending>();
  const subscriptions = new Map<number, Subscription>();
  const closeHandlers: (() => void)[] = [];
  let lastId = 0;
  let closed = false;

  const send = (frame: ClientFrame): void => port.send(JSON.stringify(frame));

  const fail = (id: number, error: CallError): void => {
    pending.get(id)?.reject(error);
    subscriptions.get(id)?.failed(error);
    pending.delete(id);
    subscriptions.delete(id);
  };

  const takeDelta = (id: number, revision: number, value: unknown): void => {
    const subscription = subscriptions.get(id);
    if (!subscription) return;
    if (revision === subscription.revision + 1) {
      subscription.revision = revision;
      subscription.delta(value);
      return;
    }
    // A gap: the old subscription is void, a new one begins with a snapshot.
    subscriptions.delete(id);
    send({ kind: 'unsubscribe', id });
    subscription.open();
  };

  port.onFrame((text) => {
    const frame = parseFrame(text);
    if (frame === null) {
      port.close();
      return;
    }
    switch (frame.kind) {
      case 'result':
        pending.get(frame.id)?.resolve(frame.value);
        pending.delete(frame.id);
        return;
      case 'error':
        fail(frame.id, new CallError(frame.error));
        return;
      case 'snapshot':
        subscriptions.get(frame.id)?.snapshot(frame.value);
        return;
      case 'delta':
        takeDelta(frame.id, frame.revision, frame.value);
    }
  });

  port.onClose(() => {
    closed = true;
    for (const id of [...pending.keys(), ...subscriptions.keys()]) fail(id, new CallError(CLOSED));
    for (const handler of closeHandlers) handler();
  });

  const client: Client = {
    call: <Name extends CallName>(name: Name, input: CallInput<Name>) =>
      new Promise<CallResult<Name>>((resolve, reject) => {
        if (closed) {
          reject(new CallError(CLOSED));
          return;
        }
        lastId += 1;
        // The engine is the one that made the value, from handlers typed by the same contract.
        pending.set(lastId, { resolve: (value) => resolve(value as CallResult<Name>), reject });
        send({ kind: 'call', id: lastId, name, input });
      }),
    watch: <Name extends TopicName>(name: Name, input: TopicInput<Name>, watcher: Watcher<Name>) => {
      let current = 0;
      const open = (): void => {
        lastId += 1;
        current = lastId;
        subscriptions.set(current, {
          open,
          revision: 0,
          snapshot: (value) => watcher.snapshot(value as TopicSnapshot<Name>),
          delta: (value) => watcher.delta(value as TopicDelta<Name>),
          failed: (error) => watcher.failed?.(error),
        });
        send({ kind: 'subscribe', id: current, topic: name, input });
      };
      if (closed) watcher.failed?.(new CallError(CLOSED));
      else open();
      return () => {
        if (subscriptions.delete(current) && !closed) send({ kind: 'unsubscribe', id: current });
      };
    },
    onClose: (handler) => {
      if (closed) handler();
      else closeHandlers.push(handler);
    },
    close: () => port.close(),
  };
  return client;
}

function parseFrame(text: string): EngineFrame | null {
  try {
    // The far end is our own engine behind an authenticated transport; its frames are typed by the same file.
    return JSON.parse(text) as EngineFrame;
  } catch {
    return null;
  }
}
