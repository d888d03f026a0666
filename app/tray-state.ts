import type { ServiceName, Status } from '../main/contract/status-view.ts';
import { words } from './words.ts';

/** What the tray shows for a status: pure, so that the shell around it stays thin. */

/** Names the drawing in icons/: each has a sign of its own besides its colour. Grey: no word from the engine. */
export type Light = 'green' | 'amber' | 'red' | 'grey';

export interface TrayState {
  readonly light: Light;
  readonly tooltip: string;
  readonly receiving: boolean;
  readonly sending: boolean;
}

/** null: no word from the engine. */
export function trayState(status: Status | null): TrayState {
  if (status === null) return { light: 'grey', tooltip: words.unknown, receiving: false, sending: false };
  const isRunning = (name: ServiceName): boolean =>
    status.services.some((service) => service.name === name && service.state === 'running');
  const waiting = status.queue.waiting + status.queue.active;
  const receiving = isRunning('Frontend Transport');
  const sending = isRunning('Transport');
  const listens = status.listeners.some(({ state }) => state === 'listening');
  if (!receiving || !listens) return { light: 'red', tooltip: words.notReceiving(waiting), receiving, sending };
  if (status.problems.length > 0)
    return { light: 'amber', tooltip: words.needsYou(status.problems.length, waiting), receiving, sending };
  return { light: 'green', tooltip: words.receiving(waiting), receiving, sending };
}
