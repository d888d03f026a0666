import { createServer, type AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dataFolder, removeFolder } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { requireTool } from '../../support/requirements.ts';
import { fsyncsBeforeReplies, type Answered } from './fsync-order.ts';
import { markedMessage } from './marked-message.ts';
import { greeted, relayConfig, submit } from './relay.ts';
import { startTraced } from './traced-engine.ts';

const hasStrace = await requireTool('strace');
const MESSAGES = 20;
const LARGE = 3;
const APPEND_LOG = /\/queue-log\/\d{8}-[0-9a-f]{16}\.log$/;

/** A next hop that takes connections and says nothing, so that no settlement's fsync can pass for that of an accept. */
async function silentHop(): Promise<number> {
  const server = createServer((socket) => void socket.on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test.skipIf(!hasStrace)(
  'the append log, or that of the database, is on disk before each 250, in a fresh and in a reopened queue',
  async () => {
    const port = await freePort();
    const folder = await dataFolder(relayConfig({ port, smartHostPort: await silentHop() }));
    onTestFinished(() => removeFolder(folder));
    for (const run of ['fresh', 'reopened']) {
      const log = join(folder, `${run}.trace`);
      const trace = ['-y', '-s', '70000', '-e', 'trace=fsync,fdatasync,read,write,writev', '-o', log];
      const engine = await startTraced(folder, trace);
      onTestFinished(() => engine.kill9());
      const client = await greeted(port);
      for (let number = 0; number < MESSAGES + LARGE; number += 1) {
        const bytes = number < MESSAGES ? 1000 : 300_000;
        const { wire } = markedMessage(`${run}-${number}`, bytes);
        expect(await submit(client, wire.toString('latin1'), 60_000)).toMatch(/^250 2\.6\.0 /);
      }
      client.end();
      await engine.kill9();

      const text = await readFile(log, 'utf8');
      const answered = fsyncsBeforeReplies(text);
      expect(answered).toHaveLength(MESSAGES + LARGE);
      expect(answered.filter((one) => !syncedLog(one))).toEqual([]);
      expect(answered.some(({ synced }) => synced.some((file) => APPEND_LOG.test(file)))).toBe(true);
      for (const { synced } of answered.slice(MESSAGES)) {
        expect(synced.map((file) => file.replace(folder, ''))).toEqual(
          expect.arrayContaining([expect.stringMatching(/^\/spool\/\d+\.eml\.part$/), '/spool']),
        );
      }

      // The check is worth something only if it can fail: the same trace without its fsyncs, and with those behind the reply.
      const lines = text.split('\n');
      const isSync = (line: string): boolean => /fsync|fdatasync/.test(line);
      const without = fsyncsBeforeReplies(lines.filter((line) => !isSync(line)).join('\n'));
      expect(without).toHaveLength(MESSAGES + LARGE);
      expect(without.filter(syncedLog)).toEqual([]);
      const late = [...lines.filter((line) => !isSync(line)), ...lines.filter(isSync)];
      expect(fsyncsBeforeReplies(late.join('\n')).filter(syncedLog)).toEqual([]);
    }
  },
);

function syncedLog({ synced }: Answered): boolean {
  return synced.some((file) => file.endsWith('/queue.db-wal') || APPEND_LOG.test(file));
}
