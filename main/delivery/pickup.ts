import { watch, type FSWatcher } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Clock, Timer } from '../clock.ts';
import { PostroomError, type ErrorCode } from '../errors.ts';
import { MAXIMUM_HEADER_BYTES, readPickupHead, type PickupEnvelope } from './pickup-envelope.ts';
import { codeOf } from './smtp-failure.ts';

export interface PickupDeps {
  readonly folder: string;
  readonly clock: Clock;
  /** Resolves when the message is durably queued. The stream is the message without X-Sender and X-Receiver. */
  readonly submit: (message: Readable, envelope: PickupEnvelope) => Promise<void>;
  /** A file could not be taken and now stands in the folder as `<name>.bad`, with the reason beside it; or the folder itself cannot be used. */
  readonly onBad: (name: string, reason: string) => void;
  readonly pollMs?: number;
}

/** The pickup folder: an `.eml` dropped there is sent and removed. */
export interface Pickup {
  start(): Promise<void>;
  /** Resolves when the file under way is done with. */
  stop(): Promise<void>;
}

const POLL_MS = 5000;
/** Between two looks at a file that has just appeared. */
const SETTLE_MS = 500;
/** Marks a file that is being taken; our own name, since programs write `x.eml.tmp` themselves. */
const CLAIM = '.postroom.tmp';
/** What passes by itself: the file stays and is tried again. */
const TEMPORARY: readonly ErrorCode[] = ['disk-full', 'queue-full', 'store-failed', 'not-running'];

/**
 * Watches the folder and looks through it every few seconds besides, since a watcher may miss things. A file is
 * taken when two looks found it the same. It is claimed by a rename and removed once it is queued, so a crash in
 * between sends it again rather than losing it.
 */
export function createPickup(deps: PickupDeps): Pickup {
  const { folder, clock } = deps;
  const pollMs = deps.pollMs ?? POLL_MS;
  let seen = new Map<string, string>();
  /** Names of files that are queued and could not be removed yet. */
  const done = new Set<string>();
  let watcher: FSWatcher | null = null;
  let timer: Timer | null = null;
  let running = false;
  let looking: Promise<void> | null = null;
  let again = false;
  let trouble: string | null = null;

  let dueMs = 0;
  /** At that time at the latest: a watcher that never falls silent must not put the look off for ever. */
  const lookSoon = (ms: number): void => {
    const nextMs = clock.monotonic() + ms;
    if (timer !== null && dueMs <= nextMs) return;
    timer?.cancel();
    dueMs = nextMs;
    timer = running ? clock.after(ms, look) : null;
  };
  const look = (): void => {
    timer?.cancel();
    timer = null;
    if (!running) return;
    if (looking !== null) {
      again = true;
      return;
    }
    again = false;
    looking = pass()
      .catch((error: unknown) => {
        // Told once, not at every look.
        if (trouble !== reasonOf(error)) deps.onBad(folder, reasonOf(error));
        trouble = reasonOf(error);
        return false;
      })
      .then((unsettled) => {
        looking = null;
        if (again) look();
        else lookSoon(unsettled ? Math.min(SETTLE_MS, pollMs) : pollMs);
      });
  };

  /** One look through the folder; true where something has to be looked at again soon. */
  const pass = async (): Promise<boolean> => {
    // Made again where somebody took it away; what keeps it from being made is told like all else.
    await mkdir(folder, { recursive: true });
    const found = new Map<string, string>();
    let unsettled = false;
    // Left over from a process, or a look, that ended in between.
    for (const name of await messageFiles(folder, `.eml${CLAIM}`)) await tidy(name.slice(0, -CLAIM.length));
    for (const name of await messageFiles(folder, '.eml')) {
      if (!running) break;
      const mark = await fingerprint(join(folder, name));
      if (mark === null) continue;
      if (seen.get(name) === mark && (await claim(name))) await take(name);
      else {
        found.set(name, mark);
        unsettled ||= seen.get(name) !== mark;
      }
    }
    seen = found;
    trouble = null;
    return unsettled;
  };

  /** False where another process still has the file open (Windows), or it is gone. */
  const claim = (name: string): Promise<boolean> =>
    rename(join(folder, name), join(folder, name + CLAIM)).then(
      () => {
        done.delete(name);
        return true;
      },
      () => false,
    );

  const take = async (name: string): Promise<void> => {
    const claimed = join(folder, name + CLAIM);
    try {
      const reason = await submitFile(claimed, deps.submit);
      if (reason === null) done.add(name);
      else await setAside(name, claimed, reason);
    } catch (error) {
      if (isTemporary(error)) await putBack(name);
      else await setAside(name, claimed, reasonOf(error));
    }
    if (done.has(name)) await tidy(name);
  };

  /** What is queued goes; a virus scanner may hold it for a while, and it must not be sent again for that. */
  const tidy = async (name: string): Promise<void> => {
    if (!done.has(name)) return putBack(name);
    await rm(join(folder, name + CLAIM), { force: true }).then(
      () => done.delete(name),
      () => undefined,
    );
  };

  /** In line again, under another name where a new file has taken its own. */
  const putBack = async (name: string): Promise<void> => {
    const stem = name.slice(0, -'.eml'.length);
    const free = await freeName(folder, (number) => (number === 1 ? name : `${stem}.${number}.eml`));
    await rename(join(folder, name + CLAIM), join(folder, free));
  };

  const setAside = async (name: string, claimed: string, reason: string): Promise<void> => {
    const bad = await freeName(folder, (number) => (number === 1 ? `${name}.bad` : `${name}.${number}.bad`));
    await rename(claimed, join(folder, bad));
    deps.onBad(name, reason);
    await writeFile(join(folder, `${bad}.txt`), `${reason}\r\n`);
  };

  return {
    async start() {
      running = true;
      seen = new Map();
      try {
        await mkdir(folder, { recursive: true });
        watcher = watch(folder, { persistent: false }, () => lookSoon(Math.min(SETTLE_MS, pollMs)));
        watcher.on('error', () => watcher?.close());
      } catch {
        // Network folders cannot be watched, and one that is not there even less; looking every few seconds does.
        watcher = null;
      }
      look();
    },
    async stop() {
      running = false;
      watcher?.close();
      timer?.cancel();
      await looking;
    },
  };
}

/** Regular files only: a link could name anything on this machine. */
async function messageFiles(folder: string, ending: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith(ending)).map(({ name }) => name);
}

async function fingerprint(path: string): Promise<string | null> {
  try {
    const { size, mtimeMs } = await stat(path);
    return `${size}:${mtimeMs}`;
  } catch {
    return null;
  }
}

/** Returns null when queued, or why this is no message. */
async function submitFile(path: string, submit: PickupDeps['submit']): Promise<string | null> {
  const file = await open(path, 'r');
  try {
    const start = Buffer.alloc(MAXIMUM_HEADER_BYTES);
    const { bytesRead } = await file.read(start, 0, start.length, 0);
    const head = readPickupHead(start.subarray(0, bytesRead));
    if (typeof head === 'string') return head;
    const body = file.createReadStream({ start: head.consumed, autoClose: false });
    const message = Readable.from(joined(head.header, body), { objectMode: false });
    try {
      await submit(message, head.envelope);
    } finally {
      message.destroy();
      body.destroy();
    }
    return null;
  } finally {
    await file.close();
  }
}

async function* joined(header: Buffer, body: Readable): AsyncGenerator<Buffer> {
  yield header;
  for await (const chunk of body) yield chunk as Buffer;
}

/** The first of the wanted names, numbered from 1, that is not taken. */
async function freeName(folder: string, wanted: (number: number) => string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const taken = await access(join(folder, wanted(number))).then(
      () => true,
      () => false,
    );
    if (!taken) return wanted(number);
  }
}

function isTemporary(error: unknown): boolean {
  if (error instanceof PostroomError) return TEMPORARY.includes(error.code);
  return ['EBUSY', 'EMFILE', 'ENFILE', 'EIO'].includes(codeOf(error) ?? '');
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
