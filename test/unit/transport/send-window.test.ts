import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { longestPauseMinutes } from '../../../main/config/send-hours.ts';
import { closedForMs, waitingSentence, windowSentence } from '../../../main/transport/send-window.ts';
import { HOUR, MINUTE } from './relay.ts';

const DAY = 24 * HOUR;
const everyDay = [0, 1, 2, 3, 4, 5, 6];
const weekdays = [1, 2, 3, 4, 5];
const hours = (from: number, to: number, days = everyDay) => ({ fromMinute: from * 60, toMinute: to * 60, days });
const night = hours(20, 6);
const weeknights = hours(20, 6, weekdays);
const day = hours(8, 17.5);
const homeZone = process.env['TZ'];

function inZone(zone: string | undefined): void {
  // Node turns its clock with this variable; taking it away gives back the machine's own zone.
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
}
afterEach(() => inZone(homeZone));

/** 18 January 2027 is a Monday. */
const at = (date: number, hour: number, minute = 0) => new Date(2027, 0, date, hour, minute).getTime();

describe('the hours of a send connector', () => {
  it.each([
    [night, at(15, 12), 8 * HOUR],
    [night, at(15, 19, 59), MINUTE],
    [night, at(15, 20), 0],
    [night, at(15, 3), 0],
    [night, at(15, 6), 14 * HOUR],
    [day, at(15, 7), HOUR],
    [day, at(15, 17, 29), 0],
    [day, at(15, 17, 30), 14 * HOUR + 30 * MINUTE],
    [null, at(15, 12), 0],
    // The night of Friday ends on Saturday, and Monday's begins on Monday.
    [weeknights, at(16, 5, 59), 0],
    [weeknights, at(16, 6), 2 * DAY + 14 * HOUR],
    [weeknights, at(18, 3), 17 * HOUR],
    [weeknights, at(19, 3), 0],
    [hours(0, 0, [6, 0]), at(15, 23), HOUR],
    [hours(0, 0, [6, 0]), at(17, 23, 59), 0],
    [hours(0, 0, [6, 0]), at(18, 0), 5 * DAY],
  ])('%j: closed at %i for %i ms', (window, nowMs, ms) => {
    expect(closedForMs(window, nowMs)).toBe(ms);
  });

  it.each([
    [night, 14],
    [weeknights, 2.5 * 24 + 2],
    [hours(20, 6, [1]), 6.5 * 24 + 2],
    [hours(0, 0, weekdays), 48],
  ])('%j: the longest pause takes %d hours', (window, pause) => {
    expect(longestPauseMinutes(window)).toBe(pause * 60);
  });

  it('are told with the day on which mail goes', () => {
    expect(waitingSentence(weeknights, at(18, 20))).toBe(
      'The send connector sends on weekdays from 20:00 to 06:00 only; the message waits until Monday 20:00.',
    );
    expect(waitingSentence(day, at(15, 8))).toBe(
      'The send connector sends from 08:00 to 17:30 only; the message waits until Friday 08:00.',
    );
    expect(windowSentence(hours(1, 2, [0, 3, 6]))).toBe(
      'The send connector sends on Wednesday, Saturday and Sunday from 01:00 to 02:00 only; the message waits until then.',
    );
  });
});

describe('the hours of a send connector where the clock is changed', () => {
  const utc = (text: string) => Date.parse(`${text}Z`);

  it.each([
    // Forward at 02:00 on 28 March 2027: the night is an hour shorter.
    [night, '2027-03-27T18:59', '2027-03-27T19:00'],
    [night, '2027-03-28T03:59', '2027-03-28T03:59'],
    [night, '2027-03-28T04:00', '2027-03-28T18:00'],
    // 02:30 does not come that night: the time after it does.
    [hours(2.5, 5), '2027-03-28T00:59', '2027-03-28T01:30'],
    // Hours that fall into what is skipped come the next night.
    [hours(2.5, 3), '2027-03-28T00:00', '2027-03-29T00:30'],
    [hours(2.5, 3, [0]), '2027-03-28T00:00', '2027-04-04T00:30'],
    // Back at 03:00 on 31 October: the hour comes twice, and is open once without a break.
    [hours(2, 3), '2027-10-31T00:00', '2027-10-31T00:00'],
    [hours(2, 3), '2027-10-31T01:59', '2027-10-31T01:59'],
    [hours(2, 3), '2027-10-31T02:00', '2027-11-01T01:00'],
  ])('%j: seen at %s, sends at %s', (window, now, opens) => {
    inZone('Europe/Berlin');
    expect(new Date(utc(now) + closedForMs(window, utc(now))).toISOString().slice(0, 16)).toBe(opens);
  });

  const window = fc
    .record({
      fromMinute: fc.integer({ min: 0, max: 1439 }),
      toMinute: fc.integer({ min: 0, max: 1439 }),
      days: fc.subarray(everyDay, { minLength: 1 }),
    })
    .filter(({ fromMinute, toMinute, days }) => fromMinute !== toMinute || days.length < 7);

  it('open at the first minute that the wall clock and the calendar allow', () => {
    inZone('UTC');
    const isOpen = (hoursOf: typeof night, ms: number): boolean => {
      const date = new Date(ms);
      const [weekday, minute] = [date.getUTCDay(), date.getUTCHours() * 60 + date.getUTCMinutes()];
      const { fromMinute, toMinute, days } = hoursOf;
      const begins = days.includes(weekday) && minute >= fromMinute;
      const ends = days.includes((weekday + 6) % 7) && minute < toMinute;
      return fromMinute < toMinute ? begins && minute < toMinute : begins || ends;
    };
    const minutes = fc.integer({ min: 29_000_000, max: 30_000_000 });
    fc.assert(
      fc.property(window, minutes, (hoursOf, minute) => {
        let opens = minute * MINUTE;
        while (!isOpen(hoursOf, opens)) opens += MINUTE;
        expect(closedForMs(hoursOf, minute * MINUTE)).toBe(opens - minute * MINUTE);
      }),
      { numRuns: 60 },
    );
  });

  it.each(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Asia/Kolkata'])(
    'open when the wait is over, on a day that was chosen, and not before: %s',
    (zone) => {
      inZone(zone);
      fc.assert(
        fc.property(window, fc.integer({ min: 0, max: 2_000_000_000_000 }), (hoursOf, nowMs) => {
          const waitMs = closedForMs(hoursOf, nowMs);
          expect(waitMs).toBeGreaterThanOrEqual(0);
          expect(waitMs).toBeLessThanOrEqual(14 * DAY + HOUR);
          if (waitMs === 0) return;
          const opens = new Date(nowMs + waitMs);
          expect(closedForMs(hoursOf, opens.getTime())).toBe(0);
          expect(closedForMs(hoursOf, opens.getTime() - 1)).toBe(1);
          const skipped = opens.getHours() * 60 + opens.getMinutes() - hoursOf.fromMinute;
          expect(skipped).toBeGreaterThanOrEqual(0);
          expect(skipped).toBeLessThanOrEqual(60);
          expect(hoursOf.days).toContain(opens.getDay());
        }),
      );
    },
  );
});
