import { generateKeyPairSync } from 'node:crypto';
import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { expect, onTestFinished, test } from 'vitest';
import { dkimRecordOf } from '../../../main/dkim/dkim-record.ts';
import { verifyDkim } from '../../support/dkim-verifier.ts';
import { freePort } from '../../support/free-port.ts';
import { startScriptedSink } from '../../support/scripted-sink.ts';
import { dial } from '../../support/smtp-dialogue.ts';
import { eventually } from '../durability/relay.ts';
import { logRows, office, relayFor, run, startOffice } from './office.ts';

/** DKIM through the running engine, judged by a verifier that shares nothing with the signer. */

const secret = 'dkim/office.example/postroom';
const LONG = 'eHh4'.repeat(500);
const TOO_LONG = /[^\r\n]{999}/;

test('mail leaves signed behind all that was repaired in it for a next hop; without a key it leaves unsigned, and that is told', async () => {
  // It takes seven bits only, and no long lines.
  const sink = await startScriptedSink({
    extensions: ['SIZE 0'],
    answer: (command, session) => {
      const isTooLong = TOO_LONG.test(session.messages.at(-1)?.raw.toString('latin1') ?? '');
      return command === '.' && isTooLong ? '500 5.5.2 Line too long' : undefined;
    },
  });
  onTestFinished(() => sink.close());
  const port = await freePort();
  const engine = await startOffice(
    office([relayFor('127.0.0.1', port)], {
      sendConnectors: [
        {
          ...{ name: 'Internet', addressSpaces: ['SMTP:*;1'], smartHosts: ['127.0.0.1'], port: sink.port },
          ...{ signDkim: true, protocolLoggingLevel: 'Verbose' },
        },
      ],
    }),
  );
  // What cannot be kept is not asked for: nothing is saved.
  const signing = { name: 'Office', domainName: 'office.example', default: true, dkimSelector: 'postroom' };
  const sign = () => engine.cli(['config', 'patch', '-'], JSON.stringify({ acceptedDomains: [signing] }));
  const inTheWay = join(engine.folder, 'secrets.json');
  await mkdir(inTheWay);
  const refused = await sign();
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('could not be saved')]);
  expect(await run(engine, ['config', 'show'])).not.toContain('dkimSelector');
  await rmdir(inTheWay);
  // The key is there with the change.
  expect((await sign()).code).toBe(0);
  expect(await run(engine, ['secret', 'list'])).toContain(secret);
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  await run(engine, ['secret', 'set', secret], privateKey);
  const record = dkimRecordOf('office.example', 'postroom', privateKey);
  const dns = (name: string) => (name === record.name ? [record.value] : []);
  const send = async (subject: string, head: string, body: string): Promise<Buffer> => {
    const client = await dial({ port });
    const envelope = { from: 'scanner@office.example', to: 'bob@far.example' };
    expect(await client.deliver({ ...envelope, body: `${head}Subject: ${subject}\r\n${body}` })).toMatch(/^250 /);
    const texts = () => sink.messages.map(({ raw }) => raw.toString('latin1')).filter((text) => !TOO_LONG.test(text));
    const taken = () => texts().find((text) => text.includes(`\r\nSubject: ${subject}`));
    await eventually(`${subject} has arrived`, () => Promise.resolve(taken() !== undefined));
    const raw = taken() ?? '';
    return Buffer.from(`${raw.replace(/^\.\./gm, '.')}${raw.endsWith('\r\n') ? '' : '\r\n'}`, 'latin1');
  };

  const scan = 'From: <scanner@office.example>\r\nTo: <bob@far.example>\r\n';
  const eightBit = await send('one', scan, 'X-Note: x\r\n\r\nGr\xfc\xdfe\r\n');
  expect(eightBit.toString('latin1')).not.toMatch(/[\x80-\xff]/);
  expect(eightBit.toString('latin1')).toMatch(/^DKIM-Signature: .*d=office\.example/m);
  expect(verifyDkim(eightBit, dns)).toBe('pass');
  expect((await PostalMime.parse(eightBit)).text?.trim()).toBe('Gr\xfc\xdfe');

  // It is refused for its line, wrapped, and signed again.
  const wrapped = await send('two', scan, `Content-Transfer-Encoding: base64\r\n\r\n${LONG}\r\n`);
  expect(wrapped.toString('latin1')).not.toMatch(/[^\r\n]{999}/);
  expect(verifyDkim(wrapped, dns)).toBe('pass');

  // What somebody else has signed stays byte for byte, and the log says why.
  const theirs = 'DKIM-Signature: v=1; a=rsa-sha256; d=other.example; s=x; h=from; bh=AA==; b=BB==\r\n';
  const signed = await send('three', `${theirs}From: <news@other.example>\r\n`, '\r\nGr\xfc\xdfe\r\n');
  expect(signed.toString('latin1')).toContain('\r\n\r\nGr\xfc\xdfe\r\n');
  expect(signed.toString('latin1').match(/^DKIM-Signature/gm)).toHaveLength(1);
  await eventually('the log says why', async () =>
    (await logRows(engine.folder, 'MessageTracking')).some((row) =>
      /is DKIM-signed and is passed on.*SEND/.test(row.join()),
    ),
  );

  await run(engine, ['secret', 'remove', secret]);
  const unsigned = await send('four', scan, '\r\nx\r\n');
  expect(verifyDkim(unsigned, dns)).toBe('no signature');
  await expect.poll(() => run(engine, ['status'])).toContain('Mail of office.example leaves without a DKIM signature');
});
