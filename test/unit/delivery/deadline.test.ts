import { describe, expect, it } from 'vitest';
import { Deadline } from '../../../main/delivery/deadline.ts';
import { manualClock } from '../../support/manual-clock.ts';

function watched(): { clock: ReturnType<typeof manualClock>; deadline: Deadline; passed: () => number } {
  const clock = manualClock();
  let count = 0;
  return { clock, deadline: new Deadline(clock, () => (count += 1)), passed: () => count };
}

describe('Deadline', () => {
  it('passes once, when its time is over and not before', async () => {
    const { clock, deadline, passed } = watched();
    deadline.set(1000);
    await clock.advance(999);
    expect(passed()).toBe(0);
    await clock.advance(1);
    expect(passed()).toBe(1);
    await clock.advance(5000);
    expect(passed()).toBe(1);
  });

  it('counts anew each time it is set, with one timer', async () => {
    const { clock, deadline, passed } = watched();
    for (let step = 0; step < 10; step += 1) {
      deadline.set(1000);
      expect(clock.pending).toBe(1);
      await clock.advance(600);
    }
    expect(passed()).toBe(0);
    await clock.advance(400);
    expect(passed()).toBe(1);
  });

  it('comes sooner where it is set to less', async () => {
    const { clock, deadline, passed } = watched();
    deadline.set(300_000);
    deadline.set(2000);
    await clock.advance(2000);
    expect(passed()).toBe(1);
  });

  it('does not pass where it was cleared, and leaves no timer behind stop()', async () => {
    const { clock, deadline, passed } = watched();
    deadline.set(1000);
    deadline.clear();
    await clock.advance(1000);
    expect(passed()).toBe(0);
    deadline.set(1000);
    deadline.stop();
    expect(clock.pending).toBe(0);
    await clock.advance(1000);
    expect(passed()).toBe(0);
  });
});
