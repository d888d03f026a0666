import { expect, it } from 'vitest';
import { connectClient } from '../../../main/contract/client.ts';
import type { ClientFrame, EngineFrame } from '../../../main/contract/port.ts';
import { emptyStatus } from '../../support/fake-api.ts';
import { createMemoryPorts } from '../../support/memory-port.ts';

it('asks for a fresh snapshot when a delta was missed', async () => {
  const { engine, client: port } = createMemoryPorts();
  const frames: ClientFrame[] = [];
  const resubscribed = Promise.withResolvers<null>();
  engine.onFrame((text) => {
    frames.push(JSON.parse(text) as ClientFrame);
    if (frames.length === 3) resubscribed.resolve(null);
  });
  const send = (frame: EngineFrame): void => engine.send(JSON.stringify(frame));
  const seen: number[] = [];
  const last = Promise.withResolvers<null>();
  connectClient(port).watch(
    'status',
    {},
    {
      snapshot: ({ accepted }) => {
        seen.push(accepted);
        if (accepted === 9) last.resolve(null);
      },
      delta: ({ accepted }) => seen.push(accepted),
    },
  );
  send({ kind: 'snapshot', id: 1, value: { ...emptyStatus, accepted: 0 } });
  send({ kind: 'delta', id: 1, revision: 1, value: { ...emptyStatus, accepted: 1 } });
  send({ kind: 'delta', id: 1, revision: 3, value: { ...emptyStatus, accepted: 3 } });
  await resubscribed.promise;
  expect(frames.map(({ kind, id }) => `${kind} ${String(id)}`)).toEqual([
    'subscribe 1',
    'unsubscribe 1',
    'subscribe 2',
  ]);
  // What the old subscription still had under way counts no more.
  send({ kind: 'delta', id: 1, revision: 4, value: { ...emptyStatus, accepted: 4 } });
  send({ kind: 'snapshot', id: 2, value: { ...emptyStatus, accepted: 9 } });
  await last.promise;
  expect(seen).toEqual([0, 1, 9]);
});
