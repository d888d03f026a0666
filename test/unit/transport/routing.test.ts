import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { until } from '../../support/manual-clock.ts';
import { createRouter, route } from '../../../main/transport/categorizer.ts';
import { HOUR, MINUTE, snapshotOf, startRelay } from './relay.ts';

const send = (name: string, more: Record<string, unknown> = {}) => ({
  ...{ name, addressSpaces: ['*'], smartHosts: [`${name.toLowerCase()}.host`] },
  ...more,
});
const receivers = ['Copiers', 'Clients'].map((name, at) => ({
  ...{ name, bindings: [`127.0.0.1:${String(2525 + at)}`], remoteIPRanges: ['127.0.0.1'] },
}));
const message = { size: 1000, mailFrom: 'ann@office.example', source: 'RELAY\\Clients' };

describe('routing by sender and source', () => {
  const sendConnectors = [
    send('All'),
    send('Scans', { conditions: { senders: ['scans@office.example', '@lab.example'] } }),
    send('Copies', { addressSpaces: ['*;50'], conditions: { receiveConnectors: ['copiers'] } }),
    send('Both', { addressSpaces: ['*;90'], conditions: { senders: ['<>'], receiveConnectors: ['Copiers'] } }),
    send('Partner', { addressSpaces: ['partner.example'] }),
  ];
  const snapshot = snapshotOf({ receiveConnectors: receivers, sendConnectors });
  const hostOf = (more: Partial<typeof message>, address = 'x@y.example') =>
    route(snapshot, { address }, { ...message, ...more }).queue;

  it.each([
    [{}, 'all.host'],
    [{ mailFrom: 'Scans@OFFICE.example' }, 'scans.host'],
    [{ mailFrom: 'anybody@lab.example' }, 'scans.host'],
    [{ mailFrom: 'x@sub.lab.example' }, 'all.host'],
    [{ source: 'RELAY\\Copiers' }, 'copies.host'],
    // Both are for it, and the cheaper one takes it.
    [{ source: 'RELAY\\Copiers', mailFrom: 'scans@office.example' }, 'scans.host'],
    [{ source: 'RELAY\\Copiers', mailFrom: '' }, 'copies.host'],
    [{ mailFrom: '' }, 'all.host'],
  ])('sends %j by %s', (more, host) => {
    expect(hostOf(more)).toBe(host);
  });

  it('asks the domain first: a more specific address space beats a condition', () => {
    expect(hostOf({ mailFrom: 'scans@office.example' }, 'x@partner.example')).toBe('partner.host');
  });

  it('leaves mail unreachable that every connector excludes, and does not call it too large', () => {
    const only = snapshotOf({ sendConnectors: [send('Scans', { conditions: { senders: ['scans@office.example'] } })] });
    expect(route(only, { address: 'x@y.example' }, message).kind).toBe('unreachable');
    expect(route(only, { address: 'x@y.example' }, { ...message, size: 1e9 }).kind).toBe('unreachable');
  });

  it('never gives mail to a connector whose conditions do not hold', () => {
    const router = createRouter(snapshot);
    const senders = fc.constantFrom('', 'scans@office.example', 'a@lab.example', 'ann@office.example');
    const sources = fc.constantFrom(null, 'RELAY\\Copiers', 'RELAY\\Clients');
    fc.assert(
      fc.property(senders, sources, (mailFrom, source) => {
        const { conditions } = router({ address: 'x@y.example' }, { size: 1, mailFrom, source }).connector ?? {};
        if (conditions === null || conditions === undefined) return;
        if (conditions.receiveConnectors.size > 0) expect(source).toBe('RELAY\\Copiers');
        if (conditions.senders.size > 0) expect(['', 'scans@office.example', 'a@lab.example']).toContain(mailFrom);
      }),
    );
  });

  it('follows what an administrator chose for one recipient, and says where that is gone', () => {
    const { key } = route(snapshot, { address: 'x@partner.example', detour: { connector: 'Scans' } }, message);
    expect(key).toContain('scans.host');
    expect(route(snapshot, { address: 'x@y.example', detour: { mailbox: 'Archive' } }, message).kind).toBe('mailbox');
    const gone = route(snapshot, { address: 'x@y.example', detour: { connector: 'Gone' } }, message);
    expect(gone).toMatchObject({ kind: 'unreachable', reason: expect.stringContaining('"Gone"') as string });
  });
});

describe('the hours of a send connector', () => {
  it('hold mail back, tell nobody of a delay, and let it go when they begin', async () => {
    // The clock of the relay stands at 08:00 UTC; the machine may be anywhere.
    const nowMs = 1_800_000_000_000;
    const opens = new Date(nowMs + 5 * HOUR);
    const hour = (hours: number) =>
      `${String(hours % 24).padStart(2, '0')}:${String(opens.getMinutes()).padStart(2, '0')}`;
    const sendWindow = { from: hour(opens.getHours()), to: hour(opens.getHours() + 2) };
    const relay = await startRelay({ sendConnectors: [send('Night', { sendWindow })] });
    await relay.submit({ to: ['bob@a.example'] });
    await relay.settled();
    await relay.pass(4.9 * HOUR, 10 * MINUTE);
    expect(relay.targets.attempts).toHaveLength(0);
    expect(relay.eventsOf('DSN')).toHaveLength(0);
    const [view] = (await relay.transport.queues()).filter(({ identity }) => identity === 'night.host');
    expect(view).toMatchObject({
      messageCount: 1,
      lastError: expect.stringMatching(/; the message waits until [A-Z][a-z]+day \d\d:\d\d\.$/) as string,
    });
    await relay.pass(0.2 * HOUR, MINUTE);
    await until(() => relay.targets.deliveredTo('bob@a.example') === 1, 'sent in the night');
    await relay.pass(2 * HOUR, 10 * MINUTE);
    await relay.submit({ to: ['late@a.example'] });
    await relay.settled();
    expect(relay.targets.deliveredTo('late@a.example')).toBe(0);
  });

  it('end for what still waits in memory', async () => {
    const nowMs = 1_800_000_000_000;
    const time = (ms: number) => {
      const date = new Date(ms);
      return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
    };
    const sendWindow = { from: time(nowMs - HOUR), to: time(nowMs + HOUR) };
    const relay = await startRelay({ sendConnectors: [send('Day', { sendWindow, maxConnections: 1 })] });
    relay.targets.hanging.add('day.host');
    await relay.submit({ to: ['first@a.example'] });
    await relay.submit({ to: ['second@a.example'] });
    await relay.clock.advance(HOUR + MINUTE);
    relay.targets.release('day.host');
    await until(() => relay.targets.deliveredTo('first@a.example') === 1, 'what was under way is finished');
    await relay.settled();
    expect(relay.targets.deliveredTo('second@a.example')).toBe(0);
    expect(relay.queue.counts()).toMatchObject({ waiting: 1, active: 0 });
  });
});
