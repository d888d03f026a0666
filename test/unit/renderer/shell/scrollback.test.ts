import { describe, expect, it } from 'vitest';
import { append, fileNameOf, linesOf } from '../../../../renderer/src/shell/scrollback.ts';

describe('the screen of the shell', () => {
  it('numbers its lines on, and lets the oldest go', () => {
    const first = append([], [{ kind: 'typed', text: 'Get-Queue' }]);
    expect(first.map(({ number }) => number)).toEqual([1]);
    const many = append(
      first,
      Array.from({ length: 1200 }, (_, index) => ({ kind: 'output' as const, text: String(index) })),
    );
    expect(many).toHaveLength(1000);
    expect(many.at(-1)).toEqual({ number: 1201, line: { kind: 'output', text: '1199' } });
    expect(new Set(many.map(({ number }) => number)).size).toBe(1000);
  });

  it('shows what was said, then the files it wants written', () => {
    const file = { path: 'C:\\temp\\queues.csv', text: 'a', append: false };
    expect(linesOf({ records: [{ kind: 'output', text: 'x' }], files: [file] })).toEqual([
      { kind: 'output', text: 'x' },
      { kind: 'file', file },
    ]);
  });

  it.each([
    ['C:\\temp\\queues.csv', 'queues.csv'],
    ['/tmp/a b.txt', 'a b.txt'],
    ['plain.txt', 'plain.txt'],
  ])('saves %s as %s', (path, name) => {
    expect(fileNameOf(path)).toBe(name);
  });
});
