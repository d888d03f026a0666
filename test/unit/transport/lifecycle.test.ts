import { describe, expect, it } from 'vitest';
import { until } from '../../support/manual-clock.ts';
import { bodyOf, MINUTE, startRelay, type Relay } from './relay.ts';

async function viewOf(relay: Relay, identity: string) {
  return (await relay.transport.queues()).find((view) => view.identity === identity);
}

describe('stop and start', () => {
  it('loses nothing: what is being sent finishes or goes back, what waits goes back', async () => {
    const relay = await startRelay();
    relay.targets.hanging.add('smart.example');
    for (let n = 0; n < 20; n += 1) await relay.submit({ to: [`r${String(n)}@a.example`] });
    expect(relay.targets.active('smart.example')).toBe(5);
    const stopped = relay.transport.stop(10_000);
    expect(relay.transport.running).toBe(false);
    expect(relay.transport.hotLease()).toBeNull();
    await relay.submit({ to: ['later@a.example'] });
    await until(() => relay.queue.counts().active === 5, 'the waiting are back');
    await relay.clock.advance(10_000);
    await stopped;
    expect(relay.queue.counts()).toMatchObject({ waiting: 21, active: 0, retry: 0 });
    expect(relay.targets.closed).toEqual(['smart.example']);
    relay.targets.release('smart.example');
    relay.transport.start();
    await until(() => relay.targets.delivered.length === 21, 'all delivered');
    expect(new Set(relay.targets.delivered.map(({ address }) => address)).size).toBe(21);
  });

  it('lets attempts finish that end before the deadline', async () => {
    const relay = await startRelay();
    relay.targets.hanging.add('smart.example');
    await relay.submit({ to: ['bob@a.example'] });
    const stopped = relay.transport.stop(10_000);
    relay.targets.release('smart.example');
    await stopped;
    expect(relay.targets.deliveredTo('bob@a.example')).toBe(1);
    expect(relay.queue.counts()).toMatchObject({ waiting: 0, active: 0 });
  });

  it('takes up what a former run left, and drains a backlog in order and in batches', async () => {
    const relay = await startRelay({}, { stopped: true });
    for (let n = 0; n < 1500; n += 1) await relay.submit({ to: [`r${String(n)}@a.example`] });
    expect(relay.queue.counts().waiting).toBe(1500);
    relay.transport.start();
    await until(() => relay.targets.delivered.length === 1500, 'drained');
    const ids = relay.targets.delivered.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  });

  it('writes down outcomes when the store works again', async () => {
    const relay = await startRelay();
    const { queue } = relay;
    const settle = queue.settle.bind(queue);
    let fails = 2;
    queue.settle = (owner, settlement) => {
      fails -= 1;
      return fails >= 0 ? Promise.reject(new Error('disk I/O error')) : settle(owner, settlement);
    };
    await relay.submit({ to: ['bob@a.example'] });
    await until(() => relay.reported.length === 1, 'reported once');
    await relay.clock.advance(2000);
    expect(relay.transport.pressure().reason).toContain('The queue cannot be written');
    await relay.pass(6000, 2000);
    await relay.settled();
    expect(relay.reported).toHaveLength(1);
    expect(relay.targets.attempts).toHaveLength(1);
    await relay.pass(4000, 2000);
    expect(relay.transport.pressure().level).toBe('normal');
  });

  it('keeps its leases while an attempt takes long', async () => {
    const relay = await startRelay();
    relay.targets.hanging.add('smart.example');
    await relay.submit({ to: ['bob@a.example'] });
    await relay.pass(30 * MINUTE);
    relay.transport.submitted(null);
    await relay.pass(MINUTE);
    relay.targets.release('smart.example');
    await relay.settled();
    expect(relay.targets.attempts).toHaveLength(1);
    expect(relay.targets.delivered).toHaveLength(1);
  });

  it('sets a message aside whose body cannot be read twice', async () => {
    const relay = await startRelay();
    const { queue } = relay;
    queue.openBody = () => Promise.reject(new Error('checksum differs'));
    const id = await relay.submit({ to: ['bob@a.example'], waiting: true });
    await relay.pass(12 * MINUTE);
    await until(() => queue.counts().poison === 1, 'poison');
    expect(await queue.find(id)).toMatchObject({ status: 'poison', lastError: 'checksum differs' });
    expect(relay.eventsOf('POISONMESSAGE')).toHaveLength(1);
  });
});

describe('queues', () => {
  it('can be suspended and resumed; mail still enters', async () => {
    const relay = await startRelay();
    await relay.submit({ to: ['first@a.example'] });
    await relay.settled();
    await relay.transport.suspendQueue('RELAY\\smart.example');
    await relay.submit({ to: ['bob@a.example', 'ann@office.example'] });
    await relay.settled();
    expect(relay.targets.deliveredTo('ann@office.example')).toBe(1);
    expect(await viewOf(relay, 'smart.example')).toMatchObject({ status: 'Suspended', messageCount: 1 });
    await relay.pass(30 * MINUTE);
    expect(relay.targets.deliveredTo('bob@a.example')).toBe(0);
    await relay.transport.resumeQueue('SMART.example');
    await until(() => relay.targets.deliveredTo('bob@a.example') === 1, 'resumed');
    expect((await viewOf(relay, 'smart.example'))?.status).not.toBe('Suspended');
  });

  it('stay suspended over a restart, also where nothing waits in them, until they are resumed', async () => {
    const relay = await startRelay();
    await relay.submit({ to: ['first@a.example'] });
    await relay.settled();
    await relay.transport.suspendQueue('smart.example');
    await relay.transport.suspendQueue('mailboxes', 'until-restart');
    await relay.transport.stop(0);
    const second = relay.restart();
    second.start();
    expect((await second.queues()).map(({ identity, status }) => [identity, status])).toEqual([
      ['Submission', 'Ready'],
      ['smart.example', 'Suspended'],
    ]);
    await relay.submit({ to: ['bob@a.example'], waiting: true });
    second.submitted(null);
    await relay.pass(30 * MINUTE);
    expect(relay.targets.deliveredTo('bob@a.example')).toBe(0);
    await second.resumeQueue('Smart.Example');
    await until(() => relay.targets.deliveredTo('bob@a.example') === 1, 'resumed');
    await second.stop(0);
    const third = relay.restart();
    expect((await third.queues()).map(({ status }) => status)).not.toContain('Suspended');
    for (const one of [second, third]) one.close();
  });

  it('hold everything while Submission is suspended', async () => {
    const relay = await startRelay();
    await relay.transport.suspendQueue('Submission');
    expect(relay.transport.hotLease()).toBeNull();
    await relay.submit({ to: ['bob@a.example'] });
    await relay.pass(MINUTE);
    expect(relay.targets.attempts).toHaveLength(0);
    await relay.transport.resumeQueue('Submission');
    await until(() => relay.targets.delivered.length === 1, 'resumed');
  });

  it('are retried at once when asked', async () => {
    const relay = await startRelay();
    relay.targets.behaviour = () => 'unreachable';
    await relay.submit({ to: ['bob@a.example'] });
    await relay.settled();
    expect(await viewOf(relay, 'smart.example')).toMatchObject({
      ...{ status: 'Retry', retryCount: 1, nextHopConnector: 'Internet', messageCount: 1 },
      ...{ lastError: '451 4.4.0 smart.example said unreachable', nextRetryMs: relay.clock.now() + MINUTE },
    });
    relay.targets.behaviour = () => 'delivered';
    expect(await relay.transport.retryQueue('smart.example')).toBe(1);
    await until(() => relay.targets.delivered.length === 1, 'retried');
  });

  it('reroute Unreachable on retry', async () => {
    const relay = await startRelay({ sendConnectors: [] });
    await relay.submit({ to: ['bob@a.example'] });
    await relay.settled();
    expect(await viewOf(relay, 'Unreachable')).toMatchObject({ deliveryType: 'Unreachable', messageCount: 1 });
    expect(await relay.transport.retryQueue('Unreachable')).toBe(1);
    await relay.pass(MINUTE);
    expect(relay.queue.counts().unreachable).toBe(1);
  });

  it('must exist, and the poison queue is left alone', async () => {
    const relay = await startRelay();
    await expect(relay.transport.suspendQueue('nowhere')).rejects.toMatchObject({ code: 'not-found' });
    await expect(relay.transport.retryQueue('Poison')).rejects.toMatchObject({ code: 'not-allowed' });
  });

  it('are forgotten when they have been empty for a while', async () => {
    const relay = await startRelay();
    await relay.submit({ to: ['bob@a.example'] });
    await relay.settled();
    expect(await viewOf(relay, 'smart.example')).toMatchObject({ status: 'Ready', messageCount: 0 });
    await relay.pass(4 * MINUTE);
    expect(await viewOf(relay, 'smart.example')).toBeUndefined();
    expect(relay.targets.closed).toEqual(['smart.example']);
  });
});

describe('a changed password or account', () => {
  const internet = {
    ...{ name: 'Internet', addressSpaces: ['*'], smartHosts: ['Smart.Example'] },
    ...{ smartHostAuthMechanism: 'BasicAuth', userName: 'office' },
  };
  const other = { name: 'Other', addressSpaces: ['other.example'], smartHosts: ['other.host'] };

  it('is used at once for what waits, on new connections, and for nothing else', async () => {
    const relay = await startRelay({ sendConnectors: [internet, other] });
    relay.targets.behaviour = () => 'unreachable';
    await relay.submit({ to: ['bob@a.example'] });
    await relay.submit({ to: ['bob@other.example'] });
    await relay.settled();
    relay.targets.behaviour = () => 'delivered';
    expect(await relay.transport.secretChanged('send-connector/Other')).toBe(0);
    expect(relay.targets.delivered).toEqual([]);
    expect(await relay.transport.secretChanged('send-connector/Internet')).toBe(1);
    await until(() => relay.targets.delivered.length === 1, 'tried again');
    expect(relay.targets.closed).toEqual(['Smart.Example']);
    await relay.pass(MINUTE / 2);
    expect(relay.targets.deliveredTo('bob@other.example')).toBe(0);
  });

  it('is used once more for what was being sent with the old one', async () => {
    const relay = await startRelay({ sendConnectors: [internet] });
    relay.targets.hanging.add('Smart.Example');
    relay.targets.behaviour = () => '451 4.7.8 wrong password';
    await relay.submit({ to: ['bob@a.example'] });
    await until(() => relay.targets.active('Smart.Example') === 1, 'being sent');
    await relay.transport.secretChanged('send-connector/Internet');
    relay.targets.release('Smart.Example');
    relay.targets.behaviour = () => 'delivered';
    await until(() => relay.targets.delivered.length === 1, 'tried again');
  });

  it('frees what a former run left behind', async () => {
    const relay = await startRelay({ sendConnectors: [internet] });
    relay.targets.behaviour = () => 'unreachable';
    await relay.submit({ to: ['bob@a.example'] });
    await relay.settled();
    await relay.transport.stop(0);
    relay.targets.behaviour = () => 'delivered';
    const second = relay.restart();
    second.start();
    expect(await second.secretChanged('send-connector/Internet')).toBe(1);
    await until(() => relay.targets.delivered.length === 1, 'tried again');
    await second.stop(0);
    second.close();
  });

  it('of the connector counts too', async () => {
    const relay = await startRelay({ sendConnectors: [internet] });
    relay.targets.behaviour = () => 'unreachable';
    await relay.submit({ to: ['bob@a.example'] });
    await relay.settled();
    relay.targets.behaviour = () => 'delivered';
    relay.configure({ sendConnectors: [{ ...internet, userName: 'scanner' }] });
    await until(() => relay.targets.delivered.length === 1, 'tried again');
  });
});

describe('messages', () => {
  it('are suspended, resumed and retried', async () => {
    const relay = await startRelay();
    relay.targets.behaviour = () => 'unreachable';
    const id = await relay.submit({ to: ['bob@a.example'] });
    await relay.settled();
    expect(await relay.transport.suspendMessages([id])).toBe(1);
    relay.targets.behaviour = () => 'delivered';
    await relay.pass(30 * MINUTE);
    expect(relay.targets.delivered).toHaveLength(0);
    expect(await relay.transport.resumeMessages([id])).toBe(1);
    await until(() => relay.targets.delivered.length === 1, 'resumed');
    relay.targets.behaviour = () => 'unreachable';
    const other = await relay.submit({ to: ['bob@a.example'] });
    await relay.settled();
    relay.targets.behaviour = () => 'delivered';
    expect(await relay.transport.retryMessages([other])).toBe(1);
    await until(() => relay.targets.delivered.length === 2, 'retried');
  });

  it('are removed with or without a notification', async () => {
    const relay = await startRelay({ sendConnectors: [] });
    const ids = [await relay.submit({ to: ['bob@a.example'] }), await relay.submit({ to: ['bob@a.example'] })];
    await relay.settled();
    expect(await relay.transport.removeMessages(ids.slice(0, 1), false)).toBe(1);
    expect(relay.eventsOf('DSN')).toHaveLength(0);
    expect(await relay.transport.removeMessages(ids, true)).toBe(1);
    await until(() => relay.targets.delivered.length === 1, 'notified');
    const body = await bodyOf(relay.targets.attempts[0]?.attempt);
    expect(body).toContain('550 4.3.2 QUEUE.Admin; message deleted by administrative action');
    expect(body).toContain('Subject: Scan\r\n');
    expect(relay.eventsOf('FAIL').map(({ source }) => source)).toEqual(['ADMIN', 'ADMIN']);
  });

  it('that wait in memory can be removed and suspended, those being sent when their attempt has failed', async () => {
    const relay = await startRelay();
    relay.targets.hanging.add('smart.example');
    const ids: number[] = [];
    for (let n = 0; n < 8; n += 1) ids.push(await relay.submit({ to: [`r${String(n)}@a.example`] }));
    expect(await relay.transport.removeMessages([ids[7] ?? 0, ids[0] ?? 0], false)).toBe(2);
    expect(await relay.transport.suspendMessages([ids[6] ?? 0, ids[1] ?? 0])).toBe(2);
    relay.targets.behaviour = (address) => (/^r[01]@/.test(address) ? '451 later' : 'delivered');
    relay.targets.release('smart.example');
    await until(() => relay.targets.delivered.length === 4, 'the others are sent');
    await until(() => relay.queue.counts().suspended === 2, 'suspended');
    await until(async () => (await relay.queue.find(ids[0] ?? 0)) === null, 'removed');
    expect(relay.queue.counts()).toMatchObject({ waiting: 0, active: 0 });
  });
});
