import type { ServiceName, Status } from '../main/contract/status-view.ts';
import { words } from './words.ts';

/** What the tray shows for a status: pure, so that the shell around it stays thin. */

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
  const troubles = status.problems.length + (sending ? 0 : 1);
  if (troubles > 0) return { light: 'amber', tooltip: words.needsYou(troubles, waiting), receiving, sending };
  return { light: 'green', tooltip: words.receiving(waiting), receiving, sending };
}

const COLOURS: Readonly<Record<Light, readonly [red: number, green: number, blue: number]>> = {
  green: [46, 160, 87],
  amber: [224, 145, 24],
  red: [208, 52, 44],
  grey: [138, 148, 161],
};

/** A filled circle as BGRA pixels, smooth at its edge. */
export function lightBitmap(light: Light, size: number): Buffer {
  const [red, green, blue] = COLOURS[light];
  const pixels = Buffer.alloc(size * size * 4);
  const centre = (size - 1) / 2;
  const radius = size / 2 - 1;
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const cover = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(x - centre, y - centre)));
      // Bitmaps are premultiplied by their alpha.
      pixels.set([blue * cover, green * cover, red * cover, 255 * cover].map(Math.round), (y * size + x) * 4);
    }
  }
  return pixels;
}
