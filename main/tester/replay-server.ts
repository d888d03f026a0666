import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ReceiveConnector } from '../connectors/model.ts';
import { ConnectorServer, type SessionAddresses } from '../frontend/connector-server.ts';
import { Session } from '../frontend/session.ts';
import type { SessionServices } from '../frontend/session-services.ts';

/** A receive connector for replays: its real sessions, with TLS taken for granted and waits only noted. */
export class ReplayServer extends ConnectorServer {
  /** `implicitTls`: the client speaks TLS from the first byte. */
  constructor(connector: ReceiveConnector, implicitTls: boolean) {
    super({ ...connector, implicitTls }, null);
  }

  protected override createSession(
    socket: Socket | TLSSocket,
    addresses: SessionAddresses,
    services: SessionServices,
  ): ReplaySession {
    return new ReplaySession(this, socket, { ...addresses, id: services.log.id }, services);
  }
}

/** The session that devices talk to, but for the two things that take time: the TLS handshake and the tarpit. */
export class ReplaySession extends Session {
  private tarpittedMs = 0;

  /** What real clients would have waited since the last call. */
  takeTarpitMs(): number {
    const ms = this.tarpittedMs;
    this.tarpittedMs = 0;
    return ms;
  }

  /** TLS stands at once: there is no certificate to show and nobody to show it to. */
  override upgrade(callback: () => void, secureCallback?: () => void): void {
    this.session.secure = true;
    this.secure = true;
    // The reader of the clear socket makes way for that of the encrypted one, which is the same here.
    this._socket.removeAllListeners('data');
    this.secured();
    callback();
    secureCallback?.();
  }

  protected override tarpit(delayMs: number, proceed: () => void): void {
    this.tarpittedMs += delayMs;
    proceed();
  }
}
