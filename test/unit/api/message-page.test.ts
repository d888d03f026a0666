import { expect, test } from 'vitest';
import { withInHand } from '../../../main/api/message-page.ts';
import type { QueuedMessage } from '../../../main/transport/queue.ts';

const message = (id: number): QueuedMessage => ({ id }) as unknown as QueuedMessage;
const page = (ids: readonly number[], next: number | null) => ({ messages: ids.map(message), next });
const ask = { after: null, limit: 3, status: undefined };
const idsOf = ({ messages, next }: ReturnType<typeof withInHand>) => [messages.map(({ id }) => id), next];

test.each([
  ['what is held stands among the others', page([1, 5], null), [3], ask, [[1, 3, 5], null]],
  ['what is in both stands there once', page([1, 5], null), [1], ask, [[1, 5], null]],
  ['what comes later waits for its page', page([1, 5, 7], 7), [9], ask, [[1, 5, 7], 7]],
  ['what was there before does not come again', page([8, 9], null), [3], { ...ask, after: 7 }, [[8, 9], null]],
  ['a page stays as long as it may be', page([1, 5], null), [2, 3], ask, [[1, 2, 3], 3]],
  [
    'whoever asks for suspended ones gets none',
    page([1], null),
    [2],
    { ...ask, status: 'suspended' as const },
    [[1], null],
  ],
])('%s', (_, stored, held, question, expected) => {
  expect(idsOf(withInHand(stored, held.map(message), question))).toEqual(expected);
});
