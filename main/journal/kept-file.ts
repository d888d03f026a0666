import type { Clock, Timer } from '../clock.ts';
import { replaceFile } from '../config/atomic-file.ts';
import { PostroomError } from '../errors.ts';

/** A file that follows what is held in memory: at most a minute behind it, and level with it once closed. */

const SAVE_EVERY_MS = 60_000;

export interface KeptFileOptions {
  readonly path: string;
  readonly clock: Clock;
  /** Subject of a sentence: `The device list`. */
  readonly title: string;
  readonly text: () => string;
  /** Told once when saving begins to fail; it is tried again each minute. */
  readonly onError: (error: PostroomError) => void;
}

export class KeptFile {
  readonly #options: KeptFileOptions;
  #timer: Timer | null = null;
  #saving: Promise<void> = Promise.resolve();
  #failing = false;

  constructor(options: KeptFileOptions) {
    this.#options = options;
  }

  /** What is held has changed. Cheap: called for each line and each message. */
  changed(): void {
    this.#timer ??= this.#options.clock.after(SAVE_EVERY_MS, () => {
      this.#timer = null;
      this.#saving = this.#save();
    });
  }

  /** Saves what is not saved yet. */
  async close(): Promise<void> {
    const isDirty = this.#timer !== null;
    this.#stop();
    await this.#saving;
    if (isDirty) await this.#save();
    this.#stop();
  }

  #stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  async #save(): Promise<void> {
    const { path, clock, title, text, onError } = this.#options;
    try {
      await replaceFile(path, text(), clock);
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) {
        const sentence = `${title} could not be saved to ${path}. Check that the folder is writable.`;
        onError(new PostroomError('data-folder-unusable', sentence, { cause: error }));
      }
      this.#failing = true;
      this.changed();
    }
  }
}
