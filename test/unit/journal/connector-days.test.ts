import { describe, expect, it } from 'vitest';
import { ConnectorDays } from '../../../main/journal/connector-days.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { openJournal, sessionStart } from './open-journal.ts';

const HOUR_MS = 3_600_000;

describe('messages of a connector today', () => {
  it('counts what it took and refused, each connector for itself', () => {
    const days = new ConnectorDays(manualClock(new Date(2026, 10, 22, 9).getTime()), null, () => undefined);
    days.add('OFFICE\\A', true);
    days.add('OFFICE\\A', true);
    days.add('OFFICE\\A', false);
    expect(days.of('OFFICE\\A')).toEqual({ accepted: 2, refused: 1 });
    expect(days.of('OFFICE\\B')).toEqual({ accepted: 0, refused: 0 });
  });

  it('begins anew at midnight, local time', async () => {
    const clock = manualClock(new Date(2026, 10, 22, 23, 30).getTime());
    const days = new ConnectorDays(clock, null, () => undefined);
    days.add('OFFICE\\A', true);
    await clock.advance(HOUR_MS / 2 - 1);
    expect(days.of('OFFICE\\A').accepted).toBe(1);
    await clock.advance(1);
    expect(days.of('OFFICE\\A').accepted).toBe(0);
    days.add('OFFICE\\A', true);
    await clock.advance(23 * HOUR_MS);
    expect(days.of('OFFICE\\A').accepted).toBe(1);
  });

  it('is told of the transactions of receive sessions', async () => {
    const { journal } = await openJournal();
    const transaction = { accepted: true, mailFrom: 'a@b.example', recipients: ['c@d.example'], reply: '250 2.6.0' };
    journal.open(sessionStart()).transaction(transaction);
    journal.open(sessionStart({ id: '08D892B7A9441227', direction: 'send' })).transaction(transaction);
    expect(journal.today('OFFICE\\Default Frontend OFFICE')).toEqual({ accepted: 1, refused: 0 });
  });
});
