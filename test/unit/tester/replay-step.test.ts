import { describe, expect, it } from 'vitest';
import { judgeStep } from '../../../main/tester/replay-step.ts';

/** The verdict on a reply behind which the session ends. */

const unknown = '500 5.3.3 Unrecognized command';
const ended = [unknown, '421 4.7.0 Too many errors on this connection, closing transmission channel'];

function judge(expected: readonly string[], actual: readonly string[]) {
  const step = { kind: 'command', line: 1, sent: ['FROB'], command: 'FROB', trace: [], deviations: [] } as const;
  const { verdict, difference } = judgeStep({ ...step, expected, actual, tarpitMs: 0, assumptions: [] });
  return { verdict, difference };
}

describe('the end of a session', () => {
  it('is expected where it is recorded', () => {
    expect(judge(ended, ended)).toEqual({ verdict: 'same', difference: null });
    expect(judge(ended, [unknown])).toEqual({
      verdict: 'different',
      difference: 'The session goes on behind it, where the recorded one was ended (421).',
    });
  });

  it('may be left out of a transcript', () => {
    expect(judge([unknown], ended)).toEqual({ verdict: 'same', difference: null });
  });

  it('does not hide another difference', () => {
    expect(judge(ended, ['250 2.0.0 OK']).difference).toMatch(/^It accepts \(250\)/);
  });
});
