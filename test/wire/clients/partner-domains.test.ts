import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock, type Clock } from '../../../main/clock.ts';
import { ensureAuthority, issueCertificate, type Authority } from '../../../main/config/authority.ts';
import type { ArrivalReport } from '../../../main/contract/arrival-view.ts';
import type { MessageRow } from '../../../main/contract/queue-view.ts';
import { verifyDkim } from '../../support/dkim-verifier.ts';
import { asNetwork } from '../../support/diverted-network.ts';
import { asResolver, startDnsServer } from '../../support/dns-server.ts';
import { dataFolder, removeFolder, startEngine } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { startScriptedSink, unstuff, type ScriptedSink, type SinkScript } from '../../support/scripted-sink.ts';
import { dial } from '../../support/smtp-dialogue.ts';
import { eventually } from '../durability/relay.ts';
import { office, relayFor, run } from './office.ts';

/** Mail by MX out of the running engine: to partners who prove themselves, and to everybody else. */

const partners = ['partner.example', 'other.example'];
const signing = { name: 'Office', domainName: 'office.example', default: true, dkimSelector: 'postroom' };

/** For a server of a partner, or, where no authority is given, one that signed itself. */
async function issued(name: string, authority: Authority | null, clock: Clock = systemClock) {
  const { certificate, key } = await issueCertificate({ names: [name], commonName: name, authority, clock });
  return { cert: certificate, key };
}

test('mail for a partner goes over mutual TLS or waits and says why; what goes by MX is signed', async () => {
  const ports = { partner: await freePort(), other: await freePort(), far: await freePort(), office: await freePort() };
  const dns = await startDnsServer({
    records: {
      'MX partner.example': ['10 mx.partner.example'],
      'A mx.partner.example': ['203.0.113.9'],
      'MX other.example': ['10 mx.other.example'],
      'A mx.other.example': ['203.0.113.10'],
      'MX far.example': ['10 mx.far.example'],
      'A mx.far.example': ['203.0.113.11'],
    },
  });
  onTestFinished(() => dns.close());
  const folder = await dataFolder(
    office([relayFor('127.0.0.1', ports.office)], {
      acceptedDomains: [signing],
      transport: { minimumFreeDisk: '0B', tlsSendDomainSecureList: partners },
      sendConnectors: [
        { name: 'Partners', addressSpaces: partners, domainSecureEnabled: true },
        { name: 'Internet', addressSpaces: ['*'] },
      ],
    }),
  );
  onTestFinished(() => removeFolder(folder));
  const authority = await ensureAuthority(join(folder, 'partner'), 'PARTNER', systemClock);
  const trusted = join(folder, 'certificates', 'partners');
  await mkdir(trusted, { recursive: true });
  await writeFile(join(trusted, 'partner.pem'), authority.certificate);
  // What a partner gave years ago: it ends in some days.
  const yearsAgo: Clock = { ...systemClock, now: () => systemClock.now() - 815 * 86_400_000 };
  await writeFile(join(trusted, 'old.pem'), (await issued('Old authority', null, yearsAgo)).cert);

  const network = asNetwork({
    '203.0.113.9:25': ports.partner,
    '203.0.113.10:25': ports.other,
    '203.0.113.11:25': ports.far,
  });
  const engine = await startEngine(folder, {
    args: ['--console', '127.0.0.1:0'],
    env: { NODE_OPTIONS: `${asResolver(dns)} ${network}` },
  });
  onTestFinished(() => engine.kill9());
  expect(await run(engine, ['status'])).toContain('The authority of a partner CN=Old authority (old.pem) ends in ');
  await rm(join(trusted, 'old.pem'));

  const ca = await run(engine, ['certificate', 'export-ca']);
  const server = async (port: number, script: SinkScript): Promise<ScriptedSink> => {
    const sink = await startScriptedSink(script, '127.0.0.1', port);
    onTestFinished(() => sink.close());
    return sink;
  };
  const mutual = async (name: string, by: Authority | null): Promise<SinkScript> => ({
    ...{ tls: await issued(name, by), requestCert: { ca, demanded: true } },
  });
  const partner = await server(ports.partner, await mutual('mx.partner.example', authority));
  const stranger = await server(ports.other, await mutual('mx.wrong.example', authority));
  const far = await server(ports.far, {});
  const send = async (to: string): Promise<void> => {
    const client = await dial({ port: ports.office });
    const head = `From: <scan@office.example>\r\nTo: <${to}>\r\nSubject: to ${to}\r\n`;
    expect(await client.deliver({ from: 'scan@office.example', to, body: `${head}\r\nHello\r\n` })).toMatch(/^250 /);
    client.end();
  };
  const report = await engine.cli(['dns-check', 'office.example', '--ip', '203.0.113.8', '--json']);
  const dkim = (JSON.parse(report.stdout) as ArrivalReport).results.find(({ check }) => check === 'dkim')?.record;
  const published = (name: string) => (name === dkim?.name ? [dkim.value] : []);
  const arrived = async (sink: ScriptedSink): Promise<Buffer> => {
    await eventually('the message has arrived', () => sink.messages.length > 0);
    return unstuff(sink.messages[0]?.raw ?? Buffer.alloc(0));
  };

  await send('ann@partner.example');
  expect(verifyDkim(await arrived(partner), published)).toBe('pass');
  expect(partner.sessions.at(-1)).toMatchObject({ encrypted: true, client: 'CN=postroom.office.example' });

  await send('bob@other.example');
  const waiting = async (): Promise<string> => {
    // There is no such queue before the message is routed.
    const { code, stdout } = await engine.cli(['queue', 'show', 'other.example', '--json']);
    return code === 0 ? ((JSON.parse(stdout) as MessageRow[])[0]?.lastError ?? '') : '';
  };
  await eventually('the attempt has failed', async () => (await waiting()) !== '');
  expect(await waiting()).toContain(
    'mx.other.example did not prove that it receives for other.example, since its certificate is for mx.wrong.example',
  );
  expect(stranger.commands.some((command) => command.startsWith('MAIL'))).toBe(false);
  await stranger.close();
  const proven = await server(ports.other, await mutual('mx.other.example', authority));
  await run(engine, ['queue', 'retry', 'other.example']);
  expect(verifyDkim(await arrived(proven), published)).toBe('pass');

  // Nobody else has to prove anything.
  await send('eve@far.example');
  expect(verifyDkim(await arrived(far), published)).toBe('pass');
  expect(far.sessions[0]).toMatchObject({ encrypted: false, client: null });
  await eventually(
    'the folder was read again',
    async () => !(await run(engine, ['status'])).includes('The authority of a partner'),
  );
}, 120_000);
