import { onTestFinished } from 'vitest';
import {
  dataFolder,
  removeFolder,
  startEngine,
  type EngineProcess,
  type StartOptions,
} from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { startCountingSink, type CountingSink } from './counting-sink.ts';
import { markedMessage } from './marked-message.ts';
import { greeted, relayConfig, submit, type RelayOptions } from './relay.ts';

/** A body that lives in the database, and one that goes through the spool. */
export const SMALL = 1000;
export const LARGE = 300_000;

/** A machine that runs all tests at once may be too busy for so long. */
const BUSY_MS = 60_000;

/** A data folder and a next hop for the length of a test, on which engines can be started one after the other. */
export interface PreparedRelay {
  readonly folder: string;
  readonly port: number;
  readonly sink: CountingSink;
  readonly start: (options?: StartOptions) => Promise<EngineProcess>;
}

export async function prepareRelay(
  settings: Pick<RelayOptions, 'transport' | 'receive' | 'send'> = {},
): Promise<PreparedRelay> {
  const sink = await startCountingSink();
  onTestFinished(() => sink.close());
  const port = await freePort();
  const folder = await dataFolder(relayConfig({ port, smartHostPort: sink.port, ...settings }));
  onTestFinished(() => removeFolder(folder));
  return {
    folder,
    port,
    sink,
    async start(options) {
      const engine = await startEngine(folder, options);
      onTestFinished(() => engine.kill9());
      return engine;
    },
  };
}

/** Sends a marked message over a connection of its own. The last reply; null where the connection broke before it. */
export async function send(port: number, id: string, bytes = SMALL, patienceMs = BUSY_MS): Promise<string | null> {
  const client = await greeted(port).catch(() => null);
  if (client === null) return null;
  const reply = await submit(client, markedMessage(id, bytes).wire.toString('latin1'), patienceMs).catch(() => null);
  client.end();
  return reply;
}
