import { createConnection } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** True when somebody greets on the port of 127.0.0.1, false after a minute. */
export async function answersOn(port: number): Promise<boolean> {
  const giveUpAt = performance.now() + 60_000;
  while (performance.now() < giveUpAt) {
    const greeted = await new Promise<boolean>((resolve) => {
      const socket = createConnection({ host: '127.0.0.1', port });
      socket.once('data', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
      socket.setTimeout(2000, () => socket.destroy());
      socket.once('data', () => socket.destroy());
    });
    if (greeted) return true;
    await pause(50);
  }
  return false;
}
