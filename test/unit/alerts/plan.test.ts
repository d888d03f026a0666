import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyState, type AlertState } from '../../../main/alerts/alert-state.ts';
import { gather } from '../../../main/alerts/failures.ts';
import { textOf } from '../../../main/alerts/notice-text.ts';
import { plan } from '../../../main/alerts/plan.ts';
import { compileAlerts } from '../../../main/config/compile-alerts.ts';
import type { AlertNotice } from '../../../main/contract/alert-view.ts';
import { alertsSchema } from '../../../main/contract/alerts.ts';
import type { Problem } from '../../../main/contract/problem-view.ts';
import { aProblem } from '../../support/fake-api.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const noon = new Date(2026, 10, 22, 12).getTime();
const nothing = { accepted: 0, delivered: 0, failed: 0, refused: 0 };

const wrong = (name: string): Problem => aProblem(name, `${name} is wrong.`, `Mend ${name}.`);

/** Alerts that a test looks at minute by minute. */
class Day {
  state: AlertState = emptyState(noon);
  nowMs = noon;
  problems: readonly Problem[] = [];
  counted = nothing;
  recoveriesFromMs = 0;
  readonly told: AlertNotice[] = [];
  private readonly settings;

  constructor(settings: Parameters<typeof alertsSchema.parse>[0] = {}) {
    this.settings = compileAlerts(alertsSchema.parse(settings), 'postmaster@office.example');
  }

  /** Looks every minute for so long; returns what was told meanwhile. */
  pass(minutes: number): readonly AlertNotice[] {
    const before = this.told.length;
    for (let minute = 0; minute < minutes; minute += 1) {
      this.nowMs += MINUTE;
      const { problems, counted, nowMs, recoveriesFromMs } = this;
      const seen = { problems, counted, nowMs, recoveriesFromMs };
      const planned = plan(this.state, seen, this.settings, () => `n${String(this.told.length)}`);
      this.state = planned.state;
      this.counted = nothing;
      this.told.push(...planned.notices);
    }
    return this.told.slice(before);
  }

  fail(recipient: string, times = 1): void {
    for (let time = 0; time < times; time += 1) {
      const failure = {
        sender: 's@office.example',
        recipient,
        reply: '550 5.1.1 Nobody',
        subject: 'Scan',
        action: 'Ask.',
      };
      this.state = { ...this.state, ...gather(this.state, failure, this.nowMs) };
    }
  }
}

const texts = (notices: readonly AlertNotice[]): readonly string[] =>
  notices.flatMap(({ problems }) => problems.items.map(({ text }) => text));

test('a problem is told once, with what to do, after it has been there for a minute', () => {
  const day = new Day();
  day.problems = [wrong('A')];
  expect(day.pass(1)).toEqual([]);
  const [notice] = day.pass(60 * 24 * 3);
  expect(notice).toMatchObject({ title: 'A is wrong.', problems: { items: [{ action: 'Mend A.' }], more: 0 } });
  expect(day.told).toHaveLength(1);
});

test('a hundred at once are one alert with twenty lines, and eighty more', () => {
  const day = new Day();
  day.problems = Array.from({ length: 57 }, (_, at) => wrong(`Part ${String(at)}`));
  const [notice, ...others] = day.pass(60);
  expect(others).toEqual([]);
  expect(notice?.title).toBe('57 things need you.');
  expect(notice?.problems.items).toHaveLength(20);
  expect(notice?.problems.more).toBe(37);
  expect(notice && textOf(notice, 'OFFICE')).toContain('and 37 more');
});

test('what comes up within the grouping interval of an alert is told together behind it', () => {
  const day = new Day();
  day.problems = [wrong('A')];
  day.pass(2);
  day.problems = [wrong('A'), wrong('B')];
  day.pass(2);
  day.problems = [wrong('A'), wrong('B'), wrong('C')];
  expect(day.pass(30).map(({ title }) => title)).toEqual(['2 things need you.']);
});

test('what is over is told five minutes later, unless it was never told', () => {
  const day = new Day();
  day.problems = [wrong('A')];
  day.pass(2);
  day.problems = [wrong('Brief')];
  day.pass(1);
  day.problems = [];
  const [notice, ...others] = day.pass(60);
  expect(others).toEqual([]);
  expect(notice).toMatchObject({ title: 'Over: A is wrong.', recovered: { items: [{ text: 'A is wrong.' }] } });
});

test('nobody is told that it is over where that is not wanted', () => {
  const day = new Day({ recoveryEnabled: false });
  day.problems = [wrong('A')];
  day.pass(2);
  day.problems = [];
  expect(day.pass(60)).toEqual([]);
});

test('soon after a start nothing is called over: what failed has to be tried first', () => {
  const day = new Day();
  day.problems = [wrong('A')];
  day.pass(2);
  day.recoveriesFromMs = day.nowMs + 20 * MINUTE;
  day.problems = [];
  expect(day.pass(19)).toEqual([]);
  expect(day.pass(2)).toHaveLength(1);
});

test('what comes and goes all day is told more and more seldom', () => {
  const day = new Day();
  for (let round = 0; round < 72; round += 1) {
    day.problems = [wrong('A')];
    day.pass(12);
    day.problems = [];
    day.pass(8);
  }
  expect(texts(day.told)).toHaveLength(1);
});

test('in quiet hours nothing is told, and afterwards everything that is still so, at once', () => {
  const day = new Day({ quietFrom: '22:00', quietUntil: '06:00' });
  day.nowMs = new Date(2026, 10, 22, 22, 30).getTime();
  day.problems = [wrong('A'), wrong('Gone by then')];
  day.pass(60);
  day.problems = [wrong('A'), wrong('B')];
  day.fail('bob@far.example', 3);
  const [notice, ...others] = day.pass(7 * 60);
  expect(others).toEqual([]);
  expect(new Date(notice?.atMs ?? 0).getHours()).toBe(6);
  expect(notice?.title).toBe('2 things need you. 3 messages could not be delivered.');
});

describe('mail that could not be delivered', () => {
  test('is told with sender, recipient, reply and what to do', () => {
    const day = new Day();
    day.fail('bob@far.example');
    expect(day.pass(1)[0]?.failures.items).toMatchObject([
      {
        text: '"Scan" from s@office.example to bob@far.example could not be delivered: 550 5.1.1 Nobody',
        action: 'Ask.',
      },
    ]);
  });

  test('many of the same are one line, and thousands of different ones are counted', () => {
    const day = new Day();
    day.fail('bob@far.example', 500);
    for (let at = 0; at < 300; at += 1) day.fail(`r${String(at)}@far.example`);
    const [notice, ...others] = day.pass(60);
    expect(others).toEqual([]);
    expect(notice?.title).toBe('800 messages could not be delivered.');
    expect(notice?.failures.items[0]?.text).toContain('500 messages from');
    expect(notice?.failures).toMatchObject({ more: 281 });
  });

  test('is not told where that is not wanted', () => {
    const day = new Day({ failureReportEnabled: false });
    day.fail('bob@far.example');
    expect(day.pass(60)).toEqual([]);
  });
});

describe('the daily report', () => {
  test('comes once a day at its time with the figures since the last one, and what is open', () => {
    const day = new Day({ digestAt: '07:00', groupingInterval: '01:00:00' });
    day.pass(60);
    day.counted = { accepted: 5, delivered: 3, failed: 1, refused: 2 };
    day.problems = [
      wrong('A'),
      { ...wrong('Scanner'), kind: 'device-silent', facts: { address: '10.0.0.1', sinceMs: 1 } },
    ];
    const digests = day.pass(24 * 60).filter(({ kind }) => kind === 'digest');
    expect(digests).toHaveLength(1);
    const [digest] = digests;
    expect(new Date(digest?.atMs ?? 0)).toEqual(new Date(2026, 10, 23, 7));
    expect(digest?.figures).toMatchObject({ accepted: 5, delivered: 3, failed: 1, refused: 2 });
    const text = digest === undefined ? '' : textOf(digest, 'OFFICE');
    for (const line of ['- accepted: 5', '- delivered: 3', '- failed: 1', '- refused: 2']) expect(text).toContain(line);
    expect(text).toMatch(/Silent devices:\n- Scanner is wrong\.[^]*Still open:\n- A is wrong\./);
    expect(day.pass(24 * 60).find(({ kind }) => kind === 'digest')?.figures?.accepted).toBe(0);
  });

  test('is sent once for a time that the machine was off', () => {
    const day = new Day({ digestAt: '07:00' });
    day.pass(1);
    day.nowMs += 72 * HOUR;
    expect(day.pass(10).map(({ kind }) => kind)).toEqual(['digest']);
  });

  test('is not sent where there is none', () => {
    expect(new Day().pass(3 * 24 * 60)).toEqual([]);
  });
});

test('whatever comes and goes, alerts keep their distance and tell no problem twice that stayed', () => {
  const names = ['A', 'B', 'C', 'D', 'E'];
  fc.assert(
    fc.property(fc.array(fc.subarray(names), { minLength: 1, maxLength: 120 }), (minutes) => {
      const day = new Day({ groupingInterval: '00:10:00' });
      for (const present of minutes) {
        day.problems = present.map(wrong);
        day.pass(1);
      }
      const times = day.told.map(({ atMs }) => atMs);
      for (const [at, time] of times.entries())
        if (at > 0) expect(time - (times[at - 1] ?? 0)).toBeGreaterThanOrEqual(10 * MINUTE);
      for (const name of names) {
        const events = day.told.flatMap(({ problems, recovered }) => [
          ...problems.items.filter(({ key }) => key.startsWith(name)).map(() => 'told'),
          ...recovered.items.filter(({ key }) => key.startsWith(name)).map(() => 'over'),
        ]);
        // Told and over take turns.
        expect(events).toEqual(events.map((_, at) => (at % 2 === 0 ? 'told' : 'over')));
      }
    }),
    { numRuns: 60 },
  );
});
