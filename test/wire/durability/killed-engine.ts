import { spawn, type ChildProcess } from 'node:child_process';
import { program } from '../../support/engine-process.ts';

/** An engine that is there to be killed: unlike startEngine it can be reached before it is ready. */
export interface KilledEngine {
  /** Resolves with true when it runs, with false when it ended before. */
  readonly ready: Promise<boolean>;
  output(): string;
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
}

export function launch(folder: string): KilledEngine {
  const child: ChildProcess = spawn(process.execPath, [program, 'serve', '--data', folder, '--console', 'off'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const runs = new Promise<boolean>((resolve) => {
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
      if (/Postroom .* runs on/.test(output)) resolve(true);
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
  });
  return {
    ready: Promise.race([runs, gone.then(() => false)]),
    output: () => output,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
