import { connect as connectNet, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { connect as connectTls, type TLSSocket } from 'node:tls';

/**
 * A raw SMTP client for tests that read like transcripts: `await c.send('MAIL FROM:<a@b>')`,
 * `await c.expect('250 2.1.0 *')`. A failed expectation shows the whole dialogue.
 */
export interface Dialogue {
  /** Waits for one reply (all its lines) and compares it; `*` matches anything. Returns it. */
  expect(pattern: string): Promise<string>;
  /** Sends a line with CRLF, or raw bytes. */
  send(line: string | Buffer): Promise<void>;
  raw(bytes: string | Buffer): Promise<void>;
  /** Upgrades the socket; any certificate will do. */
  startTls(options?: {
    minVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2';
    maxVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2';
    ciphers?: string;
    servername?: string;
    cert?: string;
    key?: string;
  }): Promise<void>;
  /** Resolves when the server has closed; what came last is in the transcript. */
  closed(): Promise<void>;
  /** HELO to accepted message in one go; returns the final reply. */
  deliver(message: { from: string; to: string | readonly string[]; body: string }): Promise<string>;
  transcript(): string;
  end(): void;
  readonly socket: Socket | TLSSocket;
}

export interface DialogueOptions {
  readonly port: number;
  readonly host?: string;
  /** Client address, such as 127.0.0.2. */
  readonly from?: string;
  readonly implicitTls?: boolean;
  readonly timeoutMs?: number;
}

export function dial(options: DialogueOptions): Promise<Dialogue> {
  const { port, host = '127.0.0.1', from, implicitTls = false, timeoutMs = 60_000 } = options;
  let socket: Socket | TLSSocket = connectNet({ port, host, ...(from === undefined ? {} : { localAddress: from }) });
  if (implicitTls) socket = connectTls({ socket, rejectUnauthorized: false });
  const lines: string[] = [];
  const log: string[] = [];
  const waiting: (() => void)[] = [];
  let buffer = '';
  let closed = false;

  const wake = (): void => {
    for (const waiter of waiting.splice(0)) waiter();
  };
  const listen = (): void => {
    socket.on('data', (chunk: Buffer) => {
      buffer += chunk.toString('latin1');
      for (let at = buffer.indexOf('\r\n'); at >= 0; at = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, at);
        buffer = buffer.slice(at + 2);
        lines.push(line);
        log.push(`S: ${line}`);
      }
      wake();
    });
    socket.on('close', () => {
      closed = true;
      wake();
    });
    socket.on('error', (error: Error) => {
      log.push(`! ${error.message}`);
      closed = true;
      wake();
    });
  };
  listen();

  const until = async (done: () => boolean, what: string): Promise<void> => {
    const timer = setTimeout(wake, timeoutMs);
    const start = performance.now();
    try {
      while (!done()) {
        if (performance.now() - start > timeoutMs) throw new Error(`Waited in vain for ${what}\n${log.join('\n')}`);
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    } finally {
      clearTimeout(timer);
    }
  };
  const complete = (): number => lines.findIndex((line) => /^\d{3}(?: |$)/.test(line));
  const reply = async (): Promise<string> => {
    await until(() => complete() >= 0 || closed, 'a reply');
    if (complete() < 0) throw new Error(`The server closed instead of replying\n${log.join('\n')}`);
    return lines.splice(0, complete() + 1).join('\n');
  };

  const dialogue: Dialogue = {
    get socket() {
      return socket;
    },
    async expect(pattern) {
      const got = await reply();
      const wanted = new RegExp(`^${pattern.split('*').map(escape).join('[^]*')}$`);
      if (!wanted.test(got)) throw new Error(`Expected "${pattern}", got "${got}"\n${log.join('\n')}`);
      return got;
    },
    send(line) {
      return typeof line === 'string' ? this.raw(`${line}\r\n`) : this.raw(line);
    },
    raw(bytes) {
      log.push(`C: ${typeof bytes === 'string' ? JSON.stringify(bytes.slice(0, 200)) : `<${bytes.length} bytes>`}`);
      const data = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
      return new Promise((resolve) => {
        if (socket.write(data)) resolve();
        else {
          const done = (): void => {
            socket.off('drain', done);
            socket.off('close', done);
            resolve();
          };
          socket.on('drain', done);
          socket.on('close', done);
        }
      });
    },
    async startTls(tls = {}) {
      socket.removeAllListeners('data');
      socket.removeAllListeners('close');
      const upgraded = connectTls({ socket, rejectUnauthorized: false, ...tls });
      socket = upgraded;
      await new Promise<void>((resolve, reject) => {
        upgraded.once('secureConnect', resolve);
        upgraded.once('error', reject);
        upgraded.once('close', () => {
          reject(new Error('closed during the handshake'));
        });
      });
      listen();
    },
    closed: () => until(() => closed, 'the server to close'),
    async deliver({ from: sender, to, body }) {
      await this.expect('220 *');
      await this.send('EHLO test.example');
      await this.expect('250*');
      await mailFrom(this, sender);
      for (const recipient of typeof to === 'string' ? [to] : to) {
        await this.send(`RCPT TO:<${recipient}>`);
        await this.expect('250 *');
      }
      await this.send('DATA');
      await this.expect('354 *');
      await this.raw(`${body}\r\n.\r\n`);
      const last = await this.expect('*');
      await this.send('QUIT');
      return last;
    },
    transcript: () => log.join('\n'),
    end() {
      socket.destroy();
    },
  };
  return Promise.resolve(dialogue);
}

/** A busy machine is answered 452 for a moment, and a device comes again; here it stays and asks again. */
async function mailFrom(dialogue: Dialogue, sender: string): Promise<void> {
  const giveUpAt = performance.now() + 60_000;
  for (;;) {
    await dialogue.send(`MAIL FROM:<${sender}>`);
    const reply = await dialogue.expect('*');
    if (reply.startsWith('250 ')) return;
    const isBusy = reply.startsWith('452 4.3.1 ') && performance.now() < giveUpAt;
    if (!isBusy) throw new Error(`Expected "250 *", got "${reply}"\n${dialogue.transcript()}`);
    await pause(500);
  }
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
