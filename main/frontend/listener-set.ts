import { createServer, type Server, type Socket } from 'node:net';
import type { Clock, Timer } from '../clock.ts';
import type { Binding, ReceiveConnector } from '../connectors/model.ts';
import type { ListenerView } from './frontend.ts';

/** One plain listening socket per address and port; what arrives is handed on. */

const RETRY_MS = 10_000;
/** One that listened and failed is missed by devices at once. */
const RETRY_WORKING_MS = 100;

interface Listener {
  readonly binding: Binding;
  connectors: string[];
  /** Key of the listener on all addresses that takes its connections too: Linux allows no second socket on that port. */
  readonly coveredBy: string | null;
  server: Server | null;
  state: ListenerView['state'];
  reason: string | null;
  retry: Timer | null;
  /** Bound port, which differs from the wanted one only for port 0. */
  port: number;
}

export class ListenerSet {
  private readonly listeners = new Map<string, Listener>();
  private readonly accept: (socket: Socket) => void;
  private readonly clock: Clock;

  constructor(accept: (socket: Socket) => void, clock: Clock) {
    this.accept = accept;
    this.clock = clock;
  }

  views(): ListenerView[] {
    return [...this.listeners.values()].map((listener) => {
      const { connectors, binding, coveredBy } = listener;
      const { port, state, reason } = (coveredBy === null ? null : this.listeners.get(coveredBy)) ?? listener;
      return { connectors, address: binding.address, port, state, reason };
    });
  }

  /** Listens where `connectors` want it and nowhere else. Resolves when each binding has succeeded or failed. */
  async reconcile(connectors: readonly ReceiveConnector[]): Promise<void> {
    const wanted = wantedBy(connectors);
    const coverOf = (binding: Binding): string | null => {
      const cover = keyOf({ address: binding.family === 4 ? '0.0.0.0' : '::', port: binding.port });
      return !binding.wildcard && wanted.has(cover) ? cover : null;
    };
    // Closed first: a socket on all addresses and one on a single address take turns.
    for (const [key, listener] of this.listeners) {
      if (wanted.has(key) && listener.coveredBy === coverOf(listener.binding)) continue;
      this.listeners.delete(key);
      close(listener);
    }
    const started: Promise<void>[] = [];
    for (const [key, { binding, connectors: names }] of wanted) {
      const known = this.listeners.get(key);
      if (known !== undefined) {
        known.connectors = names;
        continue;
      }
      const listener: Listener = {
        binding,
        connectors: names,
        coveredBy: coverOf(binding),
        server: null,
        state: 'stopped',
        reason: null,
        retry: null,
        port: binding.port,
      };
      this.listeners.set(key, listener);
      if (listener.coveredBy === null) started.push(this.listen(listener));
    }
    await Promise.all(started);
  }

  close(): void {
    for (const listener of this.listeners.values()) close(listener);
    this.listeners.clear();
  }

  private listen(listener: Listener): Promise<void> {
    const { binding } = listener;
    return new Promise((resolve) => {
      const server = createServer({ noDelay: true }, this.accept);
      listener.server = server;
      // It may come late, too: where a connection cannot be taken, Windows lets go of the whole socket.
      server.on('error', (error: NodeJS.ErrnoException) => {
        if (listener.server !== server) return;
        const retryMs = listener.state === 'listening' ? RETRY_WORKING_MS : RETRY_MS;
        listener.server = null;
        server.close();
        explain(listener, error);
        if (listener.state === 'failed') {
          listener.retry = this.clock.after(retryMs, () => {
            if ([...this.listeners.values()].includes(listener)) void this.listen(listener);
          });
        }
        resolve();
      });
      server.listen({ host: binding.address, port: binding.port, ipv6Only: binding.family === 6 }, () => {
        const address = server.address();
        listener.port = typeof address === 'object' && address !== null ? address.port : binding.port;
        listener.state = 'listening';
        listener.reason = null;
        resolve();
      });
    });
  }
}

/** Each address and port that an enabled connector is bound to, with those connectors. */
function wantedBy(connectors: readonly ReceiveConnector[]): Map<string, { binding: Binding; connectors: string[] }> {
  const wanted = new Map<string, { binding: Binding; connectors: string[] }>();
  for (const connector of connectors) {
    if (!connector.enabled) continue;
    for (const binding of connector.bindings) {
      const entry = wanted.get(keyOf(binding)) ?? { binding, connectors: [] };
      entry.connectors.push(connector.identity);
      wanted.set(keyOf(binding), entry);
    }
  }
  return wanted;
}

function keyOf({ address, port }: Pick<Binding, 'address' | 'port'>): string {
  return `${address}|${String(port)}`;
}

function close(listener: Listener): void {
  listener.retry?.cancel();
  // Stops accepting at once; sessions on the sockets already taken go on.
  listener.server?.close();
  listener.server = null;
  listener.state = 'stopped';
}

function explain(listener: Listener, error: NodeJS.ErrnoException): void {
  const { binding } = listener;
  listener.state = 'failed';
  switch (error.code) {
    case 'EADDRINUSE':
      listener.reason = `Port ${binding.port} on ${binding.address} is taken by another program: stop it, or give the connector another port.`;
      return;
    case 'EACCES':
      listener.reason = `This account may not listen on port ${binding.port}: run Postroom as administrator or choose a port above 1023.`;
      return;
    case 'EAFNOSUPPORT':
    case 'EADDRNOTAVAIL':
      listener.reason = binding.wildcard
        ? 'This machine has no IPv6, so nothing listens there.'
        : `The address ${binding.address} does not exist on this machine: correct the binding.`;
      if (binding.wildcard) listener.state = 'stopped';
      return;
    default:
      listener.reason = `Listening on ${binding.text} failed (${error.code ?? error.message}).`;
  }
}
