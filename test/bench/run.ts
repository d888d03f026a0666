import { parseArgs } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { hold, latencies, send, startSink, workloads, type Counter, type Workload } from './load.ts';
import { cpuMs, end, pssBytes } from './processes.ts';
import { followLog, startCeiling, startPostfix, startPostroom, type System } from './systems.ts';

/**
 * Postroom against Postfix (as Debian ships it, and tuned) and against its own ceiling, on this machine, in this run.
 * Absolute numbers of such a machine mean little: read the ratios, and their spread between rounds.
 */

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    /** Divides the number of messages, for a quick look. */
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});
const rounds = Number(options.rounds);
const wanted = (name: string): boolean => options.only === undefined || name.startsWith(options.only);

interface Measured {
  rate: number;
  cpu: number;
}

const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) / 2;
};
const figure = (n: number): string => (n >= 100 ? n.toFixed(0) : n >= 10 ? n.toFixed(1) : n.toFixed(2));
const print = (text: string): void => void process.stdout.write(`${text}\n`);

async function measure(
  system: System,
  load: Workload,
  arrived: ((n: number) => Promise<void>) | null,
): Promise<Measured> {
  const before = await cpuMs(system.pid);
  const begin = performance.now();
  const all = arrived?.(load.messages);
  const sent = await send(system.port, load);
  await all;
  const seconds = arrived === null ? sent : (performance.now() - begin) / 1000;
  return { rate: load.messages / seconds, cpu: ((await cpuMs(system.pid)) - before) / load.messages };
}

/** One line of the table: a system's medians, and how many times better than the other, with the spread of the rounds. */
function compare(title: string, ours: readonly Measured[], other: string, theirs: readonly Measured[]): void {
  const ratios = ours.map(({ rate }, i) => rate / (theirs[i]?.rate ?? Number.NaN));
  const cpu = ours.map(({ cpu: own }, i) => own / (theirs[i]?.cpu ?? Number.NaN));
  print(
    `  ${title.padEnd(12)} ${figure(median(ours.map(({ rate }) => rate))).padStart(7)}/s  ${other.padEnd(15)} ${figure(median(theirs.map(({ rate }) => rate))).padStart(7)}/s` +
      `   ratio ${figure(median(ratios))} (${figure(Math.min(...ratios))}–${figure(Math.max(...ratios))})` +
      `   CPU ms/message ${median(ours.map((one) => one.cpu)).toFixed(3)} : ${median(theirs.map((one) => one.cpu)).toFixed(3)} = ${figure(median(cpu))}`,
  );
}

/** All systems, one after the other, in each round. The first round warms caches and compilers and does not count. */
async function alternate(systems: readonly System[], load: Workload, sink: Counter | null): Promise<Measured[][]> {
  const results = systems.map((): Measured[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [i, system] of systems.entries()) {
      const measured = await measure(system, load, sink === null ? null : (n) => sink.arrived(n));
      if (round > 0) results[i]?.push(measured);
    }
  }
  return results;
}

async function throughput(sink: Counter | null): Promise<void> {
  const port = sink?.port ?? null;
  const systems = [await startPostroom(port), await startPostfix(port, false), await startPostfix(port, true)];
  if (sink === null) systems.push(await startCeiling());
  try {
    for (const workload of workloads.filter(({ name }) => wanted(name))) {
      const load = options.quick ? { ...workload, messages: Math.ceil(workload.messages / 5) } : workload;
      const [ours = [], ...others] = await alternate(systems, load, sink);
      print(`${sink === null ? 'accept, durable' : 'end to end'}, ${load.name}`);
      for (const [i, theirs] of others.entries()) compare('Postroom', ours, systems[i + 1]?.name ?? '', theirs);
    }
  } finally {
    for (const system of systems) await system.close();
  }
}

async function latency(): Promise<void> {
  const systems = [await startPostroom(null), await startPostfix(null, false)];
  try {
    for (const { port } of systems) await latencies(port, 200);
    const all = systems.map((): number[] => []);
    for (let round = 0; round < rounds; round += 1) {
      for (const [i, { port }] of systems.entries()) all[i]?.push(...(await latencies(port, 100)));
    }
    for (const [i, { name }] of systems.entries()) {
      const sorted = (all[i] ?? []).sort((a, b) => a - b);
      const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2);
      print(`latency, connect to the final 250, 4 KiB: ${name.padEnd(10)} p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`);
    }
  } finally {
    for (const system of systems) await system.close();
  }
}

async function memory(): Promise<void> {
  const mb = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`;
  const sink = await startSink();
  for (const system of [await startPostroom(sink.port), await startPostfix(sink.port, false)]) {
    try {
      const idle = await pssBytes(system.pid);
      const release = await hold(system.port, system.name === 'Postroom' ? 1000 : 90);
      const held = await pssBytes(system.pid);
      release();
      const [, load] = workloads;
      let peak = 0;
      if (load !== undefined) {
        const done = Promise.all([sink.arrived(load.messages), send(system.port, load)]);
        do peak = Math.max(peak, await pssBytes(system.pid));
        while (!(await Promise.race([done, pause(100)])));
      }
      const many = system.name === 'Postroom' ? '1,000' : '90 (its process limit)';
      print(
        `memory (PSS): ${system.name.padEnd(10)} idle ${mb(idle)}, with ${many} idle connections ${mb(held)}, under load A2 ${mb(peak)}`,
      );
    } finally {
      await system.close();
    }
  }
  await sink.close();
}

/** What it costs to accept while a client reads every line of the live log. */
async function attached(): Promise<void> {
  const system = await startPostroom(null);
  const results: Record<'alone' | 'followed', Measured[]> = { alone: [], followed: [] };
  try {
    const [, load] = workloads;
    if (load === undefined || system.folder === null) return;
    for (let round = 0; round <= rounds; round += 1) {
      const alone = await measure(system, load, null);
      const client = await followLog(system.folder);
      const followed = await measure(system, load, null);
      await end(client);
      if (round === 0) continue;
      results.alone.push(alone);
      results.followed.push(followed);
    }
    print('accept, durable, a client reads the live log');
    compare('followed', results.followed, 'alone', results.alone);
  } finally {
    await system.close();
  }
}

if (wanted('latency')) await latency();
if (wanted('attached')) await attached();
if (wanted('memory')) await memory();
if (workloads.some(({ name }) => wanted(name))) {
  await throughput(null);
  const sink = await startSink();
  await throughput(sink);
  await sink.close();
}
