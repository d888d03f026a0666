import { networkInterfaces } from 'node:os';
import type { ListenerView } from '../frontend/frontend.ts';

/** Whether one of our own listeners takes connections to an address and port. */
export function isOwnListener(listeners: readonly ListenerView[], address: string, port: number): boolean {
  return listeners.some((one) => one.state === 'listening' && one.port === port && isHere(one.address, address));
}

/** Whether a listener on `bound` takes connections to `address`. */
function isHere(bound: string, address: string): boolean {
  if (bound !== '0.0.0.0' && bound !== '::') return bound === address;
  if (address.startsWith('127.') || address === '::1') return true;
  return Object.values(networkInterfaces()).some((list) => list?.some((one) => one.address === address) === true);
}
