import { X509Certificate } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { SendGaugeView } from '../../../main/contract/quota-view.ts';
import { requireExim, startExim } from '../../support/exim.ts';
import { freePort } from '../../support/free-port.ts';
import { dial } from '../../support/smtp-dialogue.ts';
import { startCountingSink } from '../durability/counting-sink.ts';
import { launch } from '../durability/killed-engine.ts';
import { eventually, relayConfig } from '../durability/relay.ts';
import { json, logRows, office, patch, providerCertificate, relayFor, run, startOffice } from './office.ts';

/** Providers that take only so much: Exim with a rate-limit ACL as one, and a day's quota over kill -9. */

const hasExim = await requireExim();
const user = 'office@provider.example';

test.runIf(hasExim)(
  'everything arrives at a provider that takes three messages in two seconds, and nothing fails',
  async () => {
    const { cert, key } = await providerCertificate();
    const rate = { messages: 3, seconds: 2 };
    const exim = await startExim({ user, password: 'secret', cert, key, rate });
    onTestFinished(() => exim.close());
    const port = await freePort();
    const internet = {
      ...{ name: 'Internet', addressSpaces: ['SMTP:*;1'], smartHosts: ['127.0.0.1'], port: exim.port },
      ...{ smartHostAuthMechanism: 'BasicAuthRequireTLS', userName: user },
      tlsPinnedFingerprint: new X509Certificate(cert).fingerprint256,
    };
    const transport = { queueGlitchRetryInterval: '00:00:01', messageRetryInterval: '00:00:01' };
    const engine = await startOffice(office([relayFor('127.0.0.1', port)], { transport }));
    const count = 9;
    for (let n = 0; n < count; n += 1) {
      const [to, body] = [`r${String(n)}@far.example`, `From: <a@office.example>\r\nSubject: ${String(n)}\r\n\r\nx`];
      const client = await dial({ port });
      expect(await client.deliver({ from: 'scanner@office.example', to, body })).toMatch(/^250 /);
    }
    // All at once, however slow the machine is.
    await patch(engine, { sendConnectors: [{ ...internet, enabled: false }] });
    await run(engine, ['secret', 'set', 'send-connector/Internet'], 'secret');
    await patch(engine, { sendConnectors: [internet] });
    await eventually('Exim was asked for too much', async () => (await exim.log()).includes('over the rate'));
    await eventually('all arrived', async () => (await exim.messages()).length === count, 240_000);
    const subjects = (await exim.messages()).map((text) => /^Subject: (\d+)$/m.exec(text)?.[1]);
    expect(new Set(subjects).size).toBe(count);
    const rows = JSON.stringify(await logRows(engine.folder, 'MessageTracking'));
    expect(rows).not.toMatch(/DEFER|FAIL/);
    await eventually('it is at ease again', async () => {
      const [gauge] = await json<SendGaugeView[]>(engine, ['quotas']);
      return gauge?.slowed === null && gauge.waiting === 0;
    });
  },
);

test('a day is no longer for being killed: what was handed over counts again after kill -9', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-quota-'));
  const [port, sink] = [await freePort(), await startCountingSink()];
  onTestFinished(() => sink.close());
  const send = { quota: { recipientsPerDay: 10 } };
  await writeFile(join(folder, 'config.json'), JSON.stringify(relayConfig({ port, smartHostPort: sink.port, send })));
  const submit = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) {
      const client = await dial({ port });
      const reply = await client.deliver({
        from: 'a@office.example',
        to: 'r@far.example',
        body: 'Subject: x\r\n\r\nx',
      });
      expect(reply).toMatch(/^250 /);
    }
  };
  const first = launch(folder);
  expect(await first.ready).toBe(true);
  await submit(6);
  await eventually('six are there', () => Promise.resolve(sink.total === 6));
  await first.kill();
  const second = launch(folder);
  onTestFinished(() => second.kill());
  expect(await second.ready).toBe(true);
  await submit(10);
  // It may count up to what it wrote down ahead too much, never too little.
  await eventually('the rest of the day is used', () => Promise.resolve(sink.total >= 9));
  expect(sink.total).toBeLessThanOrEqual(10);
});
