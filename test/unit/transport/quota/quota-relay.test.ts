import { describe, expect, it } from 'vitest';
import { until } from '../../../support/manual-clock.ts';
import { HOUR, MINUTE, startRelay, type Relay } from '../relay.ts';

const withQuota = (quota: object, change: object = {}) => ({
  sendConnectors: [{ name: 'Internet', addressSpaces: ['*'], smartHosts: ['smart.example'], quota, ...change }],
});
const gauge = async ({ transport }: Relay) => (await transport.sendGauges())[0];
const sendMany = async (relay: Relay, count: number, from = 0): Promise<void> => {
  for (let n = from; n < from + count; n += 1) await relay.submit({ to: [`r${String(n)}@a.example`] });
};

describe('a send connector with a quota', () => {
  it('hands over so many a minute, and the rest later, without a failure', async () => {
    const relay = await startRelay(withQuota({ messagesPerMinute: 10 }));
    await sendMany(relay, 25);
    await until(() => relay.targets.delivered.length === 10, 'the first ten');
    await relay.settled();
    const waiting = await gauge(relay);
    expect(waiting).toMatchObject({ connector: 'Internet', waiting: 15, slowed: null });
    expect(waiting?.limits).toMatchObject([{ name: 'messagesPerMinute', limit: 10, used: 10 }]);
    // The second ten after a minute, the last five after two.
    const clearsInMs = (waiting?.clearsAtMs ?? 0) - relay.clock.now();
    expect(clearsInMs).toBeGreaterThan(MINUTE);
    expect(clearsInMs).toBeLessThan(2.2 * MINUTE);
    await relay.pass(MINUTE / 2, 5000);
    expect(relay.targets.delivered).toHaveLength(10);
    await relay.pass(MINUTE, 1000);
    await until(() => relay.targets.delivered.length === 20, 'ten more');
    await relay.pass(MINUTE, 1000);
    await until(() => relay.targets.delivered.length === 25, 'the rest');
    expect(relay.eventsOf('DEFER')).toEqual([]);
    expect(relay.counted.get('deferred')).toBeUndefined();
    expect(relay.targets.attempts).toHaveLength(25);
  });

  it('says on the message what it waits for, and tries none', async () => {
    const relay = await startRelay(withQuota({ recipientsPerDay: 2 }));
    await sendMany(relay, 3);
    await until(() => relay.targets.delivered.length === 2, 'two');
    await relay.settled();
    const { messages } = await relay.queue.page({}, null, 10);
    expect(messages).toMatchObject([
      { attempts: 0, lastError: 'The message waits for the quota of the send connector Internet: 2 recipients a day.' },
    ]);
    const [queue] = (await relay.transport.queues()).filter(({ identity }) => identity === 'smart.example');
    expect(queue).toMatchObject({ messageCount: 1, status: 'Ready' });
    await relay.pass(25 * HOUR, 20 * MINUTE);
    await until(() => relay.targets.deliveredTo('r2@a.example') === 1, 'the next day');
  });

  it('hands a long list over in parts, each recipient once', async () => {
    const relay = await startRelay(withQuota({ recipientsPerMessage: 4, recipientsPerDay: 10 }));
    await relay.submit({ to: Array.from({ length: 10 }, (_, n) => `r${String(n)}@a.example`) });
    await until(() => relay.targets.delivered.length === 10, 'all');
    expect(relay.targets.attempts.map(({ attempt }) => attempt.recipients.length)).toEqual([4, 4, 2]);
    expect(new Set(relay.targets.delivered.map(({ address }) => address)).size).toBe(10);
    await relay.settled();
    expect(relay.queue.counts()).toMatchObject({ waiting: 0, active: 0 });
  });

  it('remembers the day over a restart, and counts what nobody can know as used', async () => {
    const relay = await startRelay(withQuota({ recipientsPerDay: 5 }));
    await sendMany(relay, 3);
    await until(() => relay.targets.delivered.length === 3, 'three');
    await relay.settled();
    // As after kill -9: nothing was written at the end.
    const again = relay.restart();
    again.start();
    expect((await again.sendGauges())[0]?.limits).toMatchObject([{ name: 'recipientsPerDay', limit: 5 }]);
    const used = (await again.sendGauges())[0]?.limits[0]?.used ?? 0;
    expect(used).toBeGreaterThanOrEqual(3);
    expect(used).toBeLessThanOrEqual(5);
    again.close();
    await again.stop(0);
  });

  it('holds at once under a lower limit, and lets go at once under none', async () => {
    const relay = await startRelay(withQuota({ recipientsPerDay: 4 }));
    await sendMany(relay, 3);
    await until(() => relay.targets.delivered.length === 3, 'three');
    relay.configure(withQuota({ recipientsPerDay: 3 }));
    await sendMany(relay, 2, 3);
    await relay.settled();
    expect(relay.targets.delivered).toHaveLength(3);
    relay.configure(withQuota({}));
    await until(() => relay.targets.delivered.length === 5, 'free');
  });

  it('goes on where it cannot be written down', async () => {
    const relay = await startRelay(withQuota({ messagesPerMinute: 10 }), { quotasFail: true });
    await sendMany(relay, 3);
    await until(() => relay.targets.delivered.length === 3, 'three');
    expect(relay.reported[0]).toContain('writing down how much was sent');
  });
});

describe('a next hop that asks to be sent less', () => {
  it('slows down, and no message counts that as a failure', async () => {
    const relay = await startRelay(withQuota({}));
    relay.targets.behaviour = () => 'slowed';
    await relay.submit({ to: ['a@a.example'] });
    await relay.settled();
    expect(await gauge(relay)).toMatchObject({ slowed: { text: '451 4.4.0 smart.example said slowed' }, waiting: 1 });
    const { messages } = await relay.queue.page({}, null, 10);
    expect(messages).toMatchObject([{ attempts: 0, lastError: '451 4.4.0 smart.example said slowed' }]);
    expect(relay.eventsOf('DEFER')).toEqual([]);
    relay.targets.behaviour = () => 'delivered';
    await relay.pass(3 * MINUTE);
    await until(() => relay.targets.delivered.length === 1, 'later');
    expect(await gauge(relay)).toMatchObject({ slowed: null });
  });

  it('is not asked again for minutes where its daily quota is used up', async () => {
    const relay = await startRelay(withQuota({}));
    relay.targets.slowedBy = '550 5.4.5 Daily user sending limit exceeded.';
    relay.targets.behaviour = () => 'slowed';
    await sendMany(relay, 10);
    await relay.settled();
    // As many as there were connections, and no more.
    const tried = relay.targets.attempts.length;
    expect(tried).toBeLessThanOrEqual(5);
    await relay.pass(4 * MINUTE, MINUTE);
    expect(relay.targets.attempts).toHaveLength(tried);
    relay.targets.behaviour = () => 'delivered';
    await relay.pass(40 * MINUTE, MINUTE);
    await until(() => relay.targets.delivered.length === 10, 'all');
  });
});
