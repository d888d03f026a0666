import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../main/clock.ts';
import { ensureAuthority, issueCertificate } from '../../../main/config/authority.ts';
import type { DoctorStep } from '../../../main/contract/doctor-view.ts';
import type { MessageRow } from '../../../main/contract/queue-view.ts';
import { dataFolder, removeFolder, startEngine } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { requirePostfix, startPostfix } from '../../support/postfix.ts';
import { startScriptedSink } from '../../support/scripted-sink.ts';
import { dial } from '../../support/smtp-dialogue.ts';
import { eventually } from '../durability/relay.ts';
import { delivered, json, office, patch, relayFor, run } from './office.ts';

/** Debian's Postfix as the provider, with a certificate of an authority that the machine trusts. */

const hasPostfix = await requirePostfix();
const user = 'office@provider.example';
const hop = '[127.0.0.1]';
const secret = 'send-connector/Internet';

/** An authority, and a certificate of its for smtp.provider.example. */
async function providerAuthority() {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-authority-'));
  onTestFinished(() => removeFolder(folder));
  const authority = await ensureAuthority(folder, 'PROVIDER', systemClock);
  const path = join(folder, 'trusted.pem');
  await writeFile(path, authority.certificate);
  const name = 'smtp.provider.example';
  const { certificate, key } = await issueCertificate({
    ...{ names: [name], commonName: name, authority, clock: systemClock },
  });
  return { path, cert: certificate, key };
}

test.runIf(hasPostfix)(
  'a message leaves through Postfix with STARTTLS checked by its authority and SASL; names and passwords that are wrong are said',
  async () => {
    const [{ path, cert, key }, sink, port] = await Promise.all([providerAuthority(), startScriptedSink(), freePort()]);
    onTestFinished(() => sink.close());
    const postfix = await startPostfix({ user, password: 'correct horse', cert, key, sink: sink.port });
    onTestFinished(() => postfix.close());
    const internet = {
      ...{ name: 'Internet', addressSpaces: ['SMTP:*;1'], smartHosts: ['127.0.0.1'], port: postfix.port },
      ...{ smartHostAuthMechanism: 'BasicAuthRequireTLS', userName: user, tlsDomain: 'mail.provider.example' },
    };
    const folder = await dataFolder(office([relayFor('127.0.0.1', port)], { sendConnectors: [internet] }));
    onTestFinished(() => removeFolder(folder));
    // As an administrator has a program of Node trust the authority of his company.
    const engine = await startEngine(folder, {
      args: ['--console', '127.0.0.1:0'],
      env: { ...process.env, NODE_EXTRA_CA_CERTS: path },
    });
    onTestFinished(() => engine.kill9());
    await run(engine, ['secret', 'set', secret], 'wrong');
    const submit = async (to: string, subject: string) => {
      const client = await dial({ port });
      const body = `From: <scanner@office.example>\r\nTo: <${to}>\r\nSubject: ${subject}\r\n\r\n..leading dot\r\nGr\xfc\xdfe`;
      expect(await client.deliver({ from: 'scanner@office.example', to, body })).toMatch(/^250 2\.6\.0 /);
    };
    const lastError = async () => (await json<MessageRow[]>(engine, ['queue', 'show', hop]))[0]?.lastError;

    // Its authority is trusted, but the certificate is of another name: no password is given away.
    await submit('bob@far.example', 'Scan 7');
    await expect.poll(lastError).toMatch(/mail\.provider\.example/);
    expect(await postfix.log()).not.toContain('sasl_');

    await patch(engine, { sendConnectors: [{ ...internet, tlsDomain: 'smtp.provider.example' }] });
    await expect
      .poll(lastError)
      .toMatch(
        /^451 4\.4\.0 Primary target IP address responded with: "535 5\.7\.8 Error: authentication failed: .*The login was refused: check the user name and password of the send connector/,
      );
    expect(sink.messages).toEqual([]);

    await run(engine, ['secret', 'set', secret], 'correct horse');
    await eventually('the mail is behind Postfix', () => Promise.resolve(sink.messages.length === 1));
    const [arrived] = sink.messages;
    expect(arrived?.mailFrom).toMatch(/^<scanner@office\.example>/);
    expect(arrived?.rcptTo).toEqual(['<bob@far.example>']);
    const text = arrived?.raw.toString('latin1') ?? '';
    expect(text).toMatch(/^Received: from postroom\.office\.example \(\S+ \[127\.0\.0\.1\]\)\r\n\t\(using TLSv1\.3 /m);
    expect(text).toContain(`(Authenticated sender: ${user})`);
    expect(text.slice(-30)).toMatch(/\r\n\r\n\.\.leading dot\r\nGr\xfc\xdfe(?:\r\n)?$/);
    const parsed = await PostalMime.parse(arrived?.raw ?? '');
    expect(parsed).toMatchObject({ subject: 'Scan 7', from: { address: 'scanner@office.example' } });
    await eventually('the queue is empty', async () => (await lastError()) === undefined);

    const steps = await json<DoctorStep[]>(engine, ['doctor', 'Internet', '--recipient', 'bob@far.example']);
    expect(steps.filter(({ isGood }) => !isGood)).toEqual([]);
    expect(steps.find(({ name }) => name === 'tls')?.peer).toMatchObject({ fault: null, chain: [{}, {}] });

    // Postfix's own words come back to a sender of ours.
    await submit('nobody@far.example', 'Scan 8');
    const [report] = await delivered(folder, 'scanner');
    expect(report?.toString()).toContain('Diagnostic-Code: smtp; 550 5.1.1 <nobody@far.example>: Recipient address');
  },
);
