import { expect, it } from 'vitest';
import { Patience } from '../../../main/frontend/patience.ts';
import { manualClock, type ManualClock } from '../../support/manual-clock.ts';

function begun(silenceMs: number, totalMs: number): { clock: ManualClock; patience: Patience; expired: string[] } {
  const clock = manualClock();
  const expired: string[] = [];
  const patience = new Patience(clock, silenceMs, (limit) => expired.push(limit));
  patience.begin(totalMs);
  return { clock, patience, expired };
}

it('silence counts from what was heard last', async () => {
  const { clock, patience, expired } = begun(1000, 60_000);
  await clock.advance(900);
  patience.touch();
  await clock.advance(999);
  expect(expired).toEqual([]);
  await clock.advance(1);
  expect(expired).toEqual(['silence']);
  await clock.advance(1000);
  expect(expired).toEqual(['silence', 'silence']);
});

it('the total comes in time, however much is heard', async () => {
  const { clock, patience, expired } = begun(1000, 5000);
  for (let ms = 0; ms < 4500; ms += 500) {
    await clock.advance(500);
    patience.touch();
  }
  expect(expired).toEqual([]);
  await clock.advance(500);
  expect(expired).toEqual(['total']);
});

it('whoever is told may begin anew', async () => {
  const clock = manualClock();
  const expired: string[] = [];
  const patience = new Patience(clock, 10_000, (limit) => {
    expired.push(limit);
    if (expired.length === 1) patience.begin(1000);
    else patience.cancel();
  });
  patience.begin(2000);
  await clock.advance(2000);
  expect(expired).toEqual(['total']);
  await clock.advance(1000);
  expect(expired).toEqual(['total', 'total']);
});

it('says nothing more when it is cancelled', async () => {
  const { clock, patience, expired } = begun(1000, 5000);
  patience.cancel();
  await clock.advance(100_000);
  expect(expired).toEqual([]);
});
