import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { WebSocketServer } from 'ws';
import { serve } from '../../main/api/serve.ts';
import type { SessionLine, SessionsDelta, SessionSummary } from '../../main/contract/session-view.ts';
import { webSocketPort } from '../../main/contract/web-socket-port.ts';
import { emptyStatus, fakeApi } from '../support/fake-api.ts';

/**
 * How smoothly the sessions page of the built console follows a flood of lines, in Chromium: the time between frames,
 * what Chromium itself calls a long task or a long frame, and what the page's main thread really computed: on a busy
 * machine frames are late that cost little. Also how soon a fresh browser shows something. The engine is a double that
 * feeds lines; the contract, the socket and the page are the real ones.
 */

const { values: options } = parseArgs({
  options: {
    /** Lines a second. */
    rate: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '20' },
    /** Where to put a picture of the page in the midst of it. */
    picture: { type: 'string' },
  },
});
const rate = Number(options.rate);
const seconds = Number(options.seconds);
// As often as the engine sends lines.
const TICK_MS = 100;
const COLD_LOADS = 5;
const LONG_MS = 50;
const LINES_A_SESSION = 14;
const SESSIONS_AT_A_TIME = 6;
const root = fileURLToPath(new URL('../../dist/renderer/', import.meta.url));
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

const dialogue: readonly (readonly [SessionLine['event'], string])[] = [
  ['+', ''],
  ['>', '220 OFFICE.office.example Microsoft ESMTP MAIL Service ready at Sun, 22 Nov 2026 09:41:07 +0100'],
  ['<', 'EHLO HP-MFP-2'],
  ['>', '250 OFFICE.office.example Hello [192.168.0.180]'],
  ['<', 'MAIL FROM: scanner@office.example'],
  ['>', '250 2.1.0 Sender OK'],
  ['<', 'RCPT TO:<someone@gmail.example>'],
  ['>', '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain'],
  ['<', 'RCPT TO:<boss@office.example>'],
  ['>', '250 2.1.5 Recipient OK'],
  ['<', 'DATA'],
  ['>', '354 Start mail input; end with <CRLF>.<CRLF>'],
  ['>', '250 2.6.0 <8f1c@OFFICE> [InternalId=5111011, Hostname=OFFICE.office.example] Queued mail for delivery'],
  ['-', ''],
];

function summaryOf(number: number, said: number): SessionSummary {
  const isOver = said >= LINES_A_SESSION;
  return {
    id: String(number),
    number,
    direction: 'receive',
    connector: 'OFFICE\\Default Frontend OFFICE',
    localEndpoint: '192.168.0.1:25',
    remoteEndpoint: `192.168.0.${String(100 + (number % 60))}:40000`,
    startedMs: Date.now(),
    endedMs: isOver ? Date.now() : null,
    endedBy: isOver ? 'Remote' : null,
    tls: null,
    account: null,
    helo: 'HP-MFP-2',
    accepted: isOver ? 1 : 0,
    refused: said > 7 ? 1 : 0,
    verdict: isOver ? 'mixed' : 'open',
    lastError: null,
    deviations: said > 4 ? [{ code: 'no-angle-brackets', text: 'MAIL FROM: no-angle-brackets', sequence: 4 }] : [],
  };
}

/** Sessions that talk all at once, a line each in turn. */
class Flood {
  lines = 0;
  #sessions = new Map<number, number>();
  #last = 0;

  delta(count: number): SessionsDelta {
    const lines: SessionLine[] = [];
    const changed = new Set<number>();
    while (lines.length < count) {
      while (this.#sessions.size < SESSIONS_AT_A_TIME) this.#sessions.set((this.#last += 1), 0);
      for (const [number, said] of this.#sessions) {
        const [event, data] = dialogue[said] ?? ['-', ''];
        lines.push({ session: String(number), sequence: said, atMs: Date.now(), event, data, context: '' });
        changed.add(number);
        this.#sessions.set(number, said + 1);
      }
      for (const [number, said] of this.#sessions) if (said >= LINES_A_SESSION) this.#sessions.delete(number);
    }
    this.lines += lines.length;
    const summaries = [...changed].map((number) => summaryOf(number, this.#sessions.get(number) ?? LINES_A_SESSION));
    return { changed: summaries, lines, skippedLines: 0, skippedSessions: 0 };
  }
}

const flood = new Flood();
const idle = { snapshot: emptyStatus, close: () => undefined };
const api = fakeApi(
  {
    'sessions.list': () => ({ sessions: [], next: null }),
    'devices.list': () => [],
  },
  {
    status: () => idle,
    queue: () => ({
      snapshot: {
        totals: { waiting: 0, active: 0, retry: 0, suspended: 0, unreachable: 0, poison: 0 },
        queues: [],
      },
      close: () => undefined,
    }),
    sessions: ({ lines }, emit) => {
      // The summaries that the navigation counts come from the same source; one flood is enough for both.
      const began = performance.now();
      let sent = 0;
      const timer = setInterval(() => {
        if (!lines) return;
        const due = Math.floor(((performance.now() - began) / 1000) * rate) - sent;
        sent += due;
        emit(flood.delta(due));
      }, TICK_MS);
      return { snapshot: { sessions: [], next: null }, close: () => clearInterval(timer) };
    },
  },
);

const http = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const name = path === '/' ? 'index.html' : path.slice(1);
  void readFile(join(root, name)).then(
    (content) => response.setHeader('content-type', types[extname(name)] ?? 'text/plain').end(content),
    () => response.writeHead(404).end(),
  );
});
new WebSocketServer({ server: http }).on('connection', (socket) => {
  serve(webSocketPort(socket), api, {
    caller: { role: 'admin', name: 'bench' },
    // The overview asks for more than the double has, and does without.
    onError: () => undefined,
  });
});
await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve));
const address = http.address();
const port = typeof address === 'object' && address !== null ? address.port : 0;

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--enable-precise-memory-info', '--js-flags=--expose-gc'],
});
try {
  const coldLoads: number[] = [];
  for (let round = 0; round < COLD_LOADS; round += 1)
    coldLoads.push(await coldLoad(`http://127.0.0.1:${String(port)}/`));
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'dark' });
  page.on('pageerror', (error) => process.stderr.write(`${error.message}\n`));
  await page.goto(`http://127.0.0.1:${String(port)}/#sessions`);
  await page.getByRole('listbox', { name: 'Session log' }).waitFor();
  // Long enough for the log to be full and to let go of its oldest rows for the whole measurement.
  await pause((22_000 / rate) * 1000);
  const heaps = [await page.evaluate(heapBytes)];
  await page.evaluate(watchFrames);
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  const before = flood.lines;
  await pause(seconds * 1000);
  const fed = flood.lines - before;
  const tasks = tasksOf((await browser.stopTracing()).toString());
  const seen = await page.evaluate(() => (globalThis as unknown as Watched).watched);
  heaps.push(await page.evaluate(heapBytes));
  if (options.picture !== undefined) await page.screenshot({ path: options.picture });
  report(fed, seen, tasks, heaps, coldLoads);
} finally {
  await browser.close();
  http.close();
  http.closeAllConnections();
}

interface Watched {
  watched: { gaps: number[]; tasks: number[]; frames: { duration: number; blocking: number; script: number }[] };
}

/** ms from asking for the address, with nothing cached, until the overview says how things are. */
async function coldLoad(address: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(() => {
      new MutationObserver((_changes, observer) => {
        if (document.querySelector('main h1') === null) return;
        observer.disconnect();
        requestAnimationFrame(() => performance.mark('said'));
      }).observe(document, { childList: true, subtree: true });
    });
    await page.goto(address);
    const said = await page.waitForFunction(() => performance.getEntriesByName('said')[0]?.startTime);
    return (await said.jsonValue()) ?? 0;
  } finally {
    await context.close();
  }
}

/** Runs in the page. */
function watchFrames(): void {
  const watched: Watched['watched'] = { gaps: [], tasks: [], frames: [] };
  (globalThis as unknown as Watched).watched = watched;
  let last = performance.now();
  const frame = (now: number): void => {
    watched.gaps.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) watched.tasks.push(duration);
  }).observe({ type: 'longtask' });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      readonly blockingDuration: number;
      readonly scripts: readonly { readonly duration: number }[];
    })[]) {
      const script = entry.scripts.reduce((sum, { duration }) => sum + duration, 0);
      watched.frames.push({ duration: entry.duration, blocking: entry.blockingDuration, script });
    }
  }).observe({ type: 'long-animation-frame' });
}

/**
 * CPU time in ms of each task on the page's main thread: unlike the time between frames it does not grow when other
 * programs want the processor.
 */
function tasksOf(trace: string): readonly number[] {
  const { traceEvents } = JSON.parse(trace) as { readonly traceEvents: readonly TraceEvent[] };
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${String(pid)}:${String(tid)}`),
  );
  return traceEvents
    .filter(({ name, pid, tid }) => name.endsWith('RunTask') && mains.has(`${String(pid)}:${String(tid)}`))
    .map(({ tdur = 0 }) => tdur / 1000);
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** µs of the thread's own time. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Runs in the page: what lives after a collection. */
function heapBytes(): number {
  const { gc, performance: own } = globalThis as unknown as {
    readonly gc?: () => void;
    readonly performance: { readonly memory: { readonly usedJSHeapSize: number } };
  };
  gc?.();
  return own.memory.usedJSHeapSize;
}

function report(
  fed: number,
  seen: Watched['watched'],
  tasks: readonly number[],
  heaps: readonly number[],
  coldLoads: readonly number[],
): void {
  const sorted = [...seen.gaps].sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1);
  const mb = (bytes = 0): string => (bytes / 1024 / 1024).toFixed(1);
  const most = (numbers: readonly number[]): string => Math.max(0, ...numbers).toFixed(1);
  const loads = [...coldLoads].sort((a, b) => a - b).map((ms) => ms.toFixed(0));
  const late = seen.gaps.filter((gap) => gap > LONG_MS).length;
  const long = tasks.filter((ms) => ms > LONG_MS).length;
  const lines = [
    `cold load until the overview speaks: median ${loads[Math.floor(loads.length / 2)] ?? ''} ms (${loads.join(', ')})`,
    `${(fed / seconds).toFixed(0)} lines a second for ${String(seconds)} s, ${String(seen.gaps.length)} frames`,
    `time between frames: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms, over ${String(LONG_MS)} ms: ${String(late)}`,
    `long tasks (50 ms and more): ${String(seen.tasks.length)}, longest ${most(seen.tasks)} ms`,
    `long frames (50 ms and more): ${String(seen.frames.length)}, longest ${most(seen.frames.map(({ duration }) => duration))} ms, of it script at most ${most(seen.frames.map(({ script }) => script))} ms`,
    `main thread, CPU of a task: ${String(tasks.length)} tasks, longest ${most(tasks)} ms, over ${String(LONG_MS)} ms: ${String(long)}; busy ${((100 * tasks.reduce((sum, ms) => sum + ms, 0)) / 1000 / seconds).toFixed(0)} %`,
    `load of the machine meanwhile: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(', ')} on ${String(availableParallelism())} processors`,
    `heap after a collection: ${mb(heaps[0])} MB before, ${mb(heaps.at(-1))} MB behind`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
