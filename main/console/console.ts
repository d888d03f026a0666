import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { serve } from '../api/serve.ts';
import type { ServeOptions } from '../api/serve.ts';
import type { Clock } from '../clock.ts';
import { errorCode } from '../config/atomic-file.ts';
import type { Api } from '../contract/calls.ts';
import { webSocketPort } from '../contract/web-socket-port.ts';
import { Access } from './access.ts';
import { rawResponse, refusalOf, securityHeaders } from './guard.ts';
import type { Refusal } from './guard.ts';
import { consoleAddresses, listen } from './listen.ts';
import { createRoutes } from './routes.ts';
import { removeRunFile, writeRunFile } from './run-file.ts';

/** The loopback console: the interface in a browser, and the contract for programs and pages. */

export interface ConsoleOptions {
  readonly api: Api;
  /** `127.0.0.1` listens on ::1 too; another address only where the person named it. */
  readonly host: string;
  /** 0: 48025, or a free one where that is taken. */
  readonly port: number;
  /** Built interface; may be missing. */
  readonly rendererFolder: string;
  readonly clock: Clock;
  /** Where pid, url and token are written for the command line and the desktop. */
  readonly runFile: string;
  readonly onError: ServeOptions['onError'];
}

export interface Console {
  readonly url: string;
  /** An address that signs a browser in once, within five minutes. */
  signInUrl(): string;
  /** Ends all connections and removes the run file. */
  close(): Promise<void>;
}

const MAX_FRAME_BYTES = 1024 * 1024;
const MAX_CONNECTIONS = 64;
const serverOptions = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 2000,
  maxHeaderSize: 16_384,
};

/** Rejects with 'binding-unavailable' or 'usage'. */
export async function startConsole(options: ConsoleOptions): Promise<Console> {
  const addresses = consoleAddresses(options.host);
  const access = new Access(options.clock);
  const hosts = new Set<string>();
  let url = '';
  const app = await createRoutes({ ...options, access, url: () => url });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });

  const request = (incoming: IncomingMessage, response: ServerResponse): void => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    const refusal = refusalOf(incoming, hosts);
    if (refusal === null) {
      app.routing(incoming, response);
      return;
    }
    response.writeHead(refusal.status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
    response.end(refusal.text);
  };

  const upgrade = (incoming: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // A peer that resets must not end the process.
    socket.on('error', () => socket.destroy());
    const refusal = upgradeRefusal(incoming, hosts, access);
    if (refusal !== null) {
      socket.end(rawResponse(refusal));
      return;
    }
    const name = access.hasToken(incoming) ? 'postroom command' : 'console';
    sockets.handleUpgrade(incoming, socket, head, (webSocket) => {
      // Broken or oversized frames: ws closes the connection itself, there is nothing left to do.
      webSocket.on('error', () => webSocket.terminate());
      serve(webSocketPort(webSocket), options.api, { caller: { role: 'admin', name }, onError: options.onError });
    });
  };

  const newServer = (): Server => {
    const server = createServer(serverOptions, request);
    server.maxConnections = MAX_CONNECTIONS;
    server.on('upgrade', upgrade);
    server.on('clientError', answerClientError);
    return server;
  };

  const { servers, port } = await listen(newServer, addresses, options.port);
  const names = addresses.length > 1 ? ['localhost', ...addresses] : addresses;
  for (const name of names) hosts.add(`${name.includes(':') ? `[${name}]` : name}:${String(port)}`);
  const [first = '127.0.0.1'] = addresses;
  url = `http://${first.includes(':') ? `[${first}]` : first}:${String(port)}/`;

  const close = async (): Promise<void> => {
    await removeRunFile(options.runFile, access.token);
    for (const webSocket of sockets.clients) webSocket.terminate();
    await Promise.all(servers.map(closeServer));
    await app.close();
  };
  try {
    await writeRunFile(options.runFile, { pid: process.pid, url, token: access.token }, options.clock);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, signInUrl: () => `${url}?code=${access.newCode()}`, close };
}

/** Decided before the upgrade. A cookie counts only together with our own Origin, which only a browser on our page sends. */
function upgradeRefusal(incoming: IncomingMessage, hosts: ReadonlySet<string>, access: Access): Refusal | null {
  const refusal = refusalOf(incoming, hosts);
  if (refusal !== null) return refusal;
  if (incoming.url !== '/ws') return { status: 404, text: 'There is nothing here.' };
  if (access.hasToken(incoming)) return null;
  if (incoming.headers.origin !== undefined && access.hasCookie(incoming)) return null;
  return { status: 401, text: 'Sign in first.' };
}

function answerClientError(error: Error, socket: Duplex): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const isSlow = errorCode(error) === 'ERR_HTTP_REQUEST_TIMEOUT';
  socket.end(rawResponse(isSlow ? { status: 408, text: 'Too slow.' } : { status: 400, text: 'Bad request.' }));
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
