import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer, Server as SecureServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { serve } from '../api/serve.ts';
import type { ServeOptions } from '../api/serve.ts';
import type { Clock } from '../clock.ts';
import { errorCode } from '../config/atomic-file.ts';
import type { Api } from '../contract/calls.ts';
import { PostroomError } from '../errors.ts';
import type { MessageContent } from '../transport/message-content.ts';
import { webSocketPort } from '../contract/web-socket-port.ts';
import { Access } from './access.ts';
import { rawResponse, refusalOf, securityHeaders } from './guard.ts';
import type { Refusal } from './guard.ts';
import { consolePlace, listen } from './listen.ts';
import type { Listening } from './listen.ts';
import { createRoutes } from './routes.ts';
import { removeRunFile, writeRunFile } from './run-file.ts';
import { readSessions, writeSessions } from './sessions-file.ts';

/**
 * The console: the interface in a browser, and the contract for programs and pages. On loopback in plain text; on
 * another address, where the person named one, over TLS besides.
 */

/** A certificate with its key, PEM. */
export interface ConsoleIdentity {
  readonly cert: string;
  readonly key: string;
}

export interface ConsoleOptions {
  readonly api: Api;
  /** `127.0.0.1` listens on ::1 too; another address, over TLS, only where the person named it. */
  readonly host: string;
  /** 0: 48025, or a free one where that is taken. */
  readonly port: number;
  /** Certificate for an address that others can reach, or null where there is none that works. */
  readonly tlsIdentity: () => ConsoleIdentity | null;
  /** A message that waits, for whoever keeps it as a file. */
  readonly content: (id: number) => Promise<MessageContent>;
  /** Built interface; may be missing. */
  readonly rendererFolder: string;
  readonly clock: Clock;
  /** Where pid, url and token are written for the command line and the desktop. */
  readonly runFile: string;
  /** Where it stands which browsers are signed in, over restarts. */
  readonly sessionsFile: string;
  readonly onError: ServeOptions['onError'];
}

export interface Console {
  /** Where it is meant to be reached: the address that was named. */
  readonly url: string;
  /** New connections get the certificate as it is now. */
  reloadCertificate(): void;
  /** An address that signs a browser in once, within five minutes. */
  signInUrl(): string;
  /** Ends all connections and removes the run file. */
  close(): Promise<void>;
}

const MAX_FRAME_BYTES = 1024 * 1024;
const MAX_CONNECTIONS = 64;
/** How long a client that is turned away may take to hang up. */
const LINGER_MS = 1000;
const serverOptions = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 2000,
  maxHeaderSize: 16_384,
};

const tlsOptions = { minVersion: 'TLSv1.2', handshakeTimeout: 10_000 } as const;

/** Rejects with 'binding-unavailable', 'certificate-unusable' or 'usage'. */
export async function startConsole(options: ConsoleOptions): Promise<Console> {
  const place = consolePlace(options.host);
  const identity = place.remote === null ? null : certificateOf(options);
  const access = await openAccess(options);
  const origins = new Set<string>();
  let url = '';
  const app = await createRoutes({ ...options, access, url: () => url });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });

  const request = (incoming: IncomingMessage, response: ServerResponse): void => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    const refusal = refusalOf(incoming, origins);
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
    const refusal = upgradeRefusal(incoming, origins, access);
    if (refusal !== null) {
      turnAway(socket, refusal, options.clock);
      return;
    }
    const name = access.hasToken(incoming) ? 'postroom command' : 'console';
    sockets.handleUpgrade(incoming, socket, head, (webSocket) => {
      // Broken or oversized frames: ws closes the connection itself, there is nothing left to do.
      webSocket.on('error', () => webSocket.terminate());
      serve(webSocketPort(webSocket), options.api, { caller: { role: 'admin', name }, onError: options.onError });
    });
  };

  const prepared = <S extends Server | SecureServer>(server: S): S => {
    server.maxConnections = MAX_CONNECTIONS;
    server.on('upgrade', upgrade);
    server.on('clientError', (error, socket) => answerClientError(error, socket, options.clock));
    return server;
  };
  const newPlain = (): Server => prepared(createServer(serverOptions, request));
  const newTls = (): SecureServer =>
    prepared(createTlsServer({ ...serverOptions, ...tlsOptions, ...identity }, request));

  const local = await listen(newPlain, place.loopback, options.port);
  const far = place.remote === null ? null : await listenBeside(local, newTls, place.remote);
  const servers = [...local.servers, ...(far?.servers ?? [])];
  const names = place.loopback.length > 1 ? ['localhost', ...place.loopback] : place.loopback;
  for (const name of names) origins.add(originOf('http', name, local.port));
  const [first = '127.0.0.1'] = place.loopback;
  const localUrl = `${originOf('http', first, local.port)}/`;
  url = localUrl;
  if (far !== null && place.remote !== null) {
    const origin = originOf('https', place.remote, far.port);
    origins.add(origin);
    url = `${origin}/`;
  }

  const close = async (): Promise<void> => {
    await removeRunFile(options.runFile, access.token);
    for (const webSocket of sockets.clients) webSocket.terminate();
    await Promise.all(servers.map(closeServer));
    await app.close();
  };
  try {
    await writeRunFile(options.runFile, { pid: process.pid, url: localUrl, token: access.token }, options.clock);
  } catch (error) {
    await close();
    throw error;
  }
  const reloadCertificate = (): void => {
    const next = options.tlsIdentity();
    if (next === null) return;
    for (const server of far?.servers ?? [])
      if (server instanceof SecureServer) server.setSecureContext({ ...tlsOptions, ...next });
  };
  return { url, signInUrl: () => `${url}?code=${access.newCode()}`, reloadCertificate, close };
}

function certificateOf({ tlsIdentity }: ConsoleOptions): ConsoleIdentity {
  const identity = tlsIdentity();
  if (identity !== null) return identity;
  throw new PostroomError(
    'certificate-unusable',
    'Other computers reach the console over TLS only, and there is no certificate that works; put one into the certificates folder.',
  );
}

/** The TLS side of a console whose loopback side listens; ends that where it cannot listen itself. */
async function listenBeside(local: Listening, newTls: () => SecureServer, address: string): Promise<Listening> {
  try {
    return await listen(newTls, [address], local.port);
  } catch (error) {
    await Promise.all(local.servers.map(closeServer));
    throw error;
  }
}

function originOf(scheme: 'http' | 'https', address: string, port: number): string {
  return `${scheme}://${address.includes(':') ? `[${address}]` : address}:${String(port)}`.toLowerCase();
}

/** Browsers that were signed in stay so over a restart; one that cannot be written down signs in again then. */
async function openAccess({ clock, sessionsFile, onError }: ConsoleOptions): Promise<Access> {
  const failed = (error: unknown): void => onError('console', 'sign in', error);
  const kept = await readSessions(sessionsFile).catch((error: unknown) => {
    failed(error);
    return null;
  });
  let written = Promise.resolve();
  return new Access(clock, kept, (sessions) => {
    written = written.then(() => writeSessions(sessionsFile, sessions, clock)).catch(failed);
  });
}

/** Decided before the upgrade. A cookie counts only together with our own Origin, which only a browser on our page sends. */
function upgradeRefusal(incoming: IncomingMessage, origins: ReadonlySet<string>, access: Access): Refusal | null {
  const refusal = refusalOf(incoming, origins);
  if (refusal !== null) return refusal;
  if (incoming.url !== '/ws') return { status: 404, text: 'There is nothing here.' };
  if (access.hasToken(incoming)) return null;
  if (incoming.headers.origin !== undefined && access.hasCookie(incoming)) return null;
  return { status: 401, text: 'Sign in first.' };
}

function answerClientError(error: Error, socket: Duplex, clock: Clock): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const isSlow = errorCode(error) === 'ERR_HTTP_REQUEST_TIMEOUT';
  turnAway(socket, isSlow ? { status: 408, text: 'Too slow.' } : { status: 400, text: 'Bad request.' }, clock);
}

/** Says why, and hangs up. A client that never closes its side would keep one of the few connections for good. */
function turnAway(socket: Duplex, refusal: Refusal, clock: Clock): void {
  socket.end(rawResponse(refusal));
  const timer = clock.after(LINGER_MS, () => socket.destroy());
  socket.once('close', () => timer.cancel());
}

function closeServer(server: Server | SecureServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
