import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { TLSSocket, createSecureContext } from 'node:tls';

/**
 * A small SMTP server whose every reply a test can write itself. It keeps what it got byte by byte: the body of
 * a message is what stood between DATA and the first CRLF "." CRLF, dots still doubled.
 */
export interface SinkScript {
  /** null: says nothing. */
  readonly greeting?: string | null;
  /** EHLO keywords. STARTTLS and AUTH are added where `tls` and `auth` are given. */
  readonly extensions?: readonly string[];
  readonly tls?: SinkCertificate;
  readonly implicitTls?: boolean;
  /** Asks clients for a certificate; `demanded`: ends the handshake of one that has none. */
  readonly requestCert?: { readonly ca: string; readonly demanded?: boolean };
  /** TLS options of the handshake. */
  readonly maxVersion?: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  readonly auth?: { readonly user: string; readonly pass: string; readonly methods?: string };
  /** Reply to a command, or to the end of data as `.`; undefined: the usual one; null: none at all. */
  readonly answer?: (command: string, session: SinkSession) => string | null | undefined;
}

export interface SinkCertificate {
  readonly key: string;
  readonly cert: string;
}

export interface SinkSession {
  readonly commands: string[];
  readonly messages: SinkMessage[];
  readonly socket: Socket;
  encrypted: boolean;
  user: string | null;
  /** Subject of the certificate that the client showed. */
  client: string | null;
}

export interface SinkMessage {
  readonly mailFrom: string;
  readonly rcptTo: readonly string[];
  readonly raw: Buffer;
}

export interface ScriptedSink {
  readonly port: number;
  readonly sessions: readonly SinkSession[];
  readonly messages: readonly SinkMessage[];
  /** All commands of all sessions. */
  readonly commands: readonly string[];
  close(): Promise<void>;
}

const END = Buffer.from('\r\n.\r\n');

/** `port` 0: any free one. */
export async function startScriptedSink(script: SinkScript = {}, host = '127.0.0.1', port = 0): Promise<ScriptedSink> {
  const sessions: SinkSession[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    const session: SinkSession = { commands: [], messages: [], socket, encrypted: false, user: null, client: null };
    sessions.push(session);
    if (script.implicitTls === true)
      secure(
        socket,
        script,
        () => undefined,
        (tls) => converse(tls, session, script),
      );
    else converse(socket, session, script);
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    sessions,
    get messages() {
      return sessions.flatMap(({ messages }) => messages);
    },
    get commands() {
      return sessions.flatMap(({ commands }) => commands);
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function secure(socket: Socket, script: SinkScript, failed: () => void, ready: (tls: TLSSocket) => void): void {
  const tls = new TLSSocket(socket, {
    isServer: true,
    ...(script.requestCert === undefined
      ? {}
      : { requestCert: true, rejectUnauthorized: script.requestCert.demanded === true }),
    secureContext: createSecureContext({
      key: script.tls?.key,
      cert: script.tls?.cert,
      ca: script.requestCert?.ca,
      ...(script.maxVersion === undefined
        ? {}
        : { maxVersion: script.maxVersion, minVersion: 'TLSv1' as const, ciphers: 'DEFAULT:@SECLEVEL=0' }),
    }),
  });
  tls.on('error', failed);
  tls.on('secure', () => ready(tls));
}

/** Runs the dialogue on a socket, plain or encrypted, and does so anew after STARTTLS. */
function converse(socket: Socket, session: SinkSession, script: SinkScript, greet = true): void {
  let pending = Buffer.alloc(0);
  let inData = false;
  let login: 'user' | 'pass' | null = null;
  let mailFrom = '';
  let rcptTo: string[] = [];
  session.encrypted = socket instanceof TLSSocket;
  const shown = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  if (shown !== undefined) session.client = shown.subject;

  const say = (text: string): void => {
    if (socket.writable) socket.write(`${text}\r\n`);
  };
  const onData = (chunk: Buffer): void => {
    pending = Buffer.concat([pending, chunk]);
    while (inData ? takeBody() : takeLine());
  };
  const takeBody = (): boolean => {
    const empty = pending.subarray(0, 3).equals(END.subarray(2));
    const at = empty ? 0 : pending.indexOf(END);
    if (at < 0) return false;
    const raw = empty ? Buffer.alloc(0) : Buffer.from(pending.subarray(0, at + 2));
    pending = pending.subarray(empty ? 3 : at + END.length);
    inData = false;
    session.messages.push({ mailFrom, rcptTo, raw });
    rcptTo = [];
    const reply = script.answer?.('.', session);
    if (reply !== null) say(reply ?? '250 2.0.0 Ok: queued');
    return true;
  };
  const takeLine = (): boolean => {
    const at = pending.indexOf('\r\n');
    if (at < 0) return false;
    const line = pending.subarray(0, at).toString('utf8');
    pending = pending.subarray(at + 2);
    session.commands.push(line);
    const reply = script.answer?.(line, session);
    if (reply === null) return true;
    command(line, reply);
    return !socket.destroyed;
  };
  const command = (line: string, scripted: string | undefined): void => {
    const verb = login === null ? line.slice(0, 4).toUpperCase() : 'LOGIN';
    if (verb === 'MAIL') {
      mailFrom = line.slice(10);
      rcptTo = [];
    }
    const reply = scripted ?? usual(verb, line);
    if (verb === 'RCPT' && reply.startsWith('2')) rcptTo.push(line.slice(8));
    if (verb === 'DATA' && reply.startsWith('354')) inData = true;
    say(reply);
    if (verb === 'STAR' && reply.startsWith('220')) {
      socket.removeListener('data', onData);
      // A plaintext tail is thrown away, as RFC 3207 wants.
      secure(
        socket,
        script,
        () => socket.destroy(),
        (tls) => converse(tls, session, script, false),
      );
    }
    if (verb === 'QUIT') socket.end();
  };
  const usual = (verb: string, line: string): string => {
    if (verb === 'EHLO') return ehlo();
    if (verb === 'STAR') return script.tls ? '220 2.0.0 Ready' : '502 5.5.1 Not implemented';
    if (verb === 'AUTH' || verb === 'LOGIN') return authenticate(line);
    if (verb === 'DATA') return rcptTo.length > 0 ? '354 Go ahead' : '554 5.5.1 No valid recipients';
    return verb === 'QUIT' ? '221 2.0.0 Bye' : '250 2.0.0 Ok';
  };
  const ehlo = (): string => {
    const keywords = [...(script.extensions ?? ['PIPELINING', '8BITMIME', 'SIZE 0', 'ENHANCEDSTATUSCODES'])];
    if (script.tls && !(socket instanceof TLSSocket)) keywords.push('STARTTLS');
    if (script.auth) keywords.push(`AUTH ${script.auth.methods ?? 'PLAIN LOGIN'}`);
    return ['sink.example', ...keywords]
      .map((text, index, all) => `250${index === all.length - 1 ? ' ' : '-'}${text}`)
      .join('\r\n');
  };
  let claimed = '';
  const authenticate = (line: string): string => {
    const decode = (text: string): string => Buffer.from(text, 'base64').toString('utf8');
    if (login === 'user') {
      claimed = decode(line);
      login = 'pass';
      return '334 UGFzc3dvcmQ6';
    }
    if (login === 'pass') {
      login = null;
      return judge(claimed, decode(line));
    }
    const [, method, initial = ''] = line.split(' ');
    if (method === 'LOGIN') {
      login = 'user';
      return '334 VXNlcm5hbWU6';
    }
    const [, user = '', pass = ''] = decode(initial).split('\0');
    return judge(user, pass);
  };
  const judge = (user: string, pass: string): string => {
    if (user !== script.auth?.user || pass !== script.auth.pass) return '535 5.7.3 Authentication unsuccessful';
    session.user = user;
    return '235 2.7.0 Authentication successful';
  };

  socket.on('data', onData);
  socket.on('error', () => undefined);
  if (greet && script.greeting !== null) say(script.greeting ?? '220 sink.example ESMTP');
}

/** Undoes the doubling of dots in a recorded body. */
export function unstuff(raw: Buffer): Buffer {
  const text = raw.toString('latin1').replace(/(^|\r\n)\./g, '$1');
  return Buffer.from(text, 'latin1');
}
