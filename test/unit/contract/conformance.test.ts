import { afterEach, describe, expect, it } from 'vitest';
import { serve } from '../../../main/api/serve.ts';
import type { Api } from '../../../main/contract/calls.ts';
import { CallError, connectClient } from '../../../main/contract/client.ts';
import type { Role } from '../../../main/contract/declaration.ts';
import type { Status } from '../../../main/contract/status-view.ts';
import { PostroomError } from '../../../main/errors.ts';
import { emptyStatus, fakeApi } from '../../support/fake-api.ts';
import { portPairs } from './port-pairs.ts';
import type { PortPair } from './port-pairs.ts';

let pair: PortPair | null = null;
afterEach(async () => {
  await pair?.dispose();
  pair = null;
});

async function connect(open: () => Promise<PortPair>, api: Api, role: Role = 'admin') {
  const causes: { id: string; call: string; error: unknown }[] = [];
  pair = await open();
  serve(pair.engine, api, {
    caller: { role, name: 'tester' },
    onError: (id, call, error) => causes.push({ id, call, error }),
  });
  return { client: connectClient(pair.client), causes, pair };
}

const failure = (promise: Promise<unknown>): Promise<CallError> =>
  promise.then(
    () => expect.fail('the call was answered'),
    (error: unknown) => (error instanceof CallError ? error : expect.fail(String(error))),
  );

/** A value that arrives later. */
function later<T>() {
  return Promise.withResolvers<T>();
}

describe.each(Object.entries(portPairs))('the contract over %s', (_name, open) => {
  it('answers calls, each to its question, with defaults filled in', async () => {
    const { client } = await connect(
      open,
      fakeApi({
        'throughput.get': ({ minutes }) => ({ firstMinuteMs: minutes, accepted: [], delivered: [], refused: [] }),
        'queue.retry': async ({ queue }) => Promise.resolve({ count: queue.length }),
      }),
    );
    const answers = await Promise.all([
      client.call('throughput.get', {}),
      client.call('queue.retry', { queue: 'abc' }),
      client.call('throughput.get', { minutes: 5 }),
    ]);
    expect(answers).toMatchObject([{ firstMinuteMs: 60 }, { count: 3 }, { firstMinuteMs: 5 }]);
  });

  it('passes on the caller', async () => {
    const { client } = await connect(
      open,
      fakeApi({ 'backup.create': (_input, caller) => ({ path: `${caller.role} ${caller.name}` }) }),
    );
    expect(await client.call('backup.create', {})).toEqual({ path: 'admin tester' });
  });

  it('refuses what a role may not do, before the handler runs', async () => {
    let ran = false;
    const { client } = await connect(
      open,
      fakeApi({
        'engine.stop': () => {
          ran = true;
          return null;
        },
        'services.list': () => [],
      }),
      'view',
    );
    expect(await failure(client.call('engine.stop', {}))).toMatchObject({ code: 'not-allowed', id: null });
    expect(ran).toBe(false);
    expect(await client.call('services.list', {})).toEqual([]);
  });

  it('lets errors for people through and keeps every other cause inside', async () => {
    const { client, causes } = await connect(
      open,
      fakeApi({
        'config.undo': () => {
          throw new PostroomError('config-conflict', 'Somebody saved before you.', { path: 'server.name' });
        },
        'status.get': () => {
          throw new Error('secret path /home/x');
        },
      }),
    );
    expect(await failure(client.call('config.undo', { baseRevision: 1 }))).toMatchObject({
      code: 'config-conflict',
      message: 'Somebody saved before you.',
      path: 'server.name',
      id: null,
    });
    const hidden = await failure(client.call('status.get', {}));
    expect(hidden.code).toBe('internal');
    expect(hidden.message).not.toContain('secret');
    expect(causes).toMatchObject([{ id: hidden.id, call: 'status.get', error: { message: 'secret path /home/x' } }]);
  });

  it('gives a snapshot first and then every delta, also those that came before it', async () => {
    const closed = later<null>();
    const snapshot = later<Status>();
    let emit: (status: Status) => void = () => undefined;
    const { client } = await connect(
      open,
      fakeApi(
        { 'services.list': () => [] },
        {
          status: (_input, send) => {
            emit = send;
            send({ ...emptyStatus, accepted: 1 });
            return { snapshot: snapshot.promise, close: () => closed.resolve(null) };
          },
        },
      ),
    );
    const seen: string[] = [];
    const third = later<null>();
    const stop = client.watch(
      'status',
      {},
      {
        snapshot: ({ accepted }) => seen.push(`snapshot ${String(accepted)}`),
        delta: ({ accepted }) => {
          seen.push(`delta ${String(accepted)}`);
          if (accepted === 2) third.resolve(null);
        },
      },
    );
    await client.call('services.list', {});
    snapshot.resolve(emptyStatus);
    await client.call('services.list', {});
    emit({ ...emptyStatus, accepted: 2 });
    await third.promise;
    expect(seen).toEqual(['snapshot 0', 'delta 1', 'delta 2']);
    stop();
    await closed.promise;
    emit({ ...emptyStatus, accepted: 3 });
    await client.call('services.list', {});
    expect(seen).toHaveLength(3);
  });

  it('tells a watcher why there is nothing to watch', async () => {
    const { client } = await connect(open, fakeApi({}));
    const failed = later<CallError>();
    client.watch('queue', {}, { snapshot: () => undefined, delta: () => undefined, failed: failed.resolve });
    expect((await failed.promise).code).toBe('internal');
  });

  it('ends sources and pending calls with the connection', async () => {
    const sourceClosed = later<null>();
    const asked = later<null>();
    const { client, pair: ports } = await connect(
      open,
      fakeApi(
        {
          'status.get': () => {
            asked.resolve(null);
            return new Promise(() => undefined);
          },
        },
        { queue: () => ({ snapshot: new Promise(() => undefined), close: () => sourceClosed.resolve(null) }) },
      ),
    );
    client.watch('queue', {}, { snapshot: () => undefined, delta: () => undefined });
    const pending = failure(client.call('status.get', {}));
    await asked.promise;
    ports.engine.close();
    expect((await pending).code).toBe('not-running');
    await sourceClosed.promise;
    expect((await failure(client.call('services.list', {}))).code).toBe('not-running');
  });

  it('cuts off a client that does not read', async () => {
    const cut = later<null>();
    let emit: (status: Status) => void = () => undefined;
    const { client, pair: ports } = await connect(
      open,
      fakeApi(
        {},
        {
          status: (_input, send) => {
            emit = send;
            return { snapshot: emptyStatus, close: () => cut.resolve(null) };
          },
        },
      ),
    );
    const started = later<null>();
    client.watch('status', {}, { snapshot: () => started.resolve(null), delta: () => undefined });
    await started.promise;
    ports.stall();
    const big = { ...emptyStatus, version: 'x'.repeat(256 * 1024) };
    const turn = () => new Promise<'turn'>((resolve) => setImmediate(() => resolve('turn')));
    let sent = 0;
    do {
      emit(big);
      sent += 1;
    } while ((await Promise.race([cut.promise, turn()])) === 'turn' && sent < 200);
    expect(sent).toBeLessThan(200);
  });

  it.each([
    'not json',
    '[]',
    '{"kind":"call"}',
    '{"kind":"call","id":1,"name":"status.get","input":{},"more":1}',
    '{"kind":"call","id":-1,"name":"x","input":{}}',
  ])('hangs up on %j', async (frame) => {
    const { client, pair: ports } = await connect(open, fakeApi({}));
    const closed = later<null>();
    client.onClose(() => closed.resolve(null));
    ports.client.send(frame);
    expect(await closed.promise).toBeNull();
  });

  it.each([
    ['nothing.here', {}, 'usage'],
    ['constructor', {}, 'usage'],
    ['__proto__', {}, 'usage'],
    ['queue.message', { id: 'x' }, 'usage'],
    ['queue.message', { id: Infinity }, 'usage'],
    ['queue.message', { id: [1] }, 'usage'],
    ['queue.message', { id: 1, __more: 1 }, 'usage'],
    ['queue.messages', { limit: 1_000_000 }, 'usage'],
    ['status.get', JSON.parse('{"__proto__":{"role":"admin"}}'), 'usage'],
    ['sessions.get', { id: 'x'.repeat(1000) }, 'usage'],
    ['secret.set', { name: 'two\nlines', value: 'x' }, 'usage'],
    ['services.stop', { name: 'Everything' }, 'usage'],
  ])('refuses %s with %j', async (name, input, code) => {
    const { pair: ports } = await connect(open, fakeApi({}));
    const answer = later<{ kind: string; error?: { code: string } }>();
    ports.client.onFrame((text) => answer.resolve(JSON.parse(text) as { kind: string }));
    ports.client.send(JSON.stringify({ kind: 'call', id: 1, name, input: input as unknown }));
    expect(await answer.promise).toMatchObject({ kind: 'error', error: { code } });
    expect(({} as { role?: string }).role).toBeUndefined();
  });
});
