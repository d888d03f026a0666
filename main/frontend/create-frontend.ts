import type { Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import type { Snapshot } from '../config/snapshot.ts';
import { connect, type Endpoint } from '../connectors/decision.ts';
import type { ReceiveConnector, SmtpReply } from '../connectors/model.ts';
import type { Journal } from '../journal/journal.ts';
import type { MessageDraft } from '../transport/queue.ts';
import { Admission } from './admission.ts';
import { ConnectorServer, type TlsIdentity } from './connector-server.ts';
import type { Frontend } from './frontend.ts';
import { ListenerSet } from './listener-set.ts';
import { PaceWatch } from './pace.ts';
import type { Session } from './session.ts';
import type { MessageSink, SessionServices } from './session-services.ts';

const REFUSED_LINGER_MS = 2000;
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
  const { clock, journal } = parts;
  const admission = new Admission(clock);
  const sessions = new Set<Session>();
  const pace = new PaceWatch(sessions, clock);
  const nextSessionId = sessionIds(clock);
  let servers = new WeakMap<ReceiveConnector, { server: ConnectorServer; tls: boolean }>();
  let running = false;

  const serverFor = (connector: ReceiveConnector): { server: ConnectorServer; tls: boolean } => {
    const known = servers.get(connector);
    if (known !== undefined) return known;
    const identity = parts.tlsIdentity(connector);
    const made = { server: new ConnectorServer(connector, identity), tls: identity !== null };
    servers.set(connector, made);
    return made;
  };

  const accept = (socket: Socket): void => {
    // A peer that resets before it is handled must not end the process.
    socket.on('error', () => socket.destroy());
    const endpoint = endpointOf(socket);
    if (endpoint === null) {
      socket.destroy();
      return;
    }
    const remotePort = socket.remotePort ?? 0;
    const snapshot = parts.snapshot();
    const decision = connect(snapshot.index, snapshot.policy, endpoint);
    const { connector } = decision;
    const log = journal.open({
      id: nextSessionId(),
      direction: 'receive',
      connector: connector?.identity ?? '',
      verbose: connector?.verboseLog ?? false,
      localEndpoint: `${bracketed(endpoint.localAddress)}:${endpoint.localPort}`,
      remoteEndpoint: `${bracketed(endpoint.remoteAddress)}:${remotePort}`,
    });
    log.trace(decision.trace);
    journal.count('sessions');
    const refusal =
      decision.reply ?? (connector === null ? null : refuseEntry(admission, connector, endpoint, serverFor));
    if (connector === null || refusal !== null) {
      journal.count('refused');
      turnAway(socket, refusal, log, clock);
      return;
    }
    const { server, tls } = serverFor(connector);
    const session = server.open(
      socket,
      { ...endpoint, remotePort },
      {
        snapshot,
        connector,
        endpoint,
        log,
        clock,
        sink: parts.sink,
        limits: admission,
        tlsAvailable: tls,
        verifyPassword: parts.verifyPassword,
        newGuid: parts.newGuid,
        count: (counter) => journal.count(counter),
        track: parts.track,
        onClosed: () => {
          sessions.delete(session);
          admission.leave(connector, endpoint.remoteAddress);
        },
      },
    );
    sessions.add(session);
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
      servers = new WeakMap();
    },
  };
}

/** A connection limit, or a connector that begins with TLS and has no certificate. */
function refuseEntry(
  admission: Admission,
  connector: ReceiveConnector,
  endpoint: Endpoint,
  serverFor: (connector: ReceiveConnector) => { tls: boolean },
): SmtpReply | null {
  if (connector.implicitTls && !serverFor(connector).tls) {
    return { code: 421, enhanced: '4.3.2', text: 'Service not available', close: true };
  }
  return admission.enter(connector, endpoint.remoteAddress);
}

function turnAway(socket: Socket, reply: SmtpReply | null, log: ReturnType<Journal['open']>, clock: Clock): void {
  log.write('+', '');
  if (reply === null) {
    socket.destroy();
  } else {
    const line = `${reply.code} ${reply.enhanced === null ? '' : `${reply.enhanced} `}${reply.text}`;
    log.write('>', line);
    socket.end(`${line}\r\n`);
    socket.resume();
    clock.after(REFUSED_LINGER_MS, () => socket.destroy());
  }
  log.close('Local');
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

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** 16 hex digits that rise, like Exchange's (which come from .NET ticks). */
function sessionIds(clock: Clock): () => string {
  let last = BigInt(Math.floor(clock.now())) * 10_000n + 621_355_968_000_000_000n;
  return () => {
    last += 1n;
    return last.toString(16).toUpperCase().padStart(16, '0');
  };
}
