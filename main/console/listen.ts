import { once } from 'node:events';
import type { Server as PlainServer } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import { isIP } from 'node:net';
import type { AddressInfo } from 'node:net';
import { errorCode } from '../config/atomic-file.ts';
import { PostroomError } from '../errors.ts';

/** Where the console listens. */

const USUAL_PORT = 48_025;
const FREE_PORT_TRIES = 5;
const LOOPBACK = ['127.0.0.1', '::1'];

type Server = PlainServer | TlsServer;

export interface Listening {
  readonly servers: readonly Server[];
  readonly port: number;
}

/** Where to listen: in plain text on this machine, and over TLS where others can come from. */
export interface ConsolePlace {
  readonly loopback: readonly string[];
  readonly remote: string | null;
}

/** The place that a person named. Rejects everything that is not one address: a console on all networks is nobody's wish. */
export function consolePlace(host: string): ConsolePlace {
  if (host === 'localhost' || LOOPBACK.includes(host)) return { loopback: LOOPBACK, remote: null };
  if (isIP(host) === 0 || host === '0.0.0.0' || host === '::') {
    throw new PostroomError('usage', 'Name one IP address for the console to listen on, for example 127.0.0.1.');
  }
  // Commands and the desktop reach it on this machine as ever.
  return host.startsWith('127.') ? { loopback: [host], remote: null } : { loopback: LOOPBACK, remote: host };
}

/**
 * Listens on all addresses under one port: the wanted one, or a free one where it is taken. 0 means 48025.
 * Rejects with 'binding-unavailable'.
 */
export async function listen(
  newServer: () => Server,
  addresses: readonly string[],
  wantedPort: number,
): Promise<Listening> {
  const ports = [wantedPort === 0 ? USUAL_PORT : wantedPort, ...Array.from({ length: FREE_PORT_TRIES }, () => 0)];
  let cause: unknown = null;
  for (const wanted of ports) {
    const servers: Server[] = [];
    try {
      let port = wanted;
      for (const address of addresses) {
        const server = newServer();
        if (!(await listenOn(server, address, port, servers.length === 0))) continue;
        servers.push(server);
        port = portOf(server);
      }
      return { servers, port };
    } catch (error) {
      cause = error;
      for (const server of servers) server.close();
    }
  }
  throw new PostroomError(
    'binding-unavailable',
    `The console cannot listen on ${addresses.join(' and ')}. Choose another address with --console.`,
    { cause },
  );
}

/** False where the machine has no such address and can do without (no IPv6). */
async function listenOn(server: Server, address: string, port: number, isNeeded: boolean): Promise<boolean> {
  try {
    server.listen({ host: address, port, ipv6Only: true, exclusive: true });
    await once(server, 'listening');
    return true;
  } catch (error) {
    if (!isNeeded && ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(errorCode(error))) return false;
    throw error;
  }
}

function portOf(server: Server): number {
  // A listening TCP server has an AddressInfo; the other forms are for pipes and closed servers.
  return (server.address() as AddressInfo).port;
}
