import type { Clock } from '../clock.ts';
import type { Snapshot } from '../config/snapshot.ts';
import type { ReceiveConnector } from '../connectors/model.ts';
import type { ReplayConditions, ReplayResult, Transcript } from '../contract/tester-view.ts';
import { plainAddress } from '../frontend/create-frontend.ts';
import { receive, type ReceptionParts } from '../frontend/reception.ts';
import { Conversation, type Moment } from './conversation.ts';
import { InProcessSocket } from './in-process-socket.ts';
import { RecordingLog, type ReplayDetail } from './recording-log.ts';
import { summarize } from './replay-result.ts';
import { ReplayServer, ReplaySession } from './replay-server.ts';
import { forgetfulSink, limitsNeverReached, stoppedTimers } from './surroundings.ts';

/** Replays transcripts against a configuration, with the session that real clients talk to. Keeps nothing, sends nothing. */
export interface Replayer {
  replay(
    snapshot: Snapshot,
    transcript: Transcript,
    conditions: ReplayConditions,
    detail?: ReplayDetail,
  ): Promise<ReplayResult>;
}

export interface ReplayerParts {
  readonly clock: Clock;
  readonly newGuid: () => string;
  /** False where the connector has no certificate to offer TLS with; left out, all have one. */
  readonly tlsAvailable?: (connector: ReceiveConnector) => boolean;
}

const SESSION_ID = '0000000000000001';
const REMOTE_PORT = 50_000;

export function createReplayer({ clock, newGuid, tlsAvailable = () => true }: ReplayerParts): Replayer {
  const still = stoppedTimers(clock);
  // A session asks its connector for all but what a server is made of, and making one costs more than a whole replay: the
  // connectors of all drafts share what they can.
  const servers = new Map<string, ReplayServer>();
  const serverOf = (connector: ReceiveConnector, implicitTls: boolean): ReplayServer => {
    const key = `${connector.fqdn} ${String(implicitTls)}`;
    const server = servers.get(key) ?? new ReplayServer(connector, implicitTls);
    servers.set(key, server);
    return server;
  };

  return {
    async replay(snapshot, transcript, conditions, detail = 'reasons') {
      const socket = new InProcessSocket();
      const log = new RecordingLog(SESSION_ID, detail);
      const moment: Moment = { passwordAsked: false, acceptedBytes: null };
      const parts: ReceptionParts = {
        snapshot: () => snapshot,
        journal: { open: () => log, count: () => undefined },
        clock: still,
        sink: forgetfulSink(),
        limits: limitsNeverReached,
        runtimeOf: (connector) => ({
          server: serverOf(connector, conditions.implicitTls || connector.implicitTls),
          tls: tlsAvailable(connector),
        }),
        nextSessionId: () => SESSION_ID,
        verifyPassword: (_password, hash) => {
          moment.passwordAsked = true;
          return Promise.resolve(conditions.userName !== null && hash !== null);
        },
        newGuid,
        track: (_message, bytes) => {
          moment.acceptedBytes = bytes;
        },
        onClosed: () => undefined,
      };
      const visitor = {
        remoteAddress: plainAddress(conditions.remoteAddress),
        localAddress: plainAddress(conditions.localAddress),
        localPort: conditions.localPort,
        remotePort: REMOTE_PORT,
      };
      const opened = receive(socket.asSocket(), visitor, parts);
      const session = opened instanceof ReplaySession ? opened : null;
      const connector = session?.services.connector ?? null;
      const connection = {
        snapshot,
        socket,
        log,
        session,
        moment,
        detail,
        tlsAvailable: connector !== null && tlsAvailable(connector),
      };
      const conversation = new Conversation(connection, transcript, conditions);
      try {
        await conversation.run();
      } finally {
        await socket.hangUp();
      }
      return summarize(conditions, connector?.identity ?? null, conversation.steps, conversation.routes);
    },
  };
}
