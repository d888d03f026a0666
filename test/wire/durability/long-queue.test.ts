import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { memoryOf } from '../../support/engine-process.ts';
import { prepareRelay, send } from './prepared-relay.ts';
import { eventually, restOf, statusOf } from './relay.ts';

const QUEUED = 100_000;

test('other relays never recovered after a backlog (Haraka #305): starts with 100,000 messages in the queue, counts them, and takes and delivers mail', async () => {
  const { folder, port, sink, start } = await prepareRelay();
  sink.isSilent = true;
  const first = await start();
  expect(await send(port, 'model')).toMatch(/^250 /);
  await eventually('it is on its way', () => sink.total === 1);
  // Out of the append log, where messages are on their way to be delivered at once.
  await eventually('it is in the database', async () => (await restOf(folder)).rows['leased'] === 1);
  await first.kill9();
  multiply(join(folder, 'queue.db'));

  sink.isSilent = false;
  const started = performance.now();
  const engine = await start({ args: ['--console', '127.0.0.1:0'] });
  const seconds = (performance.now() - started) / 1000;
  const { peak } = await memoryOf(engine.pid);
  process.stderr.write(
    `\nstarted with ${QUEUED} messages in ${seconds.toFixed(1)} s, ${(peak / 1_048_576).toFixed(0)} MB at most\n`,
  );
  const { queue } = await statusOf(engine);
  expect(queue).toMatchObject({ suspended: QUEUED, poison: 0 });
  expect(await send(port, 'new')).toMatch(/^250 /);
  await eventually('it has arrived', () => sink.arrivals.has('new'));
  await eventually('the model too', () => sink.arrivals.get('model') === 2);
  expect(await engine.stop()).toBe(0);
});

/** Copies of the one message there is, suspended, so that they stay to be counted. */
function multiply(path: string): void {
  const database = new DatabaseSync(path);
  try {
    const columns = database
      .prepare(`SELECT name FROM pragma_table_info('messages')`)
      .all()
      .map((row) => String(row['name']));
    const changed: Readonly<Record<string, string>> = {
      id: 'id - number',
      status: "'suspended'",
      lease_owner: 'NULL',
      lease_until_ms: 'NULL',
    };
    const values = columns.map((name) => changed[name] ?? name).join(', ');
    const numbers = `WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers LIMIT ${QUEUED})`;
    database.exec(`
      BEGIN;
      ${numbers} INSERT INTO bodies (id, bytes) SELECT id - number, bytes FROM bodies, numbers;
      ${numbers} INSERT INTO messages (${columns.join(', ')}) SELECT ${values} FROM messages, numbers;
      COMMIT`);
  } finally {
    database.close();
  }
}
