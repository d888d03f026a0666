import { describe, expect, it } from 'vitest';
import { until } from '../../support/manual-clock.ts';
import { MINUTE, startRelay } from './relay.ts';

describe('what is kept of attempts', () => {
  it('is the words of the remote, recipients with the same ones together', async () => {
    const relay = await startRelay();
    relay.targets.behaviour = (address) => (address.startsWith('ok') ? 'delivered' : '450 4.2.1 full');
    const id = await relay.submit({ to: ['ok@a.example', 'one@a.example', 'two@a.example'] });
    await until(async () => (await relay.queue.find(id))?.status === 'ready', 'given back');
    const [attempt, ...more] = await relay.queue.attempts(id);
    expect(more).toEqual([]);
    expect(attempt).toMatchObject({ startedMs: relay.clock.now(), durationMs: 0, queue: 'smart.example' });
    expect(attempt?.results).toEqual([
      { verdict: 'delivered', reply: null, error: null, recipients: [0] },
      { verdict: 'deferred', reply: '450 4.2.1 full', error: null, recipients: [1, 2] },
    ]);
    await relay.clock.advance(5 * MINUTE);
    await until(async () => (await relay.queue.attempts(id)).length === 2, 'the second attempt');
    expect((await relay.queue.attempts(id))[1]?.results).toEqual([
      { verdict: 'deferred', reply: '450 4.2.1 full', error: null, recipients: [1, 2] },
    ]);
  });

  it('names every host that was tried for a message with several next hops', async () => {
    const relay = await startRelay();
    relay.targets.behaviour = (address) => (address.endsWith('office.example') ? 'delivered' : '450 4.2.1 full');
    const id = await relay.submit({ to: ['ann@office.example', 'bob@a.example'] });
    await until(async () => (await relay.queue.find(id))?.status === 'ready', 'given back');
    const attempts = await relay.queue.attempts(id);
    expect(attempts.map(({ queue, results }) => [queue, results[0]?.verdict]).sort()).toEqual([
      ['mailboxes', 'delivered'],
      ['smart.example', 'deferred'],
    ]);
  });
});
