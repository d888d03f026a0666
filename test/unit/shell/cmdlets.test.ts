import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { searchTracking } from '../../../main/journal/tracking-search.ts';
import { openShell, outputOf, textsOf, type ShellHarness } from '../../support/shell-harness.ts';
import { guideDocument } from '../../support/guide-configuration.ts';

const open = () => openShell(guideDocument(), 120);
const errorOf = async (shell: ShellHarness, text: string): Promise<string | undefined> =>
  textsOf(await shell.run(text), 'error')[0];
const show = async (shell: ShellHarness, text: string) => outputOf(await shell.run(text));

describe('New-ReceiveConnector', () => {
  test.each([
    ['-Internet -Bindings 0.0.0.0:2526', 'Tls', 'AnonymousUsers', '0.0.0.0-255.255.255.255'],
    ['-Usage Partner -Bindings 0.0.0.0:2526 -RemoteIPRanges 10.0.0.0/24', 'Tls', 'Partners', '10.0.0.0/24'],
    [
      '-Client -RemoteIPRanges 10.0.0.1',
      'Tls, BasicAuth, BasicAuthRequireTLS, Integrated',
      'ExchangeUsers',
      '10.0.0.1',
    ],
    ['-Internal -RemoteIPRanges 10.0.0.1', 'Tls, ExchangeServer', 'ExchangeServers, ExchangeLegacyServers', '10.0.0.1'],
  ])('%s presets its usage', async (parameters, mechanism, groups, ranges) => {
    const shell = await open();
    expect(await errorOf(shell, `New-ReceiveConnector X ${parameters}`)).toBeUndefined();
    expect(
      await show(shell, 'Get-ReceiveConnector X | % { $_.AuthMechanism; $_.PermissionGroups; $_.RemoteIPRanges }'),
    ).toEqual([mechanism, groups, ranges]);
  });

  test.each([
    ['X -Bindings 0.0.0.0:2526', /missing mandatory parameters: RemoteIPRanges/],
    ['X -Client -Bindings 0.0.0.0:2526 -RemoteIPRanges 10.0.0.1', /Bindings cannot be given for Client use/],
    ['X -Client -Internet -RemoteIPRanges 10.0.0.1', /Only one of -Internet, -Client/],
    ['"relay e15mb1" -Bindings 0.0.0.0:2526 -RemoteIPRanges 10.0.0.1', /already exists/],
    ['X -Bindings 0.0.0.0:2526 -RemoteIPRanges 010.0.0.1', /octal/],
    ['X -Bindings 0.0.0.0:2526 -RemoteIPRanges 10.0.0.1 -Banner hello', /220/],
    ['X -Bindings 0.0.0.0:25 -RemoteIPRanges 10.0.0.1 -TransportRole HubTransport', /./],
  ])('%s is refused', async (parameters, message) => {
    const shell = await open();
    expect(await errorOf(shell, `New-ReceiveConnector ${parameters}`)).toMatch(message);
    expect(await show(shell, '(Get-ReceiveConnector).Count')).toEqual(['6']);
  });

  test('another server’s name is taken for this one, with a note', async () => {
    const shell = await open();
    const records = await shell.run('Get-ReceiveConnector "OTHER\\Relay E15MB1" | select -exp Identity');
    expect(textsOf(records, 'note')).toEqual(["This server is called E15MB1; 'OTHER' is taken for it."]);
    expect(outputOf(records)).toEqual(['E15MB1\\Relay E15MB1']);
    const [guid = ''] = await show(shell, '(Get-ReceiveConnector Relay*).Guid');
    expect(guid).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/);
    expect(await show(shell, `(Get-ReceiveConnector ${guid}).Name`)).toEqual(['Relay E15MB1']);
  });
});

describe('Set-ReceiveConnector', () => {
  test('names the placeholder in its identity beside the others', async () => {
    expect(await errorOf(await open(), 'Set-ReceiveConnector "<Name>" -RemoteIPRanges "<IP address>"')).toBe(
      'The command still contains placeholders of its guide: <IP address> (-RemoteIPRanges), <Name> (-Identity). Replace each with your own value.',
    );
  });

  test('lists are replaced, or changed by Add and Remove', async () => {
    const shell = await open();
    await shell.run(
      'Set-ReceiveConnector "Relay E15MB1" -RemoteIPRanges @{Add="10.0.0.1","10.0.0.2"; Remove="192.168.0.181"} -MaxMessageSize 10MB',
    );
    expect(await show(shell, '(Get-ReceiveConnector "Relay E15MB1").RemoteIPRanges')).toEqual(['10.0.0.1', '10.0.0.2']);
    await shell.run(
      'Get-ReceiveConnector Relay* | Set-ReceiveConnector -RemoteIPRanges 10.0.0.3 -Name "Relay 2" -Comment "<none>"',
    );
    expect(
      await show(shell, 'Get-ReceiveConnector "Relay 2" | % { $_.RemoteIPRanges; $_.MaxMessageSize; $_.Comment }'),
    ).toEqual(['10.0.0.3', '10 MB (10,485,760 bytes)', '<none>']);
  });

  test('-WhatIf tells what would change for checks and devices, and changes nothing', async () => {
    const shell = await openShell({
      ...guideDocument(),
      checks: [
        {
          name: 'The scanner relays',
          remoteAddress: '192.168.0.181',
          localAddress: '192.168.0.10',
          transcript: readFileSync('test/fixtures/transcripts/03-external-relay.txt', 'utf8'),
        },
      ],
    });
    const records = await shell.run('Set-ReceiveConnector "Relay E15MB1" -Enabled $false -WhatIf');
    const lines = textsOf(records, 'whatIf');
    expect(lines[0]).toBe('What if: Setting Receive connector "E15MB1\\Relay E15MB1".');
    expect(lines).toContain('  Receive connector "Relay E15MB1" switched off');
    expect(lines.join('\n')).toMatch(/check The scanner relays: /);
    expect(await show(shell, '(Get-ReceiveConnector "Relay E15MB1").Enabled')).toEqual(['True']);
  });

  test('an open relay is confirmed by typing the name, or not made', async () => {
    const shell = await open();
    const command = 'Set-ReceiveConnector "Relay E15MB1" -RemoteIPRanges 0.0.0.0-255.255.255.254';
    expect(await errorOf(shell, command)).toMatch(/Nothing was changed, because "Relay E15MB1" was not typed/);
    expect(await show(shell, '(Get-ReceiveConnector "Relay E15MB1").RemoteIPRanges')).toEqual(['192.168.0.181']);
    expect(textsOf(await shell.run(command, ['Relay E15MB1']), 'error')).toEqual([]);
    expect(shell.questions.at(-1)).toMatchObject({ kind: 'text', expected: 'Relay E15MB1' });
    expect(await show(shell, '(Get-ReceiveConnector "Relay E15MB1").RemoteIPRanges')).toEqual([
      '0.0.0.0-255.255.255.254',
    ]);
  });

  test('what has no meaning here is kept, with a note', async () => {
    const shell = await open();
    const records = await shell.run(
      'Set-ReceiveConnector "Relay E15MB1" -ChunkingEnabled $false -DomainController dc01',
    );
    expect(textsOf(records, 'note')).toEqual([
      '-DomainController has no meaning here and was left out.',
      '-ChunkingEnabled is kept with the connector; it has no meaning here.',
    ]);
    expect(await show(shell, '(Get-ReceiveConnector "Relay E15MB1").ChunkingEnabled')).toEqual(['False']);
  });
});

test('Remove- asks, and Yes to All answers for the rest', async () => {
  const shell = await open();
  await shell.run('Get-ReceiveConnector *Proxy* | Remove-ReceiveConnector', ['n', 'L']);
  expect(await show(shell, '(Get-ReceiveConnector).Count')).toEqual(['6']);
  await shell.run('Get-ReceiveConnector *Proxy* | Remove-ReceiveConnector', ['a']);
  expect(await show(shell, '(Get-ReceiveConnector).Count')).toEqual(['4']);
  expect(shell.questions).toHaveLength(3);
  expect(await errorOf(shell, 'Remove-ReceiveConnector "Relay E15MB1"')).toMatch(/-Confirm:\$false/);
  expect(await show(shell, '(Get-ReceiveConnector).Count')).toEqual(['4']);
});

describe('permissions', () => {
  const anonymous = '-User "NT AUTHORITY\\ANONYMOUS LOGON"';

  test('groups and entries are shown right by right', async () => {
    const shell = await open();
    expect(
      await show(
        shell,
        `Get-ADPermission "Relay E15MB1" ${anonymous} | where {($_.Deny -eq $false) -and ($_.IsInherited -eq $false)} | Format-Table User,ExtendedRights`,
      ),
    ).toEqual([
      'User                         ExtendedRights',
      '----                         --------------',
      ...[
        'ms-Exch-SMTP-Submit',
        'ms-Exch-SMTP-Accept-Any-Sender',
        'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender',
        'ms-Exch-Accept-Headers-Routing',
        'ms-Exch-SMTP-Accept-Any-Recipient',
      ].map((right) => `NT AUTHORITY\\ANONYMOUS LOGON {${right}}`),
    ]);
    expect(await show(shell, '(Get-ReceiveConnector Relay*).PermissionGroups')).toEqual(['AnonymousUsers, Custom']);
  });

  test('an entry is taken away again; what a group gives is not', async () => {
    const shell = await open();
    const right = '-ExtendedRights ms-Exch-SMTP-Accept-Any-Recipient -Confirm:$false';
    expect(await shell.run(`Remove-ADPermission "Relay E15MB1" ${anonymous} ${right}`)).toEqual([]);
    const [warning] = textsOf(await shell.run(`Remove-ADPermission "Relay E15MB1" ${anonymous} ${right}`), 'warning');
    expect(warning).toMatch(/^Can't remove the access control entry .* because the ACE isn't present\.$/);
    const submit = `Remove-ADPermission "Relay E15MB1" ${anonymous} -ExtendedRights ms-Exch-SMTP-Submit`;
    expect(textsOf(await shell.run(submit), 'warning')[0]).toMatch(/comes with the permission group AnonymousUsers/);
  });

  test('unknown users and rights are refused with the nearest one', async () => {
    const shell = await open();
    const add = 'Add-ADPermission "Relay E15MB1"';
    expect(
      await errorOf(shell, `${add} -User "NT AUTHORITY\\ANONYMUS LOGON" -ExtendedRights ms-Exch-SMTP-Submit`),
    ).toMatch(/wasn't found\. The nearest one is 'NT AUTHORITY\\ANONYMOUS LOGON'/);
    expect(await errorOf(shell, `${add} ${anonymous} -ExtendedRights ms-Exch-SMTP-Accept-Any-Recipent`)).toMatch(
      /The nearest one is ms-Exch-SMTP-Accept-Any-Recipient/,
    );
    expect(await errorOf(shell, `${add} ${anonymous} -AccessRights GenericAll`)).toMatch(/ExtendedRight only/);
  });
});

test('accepted domains', async () => {
  const shell = await open();
  expect(await show(shell, 'New-AcceptedDomain Partner -DomainName partner.example -DomainType InternalRelay')).toEqual(
    [
      'Name    DomainName      DomainType    Default',
      '----    ----------      ----------    -------',
      'Partner partner.example InternalRelay False',
    ],
  );
  await shell.run('Set-AcceptedDomain Partner -MakeDefault $true -MatchSubDomains $true');
  expect(await show(shell, 'Get-AcceptedDomain | where Default | select -exp Name')).toEqual(['Partner']);
  expect(await errorOf(shell, 'Remove-AcceptedDomain Partner')).toMatch(
    /default accepted domain, which cannot be removed/,
  );
  expect(await errorOf(shell, 'New-AcceptedDomain Y')).toMatch(/missing mandatory parameters: DomainName/);
  await shell.run('Remove-AcceptedDomain Demo -Confirm:$false');
  expect(await show(shell, '(Get-AcceptedDomain).Count')).toEqual(['1']);
});

test('send connectors', async () => {
  const shell = await open();
  const made = await shell.run(
    'New-SendConnector "To provider" -Custom -AddressSpaces contoso.com,"SMTP:*.fabrikam.com;5" -DNSRoutingEnabled $false -SmartHosts "[10.1.1.1]",smtp.example.com -Port 587',
  );
  expect(outputOf(made).at(-1)).toBe('To provider {SMTP:contoso.com;1, SMTP:*.fabrikam.com;5} True');
  expect(
    await errorOf(shell, 'New-SendConnector P -Usage Partner -AddressSpaces contoso.com -SmartHosts smtp.contoso.com'),
  ).toMatch(/SmartHosts cannot be given for Partner use/);
  expect(await errorOf(shell, 'New-SendConnector P -Partner -Internet -AddressSpaces contoso.com')).toMatch(
    /Only one of -Internet, -Partner can be used at a time/,
  );
  expect(await show(shell, '(Get-SendConnector "To provider").SmartHosts')).toEqual(['10.1.1.1', 'smtp.example.com']);
  await shell.run('Set-SendConnector "To provider" -DNSRoutingEnabled $true -SmartHosts $null -Port 25');
  expect(await show(shell, 'Get-SendConnector To* | % { $_.DNSRoutingEnabled; $_.Port }')).toEqual(['True', '25']);
  expect(await errorOf(shell, 'Set-SendConnector "To provider" -DNSRoutingEnabled $false')).toMatch(
    /SmartHosts must be given/,
  );
  expect(await errorOf(shell, 'Set-SendConnector "To provider" -AuthenticationCredential x')).toMatch(
    /It takes a credential/,
  );
});

test('settings of the server', async () => {
  const shell = await open();
  await shell.run(
    'Set-TransportConfig -MaxReceiveSize 20MB -ExternalPostmasterAddress postmaster@exchange2013demo.com',
  );
  await shell.run('Set-TransportService EX16 -MessageExpirationTimeout 1.00:00:00 -MessageTrackingLogEnabled $false');
  await shell.run('Set-FrontendTransportService -ReceiveProtocolLogMaxAge 7.00:00:00');
  expect(
    await show(
      shell,
      '(Get-TransportConfig).MaxReceiveSize; Get-TransportService | % { $_.MessageExpirationTimeout; $_.MessageTrackingLogEnabled }; (Get-FrontendTransportService).SendProtocolLogMaxAge',
    ),
  ).toEqual(['20 MB (20,971,520 bytes)', '1.00:00:00', 'False', '7.00:00:00']);
  expect(await errorOf(shell, 'Set-TransportConfig -MaxReceiveSize 1KB')).toMatch(/between 65536/);
});

test('the tester and the audit in cmdlets', async () => {
  const shell = await open();
  const relay = 'Test-Relay 192.168.0.181 192.168.0.10:25 -Sender a@exchange2013demo.com -Recipient b@gmail.com';
  expect(await show(shell, `${relay} | % { $_.Accepted; $_.Connector }`)).toEqual(['True', 'E15MB1\\Relay E15MB1']);
  expect(await show(shell, `(${relay.replace('181', '180')}).Reply`)).toEqual(['550 5.7.1 Unable to relay']);
  expect(textsOf(await shell.run('Get-RelayAudit'), 'note')[0]).toMatch(/sessions were tried; 0 could relay/);
  expect(await errorOf(shell, 'Get-Queue')).toMatch(/not running/);
});

test('the tracking log is searched in its files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'post room '));
  onTestFinished(() => rm(folder, { recursive: true }));
  const logs = join(folder, 'logs', 'MessageTracking');
  await mkdir(logs, { recursive: true });
  const line = (time: string, event: string, recipients: string, subject: string): string =>
    `${time},10.0.0.1,printer,,EXCH01,,EXCH01\\Relay,SMTP,${event},7,<m1@x>,,${recipients},250 ok,1024,2,,,${subject},a@b.example,<>,,Incoming,,,,,Email,,15.0.0.0\r\n`;
  await writeFile(
    join(logs, 'MSGTRK2026012900-1.LOG'),
    `#Software: x\r\n${line('2026-01-29T10:00:00.000Z', 'RECEIVE', 'c@d.example;e@f.example', '"Bill, ""paid"""')}broken\r\n`,
  );
  await writeFile(
    join(logs, 'MSGTRK2026013000-1.LOG'),
    line('2026-01-30T10:00:00.000Z', 'SEND', 'c@d.example', 'Bill'),
  );
  const events = async (filter: Parameters<typeof searchTracking>[1], limit = 10) =>
    (await searchTracking(folder, filter, limit)).map(({ eventId }) => eventId);
  expect(await searchTracking(folder, {}, 10)).toMatchObject([
    {
      eventId: 'RECEIVE',
      recipients: ['c@d.example', 'e@f.example'],
      messageSubject: 'Bill, "paid"',
      sender: 'a@b.example',
      totalBytes: 1024,
    },
    { eventId: 'SEND' },
  ]);
  expect(await events({ recipients: ['E@F.example'] })).toEqual(['RECEIVE']);
  expect(await events({ startMs: Date.parse('2026-01-30T00:00:00Z') })).toEqual(['SEND']);
  expect(await events({ endMs: Date.parse('2026-01-30T00:00:00Z') })).toEqual(['RECEIVE']);
  expect(await events({ messageId: 'M1@x', eventId: 'send', messageSubject: 'bill' })).toEqual(['SEND']);
  expect(await events({}, 1)).toEqual(['RECEIVE']);
  expect(await searchTracking(join(folder, 'nowhere'), {}, 10)).toEqual([]);
});
