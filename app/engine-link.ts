import { fileURLToPath } from 'node:url';
import { serve } from '../main/api/serve.ts';
import { attach } from '../main/console/attach.ts';
import { signInLink } from '../main/cli/sign-in-link.ts';
import { readRunFile, runFilePath } from '../main/console/run-file.ts';
import type { Caller } from '../main/contract/declaration.ts';
import type { Port } from '../main/contract/port.ts';
import type { ServiceName, Status } from '../main/contract/status-view.ts';
import { createEngine } from '../main/engine.ts';
import { PostroomError } from '../main/errors.ts';
import { pageOrigin } from './page-protocol.ts';
import type { WindowOptions } from './window.ts';

/** The engine as the shell sees it: its own, or one that runs already (the service at boot). */

export interface EngineLink {
  /** False where quitting the shell leaves the engine running. */
  readonly ownsEngine: boolean;
  /** Where the window begins. A sign-in address works once, so it is made anew for each window. */
  windowOptions(): Promise<WindowOptions>;
  /** Calls `show` with the present status and every new one; null when the engine is gone. */
  watchStatus(show: (status: Status | null) => void): void;
  setService(name: ServiceName, run: boolean): Promise<void>;
  /** Answers the page's port. */
  servePage(port: Port): void;
  stop(): Promise<void>;
}

export interface LinkOptions {
  readonly dataFolder: string;
  readonly version: string;
  readonly log: (text: string, cause?: unknown) => void;
  /** A client asked the engine to stop. */
  readonly onStopRequested: () => void;
}

const caller: Caller = { role: 'admin', name: 'desktop' };

/** Attaches to the engine of the data folder, or starts one in this process. Rejects with what createEngine() rejects with. */
export async function linkEngine(options: LinkOptions): Promise<EngineLink> {
  try {
    return await linkRunning(options.dataFolder);
  } catch (error) {
    if (!(error instanceof PostroomError) || error.code !== 'not-running') throw error;
    return linkOwn(options);
  }
}

async function linkRunning(dataFolder: string): Promise<EngineLink> {
  const client = await attach(dataFolder);
  return {
    ownsEngine: false,
    windowOptions: async () => {
      const run = await readRunFile(runFilePath(dataFolder));
      if (run === null)
        throw new PostroomError(
          'not-running',
          'The Postroom service has stopped. Start it, then open the window again.',
        );
      return { address: await signInLink(run), preload: null };
    },
    watchStatus: (show) => {
      client.watch('status', {}, { snapshot: show, delta: show });
      client.onClose(() => show(null));
    },
    setService: async (name, run) => {
      await client.call(run ? 'services.start' : 'services.stop', { name });
    },
    // Its pages come from the console and speak over their own WebSocket.
    servePage: (port) => port.close(),
    stop: () => {
      client.close();
      return Promise.resolve();
    },
  };
}

async function linkOwn({ dataFolder, version, log, onStopRequested }: LinkOptions): Promise<EngineLink> {
  // The console serves the command line here; the window has its port.
  const engine = await createEngine({
    dataFolder,
    version,
    log,
    onStopRequested,
    console: { host: '127.0.0.1', port: 0 },
    rendererFolder: fileURLToPath(new URL('../renderer/', import.meta.url)),
  });
  const { calls, topics } = engine.api;
  return {
    ownsEngine: true,
    windowOptions: () =>
      Promise.resolve({
        address: `${pageOrigin}/`,
        preload: fileURLToPath(new URL('preload.cjs', import.meta.url)),
      }),
    watchStatus: (show) => {
      const { snapshot } = topics.status({}, show);
      void Promise.resolve(snapshot).then(show);
    },
    setService: async (name, run) => {
      await calls[run ? 'services.start' : 'services.stop']({ name }, caller);
    },
    servePage: (port) =>
      serve(port, engine.api, { caller, onError: (id, call, error) => log(`${call} failed (${id}).`, error) }),
    stop: () => engine.stop(),
  };
}
