import type { Clock, Timer } from '../clock.ts';
import type { TransportSettings } from '../config/snapshot.ts';
import type { Pressure, PressureCause } from './transport.ts';

/** Says when no more mail should be accepted (MAIL FROM is answered 452 4.3.1), and takes it back by itself. */

/** What pressure is measured by. */
export interface PressureProbes {
  /** Free bytes of the disk with the data folder. */
  freeBytes(): Promise<number>;
  /** 99th percentile of the event loop's delay since the last call, in ms. */
  loopDelayMs(): number;
}

export interface BackPressureDeps {
  readonly clock: Clock;
  readonly settings: () => TransportSettings;
  readonly probes: PressureProbes;
  readonly queueLength: () => number;
  /** Trouble of the queue's store, or null. */
  readonly storeTrouble: () => string | null;
  readonly report: (error: unknown, doing: string) => void;
}

export interface BackPressure {
  readonly start: () => void;
  readonly stop: () => void;
  readonly pressure: () => Pressure;
}

const EVERY_MS = 2000;
const HIGH_DELAY_MS = 1000;
/** A single stall, such as at the start, is no reason to turn mail away: it has to last for so many looks. */
const DELAY_LOOKS = 2;
/** It is over when things are clearly better, not when they are just below the limit. */
const DELAY_RELIEF = 0.5;
const DISK_RELIEF = 1.1;
const QUEUE_RELIEF = 0.9;

const megabytes = (bytes: number): string => `${Math.round(bytes / 1_048_576).toLocaleString('en-US')} MB`;

interface Measures {
  readonly freeBytes: number | null;
  /** The least of the last looks. */
  readonly delayMs: number;
  readonly queueLength: number;
  readonly storeTrouble: string | null;
}

/** The causes of pressure, the most urgent first, given those that were there before. Pure. */
function pressureCauses(
  measures: Measures,
  settings: TransportSettings,
  before: ReadonlySet<PressureCause>,
): ReadonlySet<PressureCause> {
  const { freeBytes, delayMs, queueLength, storeTrouble } = measures;
  const { minimumFreeDiskBytes, maximumQueueLength } = settings;
  const causes = new Set<PressureCause>();
  if (storeTrouble !== null) causes.add('store');
  if (freeBytes === null || freeBytes < minimumFreeDiskBytes * (before.has('disk') ? DISK_RELIEF : 1))
    causes.add('disk');
  if (queueLength > maximumQueueLength * (before.has('queue') ? QUEUE_RELIEF : 1)) causes.add('queue');
  if (delayMs > HIGH_DELAY_MS * (before.has('delay') ? DELAY_RELIEF : 1)) causes.add('delay');
  return causes;
}

function reasonOf(cause: PressureCause, measures: Measures, settings: TransportSettings): string {
  switch (cause) {
    case 'store':
      return `The queue cannot be written: ${measures.storeTrouble ?? 'the reason is not known'}`;
    case 'disk': {
      if (measures.freeBytes === null) return 'The free space of the data folder cannot be read; check the disk.';
      const least = megabytes(settings.minimumFreeDiskBytes);
      return `Only ${megabytes(measures.freeBytes)} are free on the disk with the data folder (the least is ${least}); free some space.`;
    }
    case 'queue': {
      const most = settings.maximumQueueLength.toLocaleString('en-US');
      return `${measures.queueLength.toLocaleString('en-US')} messages wait in the queue (the most is ${most}); see why they are not delivered.`;
    }
    case 'delay':
      return 'The computer is too busy to take more mail; this passes by itself.';
  }
}

export function createBackPressure(deps: BackPressureDeps): BackPressure {
  const { clock, settings, probes, queueLength, storeTrouble, report } = deps;
  let timer: Timer | null = null;
  let running = false;
  let causes: ReadonlySet<PressureCause> = new Set();
  let current: Pressure = { level: 'normal', cause: null, reason: null, freeBytes: null };
  let diskWasReadable = true;
  let delaysMs: readonly number[] = Array.from({ length: DELAY_LOOKS }, () => 0);

  async function freeBytes(): Promise<number | null> {
    try {
      const bytes = await probes.freeBytes();
      diskWasReadable = true;
      return bytes;
    } catch (error) {
      if (diskWasReadable) report(error, 'reading the free disk space');
      diskWasReadable = false;
      return null;
    }
  }

  async function evaluate(): Promise<void> {
    delaysMs = [...delaysMs.slice(1), probes.loopDelayMs()];
    const measures = {
      freeBytes: await freeBytes(),
      delayMs: Math.min(...delaysMs),
      queueLength: queueLength(),
      storeTrouble: storeTrouble(),
    };
    causes = pressureCauses(measures, settings(), causes);
    const [cause = null] = causes;
    const reason = cause === null ? null : reasonOf(cause, measures, settings());
    current = { level: cause === null ? 'normal' : 'high', cause, reason, freeBytes: measures.freeBytes };
    if (running) timer = clock.after(EVERY_MS, () => void evaluate());
  }

  return {
    start() {
      if (running) return;
      running = true;
      void evaluate();
    },
    stop() {
      running = false;
      timer?.cancel();
    },
    pressure: () => current,
  };
}
