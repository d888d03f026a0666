import type { Clock } from '../clock.ts';
import { PostroomError } from '../errors.ts';
import { ConnectorDays } from './connector-days.ts';
import { Counters } from './counters.ts';
import { printFigures, readFigures, type Figures } from './figures-file.ts';
import { KeptFile } from './kept-file.ts';

/** The counters, which begin where the process before ended. */
export class KeptFigures {
  readonly counters: Counters;
  readonly days: ConnectorDays;
  readonly #file: KeptFile;

  /** `onError` is told of a file that cannot be read or written; counting goes on without it. */
  constructor(path: string, clock: Clock, onError: (error: PostroomError) => void) {
    const kept = readOrReport(path, onError);
    const changed = (): void => this.#file.changed();
    this.counters = new Counters(clock, kept, changed);
    this.days = new ConnectorDays(clock, kept, changed);
    this.#file = new KeptFile({
      ...{ path, clock, onError, title: 'The figures of the last day' },
      text: () => printFigures({ ...this.counters.figures(), ...this.days.figures() }),
    });
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

function readOrReport(path: string, onError: (error: PostroomError) => void): Figures | null {
  try {
    return readFigures(path);
  } catch (error) {
    if (!(error instanceof PostroomError)) throw error;
    onError(error);
    return null;
  }
}
