import { expect, test } from 'vitest';
import { EngineConnection } from '../../../app/engine-connection.ts';
import { serve } from '../../../main/api/serve.ts';
import { connectClient } from '../../../main/contract/client.ts';
import type { Client } from '../../../main/contract/client.ts';
import type { SessionsDelta } from '../../../main/contract/session-view.ts';
import type { AlertNotice } from '../../../main/contract/alert-view.ts';
import type { Status } from '../../../main/contract/status-view.ts';
import { aNotice } from '../../support/alerts.ts';
import { emptyStatus, fakeApi } from '../../support/fake-api.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { createMemoryPorts } from '../../support/memory-port.ts';

/** An engine that answers over a port; `end` takes it away. */
function engine(pid: number) {
  const { engine: far, client: near } = createMemoryPorts();
  let tell: (notice: AlertNotice) => void = () => undefined;
  let emit: (delta: SessionsDelta) => void = () => undefined;
  const api = fakeApi(
    { 'services.stop': () => null },
    {
      status: () => ({ snapshot: { ...emptyStatus, pid }, close: () => undefined }),
      alerts: (_input, send) => {
        tell = send;
        return { snapshot: null, close: () => undefined };
      },
      sessions: (_input, send) => {
        emit = send;
        return { snapshot: { sessions: [], next: null }, close: () => undefined };
      },
    },
  );
  serve(far, api, { caller: { role: 'admin', name: 'desktop' }, onError: () => undefined });
  return {
    client: connectClient(near),
    end: () => far.close(),
    emit: (delta: SessionsDelta) => emit(delta),
    tell: (notice: AlertNotice) => tell(notice),
  };
}

test('says when the engine goes, and comes back to the next one by itself', async () => {
  const clock = manualClock();
  const first = engine(1);
  const second = engine(2);
  const answers: (() => Promise<Client>)[] = [
    () => Promise.reject(new Error('not yet')),
    () => Promise.resolve(second.client),
  ];
  const connection = new EngineConnection(
    first.client,
    () => answers.shift()?.() ?? Promise.reject(new Error('asked too often')),
    clock,
  );
  const seen: (number | null | string)[] = [];
  connection.watch({
    status: (status: Status | null) => seen.push(status?.pid ?? null),
    sessions: (changed) => seen.push(`${String(changed.length)} changed`),
    alerts: ({ title }) => seen.push(title),
    restarted: () => seen.push('restarted'),
  });
  await expect.poll(() => seen).toEqual([1]);
  first.emit({ changed: [], lines: [], skippedLines: 0, skippedSessions: 1 });
  await expect.poll(() => seen).toEqual([1, '0 changed']);
  first.tell(aNotice({ title: 'Look here.' }));
  await expect.poll(() => seen.splice(2)).toEqual(['Look here.']);

  first.end();
  await expect.poll(() => seen.at(-1)).toBeNull();
  await expect(connection.call('services.stop', { name: 'Transport' })).rejects.toMatchObject({ code: 'not-running' });
  await clock.advance(3000);
  await expect.poll(() => answers).toHaveLength(1);
  await clock.advance(3000);
  await expect.poll(() => seen.slice(3)).toEqual(['restarted', 2]);
  expect(await connection.call('services.stop', { name: 'Transport' })).toBeNull();

  connection.close();
  second.end();
  await clock.advance(60_000);
  expect(seen.slice(3)).toEqual(['restarted', 2]);
});
