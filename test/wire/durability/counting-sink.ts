import { createServer, type AddressInfo, type Socket } from 'node:net';
import { inspectMessage } from './marked-message.ts';

/** A next hop that counts what it gets by id, checks that each is whole, and keeps none of it. */
export interface CountingSink {
  readonly port: number;
  /** How often each id arrived whole. */
  readonly arrivals: ReadonlyMap<string, number>;
  /** Ids (or `?`) of what arrived and was not whole. */
  readonly broken: readonly string[];
  /** Messages that are not marked, such as those of smtp-source. */
  readonly others: number;
  /** Messages in all. */
  readonly total: number;
  /** While true, the end of data is taken in and not answered. */
  isSilent: boolean;
  /** Answers what was not answered, where the connection is still there. */
  answerHeld(): void;
  close(): Promise<void>;
}

const END = Buffer.from('\r\n.\r\n');

/** On any free port, or a given one. */
export async function startCountingSink(port = 0): Promise<CountingSink> {
  const arrivals = new Map<string, number>();
  const broken: string[] = [];
  const sockets = new Set<Socket>();
  const held: (() => void)[] = [];
  let others = 0;
  let total = 0;
  const take = (wire: Buffer): void => {
    total += 1;
    const { id, isWhole } = inspectMessage(wire);
    if (id === null && wire.includes('\r\nid ')) broken.push('?');
    else if (id === null) others += 1;
    else if (isWhole) arrivals.set(id, (arrivals.get(id) ?? 0) + 1);
    else broken.push(id);
  };
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    serve(socket, (wire, answer) => {
      take(wire);
      if (sink.isSilent) held.push(answer);
      else answer();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const sink: CountingSink = {
    port: (server.address() as AddressInfo).port,
    arrivals,
    broken,
    get others() {
      return others;
    },
    get total() {
      return total;
    },
    isSilent: false,
    answerHeld() {
      for (const answer of held.splice(0)) answer();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return sink;
}

/** One session. */
function serve(socket: Socket, take: (wire: Buffer, answer: () => void) => void): void {
  let isData = false;
  let chunks: Buffer[] = [];
  let line = '';
  const say = (text: string): void => {
    if (socket.writable) socket.write(`${text}\r\n`);
  };
  const onBody = (chunk: Buffer): void => {
    // The end may lie across chunks: the last four bytes before are looked at again.
    const before = chunks.length === 0 ? Buffer.from('\r\n') : Buffer.concat(chunks.slice(-4)).subarray(-4);
    const at = Buffer.concat([before, chunk]).indexOf(END);
    if (at < 0) {
      chunks.push(chunk);
      return;
    }
    const end = at - before.length + END.length;
    chunks.push(chunk.subarray(0, end));
    const wire = Buffer.concat(chunks);
    chunks = [];
    isData = false;
    take(wire.subarray(0, wire.length - 3), () => say('250 2.0.0 Ok'));
    onData(chunk.subarray(end));
  };
  const onData = (chunk: Buffer): void => {
    if (chunk.length === 0) return;
    if (isData) {
      onBody(chunk);
      return;
    }
    const at = chunk.indexOf('\n');
    if (at < 0) {
      line += chunk.toString('latin1');
      return;
    }
    const verb = (line + chunk.subarray(0, at).toString('latin1')).slice(0, 4).toUpperCase();
    line = '';
    if (verb === 'DATA') isData = true;
    say(replies[verb] ?? '250 2.0.0 Ok');
    if (verb === 'QUIT') socket.end();
    else onData(chunk.subarray(at + 1));
  };
  socket.on('data', onData);
  say('220 sink.example ESMTP');
}

const replies: Readonly<Record<string, string>> = {
  EHLO: '250-sink.example\r\n250-PIPELINING\r\n250 8BITMIME',
  DATA: '354 Go ahead',
  QUIT: '221 2.0.0 Bye',
};
