import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newer, noHistory, older, remember } from '../../../../renderer/src/tester/history.ts';
import type { History } from '../../../../renderer/src/tester/history.ts';

const of = (...lines: string[]): History => lines.reduce(remember, noHistory);

describe('the lines that were typed', () => {
  test('come back one after the other, and what was being typed comes last', () => {
    const first = older(of('EHLO a', 'QUIT'), 'MAIL');
    expect(first?.line).toBe('QUIT');
    const second = first && older(first.history, 'QUIT');
    expect(second?.line).toBe('EHLO a');
    expect(second && older(second.history, 'EHLO a')).toBeNull();
    const back = second && newer(second.history);
    expect(back?.line).toBe('QUIT');
    const draft = back && newer(back.history);
    expect(draft?.line).toBe('MAIL');
    expect(draft && newer(draft.history)).toBeNull();
  });

  test('blank lines and the same once more are not kept', () => {
    expect(of('NOOP', 'NOOP', '  ', 'NOOP').lines).toEqual(['NOOP']);
  });

  test.each([
    ['AUTH PLAIN AGVycABzZWNyZXQ=', 'AUTH PLAIN ********'],
    ['auth login ZXJw', 'auth login ********'],
    ['AUTH LOGIN', 'AUTH LOGIN'],
    ['MAIL FROM:<auth plain@x>', 'MAIL FROM:<auth plain@x>'],
  ])('of %s is kept %s', (line, kept) => {
    expect(of(line).lines).toEqual([kept]);
  });

  test('however one goes up and down, the place is in it and the draft comes back', () => {
    const lines = fc.array(fc.string({ minLength: 1, maxLength: 8 }), { maxLength: 30 });
    fc.assert(
      fc.property(lines, fc.array(fc.boolean()), fc.string(), (typed, ups, draft) => {
        let history = of(...typed);
        let line = draft;
        for (const up of ups) {
          const recalled = up ? older(history, line) : newer(history);
          if (recalled === null) continue;
          ({ history, line } = recalled);
          expect(history.at).toBeGreaterThanOrEqual(0);
          expect(history.at).toBeLessThanOrEqual(history.lines.length);
        }
        for (let next = newer(history); next !== null; next = newer(history)) ({ history, line } = next);
        expect(line).toBe(draft);
      }),
    );
  });
});
