import { chmod } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';

/** An auth server as Postfix asks it, in Dovecot's protocol (version 1.1), with one account. */
export interface AuthServer {
  close(): Promise<void>;
}

interface Account {
  readonly user: string;
  readonly password: string;
}

const GREETING = [
  'VERSION\t1\t1',
  'MECH\tPLAIN\tplaintext',
  'MECH\tLOGIN\tplaintext',
  'SPID\t1',
  'CUID\t1',
  `COOKIE\t${'0'.repeat(32)}`,
  'DONE',
];
const decoded = (text: string): string => Buffer.from(text, 'base64').toString();
const encoded = (text: string): string => Buffer.from(text).toString('base64');

/** Listens on the path, for every user of the machine. */
export async function startAuthServer(path: string, account: Account): Promise<AuthServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.write(`${GREETING.join('\n')}\n`);
    serve(socket, account);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  await chmod(path, 0o666);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function serve(socket: Socket, account: Account): void {
  /** What LOGIN has said so far, by request. */
  const logins = new Map<string, string[]>();
  const judge = (id: string, user: string, password: string): string =>
    user === account.user && password === account.password
      ? `OK\t${id}\tuser=${user}`
      : `FAIL\t${id}\tuser=${user}\treason=Authentication failed`;
  const plain = (id: string, response: string): string => {
    const [, user = '', password = ''] = decoded(response).split('\0');
    return judge(id, user, password);
  };
  const login = (id: string, response: string): string => {
    const said = [...(logins.get(id) ?? []), decoded(response)];
    logins.set(id, said);
    return said[1] === undefined ? `CONT\t${id}\t${encoded('Password:')}` : judge(id, said[0] ?? '', said[1]);
  };
  const answer = (line: string): string | null => {
    const [verb, id = '', third = '', ...rest] = line.split('\t');
    if (verb === 'CONT') return logins.has(id) ? login(id, third) : plain(id, third);
    if (verb !== 'AUTH') return null;
    const response = rest.find((one) => one.startsWith('resp='))?.slice('resp='.length);
    if (third === 'PLAIN') return response === undefined ? `CONT\t${id}\t` : plain(id, response);
    logins.set(id, []);
    return response === undefined ? `CONT\t${id}\t${encoded('Username:')}` : login(id, response);
  };
  let received = '';
  socket.on('data', (chunk: Buffer) => {
    const lines = (received + chunk.toString()).split('\n');
    received = lines.pop() ?? '';
    for (const line of lines) {
      const reply = answer(line);
      if (reply !== null) socket.write(`${reply}\n`);
    }
  });
}
