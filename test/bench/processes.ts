import { spawn, type ChildProcess } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';

/** Processor time, memory and readiness of the systems under test, read from /proc. */

const TICKS_PER_SECOND = 100;

interface Stat {
  pid: number;
  parent: number;
  /** Own time, in ticks. */
  own: number;
  /** Time of children that have ended and been waited for. */
  waited: number;
}

async function statOf(pid: number): Promise<Stat | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const at = (index: number): number => fields[index] ?? 0;
  return { pid, parent: at(1), own: at(11) + at(12), waited: at(13) + at(14) };
}

async function tree(root: number): Promise<Stat[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const stats = (await Promise.all(pids.map(statOf))).filter((stat): stat is Stat => stat !== null);
  const found = stats.filter(({ pid }) => pid === root);
  for (let i = 0; i < found.length; i += 1) found.push(...stats.filter(({ parent }) => parent === found[i]?.pid));
  return found;
}

/** Processor time of a process, its children, and the children it has already buried, in ms. */
export async function cpuMs(root: number): Promise<number> {
  const ticks = (await tree(root)).reduce((sum, { own, waited }) => sum + own + waited, 0);
  return (ticks * 1000) / TICKS_PER_SECOND;
}

/** Proportional set size of a process tree in bytes. */
export async function pssBytes(root: number): Promise<number> {
  const sizes = await Promise.all(
    (await tree(root)).map(async ({ pid }) => {
      const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
      return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Resolves when somebody answers on the port with an SMTP banner. */
export async function answers(port: number, tries = 200): Promise<void> {
  for (let i = 0; i < tries; i += 1) {
    const banner = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.setTimeout(1000);
      const done = (ok: boolean) => (): void => {
        socket.destroy();
        resolve(ok);
      };
      socket.once('data', done(true));
      socket.once('error', done(false));
      socket.once('close', done(false));
      socket.once('timeout', done(false));
    });
    if (banner) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Nothing answers on port ${port}.`);
}

const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

export function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...env } });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}
