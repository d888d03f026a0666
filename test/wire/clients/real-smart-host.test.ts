import { X509Certificate } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import type { MessageRow } from '../../../main/contract/queue-view.ts';
import { requireExim, startExim } from '../../support/exim.ts';
import { freePort } from '../../support/free-port.ts';
import { dial } from '../../support/smtp-dialogue.ts';
import { eventually } from '../durability/relay.ts';
import { delivered, json, logRows, office, patch, providerCertificate, relayFor, run, startOffice } from './office.ts';

/** Debian's Exim as the provider: another implementation of STARTTLS, SASL and everything behind them. */

const hasExim = await requireExim();
const user = 'office@provider.example';
/** The queue of a smart host is named as Exchange prints it. */
const hop = '[127.0.0.1]';
const secret = 'send-connector/Internet';

test.runIf(hasExim)(
  'a message leaves through Exim with STARTTLS and AUTH; a wrong password holds it until it is put right',
  async () => {
    const { cert, key } = await providerCertificate();
    const exim = await startExim({ user, password: 'correct horse', cert, key });
    onTestFinished(() => exim.close());
    const port = await freePort();
    const internet = {
      name: 'Internet',
      addressSpaces: ['SMTP:*;1'],
      smartHosts: ['127.0.0.1'],
      port: exim.port,
      smartHostAuthMechanism: 'BasicAuthRequireTLS',
      userName: user,
      protocolLoggingLevel: 'Verbose',
    };
    const engine = await startOffice(office([relayFor('127.0.0.1', port)], { sendConnectors: [internet] }));
    await run(engine, ['secret', 'set', secret], 'wrong');
    const submit = async (to: string, subject: string) => {
      const client = await dial({ port });
      const body = `From: <scanner@office.example>\r\nTo: <${to}>\r\nSubject: ${subject}\r\n\r\n..leading dot\r\nGr\xfc\xdfe`;
      expect(await client.deliver({ from: 'scanner@office.example', to, body })).toMatch(/^250 2\.6\.0 /);
    };
    const queued = () => json<MessageRow[]>(engine, ['queue', 'show', hop]);
    const lastErrorBecomes = (wanted: RegExp) =>
      expect.poll(async () => (await queued())[0]?.lastError).toMatch(wanted);

    // Nobody vouches for the certificate: no password is given away, and the sentence names what to pin.
    await submit('bob@far.example', 'Scan 7');
    const fingerprint = new X509Certificate(cert).fingerprint256;
    await lastErrorBecomes(new RegExp(`SHA-256 fingerprint: ${fingerprint}`));
    expect(await exim.log()).not.toContain('A=');

    // What waits follows the correction by itself.
    await patch(engine, { sendConnectors: [{ ...internet, tlsPinnedFingerprint: fingerprint }] });
    await lastErrorBecomes(
      /^451 4\.4\.0 Primary target IP address responded with: "535 Incorrect authentication data - The login was refused: check the user name and password of the send connector/,
    );
    expect(await queued()).toMatchObject([{ status: 'ready', subject: 'Scan 7' }]);
    expect(await exim.messages()).toEqual([]);

    await run(engine, ['secret', 'set', secret], 'correct horse');
    await eventually('Exim has delivered it', async () => (await exim.messages()).length === 1);
    const [arrived = ''] = await exim.messages();
    expect(arrived).toMatch(/^Return-path: <scanner@office\.example>\nEnvelope-to: bob@far\.example\n/);
    expect(arrived).toMatch(/^Received: from \[127\.0\.0\.1\] \(.*helo=postroom\.office\.example\)/m);
    expect(arrived).toMatch(/with esmtpsa +\(TLS1\.3\)/);
    expect(arrived.endsWith('\n\n.leading dot\nGr\xfc\xdfe\n')).toBe(true);
    expect(await exim.log()).toMatch(/ P=esmtpsa X=TLS1\.3:\S+ CV=no A=(?:plain|login):office@provider\.example /);
    await eventually('the queue is empty', async () => (await queued()).length === 0);

    // Exim's own words come back to a sender of ours.
    await submit('nobody@far.example', 'Scan 8');
    const [report] = await delivered(engine.folder, 'scanner');
    const words = report?.toString() ?? '';
    expect(words).toContain('Final-Recipient: rfc822; nobody@far.example\r\nAction: failed\r\nStatus: 5.1.1\r\n');
    expect(words).toContain('Diagnostic-Code: smtp; 550 5.1.1 No such user here\r\n');

    const log = await logRows(engine.folder, 'ProtocolLog', 'SmtpSend');
    expect(JSON.stringify(log)).not.toMatch(/correct horse|Y29ycmVjdCBob3JzZ|wrong/);
  },
);
