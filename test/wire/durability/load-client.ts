import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { markedMessage } from './marked-message.ts';

/** Clients that keep sending marked messages whatever happens to the server, and remember what was answered 250. */
export interface Load {
  /** Answered 250 after the final dot. */
  readonly acknowledged: ReadonlySet<string>;
  /** Sent to the final dot; the answer never came or was no. */
  readonly unanswered: ReadonlySet<string>;
  /** Replies that were neither 250 nor the end of the connection, with how often. */
  readonly refusals: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

export interface LoadOptions {
  readonly port: number;
  readonly clients: number;
  /** Chance, in [0, 1). */
  readonly random: () => number;
  readonly prefix: string;
}

const LARGE_BYTES = 700_000;

export function startLoad({ port, clients, random, prefix }: LoadOptions): Load {
  const acknowledged = new Set<string>();
  const unanswered = new Set<string>();
  const refusals = new Map<string, number>();
  let isOver = false;
  let count = 0;

  const session = async (number: number): Promise<void> => {
    const line = await open(port, `127.0.0.${10 + number}`);
    try {
      await line.ask(null, '220');
      await line.ask('EHLO client.example\r\n', '250');
      for (let left = 1 + Math.floor(random() * 20); left > 0 && !isOver; left -= 1) {
        count += 1;
        const isLarge = random() < 0.02;
        const size = isLarge ? 262_144 + Math.floor(random() * LARGE_BYTES) : Math.floor(random() * 8000);
        const { id, wire } = markedMessage(`${prefix}-${count}`, size);
        await line.ask('MAIL FROM:<device@office.example>\r\n', '250');
        await line.ask('RCPT TO:<somebody@far.example>\r\n', '250');
        await line.ask('DATA\r\n', '354');
        line.send(wire);
        unanswered.add(id);
        await line.ask('.\r\n', '250');
        unanswered.delete(id);
        acknowledged.add(id);
        await pause(random() * 10);
      }
      line.send('QUIT\r\n');
    } finally {
      line.close();
    }
  };
  const run = async (number: number): Promise<void> => {
    while (!isOver) {
      try {
        await session(number);
      } catch (error) {
        if (error instanceof Refused) refusals.set(error.message, (refusals.get(error.message) ?? 0) + 1);
        await pause(5);
      }
    }
  };
  const running = Promise.all(Array.from({ length: clients }, (_, number) => run(number)));
  return {
    acknowledged,
    unanswered,
    refusals,
    async stop() {
      isOver = true;
      await running;
    },
  };
}

/** A reply that was not the expected one. */
class Refused extends Error {}

interface Line {
  send(bytes: string | Buffer): void;
  /** Sends, and waits for a reply with this code. */
  ask(command: string | null, code: string): Promise<void>;
  close(): void;
}

async function open(port: number, localAddress: string): Promise<Line> {
  const socket: Socket = connect({ port, host: '127.0.0.1', localAddress, noDelay: true });
  let text = '';
  let wake: (() => void) | null = null;
  let isClosed = false;
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    wake?.();
  });
  socket.on('close', () => {
    isClosed = true;
    wake?.();
  });
  // 'close' follows.
  socket.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('close', () => reject(new Error('not connected')));
  });
  return {
    send: (bytes) => void socket.write(bytes),
    async ask(command, code) {
      if (command !== null) socket.write(command);
      for (;;) {
        const match = /^(?:\d{3}-[^\n]*\n)*(\d{3}) ([^\n]*)\n/.exec(text);
        if (match !== null) {
          text = text.slice(match[0].length);
          if (match[1] !== code) throw new Refused(match[0].trim());
          return;
        }
        if (isClosed) throw new Error('closed');
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    close: () => void socket.destroy(),
  };
}
