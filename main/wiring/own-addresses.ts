import { hostname, networkInterfaces } from 'node:os';
import type { OwnAddresses } from '../contract/start-view.ts';

// Given by the machine to itself where nobody else did: no device is told to use it.
const LINK_LOCAL = /^(?:169\.254\.|fe80:)/i;

/** Addresses of this machine that others on its networks reach. */
export function ownAddresses(interfaces: typeof networkInterfaces = networkInterfaces): OwnAddresses {
  const addresses = Object.entries(interfaces()).flatMap(([adapter, list]) =>
    (list ?? [])
      .filter(({ internal, address }) => !internal && !LINK_LOCAL.test(address))
      .map(({ address, family }) => ({ address, family: family === 'IPv4' ? (4 as const) : (6 as const), adapter })),
  );
  return { hostName: hostname(), addresses: addresses.toSorted((a, b) => a.family - b.family) };
}
