import { serve } from '../main/api/serve.ts';
import { signInLink } from '../main/cli/sign-in-link.ts';
import type { Clock } from '../main/clock.ts';
import { attach } from '../main/console/attach.ts';
import { readRunFile, runFilePath } from '../main/console/run-file.ts';
import type { Client } from '../main/contract/client.ts';
import type { Port } from '../main/contract/port.ts';
import { createEngine } from '../main/engine.ts';
import type { Engine } from '../main/engine.ts';
import type { EngineOptions } from '../main/engine-options.ts';
import { PostroomError } from '../main/errors.ts';
import { messageGone, type MessageContent } from '../main/transport/message-content.ts';
import { EngineConnection } from './engine-connection.ts';
import { pageOrigin } from './page-protocol.ts';

/** The engine as the shell sees it: its own, or one that runs already (the service at boot). */

export interface EngineLink extends Pick<EngineConnection, 'call' | 'watch'> {
  /** False where quitting the shell leaves the engine running. */
  readonly ownsEngine: boolean;
  /** Where the window begins. A sign-in address works once, so it is made anew for each window. */
  page(): Promise<PageAddress>;
  /** Answers the page's port. */
  servePage(port: Port): void;
  /** A message that waits in an engine of our own, for the page's own protocol. Rejects with 'not-found'. */
  content(id: number): Promise<MessageContent>;
  /** Ends the connection, and an engine of our own in order: sessions in DATA may finish. */
  stop(): Promise<void>;
}

export interface PageAddress {
  readonly address: string;
  /** Whether the page gets a port from the preload; else it talks to the console that served it. */
  readonly usesPort: boolean;
}

export interface LinkOptions extends Pick<
  EngineOptions,
  'dataFolder' | 'version' | 'log' | 'rendererFolder' | 'desktop'
> {
  readonly clock: Clock;
  /** A client asked the engine to stop. */
  readonly onStopRequested: () => void;
}

/** A service that is just starting holds the lock for a moment before it can be attached to. */
const STARTING_TRIES = 20;
const STARTING_WAIT_MS = 500;

/** Attaches to the engine of the data folder, or starts one in this process. Rejects with what createEngine() rejects with. */
export async function linkEngine(options: LinkOptions): Promise<EngineLink> {
  for (let left = STARTING_TRIES; ; left -= 1) {
    const running = await unless('not-running', attach(options.dataFolder));
    if (running !== null) return linkRunning(running, options);
    const own = await unless(left > 0 ? 'data-folder-locked' : null, startEngine(options));
    if (own !== null) return linkOwn(own, options);
    await new Promise<void>((resolve) => options.clock.after(STARTING_WAIT_MS, resolve));
  }
}

/** What is promised, or null where it fails with this code. */
async function unless<Value>(code: PostroomError['code'] | null, promise: Promise<Value>): Promise<Value | null> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof PostroomError && error.code === code) return null;
    throw error;
  }
}

/** Starts an engine in this process. The console serves the command line and this shell; the window has its port. */
export function startEngine({ onStopRequested, ...options }: LinkOptions): Promise<Engine> {
  return createEngine({ ...options, onStopRequested, console: { host: '127.0.0.1', port: 0 } });
}

function linkRunning(client: Client, { dataFolder, clock }: LinkOptions): EngineLink {
  const connection = new EngineConnection(client, () => attach(dataFolder), clock);
  return {
    ownsEngine: false,
    call: (name, input) => connection.call(name, input),
    watch: (watcher) => connection.watch(watcher),
    page: async () => {
      const run = await readRunFile(runFilePath(dataFolder));
      if (run === null)
        throw new PostroomError(
          'not-running',
          'The Postroom service has stopped. Start it, then open the window again.',
        );
      return { address: await signInLink(run), usesPort: false };
    },
    // Its pages come from the console and speak over their own WebSocket.
    servePage: (port) => port.close(),
    content: () => Promise.reject(messageGone()),
    stop: () => {
      connection.close();
      return Promise.resolve();
    },
  };
}

async function linkOwn(engine: Engine, { dataFolder, log, clock }: LinkOptions): Promise<EngineLink> {
  const connection = new EngineConnection(await attach(dataFolder), () => attach(dataFolder), clock);
  return {
    ownsEngine: true,
    call: (name, input) => connection.call(name, input),
    watch: (watcher) => connection.watch(watcher),
    page: () => Promise.resolve({ address: `${pageOrigin}/`, usesPort: true }),
    servePage: (port) =>
      serve(port, engine.api, {
        caller: { role: 'admin', name: 'desktop' },
        onError: (id, call, error) => log(`${call} failed (${id}).`, error),
      }),
    content: (id) => engine.content(id),
    stop: async () => {
      connection.close();
      await engine.stop();
    },
  };
}
