import { describe, expect, it } from 'vitest';
import { until } from '../../support/manual-clock.ts';
import { MINUTE, startRelay } from './relay.ts';

describe('delivery', () => {
  it('hands a new message to its next hops without reading it back from the store', async () => {
    const relay = await startRelay();
    await relay.submit({ to: ['ann@office.example', 'bob@a.example', 'eve@b.mx.example', 'kim@c.com'] });
    await until(() => relay.targets.delivered.length === 4, 'four deliveries');
    await relay.settled();
    expect(relay.targets.attempts.map(({ target, attempt }) => [target, attempt.recipients.length]).sort()).toEqual([
      ['b.mx.example', 1],
      ['mailboxes', 1],
      ['smart.example', 2],
    ]);
    expect(relay.queue.counts()).toMatchObject({ waiting: 0, active: 0 });
    expect(relay.counted.get('delivered')).toBe(1);
    expect(relay.events.map(({ event, connectorId }) => [event, connectorId]).sort()).toEqual([
      ['DELIVER', undefined],
      ['SEND', 'Direct'],
      ['SEND', 'Internet'],
    ]);
  });

  it('tries only recipients with a temporary failure again, and reports the others at once', async () => {
    const relay = await startRelay();
    const behaviours: Record<string, '450 4.2.1 full' | '550 5.1.1 unknown'> = {
      'full@a.example': '450 4.2.1 full',
      'gone@a.example': '550 5.1.1 unknown',
    };
    relay.targets.behaviour = (address) => behaviours[address] ?? 'delivered';
    const id = await relay.submit({ to: ['ok@a.example', 'full@a.example', 'gone@a.example', 'ann@office.example'] });
    await until(async () => (await relay.queue.find(id))?.status === 'ready', 'given back');
    const stored = await relay.queue.find(id);
    expect(stored?.recipients.map(({ status, attempts }) => [status, attempts])).toEqual([
      ['delivered', 1],
      ['ready', 1],
      ['failed', 1],
      ['delivered', 1],
    ]);
    expect(stored?.recipients[1]).toMatchObject({ queue: 'smart.example', lastError: '450 4.2.1 full' });
    expect(stored?.nextAttemptMs).toBe(relay.clock.now() + 5 * MINUTE);
    behaviours['full@a.example'] = '450 4.2.1 full';
    relay.targets.behaviour = () => 'delivered';
    await relay.clock.advance(5 * MINUTE);
    await until(async () => (await relay.queue.find(id)) === null, 'gone');
    expect(
      ['ok@a.example', 'full@a.example', 'gone@a.example', 'ann@office.example'].map((a) =>
        relay.targets.attemptsFor(a),
      ),
    ).toEqual([1, 2, 1, 1]);
    expect(relay.eventsOf('FAIL')).toHaveLength(1);
    expect(relay.targets.deliveredTo('scanner@office.example')).toBe(1);
  });

  it('other relays crashed in the path of temporary failures (Haraka #3560): treats a target that throws as a temporary failure and says so', async () => {
    const relay = await startRelay();
    relay.targets.behaviour = () => 'throw';
    const id = await relay.submit({ to: ['bob@a.example'] });
    await until(async () => (await relay.queue.find(id))?.status === 'ready', 'given back');
    expect((await relay.queue.find(id))?.lastError).toBe('the target broke');
    expect(relay.reported).toEqual([`delivering message ${String(id)}: Error: the target broke`]);
  });

  it('fails what no connector can carry because of its size, and what an address book does not know', async () => {
    const relay = await startRelay({
      recipients: [{ address: 'ann@office.example' }],
      sendConnectors: [{ name: 'Small', addressSpaces: ['*'], smartHosts: ['small.host'], maxMessageSize: '20' }],
    });
    await relay.submit({ to: ['bob@a.example', 'nobody@office.example'], from: 'x@foreign.example' });
    const failures = () => relay.eventsOf('FAIL').filter(({ sender }) => sender !== '');
    await until(() => failures().length === 2, 'two failures');
    expect(failures().map(({ recipientStatus }) => recipientStatus?.[0])).toEqual([
      '550 5.3.4 ROUTING.SizeLimit; message size exceeds fixed maximum size for route',
      '550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found',
    ]);
  });

  it('brings 10,000 messages through, each once', async () => {
    const relay = await startRelay();
    let sent = 0;
    const sessions = Array.from({ length: 20 }, async () => {
      while (sent < 10_000) {
        sent += 1;
        await relay.submit({ to: [`r${String(sent)}@a.example`] });
      }
    });
    await Promise.all(sessions);
    await until(() => relay.counted.get('delivered') === sent, 'all delivered');
    expect(new Set(relay.targets.delivered.map(({ id }) => id)).size).toBe(sent);
    expect(relay.targets.delivered).toHaveLength(sent);
    expect(relay.targets.most.get('smart.example')).toBeLessThanOrEqual(5);
    await relay.settled();
    expect(relay.queue.counts()).toMatchObject({ waiting: 0, active: 0 });
  });
});

describe('what waits', () => {
  it('keeps unreachable recipients with the reason and frees them when a connector appears', async () => {
    const relay = await startRelay({ sendConnectors: [] });
    const id = await relay.submit({ to: ['bob@a.example', 'ann@office.example'] });
    await until(() => relay.queue.counts().unreachable === 1, 'unreachable');
    const stored = await relay.queue.find(id);
    expect(stored?.recipients[0]).toMatchObject({
      ...{ status: 'ready', queue: 'Unreachable', attempts: 0 },
      lastError: 'A matching connector cannot be found to route the external recipient',
    });
    expect(relay.targets.deliveredTo('ann@office.example')).toBe(1);
    relay.configure({ sendConnectors: [{ name: 'Internet', addressSpaces: ['*'], smartHosts: ['new.host'] }] });
    await until(() => relay.targets.deliveredTo('bob@a.example') === 1, 'freed');
    expect(relay.targets.delivered.at(-1)?.target).toBe('new.host');
  });

  it('routes waiting mail anew when a smart host is corrected, and closes the old target', async () => {
    const relay = await startRelay();
    relay.targets.behaviour = (_address, target) => (target === 'smart.example' ? 'unreachable' : 'delivered');
    for (let n = 0; n < 5; n += 1) await relay.submit({ to: [`r${String(n)}@a.example`] });
    await until(() => relay.queue.counts().waiting === 5, 'five waiting');
    relay.configure({ sendConnectors: [{ name: 'Internet', addressSpaces: ['*'], smartHosts: ['right.host'] }] });
    await until(() => relay.targets.delivered.length === 5, 'delivered');
    await until(() => relay.targets.closed.includes('smart.example'), 'closed');
  });

  it('keeps connections of connectors that a change leaves as they are', async () => {
    const relay = await startRelay();
    await relay.submit({ to: ['bob@a.example'] });
    await relay.settled();
    relay.configure({ acceptedDomains: [{ name: 'Office', domainName: 'other.example', default: true }] });
    await relay.submit({ to: ['bob@a.example'] });
    await relay.settled();
    expect(relay.targets.opened).toEqual(['smart.example']);
    expect(relay.targets.closed).toEqual([]);
  });

  it('never lets a dead destination delay the others', async () => {
    const relay = await startRelay();
    relay.targets.hanging.add('dead.host');
    for (let n = 0; n < 300; n += 1) await relay.submit({ to: [`r${String(n)}@dead.example`] });
    for (let n = 0; n < 300; n += 1) {
      await relay.submit({ to: [`r${String(n)}@a.example`], waiting: n % 2 === 0 });
    }
    await relay.pass(2 * MINUTE);
    await until(() => relay.targets.delivered.length === 300, 'the living are served');
    expect(relay.targets.most.get('dead.host')).toBeLessThanOrEqual(5);
    expect(relay.targets.delivered.every(({ target }) => target === 'smart.example')).toBe(true);
    relay.targets.release('dead.host');
    await relay.pass(20 * MINUTE);
    expect(relay.targets.delivered).toHaveLength(600);
  });

  it('other relays never recovered after a backlog (Haraka #305): tries a next hop that was down with one connection, and then drains it', async () => {
    const relay = await startRelay();
    let down = true;
    relay.targets.behaviour = () => (down ? 'unreachable' : 'delivered');
    for (let n = 0; n < 400; n += 1) await relay.submit({ to: [`r${String(n)}@a.example`] });
    await until(() => relay.queue.counts().waiting === 400, 'all wait');
    relay.targets.most.clear();
    const before = relay.targets.attempts.length;
    // 4 glitch retries a minute apart, 6 transient ones 5 minutes apart, then every 10 minutes.
    await relay.pass(70 * MINUTE);
    await until(() => relay.queue.counts().active === 0, 'at rest');
    expect(relay.targets.most.get('smart.example')).toBe(1);
    expect(relay.targets.attempts.length - before).toBeGreaterThanOrEqual(10);
    expect(relay.targets.attempts.length - before).toBeLessThanOrEqual(20);
    const [view] = (await relay.transport.queues()).filter(({ identity }) => identity === 'smart.example');
    expect(view).toMatchObject({ status: 'Retry', deliveryType: 'SmartHostConnectorDelivery', messageCount: 400 });
    const [failing] = relay.transport.failingHops();
    expect(failing).toMatchObject({ queue: 'smart.example', connector: 'Internet' });
    down = false;
    await relay.pass(25 * MINUTE);
    await until(() => relay.targets.delivered.length === 400, 'drained');
    expect(relay.targets.most.get('smart.example')).toBeLessThanOrEqual(5);
    expect(new Set(relay.targets.delivered.map(({ id }) => id)).size).toBe(400);
    expect(relay.transport.failingHops()).toEqual([]);
  });

  it('sends less to a next hop that asks for it, and more again later', async () => {
    const relay = await startRelay();
    relay.targets.behaviour = () => 'slowed';
    await relay.submit({ to: ['a@a.example'] });
    await relay.settled();
    relay.targets.behaviour = () => 'delivered';
    for (let n = 0; n < 50; n += 1) await relay.submit({ to: [`r${String(n)}@a.example`] });
    expect(relay.targets.delivered).toHaveLength(0);
    relay.targets.most.clear();
    relay.targets.hanging.add('smart.example');
    await relay.clock.advance(1100);
    await until(() => relay.targets.active('smart.example') === 2, 'half as many');
    relay.targets.release('smart.example');
    await until(() => relay.targets.delivered.length === 50, 'sent');
    await relay.clock.advance(2 * MINUTE);
    await until(() => relay.targets.delivered.length === 51, 'the first one too');
    expect(relay.targets.most.get('smart.example')).toBeGreaterThan(2);
  });

  it('keeps to MaxOutboundConnections without starving anybody', async () => {
    const relay = await startRelay({ transport: { maxOutboundConnections: 3 } });
    for (let n = 0; n < 90; n += 1) await relay.submit({ to: [`r@d${String(n % 9)}.mx.example`] });
    await until(() => relay.targets.delivered.length === 90, 'all delivered');
    relay.targets.hanging.add('d1.mx.example').add('d2.mx.example');
    for (let n = 0; n < 10; n += 1) await relay.submit({ to: [`r@d${String(n % 2 === 0 ? 1 : 2)}.mx.example`] });
    const most = relay.targets.active('d1.mx.example') + relay.targets.active('d2.mx.example');
    expect(most).toBe(3);
    relay.targets.release('d1.mx.example');
    relay.targets.release('d2.mx.example');
    await until(() => relay.targets.delivered.length === 100, 'the rest');
  });
});
