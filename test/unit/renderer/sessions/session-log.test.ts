import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SessionLine } from '../../../../main/contract/session-view.ts';
import { SessionLog } from '../../../../renderer/src/sessions/session-log.ts';
import type { LogRow } from '../../../../renderer/src/sessions/session-log.ts';
import { line, summary } from './session-examples.ts';

/** `A0 A1 | B0`: session and sequence, a bar before the head of a group, `…3` for a gap. */
function drawn(log: SessionLog): string {
  return log.rows.map(word).join(' ').replace(/^\| /, '');
}
function word(row: LogRow): string {
  if (row.kind === 'gap') return `…${row.lines}`;
  return `${row.isHead ? '| ' : ''}${row.session.id}${row.line.sequence}`;
}

describe('lines of all sessions in one log', () => {
  test('sessions that speak at the same time stand apart, each as one conversation', () => {
    const log = new SessionLog();
    log.add([line('A', 0), line('B', 0), line('A', 1)]);
    log.add([line('B', 1), line('A', 2)]);
    expect(drawn(log)).toBe('A0 A1 A2 | B0 B1');
  });

  test('what a session says much later begins a new group at the end', () => {
    const log = new SessionLog();
    log.add([line('A', 0)]);
    log.add(Array.from({ length: 300 }, (_, sequence) => line('B', sequence)));
    log.add([line('A', 1)]);
    expect(drawn(log)).toMatch(/^A0 \| B0 .* B299 \| A1$/);
  });

  test('what was there already is not there twice: after a lost connection it comes again', () => {
    const log = new SessionLog();
    log.add([line('A', 0), line('A', 1)]);
    log.add([line('A', 0), line('A', 1), line('A', 2)]);
    expect(drawn(log)).toBe('A0 A1 A2');
  });

  test('earlier sessions go in front, and what is live goes on where it was', () => {
    const log = new SessionLog();
    log.add([line('B', 0)]);
    const earlier = { omittedLines: 0, transactions: [], traces: [] };
    log.prepend([
      { ...summary('A'), ...earlier, lines: [line('A', 0), line('A', 1)] },
      { ...summary('B'), ...earlier, lines: [line('B', 0)] },
    ]);
    log.add([line('B', 1), line('A', 1)]);
    expect(drawn(log)).toBe('A0 A1 | B0 B1');
  });

  test('gaps that follow each other are one', () => {
    const log = new SessionLog();
    log.add([line('A', 0)]);
    log.addGap(2);
    log.addGap(3);
    log.add([line('B', 0)]);
    expect(drawn(log)).toBe('A0 …5 | B0');
  });

  test('a summary that comes late still says who spoke', () => {
    const log = new SessionLog();
    log.add([line('A', 0)]);
    log.describe([summary('A', { helo: 'scanner' })]);
    const [row] = log.rows;
    expect(row?.kind === 'line' && row.session.summary?.helo).toBe('scanner');
  });
});

describe('the log is bounded', () => {
  const batches = fc.array(
    fc.array(fc.tuple(fc.constantFrom('A', 'B', 'C', 'D'), fc.integer({ min: 0, max: 90 })), { maxLength: 40 }),
    { maxLength: 30 },
  );

  test('whatever comes, it keeps to its limits, in the order of each session, with a head for each group', () => {
    fc.assert(
      fc.property(batches, (given) => {
        const log = new SessionLog({ rows: 60, characters: 2000 });
        const sequences = new Map<string, number>();
        for (const batch of given) {
          log.add(
            batch.map(([session, length]) => {
              const sequence = (sequences.get(session) ?? -1) + 1;
              sequences.set(session, sequence);
              return line(session, sequence, 'x'.repeat(length));
            }),
          );
          expectOrder(log);
        }
        const all = [...sequences.values()].reduce((sum, last) => sum + last + 1, 0);
        expect(log.rows.length + log.dropped).toBe(all);
      }),
    );
  });

  test('long lines take the place of many', () => {
    const log = new SessionLog({ rows: 1000, characters: 5000 });
    log.add(Array.from({ length: 100 }, (_, sequence) => line('A', sequence, 'x'.repeat(1000))));
    expect(log.rows.length).toBeLessThanOrEqual(5);
    expect(log.rows[0]).toMatchObject({ isHead: true });
  });
});

function expectOrder(log: SessionLog): void {
  expect(log.rows.length).toBeLessThanOrEqual(60);
  const lines = log.rows.filter((row) => row.kind === 'line');
  expect(sum(lines.map((row) => row.line))).toBeLessThanOrEqual(2000);
  const last = new Map<string, number>();
  for (const [index, { session, line: own, isHead }] of lines.entries()) {
    expect(own.sequence).toBeGreaterThan(last.get(session.id) ?? -1);
    last.set(session.id, own.sequence);
    if (lines[index - 1]?.session !== session) expect(isHead).toBe(true);
  }
}

function sum(lines: readonly SessionLine[]): number {
  return lines.reduce((total, { data, context }) => total + data.length + context.length, 0);
}
