import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dataFolder, removeFolder, startEngine } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';

test('the engine goes on when nobody reads any more what it has to say', async () => {
  const bindings = [`127.0.0.1:${String(await freePort())}`];
  const connector = { name: 'Printers', bindings, remoteIPRanges: ['127.0.0.1'], permissionGroups: ['AnonymousUsers'] };
  const folder = await dataFolder({ receiveConnectors: [connector], transport: { pickupEnabled: true } });
  const engine = await startEngine(folder);
  onTestFinished(async () => {
    await engine.kill9();
    await removeFolder(folder);
  });
  engine.child.stderr?.destroy();
  // It complains of each; the words of the first find out that the reader is gone.
  for (const name of ['first', 'second']) {
    await writeFile(join(folder, 'pickup', `${name}.eml`), 'no message');
    const reason = join(folder, 'pickup', `${name}.eml.bad.txt`);
    await expect.poll(() => access(reason).then(() => true, String)).toBe(true);
  }
  expect(await engine.stop()).toBe(0);
});
