import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Counters } from '../../../main/journal/counters.ts';
import { DeviceRefusals } from '../../../main/journal/device-refusals.ts';
import { printFigures, type Figures } from '../../../main/journal/figures-file.ts';
import { lastMidnight } from '../../../main/journal/midnight.ts';
import { manualClock, until } from '../../support/manual-clock.ts';
import { openJournal, sessionStart } from './open-journal.ts';

/** What is told of today. */

const HOUR_MS = 3_600_000;
const at = (hour: number, minute = 0): number => new Date(2026, 10, 22, hour, minute).getTime();
const tried = { session: 'A1', mailFrom: 'scanner@office.example', recipients: ['bob@elsewhere.example'] };
const refused = { ...tried, accepted: false, reply: '550 5.7.54 SMTP; Unable to relay' };

it('counts since the start, and since midnight after the first one', async () => {
  const clock = manualClock(at(22, 30));
  const counters = new Counters(clock, null, () => undefined);
  counters.add('accepted', 3);
  await clock.advance(HOUR_MS);
  counters.add('refused', 1);
  expect(counters.today()).toEqual({ sinceMs: at(22, 30), accepted: 3, delivered: 0, refused: 1 });
  await clock.advance(HOUR_MS);
  counters.add('delivered', 2);
  expect(counters.today()).toEqual({ sinceMs: at(24), accepted: 0, delivered: 2, refused: 0 });
});

it('forgets refusals at midnight, and the oldest of too many', async () => {
  const clock = manualClock(at(23));
  const refusals = new DeviceRefusals(clock, []);
  for (let n = 0; n < 1001; n += 1) refusals.add(`device ${String(n)}`, refused);
  expect(refusals.list()).toHaveLength(1000);
  expect(refusals.list()[0]?.address).toBe('device 1000');
  await clock.advance(HOUR_MS);
  expect(refusals.list()).toEqual([]);
});

it('knows after a restart who was refused last today', async () => {
  const { journal, clock, folder } = await openJournal();
  const refuse = { accepted: false, mailFrom: tried.mailFrom, recipients: tried.recipients, reply: refused.reply };
  const take = { ...refuse, accepted: true, reply: '250 2.6.0 Queued' };
  journal.open(sessionStart({ remoteEndpoint: '192.168.0.180:1' })).transaction(refuse);
  const helped = journal.open(sessionStart({ remoteEndpoint: '192.168.0.181:1' }));
  helped.transaction(refuse);
  await clock.advance(1000);
  helped.transaction(take);
  await journal.close();
  const { journal: next } = await openJournal({}, folder);
  expect(next.refusedDevices()).toEqual([
    {
      ...{ address: '192.168.0.180', count: 1, lastMs: clock.now() - 1000, reply: refused.reply, session: null },
      ...{ mailFrom: tried.mailFrom, recipients: tried.recipients, acceptedMs: null },
    },
  ]);
  await next.close();
});

describe('figures, after a restart', () => {
  const transaction = { accepted: true, mailFrom: tried.mailFrom, recipients: tried.recipients, reply: '250 2.6.0' };
  const connector = sessionStart().connector;

  it('go on where they were', async () => {
    const first = await openJournal();
    first.journal.count('accepted', 3);
    first.journal.open(sessionStart()).transaction(transaction);
    first.journal.count('delivered', 2);
    const sinceMs = first.journal.figures().sinceMs;
    await first.journal.close();
    const next = await openJournal({}, first.folder);
    await next.clock.advance(3 * 60_000);
    next.journal.count('accepted');
    expect(next.journal.figures()).toEqual({ sinceMs, accepted: 4, delivered: 2, refused: 0 });
    expect(next.journal.throughput(4).accepted).toEqual([3, 0, 0, 1]);
    expect(next.journal.throughput(4).delivered).toEqual([2, 0, 0, 0]);
    expect(next.journal.today(connector)).toEqual({ accepted: 1, refused: 0 });
    expect(next.journal.counters().accepted).toBe(1);
    await next.journal.close();
  });

  it('are saved each minute, so that a crash costs no more', async () => {
    const { journal, clock, folder } = await openJournal();
    journal.count('accepted', 5);
    await clock.advance(60_000);
    await until(() => existsSync(join(folder, 'figures.json')), 'the figures are saved');
    const { journal: next } = await openJournal({}, folder);
    expect(next.figures().accepted).toBe(5);
    await Promise.all([journal.close(), next.close()]);
  });

  it('of another day are forgotten, and those of a clock that ran ahead', async () => {
    const { clock, folder } = await openJournal();
    const minute = Math.floor(clock.now() / 60_000);
    const minutes: Figures['minutes'] = [
      [minute - 1440, 7, 7, 7],
      [minute - 1439, 1, 0, 0],
      [minute, 2, 0, 0],
      [minute + 1, 9, 9, 9],
    ];
    const kept = { sinceMs: clock.now() + HOUR_MS, minutes, dayMs: lastMidnight(clock.now(), 1) };
    await writeFile(join(folder, 'figures.json'), printFigures({ ...kept, connectors: [[connector, 5, 5]] }));
    const { journal: next } = await openJournal({}, folder);
    const { accepted } = next.throughput(1440);
    expect([accepted[0], accepted.at(-1)]).toEqual([1, 2]);
    expect(accepted.reduce((sum, count) => sum + count)).toBe(3);
    expect(next.figures().sinceMs).toBe(clock.now());
    expect(next.today(connector)).toEqual({ accepted: 0, refused: 0 });
    await next.close();
  });

  it('begin anew where their file is damaged, and that is told', async () => {
    const { folder } = await openJournal();
    await writeFile(join(folder, 'figures.json'), '{"version":1,"minu');
    const { journal, errors } = await openJournal({}, folder);
    expect(errors.map(({ message }) => message)).toEqual([
      `The figures of the last day in ${join(folder, 'figures.json')} cannot be read; counting begins anew.`,
    ]);
    journal.count('accepted');
    await journal.close();
    const { journal: next, errors: none } = await openJournal({}, folder);
    expect([next.figures().accepted, none]).toEqual([1, []]);
    await next.close();
  });
});
