import type { Device } from '../../../main/contract/session-view.ts';

/** What people call an address. Pages show the name where there is one, and the address where there is none. */

/** Names by address, as the engine writes addresses in sessions. */
export type DeviceNames = ReadonlyMap<string, string>;

export const noNames: DeviceNames = new Map();

export function namesOf(devices: readonly Pick<Device, 'address' | 'name'>[]): DeviceNames {
  return new Map(devices.flatMap(({ address, name }) => (name === null ? [] : [[address, name] as const])));
}

/** `Accounting printer`, else the address itself. */
export function calledOf(names: DeviceNames, address: string): string {
  return names.get(address) ?? address;
}

/** `Accounting printer (192.168.0.180)`, for lists to choose from. */
export function fullNameOf(names: DeviceNames, address: string): string {
  const name = names.get(address);
  return name === undefined ? address : `${name} (${address})`;
}
