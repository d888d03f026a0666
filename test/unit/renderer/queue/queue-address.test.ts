import fc from 'fast-check';
import { expect, test } from 'vitest';
import { heldQueues } from '../../../../renderer/src/devices/held-queues.ts';
import { messageStatuses, noMessageFilter } from '../../../../renderer/src/queue/message-filter.ts';
import { filterOf, queueAddress } from '../../../../renderer/src/queue/queue-address.ts';
import { messageOf, queueOf } from '../../../../renderer/src/routes.ts';

test('an address says which queue and what of it, and is read as it was written', () => {
  expect(queueAddress('smtp.example.com')).toBe('#queue:smtp.example.com');
  expect(filterOf('#queue:smtp.example.com')).toBeNull();
  const text = fc.string({ minLength: 1, maxLength: 20 }).map((value) => value.trim());
  const filter = fc.record({
    ...{ sender: text, recipient: text, text },
    status: fc.constantFrom('', ...messageStatuses),
  });
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 30 }), filter, (queue, asked) => {
      const hash = queueAddress(queue, asked);
      expect(queueOf(hash)).toBe(queue);
      const isAny = Object.values(asked).every((value) => value === '');
      expect(filterOf(hash)).toEqual(isAny ? null : asked);
    }),
  );
});

test('what was typed by hand shows what there is', () => {
  expect(filterOf('#queue:x?status=gone&text=scan')).toEqual({ ...noMessageFilter, text: 'scan' });
  expect(queueOf('#queue:x?')).toBe('x');
  expect(messageOf('#queue:message:12')).toBe(12);
});

test('mail of a device that is held is looked at in each of its queues', () => {
  expect(heldQueues('fe80::1', [])).toEqual([]);
  const to = (queue: string, status: 'ready' | 'delivered' = 'ready') => ({
    ...{ address: 'a@b.example', status, attempts: 0, queue, lastError: null },
  });
  const held = [{ recipients: [to('a'), to('OFFICE\\2')] }, { recipients: [to('gone', 'delivered'), to('a')] }];
  expect(heldQueues('10.0.0.5', held)).toEqual([
    { queue: 'a', href: '#queue:a?status=suspended&text=10.0.0.5' },
    { queue: 'OFFICE\\2', href: '#queue:OFFICE%5C2?status=suspended&text=10.0.0.5' },
  ]);
});
