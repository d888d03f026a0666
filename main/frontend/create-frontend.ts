import type { Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import type { Snapshot } from '../config/snapshot.ts';
import type { Endpoint } from '../connectors/decision.ts';
import type { ReceiveConnector } from '../connectors/model.ts';
import type { Journal } from '../journal/journal.ts';
import type { MessageDraft } from '../transport/queue.ts';
import { Admission } from './admission.ts';
import { ConnectorServer, type TlsIdentity } from './connector-server.ts';
import type { Frontend } from './frontend.ts';
import { ListenerSet } from './listener-set.ts';
import { PaceWatch } from './pace.ts';
import { receive, type ConnectorRuntime, type ReceptionParts } from './reception.ts';
import type { Session } from './session.ts';
import type { MessageSink, SessionServices } from './session-services.ts';

const STOP_POLL_MS = 50;

export interface FrontendParts {
  readonly snapshot: () => Snapshot;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly sink: MessageSink;
  /** Certificate for a connector, or null where there is none. */
  readonly tlsIdentity: (connector: ReceiveConnector) => TlsIdentity | null;
  readonly verifyPassword: SessionServices['verifyPassword'];
  readonly newGuid: () => string;
  readonly track: (message: MessageDraft, bytes: number) => void;
}

export interface RunningFrontend extends Frontend {
  /** Listens as the new snapshot says; sessions keep the one they began with. */
  configurationChanged(next: Snapshot): Promise<void>;
  /** New sessions get the certificates as they are now. */
  reloadCertificates(): void;
}

/** The Frontend Transport service. */
export function createFrontend(parts: FrontendParts): RunningFrontend {
  const { clock } = parts;
  const admission = new Admission(clock);
  const sessions = new Set<Session>();
  const pace = new PaceWatch(sessions, clock);
  let runtimes = new WeakMap<ReceiveConnector, ConnectorRuntime>();
  let running = false;

  const runtimeOf = (connector: ReceiveConnector): ConnectorRuntime => {
    const known = runtimes.get(connector);
    if (known !== undefined) return known;
    const identity = parts.tlsIdentity(connector);
    const made = { server: new ConnectorServer(connector, identity), tls: identity !== null };
    runtimes.set(connector, made);
    return made;
  };

  const reception: ReceptionParts = {
    ...parts,
    limits: admission,
    runtimeOf,
    nextSessionId: sessionIds(clock),
    onClosed: (session) => sessions.delete(session),
  };

  const accept = (socket: Socket): void => {
    // A peer that resets before it is handled must not end the process.
    socket.on('error', () => socket.destroy());
    const endpoint = endpointOf(socket);
    if (endpoint === null) {
      socket.destroy();
      return;
    }
    const session = receive(socket, { ...endpoint, remotePort: socket.remotePort ?? 0 }, reception);
    if (session !== null) sessions.add(session);
  };

  const listeners = new ListenerSet(accept, clock);

  return {
    async start() {
      running = true;
      pace.start();
      await listeners.reconcile(parts.snapshot().receiveConnectors);
    },
    async stop(deadlineMs) {
      running = false;
      pace.stop();
      listeners.close();
      const until = clock.monotonic() + deadlineMs;
      for (const session of [...sessions]) session.shutDown();
      while (sessions.size > 0 && clock.monotonic() < until) {
        await new Promise<void>((resolve) => clock.after(STOP_POLL_MS, resolve));
        for (const session of [...sessions]) session.shutDown();
      }
      for (const session of sessions) session.destroy();
    },
    get running() {
      return running;
    },
    listeners: () => listeners.views(),
    sessionCount: () => sessions.size,
    async configurationChanged(next) {
      if (running) await listeners.reconcile(next.receiveConnectors);
    },
    reloadCertificates() {
      runtimes = new WeakMap();
    },
  };
}

/** Both ends of a connection; null where the peer is gone already. */
function endpointOf({ remoteAddress, localAddress, localPort }: Socket): Endpoint | null {
  if (remoteAddress === undefined || localAddress === undefined || localPort === undefined) return null;
  return { localAddress: plainAddress(localAddress), localPort, remoteAddress: plainAddress(remoteAddress) };
}

/** The address without its IPv4-mapped prefix and zone: what decisions, replies and logs speak of. */
export function plainAddress(address: string): string {
  const zone = address.indexOf('%');
  return (zone < 0 ? address : address.slice(0, zone)).replace(/^::ffff:(?=\d+\.)/i, '');
}

/** 16 hex digits that rise, like Exchange's (which come from .NET ticks). */
function sessionIds(clock: Clock): () => string {
  let last = BigInt(Math.floor(clock.now())) * 10_000n + 621_355_968_000_000_000n;
  return () => {
    last += 1n;
    return last.toString(16).toUpperCase().padStart(16, '0');
  };
}
