import { readFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { startEngine, type EngineProcess } from '../../support/engine-process.ts';
import { eventually } from './relay.ts';

/** The engine under strace: to see its system calls in order, or to let some of them fail. */

export interface TracedEngine extends EngineProcess {
  /** The engine itself; `pid` is strace. */
  readonly enginePid: number;
}

/** Starts the engine as a child of strace. */
export async function startTraced(folder: string, straceArgs: readonly string[]): Promise<TracedEngine> {
  const engine = await startEngine(folder, { wrapper: ['strace', '-f', '-qq', ...straceArgs] });
  const children = await readFile(`/proc/${engine.pid}/task/${engine.pid}/children`, 'utf8');
  const enginePid = Number(children.trim().split(' ')[0]);
  const gone = new Promise<number | null>((resolve) => engine.child.once('exit', resolve));
  const signal = (name: NodeJS.Signals): Promise<number | null> => {
    if (engine.child.exitCode === null && engine.child.signalCode === null) process.kill(enginePid, name);
    return gone;
  };
  return {
    ...engine,
    enginePid,
    // strace keeps signals to itself; it ends with the engine and as the engine did.
    async kill9() {
      await signal('SIGKILL');
    },
    stop: () => signal('SIGTERM'),
  };
}

export interface Tracer {
  /** Lets the engine go on without strace. */
  detach(): Promise<void>;
}

/** Attaches strace to an engine that runs, so that injected faults count from here on. Needs root. */
export async function attachStrace(engine: EngineProcess, straceArgs: readonly string[]): Promise<Tracer> {
  const log = join(engine.folder, 'strace.log');
  const child = spawn('strace', ['-f', '-o', log, '-p', String(engine.pid), ...straceArgs], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await eventually(`strace is attached (${said})`, () => /attached/.test(said) || child.exitCode !== null);
  if (child.exitCode !== null) throw new Error(`strace ended: ${said}`);
  return {
    async detach() {
      child.kill('SIGINT');
      await gone;
    },
  };
}
