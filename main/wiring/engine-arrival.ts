import { connect } from 'node:net';
import { checkArrival, type ArrivalDeps, type ArrivalRequest } from '../arrival/check-arrival.ts';
import type { Greet } from '../arrival/check-port.ts';
import { createDns } from '../arrival/dns.ts';
import type { Clock } from '../clock.ts';
import { isPrivateAddress } from '../connectors/ranges.ts';
import type { ArrivalReport } from '../contract/arrival-view.ts';
import type { DkimKeys } from '../dkim/dkim-keys.ts';
import { ownAddresses } from './own-addresses.ts';

const GREETING_MS = 8000;
const MOST_BYTES = 512;

/** "Would this arrive?" with the machine's own resolver and network. */
export function createEngineArrival(
  parts: Pick<ArrivalDeps, 'snapshot'> & { readonly clock: Clock; readonly keys: Pick<DkimKeys, 'get'> },
): (request: ArrivalRequest) => Promise<ArrivalReport> {
  const deps: ArrivalDeps = {
    snapshot: parts.snapshot,
    dkimKey: (domain) => parts.keys.get(domain),
    dns: createDns(),
    greet: greetFrom(parts.clock),
    ownAddress: () => ownAddresses().addresses.find(({ address }) => !isPrivateAddress(address))?.address ?? null,
  };
  return (request) => checkArrival(request, deps);
}

/** Connects, reads the first line and hangs up. */
export function greetFrom(clock: Clock): Greet {
  return (host, port) =>
    new Promise((resolve) => {
      const socket = connect({ host, port });
      let text = '';
      const end = (fault: string | null): void => {
        timer.cancel();
        socket.destroy();
        resolve({ line: text === '' ? null : (text.split(/\r?\n/)[0] ?? ''), fault: text === '' ? fault : null });
      };
      const timer = clock.after(GREETING_MS, () => end('ETIMEDOUT'));
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
        if (!text.includes('\n') && text.length < MOST_BYTES) return;
        // Politely: whoever answers has a log too.
        socket.write('QUIT\r\n');
        end(null);
      });
      socket.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? 'unknown'));
      socket.on('close', () => end('ECONNRESET'));
    });
}
