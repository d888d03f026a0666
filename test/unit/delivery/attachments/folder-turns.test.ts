import { expect, test } from 'vitest';
import { FolderTurns, type Turn } from '../../../../main/delivery/attachments/folder-turns.ts';
import { manualClock } from '../../../support/manual-clock.ts';

const MINUTE = 60_000;

/** Work that goes on until it is told to end. */
function work(): { begin: (turn: Turn) => Promise<string>; end: () => void; turn: () => Turn | null } {
  const { promise, resolve } = Promise.withResolvers<string>();
  let given: Turn | null = null;
  return {
    begin: (turn) => {
      given = turn;
      return promise;
    },
    end: () => resolve('saved'),
    turn: () => given,
  };
}

test('a folder has one message at a time, in their order; another folder does not wait', async () => {
  const turns = new FolderTurns(manualClock());
  const [first, second, other] = [work(), work(), work()];
  const one = turns.run('scans', first.begin);
  const two = turns.run('scans', second.begin);
  const apart = turns.run('other', other.begin);
  await Promise.resolve();
  expect([first.turn() !== null, second.turn(), other.turn() !== null]).toEqual([true, null, true]);
  first.end();
  expect(await one).toBe('saved');
  await expect.poll(() => second.turn()).not.toBeNull();
  second.end();
  other.end();
  expect(await Promise.all([two, apart])).toEqual(['saved', 'saved']);
});

test('a folder that does not answer is given up, for all that wait and all that come, until it has answered', async () => {
  const clock = manualClock();
  const turns = new FolderTurns(clock);
  const stuck = work();
  const told = [turns.run('scans', stuck.begin), turns.run('scans', work().begin)].map((one) =>
    one.catch((error: unknown) => (error as NodeJS.ErrnoException).code),
  );
  await clock.advance(MINUTE);
  expect(await Promise.all(told)).toEqual(['ETIMEDOUT', 'ETIMEDOUT']);
  expect(stuck.turn()?.isGivenUp).toBe(true);
  const later = work();
  await expect(turns.run('scans', later.begin)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  expect(later.turn()).toBeNull();
  stuck.end();
  await clock.advance(0);
  later.end();
  expect(await turns.run('scans', later.begin)).toBe('saved');
  expect(clock.pending).toBe(0);
});

test('a folder that is slow is not: each write gives it another minute', async () => {
  const clock = manualClock();
  const slow = work();
  const saved = new FolderTurns(clock).run('scans', slow.begin);
  for (let minutes = 0; minutes < 10; minutes += 1) {
    await clock.advance(MINUTE - 1);
    slow.turn()?.progress();
  }
  slow.end();
  expect(await saved).toBe('saved');
});

test('what the work fails with is told, and the next one gets its turn', async () => {
  const turns = new FolderTurns(manualClock());
  await expect(turns.run('scans', () => Promise.reject(new Error('full')))).rejects.toThrow('full');
  expect(await turns.run('scans', () => Promise.resolve('saved'))).toBe('saved');
});
