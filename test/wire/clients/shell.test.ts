import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../../main/engine.ts';
import { engineHere, shellOf } from '../../support/engine-here.ts';
import { dataFolder, removeFolder } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { outputOf, textsOf, type ShellHarness } from '../../support/shell-harness.ts';
import { dial } from '../../support/smtp-dialogue.ts';

/** The relay guide's story, typed into the shell of a running engine: what sessions are answered follows at once. */

let folder: string;
let engine: Engine;
let port: number;
let shell: ShellHarness;

beforeAll(async () => {
  port = await freePort();
  folder = await dataFolder({
    server: { name: 'EXCH01', fqdn: 'exch01.office.example', replyDialect: '2016' },
    receiveConnectors: [
      {
        name: 'Default Frontend EXCH01',
        bindings: [`127.0.0.1:${String(port)}`],
        remoteIPRanges: ['0.0.0.0-255.255.255.255'],
        permissionGroups: ['AnonymousUsers'],
        tarpitInterval: '00:00:00',
      },
    ],
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
  });
  engine = await engineHere(folder);
  shell = shellOf(engine);
});

afterAll(async () => {
  await engine.stop();
  await removeFolder(folder);
});

/** The guide's own telnet session: what RCPT TO for a stranger's domain is answered. */
async function relayReply(): Promise<string> {
  const client = await dial({ port });
  await client.expect('220 *');
  await client.send('helo');
  await client.expect('250 *');
  await client.send('mail from: administrator@office.example');
  await client.expect('250 2.1.0 Sender OK');
  await client.send('rcpt to: exchangeserverpro@gmail.com');
  const reply = await client.expect('*');
  client.end();
  return reply;
}

async function run(text: string): Promise<void> {
  const records = await shell.run(text);
  expect(textsOf(records, 'error')).toEqual([]);
}

test('New-, Set-ReceiveConnector and Add-ADPermission let a device relay, and nobody else', async () => {
  expect(await relayReply()).toBe('550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain');

  await run(`[PS] C:\\>New-ReceiveConnector -Name "SMTP Relay EXCH01" 
-Server EXCH01 -TransportRole FrontendTransport -Custom 
-Bindings 127.0.0.1:${String(port)} -RemoteIpRanges 127.0.0.1`);
  await run('Set-ReceiveConnector “SMTP Relay EXCH01” -PermissionGroups AnonymousUsers -TarpitInterval 00:00:00');
  expect(await relayReply()).toBe('550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain');

  await run(
    'Get-ReceiveConnector “SMTP Relay EXCH01” | Add-ADPermission -User ‘NT AUTHORITYAnonymous Logon’ -ExtendedRights MS-Exch-SMTP-Accept-Any-Recipient',
  );
  expect(await relayReply()).toBe('250 2.1.5 Recipient OK');

  const client = await dial({ port });
  const body = 'From: administrator@office.example\r\nSubject: relay\r\n\r\nhello\r\n';
  expect(
    await client.deliver({ from: 'administrator@office.example', to: 'exchangeserverpro@gmail.com', body }),
  ).toMatch(/^250 2\.6\.0/);
  client.end();
});

test('what waits is seen, suspended and removed after a yes', async () => {
  // Where it goes is found out after it was accepted.
  await expect
    .poll(async () => outputOf(await shell.run('Get-Queue Unreachable | ft Identity,Status,MessageCount')))
    .toEqual([
      'Identity           Status MessageCount',
      '--------           ------ ------------',
      'EXCH01\\Unreachable Ready             1',
    ]);
  const [shown] = outputOf(
    await shell.run('Get-Message -Queue EXCH01\\Unreachable | % { "$($_.FromAddress) $($_.Subject)" }'),
  );
  expect(shown).toBe('administrator@office.example relay');
  await run('Get-Message | Suspend-Message');
  expect(outputOf(await shell.run('(Get-Message -Filter "Status -eq \'Suspended\'").FromAddress'))).toEqual([
    'administrator@office.example',
  ]);
  expect(textsOf(await shell.run('Get-Message | Remove-Message -WithNDR $false', ['N']), 'error')).toEqual([]);
  expect(outputOf(await shell.run('(Get-Message | Measure).Count'))).toEqual(['1']);
  expect(textsOf(await shell.run('Get-Message | Remove-Message -WithNDR $false', ['Y']), 'error')).toEqual([]);
  expect(outputOf(await shell.run('(Get-Message | Measure).Count'))).toEqual(['0']);
  expect(shell.questions.map(({ text }) => text.split('\n')[0])).toEqual(
    Array.from({ length: 2 }, () => 'Are you sure you want to perform this action?'),
  );
});

test('externally secured in one command', async () => {
  await run(
    'Set-ReceiveConnector "EXCH01\\SMTP Relay EXCH01" \n-AuthMechanism ExternalAuthoritative \n-PermissionGroups ExchangeServers',
  );
  expect(await relayReply()).toBe('250 2.1.5 Recipient OK');
  await run('Remove-ReceiveConnector "SMTP Relay EXCH01" -Confirm:$false');
  expect(await relayReply()).toBe('550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain');
});

test('services, bindings, certificates and devices of the running engine', async () => {
  expect(
    outputOf(
      await shell.run('PS C:\\> Get-Service | Where DisplayName -like "*Transport*" | Select DisplayName'),
    ).slice(2),
  ).toEqual(
    ['Frontend Transport', 'Transport', 'Mailbox Transport Delivery', 'Mailbox Transport Submission'].map(
      (name) => `Postroom ${name}`,
    ),
  );
  expect(outputOf(await shell.run('Test-SmtpConnectivity EX16 | % { "$($_.EndPoint) $($_.StatusCode)" }'))).toEqual([
    `127.0.0.1:${String(port)} Success`,
  ]);
  expect(outputOf(await shell.run('(Get-ExchangeCertificate).IsSelfSigned'))).toEqual(['False']);
  expect(outputOf(await shell.run('Get-Device | select -exp Address'))).toEqual(['127.0.0.1']);
  await run('Restart-Service MSExchangeFrontEndTransport');
  expect(outputOf(await shell.run('(Get-Service "Microsoft Exchange Frontend Transport").Status'))).toEqual([
    'Running',
  ]);
});
