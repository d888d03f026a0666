import { describe, expect, it } from 'vitest';
import { createBackPressure } from '../../../main/transport/back-pressure.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { snapshotOf } from './relay.ts';

const MB = 1024 * 1024;

function pressured() {
  const clock = manualClock();
  const state = { free: (500 * MB) as number | null, delayMs: 0, length: 0, trouble: null as string | null };
  const reported: string[] = [];
  const settings = snapshotOf({ transport: { minimumFreeDisk: '200MB', maximumQueueLength: 1000 } }).transport;
  const backPressure = createBackPressure({
    clock,
    settings: () => settings,
    probes: {
      freeBytes: () => (state.free === null ? Promise.reject(new Error('EIO')) : Promise.resolve(state.free)),
      loopDelayMs: () => state.delayMs,
    },
    queueLength: () => state.length,
    storeTrouble: () => state.trouble,
    report: (error, doing) => void reported.push(`${doing}: ${String(error)}`),
  });
  backPressure.start();
  const after = async (change: Partial<typeof state>) => {
    Object.assign(state, change);
    await clock.advance(2000);
    return backPressure.pressure();
  };
  return { after, backPressure, clock, reported };
}

describe('back pressure', () => {
  it('says how much disk is missing, and is over only when there is clearly enough', async () => {
    const { after } = pressured();
    expect(await after({})).toMatchObject({ level: 'normal', cause: null, reason: null });
    expect(await after({ free: 199 * MB })).toMatchObject({
      level: 'high',
      reason: 'Only 199 MB are free on the disk with the data folder (the least is 200 MB); free some space.',
    });
    expect((await after({ free: 201 * MB })).level).toBe('high');
    expect((await after({ free: 221 * MB })).level).toBe('normal');
    expect((await after({ free: 201 * MB })).level).toBe('normal');
  });

  it('counts the queue, with room to recover', async () => {
    const { after } = pressured();
    expect((await after({ length: 1000 })).level).toBe('normal');
    expect((await after({ length: 1001 })).reason).toBe(
      '1,001 messages wait in the queue (the most is 1,000); see why they are not delivered.',
    );
    expect((await after({ length: 950 })).level).toBe('high');
    expect((await after({ length: 900 })).level).toBe('normal');
  });

  it('sees a busy event loop and a store that fails', async () => {
    const { after } = pressured();
    // One stall is none.
    expect((await after({ delayMs: 1500 })).level).toBe('normal');
    expect((await after({ delayMs: 0 })).level).toBe('normal');
    expect((await after({ delayMs: 1500 })).level).toBe('normal');
    expect((await after({ delayMs: 1500 })).reason).toContain('too busy');
    expect((await after({ delayMs: 700 })).level).toBe('high');
    expect((await after({ delayMs: 100 })).level).toBe('normal');
    expect((await after({ trouble: 'The disk is full.' })).reason).toBe(
      'The queue cannot be written: The disk is full.',
    );
    expect((await after({ trouble: null })).level).toBe('normal');
  });

  it('takes a disk that cannot be asked for trouble, and reports that once', async () => {
    const { after, reported } = pressured();
    await after({});
    expect((await after({ free: null })).reason).toContain('cannot be read');
    await after({});
    expect(reported).toEqual(['reading the free disk space: Error: EIO']);
    expect((await after({ free: 500 * MB })).level).toBe('normal');
  });

  it('stops looking when it is stopped', async () => {
    const { after, backPressure, clock } = pressured();
    await after({});
    backPressure.stop();
    expect(clock.pending).toBe(0);
  });
});
