import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SendQuota } from '../../../../main/config/snapshot.ts';
import { ConnectorQuota, DAY_MS, MINUTE_MS } from '../../../../main/transport/quota/connector-quota.ts';
import { clearsInMs } from '../../../../main/transport/quota/quota-plan.ts';
import { SlidingWindow } from '../../../../main/transport/quota/sliding-window.ts';

const none: SendQuota = {
  ...{ messagesPerMinute: null, messagesPerHour: null, messagesPerDay: null },
  ...{ recipientsPerDay: null, recipientsPerMessage: null },
};
const quotaOf = (limits: Partial<SendQuota>): ConnectorQuota => new ConnectorQuota({ ...none, ...limits }, {}, 0);

describe('a sliding window', () => {
  it('holds in every span of its length, not by the calendar', () => {
    const window = new SlidingWindow(3, 1000);
    for (const atMs of [0, 900, 950]) {
      window.begin(1);
      window.end(1, 1, atMs);
    }
    expect(window.waitMs(1, 999)).toBe(1);
    expect(window.waitMs(1, 1000)).toBe(0);
    expect(window.waitMs(2, 1000)).toBe(900);
    expect(window.used(1899)).toBe(2);
  });

  it('keeps little, however much is counted, and never forgets too early', () => {
    const window = new SlidingWindow(1_000_000, DAY_MS);
    for (let at = 0; at < 200_000; at += 1) {
      window.begin(1);
      window.end(1, 1, at * 400);
    }
    expect(window.counted(80_000_000).length).toBeLessThanOrEqual(501);
    expect(window.used(DAY_MS - 1)).toBe(200_000);
  });
});

interface Event {
  readonly atMs: number;
  readonly recipients: number;
}

/** The most that lies in any span of this length, both of its ends free to move. */
function most(events: readonly Event[], windowMs: number, unit: 'messages' | 'recipients'): number {
  return Math.max(
    0,
    ...events.map(({ atMs: endMs }) =>
      events
        .filter(({ atMs }) => atMs <= endMs && atMs > endMs - windowMs)
        .reduce((sum, { recipients }) => sum + (unit === 'messages' ? 1 : recipients), 0),
    ),
  );
}

function expectWithin(given: SendQuota, events: readonly Event[]): void {
  expect(most(events, MINUTE_MS, 'messages')).toBeLessThanOrEqual(given.messagesPerMinute ?? Infinity);
  expect(most(events, 60 * MINUTE_MS, 'messages')).toBeLessThanOrEqual(given.messagesPerHour ?? Infinity);
  expect(most(events, DAY_MS, 'messages')).toBeLessThanOrEqual(given.messagesPerDay ?? Infinity);
  expect(most(events, DAY_MS, 'recipients')).toBeLessThanOrEqual(given.recipientsPerDay ?? Infinity);
}

const limits = fc.record({
  messagesPerMinute: fc.option(fc.integer({ min: 1, max: 6 })),
  messagesPerHour: fc.option(fc.integer({ min: 1, max: 20 })),
  messagesPerDay: fc.option(fc.integer({ min: 1, max: 40 })),
  recipientsPerDay: fc.option(fc.integer({ min: 1, max: 40 })),
  recipientsPerMessage: fc.option(fc.integer({ min: 1, max: 8 })),
});
const step = fc.record({
  /** Time until the message arrives. */
  afterMs: fc.oneof(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: DAY_MS / 3 })),
  recipients: fc.integer({ min: 1, max: 12 }),
  tookMs: fc.integer({ min: 0, max: 90_000 }),
  taken: fc.boolean(),
  /** Afterwards the process is killed and starts again with what was written down. */
  killed: fc.boolean(),
});

describe('the quota of a send connector', () => {
  it('is exceeded in no window by no schedule of arrivals, not even where the process is killed in between', () => {
    fc.assert(
      fc.property(limits, fc.array(step, { maxLength: 60 }), (given, steps) => {
        let quota = quotaOf(given);
        let written = quota.used(0);
        let nowMs = 0;
        const starts: Event[] = [];
        const ends: Event[] = [];
        let open: { readonly endMs: number; readonly recipients: number; readonly taken: boolean }[] = [];
        const endUntil = (untilMs: number): void => {
          for (const one of open.filter(({ endMs }) => endMs <= untilMs).sort((a, b) => a.endMs - b.endMs)) {
            quota.end(one.recipients, one.taken ? one.recipients : 0, one.endMs);
            if (one.taken) ends.push({ atMs: one.endMs, recipients: one.recipients });
          }
          open = open.filter(({ endMs }) => endMs > untilMs);
        };
        for (const { afterMs, recipients, tookMs, taken, killed } of steps) {
          nowMs += afterMs;
          endUntil(nowMs);
          for (let left = recipients; left > 0;) {
            const now = quota.fitting(left, nowMs);
            if (now === 0) break;
            if (!quota.isCovered(now)) {
              const ahead = quota.usedAhead(now, nowMs);
              written = ahead.used;
              ahead.written();
            }
            quota.begin(now);
            if (taken) starts.push({ atMs: nowMs, recipients: now });
            open.push({ endMs: nowMs + tookMs, recipients: now, taken });
            left -= now;
          }
          if (!killed) continue;
          // What was under way ends with the process: the other side may have it.
          for (const one of open) if (one.taken) ends.push({ atMs: nowMs, recipients: one.recipients });
          open = [];
          quota = new ConnectorQuota({ ...none, ...given }, written, nowMs);
        }
        endUntil(Number.POSITIVE_INFINITY);
        expectWithin(given, starts);
        expectWithin(given, ends);
        const longest = Math.max(0, ...starts.map(({ recipients }) => recipients));
        expect(longest).toBeLessThanOrEqual(given.recipientsPerMessage ?? Infinity);
      }),
      { numRuns: 400 },
    );
  });
  it('lets go in parts what no limit can take as a whole, and whole what can', () => {
    const quota = quotaOf({ recipientsPerDay: 10, recipientsPerMessage: 4 });
    expect(quota.fitting(25, 0)).toBe(4);
    quota.begin(4);
    quota.begin(4);
    // Four fit a day of ten, so they wait until they do.
    expect(quota.fitting(17, 0)).toBe(0);
    expect(quota.fitting(2, 0)).toBe(2);
    const wide = quotaOf({ recipientsPerDay: 10 });
    wide.begin(4);
    expect(wide.fitting(25, 0)).toBe(6);
    expect(wide.fitting(10, 0)).toBe(0);
  });

  it('gives back what nobody took, and counts under a new limit what was used under the old', () => {
    const quota = quotaOf({ recipientsPerDay: 10 });
    quota.begin(5);
    quota.end(5, 0, 100);
    expect(quota.use(100)).toMatchObject([{ used: 0 }]);
    quota.begin(6);
    quota.end(6, 6, 100);
    quota.begin(2);
    quota.change({ ...none, recipientsPerDay: 7, messagesPerMinute: 1 }, 200);
    expect(quota.use(200)).toMatchObject([
      { name: 'messagesPerMinute', used: 1 },
      { name: 'recipientsPerDay', used: 8, limit: 7 },
    ]);
    expect(quota.fitting(1, 200)).toBe(0);
    quota.end(2, 2, 300);
    // A day is counted in stretches of three minutes, each until its last.
    expect(quota.waitMs(1, 300)).toBe(DAY_MS);
  });

  it('says when a queue clears: thirty a minute, then as many recipients as the day has left', () => {
    const quota = quotaOf({ messagesPerMinute: 30, recipientsPerDay: 100 });
    expect(clearsInMs(quota.plan(0), 30, 1, 0, 0)).toBe(0);
    expect(clearsInMs(quota.plan(0), 31, 1, 0, 0)).toBe(MINUTE_MS);
    expect(clearsInMs(quota.plan(0), 100, 1, 0, 0)).toBe(3 * MINUTE_MS);
    expect(clearsInMs(quota.plan(0), 101, 1, 0, 0)).toBe(DAY_MS + 2 * MINUTE_MS);
    // The next hop itself may be slower than that.
    expect(clearsInMs(quota.plan(0), 60, 1, 10_000, 0)).toBe(600_000);
    expect(clearsInMs(quotaOf({}).plan(0), 1_000_000, 1, 1, 0)).toBe(1_000_000);
  });
});
