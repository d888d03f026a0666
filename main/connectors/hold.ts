import type { Endpoint } from './decision.ts';
import type { Policy, ReceiveConnector } from './model.ts';
import { displayAddress } from './ranges.ts';

/** Whether a session's messages wait for somebody to release them. Pure. */

/** Why they do, or null. */
export function holdReason(
  { name, holdMessages }: Pick<ReceiveConnector, 'name' | 'holdMessages'>,
  { heldDevices }: Pick<Policy, 'heldDevices'>,
  { remoteAddress }: Pick<Endpoint, 'remoteAddress'>,
): string | null {
  if (holdMessages) return `Held: the receive connector "${name}" keeps its mail until somebody releases it.`;
  if (heldDevices.size === 0) return null;
  const address = displayAddress(remoteAddress);
  return heldDevices.has(address) ? `Held: mail of the device ${address} waits until somebody releases it.` : null;
}
