import { Resolver } from 'node:dns/promises';
import type { Clock } from '../clock.ts';
import { HostNames } from './host-names.ts';

const TIMEOUT_MS = 2000;

/** Names of devices by the machine's own resolver. */
export function createEngineHostNames(
  clock: Clock,
  found: (address: string, name: string | null) => void,
): { readonly see: (address: string) => void; readonly close: () => void } {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 1 });
  const names = new HostNames({ clock, found, names: (address) => resolver.reverse(address) });
  return {
    see: (address) => names.see(address),
    close() {
      names.close();
      resolver.cancel();
    },
  };
}
