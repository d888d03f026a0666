import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { systemClock } from '../../../main/clock.ts';
import { startConsole, type ConsoleOptions } from '../../../main/console/console.ts';
import { readRunFile, runFilePath } from '../../../main/console/run-file.ts';
import { sessionsFilePath } from '../../../main/console/sessions-file.ts';
import type { Api } from '../../../main/contract/calls.ts';
import { messageGone } from '../../../main/transport/message-content.ts';
import { emptyStatus, fakeApi } from '../../support/fake-api.ts';

/** A real console on a free port, over an api that answers status.get. */
export async function runConsole(
  calls: Partial<Api['calls']> = {},
  topics: Partial<Api['topics']> = {},
  more: Partial<ConsoleOptions> = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-console-'));
  const rendererFolder = join(folder, 'renderer');
  await mkdir(join(rendererFolder, 'assets'), { recursive: true });
  await writeFile(join(rendererFolder, 'index.html'), '<!doctype html><title>Postroom</title>');
  await writeFile(join(rendererFolder, 'assets', 'app-1234.js'), 'export {};');
  await writeFile(join(folder, 'config.json'), '{"secret":true}');
  const causes: unknown[] = [];
  const server = await startConsole({
    api: fakeApi({ 'status.get': () => emptyStatus, 'sendConnectors.gauges': () => [], ...calls }, topics),
    host: '127.0.0.1',
    port: 0,
    rendererFolder,
    clock: systemClock,
    runFile: runFilePath(folder),
    sessionsFile: sessionsFilePath(folder),
    content: () => Promise.reject(messageGone()),
    onError: (_id, _call, error) => causes.push(error),
    tlsIdentity: () => null,
    ...more,
  });
  const run = await readRunFile(runFilePath(folder));
  if (run === null) throw new Error('no run.json');
  const port = Number(new URL(run.url).port);
  return { server, folder, rendererFolder, run, port, host: `127.0.0.1:${String(port)}`, causes };
}
export type RunningConsole = Awaited<ReturnType<typeof runConsole>>;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Question {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request, with exactly these headers, on a connection of its own. */
export function ask({ port }: { port: number }, question: Question = {}): Promise<Answer> {
  const { method = 'GET', path = '/', headers = {}, body } = question;
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Sends bytes and reads until the far end closes. */
export function raw(port: number, bytes: string, address = '127.0.0.1'): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, address, () => socket.write(bytes));
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => (answer += chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}

/** HTTP status of a refused upgrade, or the open socket. */
export function upgrade(
  { port }: { port: number },
  headers: Record<string, string>,
  path = '/ws',
  protocols: string[] = [],
): Promise<number | WebSocket> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${String(port)}${path}`, protocols, { headers });
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    // terminate() before the handshake ended says so once more.
    socket.on('error', () => undefined);
  });
}

/** Cookie of a browser that has signed in. */
export async function signIn(console: RunningConsole): Promise<string> {
  const { search } = new URL(console.server.signInUrl());
  const { headers } = await ask(console, { path: `/${search}` });
  return String(headers['set-cookie']?.[0]).split(';')[0] ?? '';
}
