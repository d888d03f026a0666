import { describe, expect, it } from 'vitest';
import { until } from '../../support/manual-clock.ts';
import { bodyOf, HOUR, MINUTE, startRelay, type Relay } from './relay.ts';

const DAY = 24 * HOUR;
const SENDER = 'scanner@office.example';

/** Notifications delivered to the sender's mailbox, as their text. */
async function reports(relay: Relay, to = SENDER): Promise<string[]> {
  const bodies: string[] = [];
  for (const { attempt } of relay.targets.attempts) {
    if (!attempt.recipients.some(({ address }) => address === to)) continue;
    expect(attempt.envelope.mailFrom).toBe('');
    bodies.push(await bodyOf(attempt));
  }
  return bodies;
}

const isReport = (address: string) => address === SENDER;

describe('failure notifications', () => {
  it('tell the sender once, with the reply of the remote server', async () => {
    const relay = await startRelay();
    relay.targets.behaviour = (address) => (isReport(address) ? 'delivered' : '550 5.1.1 User unknown');
    await relay.submit({ to: ['bob@a.example', 'kim@a.example'], envid: 'job 5' });
    await until(() => relay.targets.deliveredTo(SENDER) === 1, 'notified');
    const [report = ''] = await reports(relay);
    expect(report).toContain('Subject: Undeliverable: Scan\r\n');
    expect(report).toContain('Original-Envelope-Id: job 5\r\n');
    expect(report.match(/^Diagnostic-Code: smtp; 550 5\.1\.1 User unknown\r$/gm)).toHaveLength(2);
    expect(report).toContain('Content-Type: text/rfc822-headers');
    expect(report).not.toContain('hello');
    await relay.settled();
    expect(relay.eventsOf('DSN')).toMatchObject([
      { recipients: [SENDER], relatedRecipient: 'bob@a.example;kim@a.example' },
    ]);
    expect(relay.counted.get('failed')).toBe(1);
  });

  it('carry the message where RET=FULL asks for it', async () => {
    const relay = await startRelay();
    relay.targets.behaviour = (address) => (isReport(address) ? 'delivered' : '550 5.1.1 User unknown');
    await relay.submit({ to: ['bob@a.example'], ret: 'FULL' });
    await until(() => relay.targets.deliveredTo(SENDER) === 1, 'notified');
    expect((await reports(relay))[0]).toContain('\r\n\r\nhello\r\n');
  });

  it.each([
    ['NOTIFY=NEVER', { to: [{ address: 'bob@a.example', notify: ['NEVER' as const] }] }],
    ['NOTIFY=DELAY', { to: [{ address: 'bob@a.example', notify: ['DELAY' as const] }] }],
    ['the null sender', { from: '', to: ['bob@a.example'] }],
    ['MAILER-DAEMON', { from: 'mailer-daemon@office.example', to: ['bob@a.example'] }],
    ['a sender that may be forged', { from: 'victim@a.example', to: ['bob@a.example'], trusted: false }],
  ])('are not written for %s', async (_why, message) => {
    const relay = await startRelay();
    relay.targets.behaviour = () => '550 5.1.1 User unknown';
    const id = await relay.submit(message);
    await until(async () => (await relay.queue.find(id)) === null, 'removed');
    await relay.settled();
    expect(relay.eventsOf('FAIL')).toHaveLength(1);
    expect(relay.eventsOf('DSN')).toHaveLength(0);
    expect(relay.targets.attempts).toHaveLength(1);
  });

  it('go to a sender of ours even without trust, and to a trusted one anywhere', async () => {
    const relay = await startRelay();
    relay.targets.behaviour = (address) => (address.startsWith('bad@') ? '550 5.1.1 User unknown' : 'delivered');
    await relay.submit({ to: ['bad@a.example'], trusted: false });
    await relay.submit({ to: ['bad@a.example'], from: 'partner@b.example', trusted: true });
    await until(() => relay.targets.delivered.length === 2, 'both notified');
    expect(relay.targets.delivered.map(({ address }) => address).sort()).toEqual(['partner@b.example', SENDER]);
  });

  it('are not written about notifications', async () => {
    const relay = await startRelay();
    relay.targets.behaviour = () => '550 5.1.1 User unknown';
    await relay.submit({ to: ['bob@a.example'] });
    await until(() => relay.eventsOf('FAIL').length === 2, 'message and notification failed');
    await relay.settled();
    expect(relay.eventsOf('DSN')).toHaveLength(1);
    expect(relay.queue.counts()).toMatchObject({ waiting: 0, active: 0 });
  });

  it('stop at a hundred a minute', async () => {
    const relay = await startRelay();
    relay.targets.behaviour = (address) => (isReport(address) ? 'delivered' : '550 5.1.1 User unknown');
    for (let n = 0; n < 130; n += 1) await relay.submit({ to: ['bob@a.example'] });
    await until(() => relay.eventsOf('FAIL').length === 130, 'all failed');
    await relay.settled();
    expect(relay.eventsOf('DSN')).toHaveLength(100);
    expect(relay.eventsOf('DROP')).toHaveLength(30);
    await relay.clock.advance(MINUTE);
    await relay.submit({ to: ['bob@a.example'] });
    await until(() => relay.eventsOf('DSN').length === 101, 'notified again');
  });
});

describe('expiry and delay', () => {
  it('reports a delay once and gives up when the message expires', async () => {
    const relay = await startRelay({ transport: { messageExpirationTimeout: '08:00:00' } });
    relay.targets.behaviour = (address) => (isReport(address) ? 'delivered' : '451 4.7.1 Greylisted');
    const id = await relay.submit({ to: ['bob@a.example'] });
    await relay.settled();
    await relay.pass(3.9 * HOUR, 10 * MINUTE);
    expect(relay.targets.deliveredTo(SENDER)).toBe(0);
    await relay.pass(3 * HOUR, 10 * MINUTE);
    expect(await reports(relay)).toHaveLength(1);
    expect((await reports(relay))[0]).toContain('Action: delayed\r\n');
    expect((await relay.queue.find(id))?.delayNotified).toBe(true);
    await relay.pass(1.5 * HOUR, 10 * MINUTE);
    expect(await relay.queue.find(id)).toBeNull();
    const [, report = ''] = await reports(relay);
    expect(report).toContain('Diagnostic-Code: smtp; 550 4.4.7 QUEUE.Expired; message expired\r\n');
    expect(report).toContain('Status: 4.4.7\r\n');
    expect(report).toContain('The last problem was: 451 4.7.1 Greylisted');
    expect(relay.eventsOf('FAIL')).toMatchObject([
      { source: 'QUEUE', recipientStatus: ['550 4.4.7 QUEUE.Expired;message expired'] },
    ]);
    expect(relay.targets.deliveredTo(SENDER)).toBe(2);
  });

  it('holds for unreachable recipients and dead next hops, at the time', async () => {
    const relay = await startRelay({
      transport: { messageExpirationTimeout: '02:00:00', delayNotificationTimeout: '01:00:00' },
    });
    relay.targets.behaviour = (address) => (isReport(address) ? 'delivered' : 'unreachable');
    await relay.submit({ to: ['bob@nowhere.invalid'] });
    await relay.submit({ to: ['bob@dead.example'] });
    await relay.settled();
    await relay.pass(HOUR + MINUTE);
    expect((await reports(relay)).map((text) => text.includes('Action: delayed'))).toEqual([true, true]);
    await relay.pass(HOUR);
    expect(relay.eventsOf('FAIL')).toHaveLength(2);
    expect(relay.queue.counts()).toMatchObject({ waiting: 0, unreachable: 0 });
  });

  it('sends no delay notification where it is switched off or unwanted', async () => {
    const relay = await startRelay({ transport: { delayDsnEnabled: false } });
    relay.targets.behaviour = (address) => (isReport(address) ? 'delivered' : '451 later');
    await relay.submit({ to: ['bob@a.example'] });
    await relay.pass(5 * HOUR, 10 * MINUTE);
    expect(relay.eventsOf('DSN')).toHaveLength(0);
    relay.configure({ transport: { delayDsnEnabled: true } });
    await relay.submit({ to: [{ address: 'bob@a.example', notify: ['FAILURE'] }] });
    await relay.submit({ to: [{ address: 'bob@a.example', notify: ['DELAY'] }] });
    await relay.pass(5 * HOUR, 10 * MINUTE);
    // The first message and the one that asks for it.
    expect(relay.eventsOf('DSN')).toHaveLength(2);
  });

  it('believes no clock that has just jumped: nothing expires before it has been tried for an hour', async () => {
    const relay = await startRelay();
    relay.targets.behaviour = (address) => (isReport(address) ? 'delivered' : '451 later');
    const id = await relay.submit({ to: ['bob@a.example'] });
    await relay.settled();
    relay.clock.jump(400 * DAY);
    await relay.pass(30 * MINUTE, MINUTE);
    expect(relay.targets.attemptsFor('bob@a.example')).toBeGreaterThan(3);
    expect(await relay.queue.find(id)).not.toBeNull();
    expect(relay.eventsOf('DSN')).toHaveLength(0);
    await relay.pass(40 * MINUTE, MINUTE);
    expect(await relay.queue.find(id)).toBeNull();
  });

  it('strands nothing when the clock is set back', async () => {
    const relay = await startRelay();
    relay.targets.behaviour = () => '451 later';
    await relay.submit({ to: ['bob@a.example'] });
    await relay.settled();
    relay.clock.jump(-30 * DAY);
    relay.targets.behaviour = () => 'delivered';
    await relay.pass(6 * MINUTE);
    expect(relay.targets.deliveredTo('bob@a.example')).toBe(1);
  });
});

describe('a clock that is set ahead', () => {
  it('makes mail due at once that was due then', async () => {
    const relay = await startRelay();
    relay.targets.behaviour = () => 'unreachable';
    await relay.submit({ to: ['bob@a.example'] });
    await relay.pass(2 * MINUTE);
    relay.targets.behaviour = () => 'delivered';
    const before = relay.targets.attemptsFor('bob@a.example');
    expect(relay.targets.delivered).toEqual([]);
    relay.clock.jump(3 * DAY);
    await relay.pass(MINUTE / 2, MINUTE / 2);
    expect(relay.targets.attemptsFor('bob@a.example')).toBe(before + 1);
    expect(relay.targets.deliveredTo('bob@a.example')).toBe(1);
  });
});

describe('success notifications', () => {
  it('say delivered for a mailbox and relayed for another server, to those who asked', async () => {
    const relay = await startRelay();
    await relay.submit({
      to: [
        { address: 'ann@office.example', notify: ['SUCCESS'] },
        { address: 'bob@a.example', notify: ['SUCCESS', 'FAILURE'] },
        'kim@a.example',
      ],
    });
    await until(() => relay.targets.deliveredTo(SENDER) === 2, 'two receipts');
    const texts = (await reports(relay)).sort();
    expect(texts.map((text) => /Action: (\w+)/.exec(text)?.[1]).sort()).toEqual(['delivered', 'relayed']);
    expect(texts.join('')).not.toContain('Final-Recipient: rfc822; kim@a.example');
  });

  it('are left to a next hop that offers DSN; failures there are still reported', async () => {
    const relay = await startRelay();
    relay.targets.offeringDsn.add('smart.example');
    relay.targets.behaviour = (address) => (address === 'gone@a.example' ? '550 5.1.1 unknown' : 'delivered');
    await relay.submit({
      to: [
        { address: 'bob@a.example', notify: ['SUCCESS', 'FAILURE'] },
        { address: 'gone@a.example', notify: ['SUCCESS', 'FAILURE'] },
        { address: 'ann@office.example', notify: ['SUCCESS'] },
      ],
    });
    await until(() => relay.targets.deliveredTo(SENDER) === 2, 'a receipt and a failure');
    await relay.settled();
    const actions = (await reports(relay)).map((text) => /Action: (\w+)/.exec(text)?.[1]);
    expect(actions.sort()).toEqual(['delivered', 'failed']);
  });
});
