import { parseArgs } from 'node:util';
import { hold, latencies, send, startSink, workloads, type Workload } from './load.ts';
import { cpuMs, pssBytes } from './processes.ts';
import { startCeiling, startPostfix, startPostroom, type System } from './systems.ts';

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

async function throughput(): Promise<void> {
  for (const endToEnd of [false, true]) {
    const sink = endToEnd ? await startSink() : null;
    const port = sink?.port ?? null;
    const systems = [await startPostroom(port), await startPostfix(port, false), await startPostfix(port, true)];
    if (!endToEnd) systems.push(await startCeiling());
    try {
      for (const workload of workloads.filter(({ name }) => wanted(name))) {
        const load = options.quick ? { ...workload, messages: Math.ceil(workload.messages / 5) } : workload;
        const results = systems.map((): Measured[] => []);
        // The first round warms caches and compilers; it does not count.
        for (let round = 0; round <= rounds; round += 1) {
          for (const [i, system] of systems.entries()) {
            const measured = await measure(system, load, sink === null ? null : (n) => sink.arrived(n));
            if (round > 0) results[i]?.push(measured);
          }
        }
        print(`${endToEnd ? 'end to end' : 'accept, durable'}, ${load.name}`);
        for (let i = 1; i < systems.length; i += 1)
          compare('Postroom', results[0] ?? [], systems[i]?.name ?? '', results[i] ?? []);
      }
    } finally {
      for (const system of systems) await system.close();
      await sink?.close();
    }
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
        let running = true;
        void done.then(() => (running = false));
        while (running) {
          peak = Math.max(peak, await pssBytes(system.pid));
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
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

if (wanted('latency')) await latency();
if (wanted('memory')) await memory();
if (workloads.some(({ name }) => wanted(name))) await throughput();
