import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Backlog } from '../../../../renderer/src/sessions/backlog.ts';
import { line, summary } from './session-examples.ts';

const delta = (lines: number, skippedLines = 0) => ({
  changed: [],
  lines: Array.from({ length: lines }, (_, sequence) => line('A', sequence)),
  skippedLines,
  skippedSessions: 0,
});

test('every line is kept or counted, and no more are kept than there is room for', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(30), fc.nat(5)), { maxLength: 20 }), (given) => {
      const backlog = new Backlog(50);
      for (const [lines, skipped] of given) backlog.add(delta(lines, skipped));
      const all = given.reduce((sum, [lines, skipped]) => sum + lines + skipped, 0);
      expect(backlog.waiting).toBe(all);
      const { lines, missing } = backlog.take();
      expect(lines.length).toBeLessThanOrEqual(50);
      expect(lines.length + missing).toBe(all);
      expect(backlog.waiting).toBe(0);
      expect(backlog.take()).toEqual({ summaries: [], lines: [], missing: 0 });
    }),
  );
});

test('of each session the latest that is known counts', () => {
  const backlog = new Backlog(10);
  backlog.add({ ...delta(0), changed: [summary('A'), summary('B')] });
  backlog.add({ ...delta(0), changed: [summary('A', { verdict: 'refused' })] });
  expect(backlog.take().summaries.map(({ id, verdict }) => [id, verdict])).toEqual([
    ['B', 'open'],
    ['A', 'refused'],
  ]);
});
