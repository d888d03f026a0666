import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where a browser comes back to after a sign-in: one port of this machine, open only as long as that takes. */
export interface LoopbackListener {
  readonly port: number;
  close(): void;
}

const DONE = 'Done. The sign-in is back at Postroom; this page can be closed.';
const NOT_MEANT = 'This address belongs to no sign-in that waits.';
const REQUEST_TIMEOUT_MS = 10_000;

/** `came` says whether the address was one it waited for. Rejects where no port can be had. */
export async function listenForReturn(came: (address: URL) => Promise<boolean>): Promise<LoopbackListener> {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS, maxHeaderSize: 16_384 }, (request, response) => {
    const address = URL.parse(request.url ?? '/', 'http://127.0.0.1');
    const answer = (isMeant: boolean): void => {
      response.writeHead(isMeant ? 200 : 404, {
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        connection: 'close',
      });
      response.end(isMeant ? DONE : NOT_MEANT);
    };
    if (request.method === 'GET' && address?.pathname === '/') void came(address).then(answer);
    else answer(false);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // A socket may fail at any time; the browser tries again.
  server.on('error', () => undefined);
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      server.closeIdleConnections();
    },
  };
}
