import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The shipped program as a process of its own, on a data folder of its own. */
export interface EngineProcess {
  readonly folder: string;
  readonly child: ChildProcess;
  readonly pid: number;
  /** Everything printed so far, both streams. */
  output(): string;
  /** Runs a command of the CLI against this folder. */
  cli(args: readonly string[], input?: string): Promise<CliResult>;
  /** kill -9; resolves when it is gone. */
  kill9(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
}

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const program = fileURLToPath(new URL('../../dist/main/postroom.js', import.meta.url));

export async function dataFolder(config?: object, parent = tmpdir()): Promise<string> {
  const folder = await mkdtemp(join(parent, 'postroom-wire-'));
  if (config !== undefined) await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  return folder;
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

export interface StartOptions {
  readonly args?: readonly string[];
  /** Words before the program: `strace -f …`. */
  readonly wrapper?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Entry of the program; default: the built one. */
  readonly program?: string;
  /** Resolve when this has been printed; default: the engine runs. */
  readonly until?: RegExp;
}

/** Starts `postroom serve`; resolves when it says that it runs, rejects with its output when it ends before. */
export async function startEngine(folder: string, options: StartOptions = {}): Promise<EngineProcess> {
  await mkdir(folder, { recursive: true });
  const [command = process.execPath, ...before] = options.wrapper ?? [];
  const nodeArgs = options.wrapper === undefined ? [] : [...before, process.execPath];
  const args = [
    ...nodeArgs,
    options.program ?? program,
    'serve',
    '--data',
    folder,
    '--console',
    'off',
    ...(options.args ?? []),
  ];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...options.env } });
  let output = '';
  const ready = options.until ?? /Postroom .* runs on/;
  await new Promise<void>((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
      if (ready.test(output)) resolve();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`postroom serve ended with ${String(code)}:\n${output}`));
    });
  });
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    folder,
    child,
    pid: child.pid ?? 0,
    output: () => output,
    cli: (words, input) => runCli([...words, '--data', folder], input),
    async kill9() {
      child.kill('SIGKILL');
      await gone;
    },
    stop() {
      child.kill('SIGTERM');
      return gone;
    },
  };
}

/** Runs the CLI to its end. */
export function runCli(args: readonly string[], input = ''): Promise<CliResult> {
  return runTool(process.execPath, [program, ...args], input);
}

/** Runs any program to its end. */
export function runTool(command: string, args: readonly string[], input = ''): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, stdout, stderr });
    });
    // A program may end without having read its input.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** Resident memory of a process in bytes: VmRSS now, VmHWM at its highest. */
export async function memoryOf(pid: number): Promise<{ now: number; peak: number }> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8');
  const read = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) * 1024;
  return { now: read('VmRSS'), peak: read('VmHWM') };
}
