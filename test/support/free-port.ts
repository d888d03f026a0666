import { createServer } from 'node:net';

/**
 * Below the ports that systems give to outgoing connections: one of those could be taken by any connection on this
 * machine before the server that it is meant for listens on it, or while that is down between two starts.
 */
const FIRST = 20_000;
const COUNT = 12_000;
/** Workers of a run have their own parts, and give each port once. */
const PARTS = 16;
const PART = COUNT / PARTS;
const start = (Number(process.env['VITEST_POOL_ID'] ?? 0) % PARTS) * PART;
let next = Math.floor(Math.random() * PART);

/** A TCP port on 127.0.0.1 that nobody listens on and that no other test of this run is given. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < PART; tries += 1) {
    const port = FIRST + start + next;
    next = (next + 1) % PART;
    if (await isFree(port)) return port;
  }
  throw new Error(`No port is free between ${String(FIRST + start)} and ${String(FIRST + start + PART)}.`);
}

/** On all addresses, as some tests bind them. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
