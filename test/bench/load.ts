import { spawn } from 'node:child_process';
import { createServer, connect, type Socket } from 'node:net';

/** Load in and out: smtp-source and a sink that counts, both the same for every system. */

export interface Workload {
  readonly name: string;
  readonly messages: number;
  readonly bytes: number;
  readonly sessions: number;
  /** Many messages on each connection, or one. */
  readonly persistent: boolean;
}

export const workloads: readonly Workload[] = [
  {
    name: 'A1: 4 KiB, 20 sessions, one message per connection',
    messages: 3000,
    bytes: 4096,
    sessions: 20,
    persistent: false,
  },
  {
    name: 'A2: 4 KiB, 20 sessions, many messages per connection',
    messages: 8000,
    bytes: 4096,
    sessions: 20,
    persistent: true,
  },
  { name: 'B: 5 MiB, 10 sessions', messages: 60, bytes: 5 * 1024 * 1024, sessions: 10, persistent: false },
];

/** Runs smtp-source against the port; resolves with the seconds it took. */
export function send(port: number, load: Workload): Promise<number> {
  const args = ['-s', String(load.sessions), '-m', String(load.messages), '-l', String(load.bytes)];
  if (load.persistent) args.push('-d');
  args.push('-f', 'printer@office.example', '-t', 'somebody@elsewhere.example', `127.0.0.1:${port}`);
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const child = spawn('/usr/sbin/smtp-source', args, { stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve((performance.now() - begin) / 1000);
      else reject(new Error(`smtp-source ended with ${String(code)}`));
    });
  });
}

/** Counts messages on their way out. It stands between the system and smtp-sink, so that arrival is seen at once. */
export interface Counter {
  readonly port: number;
  /** Resolves when `messages` more have arrived. */
  arrived(messages: number): Promise<void>;
  close(): Promise<void>;
}

const FINAL = Buffer.from('\r\n.\r\n');

/** An SMTP sink that understands PIPELINING and nothing else; it looks only for the end of DATA. */
export async function startSink(): Promise<Counter> {
  let count = 0;
  let waiting: { target: number; resolve: () => void } | null = null;
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.write('220 sink ESMTP\r\n');
    let data = false;
    let tail: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      let rest: Buffer = tail.length > 0 ? Buffer.concat([tail, chunk]) : chunk;
      tail = Buffer.alloc(0);
      for (;;) {
        if (data) {
          const end = rest.indexOf(FINAL);
          if (end < 0) {
            tail = Buffer.from(rest.subarray(Math.max(0, rest.length - 4)));
            return;
          }
          data = false;
          count += 1;
          socket.write('250 2.0.0 Ok\r\n');
          if (waiting !== null && count >= waiting.target) waiting.resolve();
          rest = rest.subarray(end + FINAL.length);
        }
        const end = rest.indexOf('\r\n');
        if (end < 0) {
          tail = Buffer.from(rest);
          return;
        }
        const verb = rest.toString('latin1', 0, 4).toUpperCase();
        // The dot of an empty message would need the CRLF in front of it.
        rest = rest.subarray(verb === 'DATA' ? end : end + 2);
        if (verb === 'DATA') {
          data = true;
          socket.write('354 Go\r\n');
        } else if (verb === 'EHLO') socket.write('250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 0\r\n');
        else if (verb === 'QUIT') socket.end('221 2.0.0 Bye\r\n');
        else socket.write('250 2.0.0 Ok\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    arrived(messages) {
      const target = count + messages;
      return new Promise((resolve) => (waiting = { target, resolve }));
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Milliseconds from connect to the final 250 of one 4 KiB message, `times` times in a row. */
export async function latencies(port: number, times: number): Promise<number[]> {
  const result: number[] = [];
  for (let i = 0; i < times; i += 1) result.push(await oneSession(port));
  return result.sort((a, b) => a - b);
}

function oneSession(port: number): Promise<number> {
  const body = `Subject: latency\r\n\r\n${`${'x'.repeat(76)}\r\n`.repeat(52)}.\r\n`;
  const lines = [
    'EHLO bench\r\n',
    'MAIL FROM:<a@office.example>\r\n',
    'RCPT TO:<b@elsewhere.example>\r\n',
    'DATA\r\n',
    body,
  ];
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let step = 0;
    let text = '';
    socket.once('error', reject);
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (!/^\d{3} .*\r\n$/m.test(text.slice(text.lastIndexOf('\n', text.length - 2) + 1))) return;
      text = '';
      const line = lines[step];
      step += 1;
      if (step > lines.length + 1) return;
      if (line === undefined) {
        resolve(performance.now() - begin);
        socket.end('QUIT\r\n');
      } else socket.write(line);
    });
  });
}

/** Holds `count` connections open, greeted and silent, until the returned function is called. */
export async function hold(port: number, count: number): Promise<() => void> {
  const sockets = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<Socket>((resolve, reject) => {
          const socket = connect(port, '127.0.0.1');
          socket.once('error', reject);
          socket.once('data', () => {
            resolve(socket);
          });
        }),
    ),
  );
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}
