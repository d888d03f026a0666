import { expect, test } from 'vitest';
import { inBatches } from '../../../../renderer/src/queue/batches.ts';
import { isFilteringMessages, messageQuery, noMessageFilter } from '../../../../renderer/src/queue/message-filter.ts';
import { resultSentence } from '../../../../renderer/src/queue/result-words.ts';

const ids = Array.from({ length: 450 }, (_, at) => at);
const work = (act: (batch: number[]) => number | null, stopAfter = Infinity) => {
  const told: number[] = [];
  return {
    told,
    result: inBatches({
      ...{ ids, size: 200, tell: ({ done }) => told.push(done) },
      act: (batch) => Promise.resolve(act(batch)),
      isStopped: () => (told.at(-1) ?? 0) >= stopAfter,
    }),
  };
};

test('many go in batches, and what had gone is counted', async () => {
  const { told, result } = work((batch) => batch.length - 1);
  expect(await result).toEqual({ total: 450, done: 450, touched: 447, end: 'finished' });
  expect(told).toEqual([0, 200, 400, 450]);
  expect(resultSentence('remove', await result)).toBe('447 messages removed, 3 had gone.');
});

test('it ends behind the batch under way', async () => {
  const { result } = work((batch) => batch.length, 200);
  expect(await result).toEqual({ total: 450, done: 200, touched: 200, end: 'stopped' });
  expect(resultSentence('suspend', await result)).toBe('Stopped: 250 left alone. 200 messages suspended.');
});

test('an engine that does not answer breaks it off', async () => {
  let asked = 0;
  const { result } = work((batch) => ((asked += 1) > 1 ? null : batch.length));
  expect(await result).toEqual({ total: 450, done: 200, touched: 200, end: 'failed' });
  expect(resultSentence('retry', await result)).toBe('Broken off: 250 left alone. 200 messages will be tried now.');
});

test('one of one needs no other words', async () => {
  const result = await inBatches({
    ...{ ids: [1], size: 200, tell: () => undefined, isStopped: () => false, act: () => Promise.resolve(1) },
  });
  expect(resultSentence('resume', result)).toBe('1 message resumed.');
});

test('a filter asks for what was typed and nothing else', () => {
  expect(messageQuery('a.example', noMessageFilter)).toEqual({ queue: 'a.example' });
  const filter = { sender: ' scanner ', recipient: '', status: 'suspended', text: 'x' } as const;
  expect(messageQuery('a.example', filter)).toEqual({
    ...{ queue: 'a.example', sender: 'scanner', status: 'suspended', text: 'x' },
  });
  expect([isFilteringMessages(noMessageFilter), isFilteringMessages(filter)]).toEqual([false, true]);
});
