import { expect, it } from 'vitest';
import { Counters } from '../../../main/journal/counters.ts';
import { DeviceRefusals } from '../../../main/journal/device-refusals.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { openJournal, sessionStart } from './open-journal.ts';

/** What is told of today. */

const HOUR_MS = 3_600_000;
const at = (hour: number, minute = 0): number => new Date(2026, 10, 22, hour, minute).getTime();
const tried = { session: 'A1', mailFrom: 'scanner@office.example', recipients: ['bob@elsewhere.example'] };
const refused = { ...tried, accepted: false, reply: '550 5.7.54 SMTP; Unable to relay' };

it('counts since the start, and since midnight after the first one', async () => {
  const clock = manualClock(at(22, 30));
  const counters = new Counters(clock);
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
