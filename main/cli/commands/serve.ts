import { inspect } from 'node:util';
import type { Command } from 'commander';
import type { Engine } from '../../engine.ts';
import { PostroomError } from '../../errors.ts';
import { onItsOwn } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import type { CommandContext } from '../context.ts';
import { productVersion, rendererFolder } from '../installation.ts';
import { plain } from '../output.ts';

/** `serve`: the engine in the foreground, until a signal or a client ends it. */

interface ServeOptions {
  readonly console: string;
  readonly verbose: boolean;
}

/** Loopback, on the usual port or a free one where that is taken. */
const DEFAULT_CONSOLE = '127.0.0.1:0';
const INTERRUPTED = 130;

export function addServeCommand(program: Command, deps: CommandDeps): void {
  onItsOwn<ServeOptions>(
    program
      .command('serve')
      .option('--console <host:port>', 'where the console listens, or "off"', DEFAULT_CONSOLE)
      .description('run the engine in the foreground'),
    deps,
    async ({ context, options }) => {
      const stopRequested = Promise.withResolvers<null>();
      const release = onStopSignals(() => stopRequested.resolve(null));
      try {
        // Loaded here alone: every other command starts in a fraction of the time without it.
        const { createEngine } = await import('../../engine.ts');
        const engine = await createEngine({
          dataFolder: context.dataFolder,
          clock: context.clock,
          console: consoleAddress(options.console),
          rendererFolder: rendererFolder(),
          version: productVersion(),
          log: (text, cause) => {
            context.output.message(plain(text));
            if (options.verbose && cause !== undefined) context.output.message(inspect(cause));
          },
          onStopRequested: () => stopRequested.resolve(null),
        });
        try {
          announce(context, engine, consoleAddress(options.console));
          await stopRequested.promise;
        } finally {
          await engine.stop();
        }
        context.output.message('Postroom has stopped.');
      } finally {
        release();
      }
    },
  );
}

/** Says where it listens. Rejects with 'binding-unavailable' where no connector that is switched on could listen. */
function announce(context: CommandContext, engine: Engine, wanted: ReturnType<typeof consoleAddress>): void {
  const listeners = engine.listeners();
  const failed = listeners.filter(({ state }) => state === 'failed');
  const sentences = failed.map(
    ({ address, port, reason }) =>
      `Not listening on ${endpoint(address, port)}: ${reason ?? 'the reason is not known'}`,
  );
  if (failed.length > 0 && failed.length === listeners.length)
    throw new PostroomError('binding-unavailable', sentences.join('\n'));
  for (const { text } of engine.configuration.notices()) context.output.message(plain(text));
  for (const sentence of sentences) context.output.message(plain(sentence));
  const taken = takenConsolePort(engine.url(), wanted);
  if (taken !== null) context.output.message(taken);
  const started = { pid: process.pid, dataFolder: context.dataFolder, console: engine.url(), listeners };
  context.print(started, () =>
    [
      `Postroom ${productVersion()} runs on ${context.dataFolder}.`,
      ...listeners
        .filter(({ state }) => state === 'listening')
        .map(({ connectors, address, port }) => `Listening on ${endpoint(address, port)} (${connectors.join(', ')})`),
      ...(started.console === null ? [] : [`Console: ${started.console}`]),
    ].join('\n'),
  );
}

/** Where the console is not on the port that was asked for, why. */
function takenConsolePort(url: string | null, wanted: ReturnType<typeof consoleAddress>): string | null {
  if (url === null || wanted === null || wanted.port === 0) return null;
  // The port that belongs to the scheme is left out of an address.
  const { port, protocol } = new URL(url);
  const actual = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  if (actual === wanted.port) return null;
  return `Port ${String(wanted.port)} is taken by another program, so the console is on port ${String(actual)} for now.`;
}

const endpoint = (address: string, port: number): string =>
  `${address.includes(':') ? `[${address}]` : address}:${String(port)}`;

/** `HOST:PORT`, `[IPv6]:PORT` or `off`. */
export function consoleAddress(text: string): { readonly host: string; readonly port: number } | null {
  if (text === 'off') return null;
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port > 65_535) {
    throw new PostroomError('usage', '--console takes HOST:PORT, for example 127.0.0.1:48025, or "off".');
  }
  return { host, port };
}

/** The first signal asks for the orderly stop, the second ends the process at once. */
function onStopSignals(stop: () => void): () => void {
  let asked = false;
  const onSignal = (): void => {
    if (asked) process.exit(INTERRUPTED);
    asked = true;
    stop();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
}
