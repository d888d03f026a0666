import { describe, expect, it } from 'vitest';
import { createRouter } from '../../../main/transport/categorizer.ts';
import { until } from '../../support/manual-clock.ts';
import { HOUR, MINUTE, snapshotOf, startRelay } from './relay.ts';

const send = (name: string, more: object = {}) => ({
  ...{ name, addressSpaces: ['*'], smartHosts: [`${name.toLowerCase()}.host`] },
  ...more,
});
const main = send('Main', { maxConnections: 1 });
const backup = send('Backup', { addressSpaces: ['*;10'] });

describe('a send connector that cannot be reached', () => {
  it('gives its mail to the next one by cost, tries now and then, and takes it again when it is back', async () => {
    const relay = await startRelay({ sendConnectors: [main, backup] });
    const { targets, transport } = relay;
    const wayOf = (address: string) =>
      targets.delivered.filter((one) => one.address === address).map((one) => one.target);
    let isUp = false;
    targets.behaviour = (_, target) => (target === 'main.host' && !isUp ? 'unreachable' : 'delivered');
    await relay.submit({ to: ['first@a.example', 'also@b.example'] });
    await until(() => targets.attempts.length > 0, 'the first is tried');
    await relay.pass(100, 20);
    await until(() => targets.delivered.length === 2, 'both went by the backup');
    expect(wayOf('first@a.example')).toEqual(['backup.host']);
    const tried = targets.attempts.filter(({ target }) => target === 'main.host').length;
    expect(tried).toBe(1);
    for (const to of ['second@a.example', 'third@a.example']) await relay.submit({ to: [to] });
    await until(() => targets.delivered.length === 4, 'the next ones went there at once');
    expect(targets.attempts.filter(({ target }) => target === 'main.host')).toHaveLength(tried);
    expect(transport.failingHops()).toMatchObject([{ queue: 'main.host', isPassedOver: true }]);

    // Its pause is over: one message tries, the others do not wait for it.
    await relay.pass(2 * MINUTE);
    targets.hanging.add('main.host');
    await relay.submit({ to: ['probe@a.example'] });
    await until(() => targets.active('main.host') === 1, 'one tries');
    await relay.submit({ to: ['fourth@a.example'] });
    await until(() => targets.deliveredTo('fourth@a.example') === 1, 'passes it');
    isUp = true;
    targets.release('main.host');
    await until(() => targets.deliveredTo('probe@a.example') === 1, 'it is back');
    await relay.submit({ to: ['fifth@a.example'] });
    await until(() => targets.deliveredTo('fifth@a.example') === 1, 'sent');
    expect([wayOf('fourth@a.example'), wayOf('probe@a.example'), wayOf('fifth@a.example')]).toEqual([
      ...[['backup.host'], ['main.host'], ['main.host']],
    ]);
    expect(transport.failingHops()).toEqual([]);
  });

  it('keeps its mail where the other cannot be reached either, without going round', async () => {
    const relay = await startRelay({ sendConnectors: [main, backup] });
    relay.targets.behaviour = () => 'unreachable';
    await relay.submit({ to: ['first@a.example'] });
    await until(() => relay.targets.attempts.length > 0, 'the first was tried');
    await relay.pass(100, 20);
    await until(() => relay.targets.attempts.length === 2, 'both were tried');
    await relay.settled();
    expect(relay.targets.attempts.map(({ target }) => target)).toEqual(['main.host', 'backup.host']);
    relay.targets.behaviour = () => 'delivered';
    await relay.pass(5 * MINUTE);
    expect(relay.targets.deliveredTo('first@a.example')).toBe(1);
  });

  it('waits for an answer that is no: a server that refuses has been reached', async () => {
    const relay = await startRelay({ sendConnectors: [main, backup] });
    relay.targets.behaviour = (_, target) => (target === 'main.host' ? '451 4.3.0 later' : 'delivered');
    await relay.submit({ to: ['first@a.example'] });
    await relay.settled();
    await relay.pass(HOUR / 2, MINUTE);
    expect(new Set(relay.targets.attempts.map(({ target }) => target))).toEqual(new Set(['main.host']));
  });
});

describe('what stands by', () => {
  const message = { size: 1000, mailFrom: 'ann@office.example', source: null };
  const hostOf = (sendConnectors: readonly object[], down: readonly string[], size = message.size) => {
    const isDown = ({ queue }: { readonly queue: string }) => down.includes(queue);
    return createRouter(snapshotOf({ sendConnectors }))({ address: 'x@a.example' }, { ...message, size }, isDown).queue;
  };
  const own = send('Own', { addressSpaces: ['a.example'] });
  const ann = send('Ann', { conditions: { senders: ['ann@office.example'] } });
  const small = send('Small', { addressSpaces: ['*;5'], maxMessageSize: '1KB' });

  it.each([
    ['the first, while it can be reached', [main, backup], [], 'main.host'],
    ['the next one by cost', [backup, main, send('Third', { addressSpaces: ['*;20'] })], ['main.host'], 'backup.host'],
    [
      'the one after that',
      [main, backup, send('Third', { addressSpaces: ['*;20'] })],
      ['main.host', 'backup.host'],
      'third.host',
    ],
    ['none: the first keeps its mail', [main, backup], ['main.host', 'backup.host'], 'main.host'],
    ['none for the mail of one domain, which has a way of its own', [own, main], ['own.host'], 'own.host'],
    ['none for the mail of one sender, which has a way of its own', [ann, main], ['ann.host'], 'ann.host'],
    ['none that is switched off', [main, { ...backup, enabled: false }], ['main.host'], 'main.host'],
  ])('%s', (_name, connectors, down, host) => {
    expect(hostOf(connectors, down)).toBe(host);
  });

  it('none that is too small', () => {
    expect(hostOf([main, small, backup], ['main.host'])).toBe('small.host');
    expect(hostOf([main, small, backup], ['main.host'], 5000)).toBe('backup.host');
  });

  it('none for a recipient whose way an administrator chose', () => {
    const snapshot = snapshotOf({ sendConnectors: [main, backup] });
    const detoured = { address: 'x@a.example', detour: { connector: 'Main' } };
    expect(createRouter(snapshot)(detoured, message, () => true).queue).toBe('main.host');
  });
});
