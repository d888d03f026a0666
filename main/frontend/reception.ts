import type { Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import type { Snapshot } from '../config/snapshot.ts';
import { connect, type Endpoint } from '../connectors/decision.ts';
import type { ReceiveConnector, SmtpReply } from '../connectors/model.ts';
import type { Journal, SessionLog } from '../journal/journal.ts';
import type { ConnectorServer } from './connector-server.ts';
import type { Session } from './session.ts';
import type { MessageSink, SessionServices, SubmissionLimits } from './session-services.ts';

/** From an accepted connection to its session or its refusal: connector, admission, banner. The tester enters here too. */

const REFUSED_LINGER_MS = 2000;

/** Limits on connections besides those on what is sent through them. */
export interface EntryLimits extends SubmissionLimits {
  /** Takes a place for a connection, or gives the reply sent instead of the banner. */
  enter(connector: ReceiveConnector, address: string): SmtpReply | null;
  leave(connector: ReceiveConnector, address: string): void;
}

/** The server object of a connector, and whether it can offer TLS. */
export interface ConnectorRuntime {
  readonly server: ConnectorServer;
  readonly tls: boolean;
}

export interface ReceptionParts {
  readonly snapshot: () => Snapshot;
  readonly journal: Pick<Journal, 'open' | 'count'>;
  readonly clock: Clock;
  readonly sink: MessageSink;
  readonly limits: EntryLimits;
  readonly runtimeOf: (connector: ReceiveConnector) => ConnectorRuntime;
  readonly nextSessionId: () => string;
  readonly verifyPassword: SessionServices['verifyPassword'];
  readonly newGuid: () => string;
  readonly track: SessionServices['track'];
  readonly onClosed: (session: Session) => void;
}

/** Opens the session of a connection, or turns it away and returns null. */
export function receive(
  socket: Socket,
  visitor: Endpoint & { readonly remotePort: number },
  parts: ReceptionParts,
): Session | null {
  const { journal, limits, clock } = parts;
  const { remotePort, ...endpoint } = visitor;
  const snapshot = parts.snapshot();
  const decision = connect(snapshot.index, snapshot.policy, endpoint);
  const { connector } = decision;
  const log = journal.open({
    id: parts.nextSessionId(),
    direction: 'receive',
    connector: connector?.identity ?? '',
    verbose: connector?.verboseLog ?? false,
    localEndpoint: `${bracketed(endpoint.localAddress)}:${endpoint.localPort}`,
    remoteEndpoint: `${bracketed(endpoint.remoteAddress)}:${remotePort}`,
  });
  log.trace(decision.trace);
  if (snapshot.policy.learning) log.knock({});
  journal.count('sessions');
  const refusal = decision.reply ?? (connector === null ? null : refuseEntry(parts, connector, endpoint));
  if (connector === null || refusal !== null) {
    journal.count('refused');
    turnAway(socket, refusal, log, clock);
    return null;
  }
  const { server, tls } = parts.runtimeOf(connector);
  const session = server.open(socket, visitor, {
    snapshot,
    connector,
    endpoint,
    log,
    clock,
    sink: parts.sink,
    limits,
    tlsAvailable: tls,
    verifyPassword: parts.verifyPassword,
    newGuid: parts.newGuid,
    count: (counter) => journal.count(counter),
    track: parts.track,
    onClosed: () => {
      parts.onClosed(session);
      limits.leave(connector, endpoint.remoteAddress);
    },
  });
  return session;
}

/** A connection limit, or a connector that begins with TLS and has no certificate. */
function refuseEntry(
  { limits, runtimeOf }: ReceptionParts,
  connector: ReceiveConnector,
  endpoint: Endpoint,
): SmtpReply | null {
  if (connector.implicitTls && !runtimeOf(connector).tls) {
    return { code: 421, enhanced: '4.3.2', text: 'Service not available', close: true };
  }
  return limits.enter(connector, endpoint.remoteAddress);
}

function turnAway(socket: Socket, reply: SmtpReply | null, log: SessionLog, clock: Clock): void {
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

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
