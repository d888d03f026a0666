import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TranscriptStep } from '../../../main/contract/tester-view.ts';
import { guideSnapshot } from '../../support/guide-configuration.ts';
import { replay, said } from '../../support/replay.ts';

/** Whatever is pasted, a replay ends, and says of every step what came of it. */

const snapshot = guideSnapshot();
const commands = [
  'EHLO a',
  'HELO',
  'STARTTLS',
  'AUTH LOGIN',
  'AUTH PLAIN AA==',
  'MAIL FROM:<a@b.example>',
  'RCPT TO:<c@exchange2013demo.com>',
  'RCPT TO:<c@d.example>',
  'DATA',
  'RSET',
  'NOOP',
  'QUIT',
  'GET / HTTP/1.1',
];
const line = fc.oneof(
  fc.constantFrom(...commands),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constant('x'.repeat(20_000)),
);
const step = fc.record({
  kind: fc.constantFrom<TranscriptStep['kind']>('command', 'command', 'command', 'auth-answer', 'body'),
  line: fc.nat(),
  text: fc.oneof(
    fc.array(line, { minLength: 1, maxLength: 3 }),
    fc.constantFrom(['.'], ['********'], [], ['a\r\n.\r\nQUIT']),
  ),
  reply: fc.constantFrom(null, { line: 1, lines: ['250 OK'] }),
});

it('any list of steps ends, each answered or not reached', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 12 }),
      fc.constantFrom(null, 'alice'),
      fc.constantFrom(25, 587, 26),
      async (steps, userName, localPort) => {
        const result = await replay(snapshot, { ...said(), steps }, { userName, localPort });
        const recorded = result.steps.filter(({ line: at, kind }) => at !== null || kind === 'connect');
        expect(recorded).toHaveLength(steps.length + 1);
        for (const { actual, outcome, trace, difference } of result.steps) {
          expect(actual.length > 0).toBe(outcome !== 'not reached');
          expect(outcome === 'not reached' ? difference : trace[0]).toBeTruthy();
        }
        expect(result.accepted).toBe(result.firstRefusal === null);
      },
    ),
    { numRuns: 300 },
  );
});
