import { app } from 'electron';

/**
 * Quitting waits for the engine: a device in the middle of its message may finish it. Asking again meanwhile changes
 * nothing. Returns whether quitting has begun.
 */
export function quitInOrder({ begin, stop, log }: OrderlyQuit): () => boolean {
  let phase: 'running' | 'stopping' | 'stopped' = 'running';
  app.on('before-quit', (event) => {
    if (phase === 'stopped') return;
    event.preventDefault();
    if (phase === 'stopping') return;
    phase = 'stopping';
    begin();
    void stop()
      .catch((error: unknown) => log('Postroom did not stop in order.', error))
      .finally(() => {
        phase = 'stopped';
        app.quit();
      });
  });
  return () => phase !== 'running';
}

interface OrderlyQuit {
  /** Tells the person. */
  readonly begin: () => void;
  readonly stop: () => Promise<void>;
  readonly log: (text: string, cause: unknown) => void;
}
