import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SessionLine, SessionSummary } from '../../../main/contract/session-view.ts';
import { addressOf, mergeSessions, replyTo, toneOf, tracesByReply } from '../../../renderer/src/sessions.ts';

function session(number: number, changes: Partial<SessionSummary> = {}): SessionSummary {
  return {
    id: String(number),
    number,
    direction: 'receive',
    connector: 'POSTROOM\\Default',
    localEndpoint: '127.0.0.1:25',
    remoteEndpoint: '127.0.0.1:40000',
    startedMs: number,
    endedMs: null,
    endedBy: null,
    tls: null,
    account: null,
    helo: null,
    accepted: 0,
    refused: 0,
    verdict: 'open',
    lastError: null,
    deviations: [],
    ...changes,
  };
}

function line(sequence: number, event: SessionLine['event'] = '>', data = `250 line ${String(sequence)}`): SessionLine {
  return { session: '1', sequence, atMs: sequence, event, data, context: '' };
}

describe('the list of recent sessions', () => {
  test('a change replaces its session and keeps the order', () => {
    const merged = mergeSessions([session(2), session(1)], [session(1, { verdict: 'refused' })], 10);
    expect(merged.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['2', 'open'],
      ['1', 'refused'],
    ]);
  });

  test('whatever comes in whatever order, it is newest first, each once, never over the limit', () => {
    const numbers = fc.array(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 10 }), { maxLength: 8 });
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 20 }), (batches, limit) => {
        const merged = batches.reduce<readonly SessionSummary[]>(
          (known, batch) =>
            mergeSessions(
              known,
              batch.map((number) => session(number)),
              limit,
            ),
          [],
        );
        const shown = merged.map(({ number }) => number);
        expect(shown).toEqual([...new Set(shown)].sort((a, b) => b - a));
        expect(shown.length).toBeLessThanOrEqual(limit);
        expect(shown[0] ?? 0).toBe(Math.max(0, ...batches.flat()));
      }),
    );
  });

  test('nothing changed keeps the same list, so that nothing is drawn again', () => {
    const known = [session(1)];
    expect(mergeSessions(known, [], 10)).toBe(known);
  });
});

test('a reason belongs to the reply that followed the decision', () => {
  const conversation = [line(0, '+'), line(1, '>'), line(2, '<'), line(3, '*'), line(4, '>'), line(5, '<')];
  const trace = (sequence: number) => ({ sequence, steps: [] });
  const found = tracesByReply(conversation, [trace(0), trace(2), trace(5)]);
  expect([...found].map(([reply, { sequence }]) => [reply, sequence])).toEqual([
    [1, 0],
    [4, 2],
  ]);
});

test.each([
  ['192.168.0.1:25', '192.168.0.1'],
  ['[fe80::1%11]:25', 'fe80::1%11'],
  ['[::1]:40000', '::1'],
])('the address of %s is %s', (endpoint, address) => {
  expect(addressOf(endpoint)).toBe(address);
});

test.each([
  ['receive', '>', '550 5.7.54 SMTP; Unable to relay', 'bad'],
  ['receive', '>', '421 4.3.2 Service not available', 'bad'],
  ['receive', '>', '250 2.6.0 <a@b> Queued mail for delivery', 'good'],
  ['receive', '>', '250 2.1.5 Recipient OK', 'good'],
  ['receive', '>', '250 2.1.0 Sender OK', 'plain'],
  ['receive', '>', '250 SIZE 37748736', 'plain'],
  ['receive', '<', '550 is what the client typed', 'plain'],
  ['send', '<', '550 5.1.1 No such user', 'bad'],
  ['send', '>', '550 is what we typed', 'plain'],
] as const)('%s %s %s reads %s', (direction, event, data, tone) => {
  expect(toneOf(line(1, event, data), direction)).toBe(tone);
});

test('a line stands for the reply it led to, whoever asked', () => {
  const lines = [line(0, '>', '220 x'), line(1, '<', 'EHLO x'), line(2, '>', '250 x'), line(3, '<', 'QUIT')] as const;
  expect(replyTo(lines[1], lines, 'receive')).toBe(lines[2]);
  expect(replyTo(lines[0], lines, 'receive')).toBe(lines[0]);
  expect(replyTo(lines[3], lines, 'receive')).toBe(lines[3]);
  expect(replyTo(lines[0], lines, 'send')).toBe(lines[1]);
});
