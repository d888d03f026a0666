import { describe, expect, test } from 'vitest';
import { openShell, outputOf, textsOf } from '../../support/shell-harness.ts';
import { guideDocument } from '../../support/guide-configuration.ts';

const open = (width?: number) => openShell(guideDocument(), width);

describe('the pipeline', () => {
  test('filters, sorts, chooses and counts', async () => {
    const shell = await open();
    const run = async (text: string) => outputOf(await shell.run(text));
    expect(
      await run('Get-ReceiveConnector | Where Name -like "*Proxy*" | Sort Name -Descending | Select -Expand Name'),
    ).toEqual(['Outbound Proxy Frontend E15MB1', 'Client Proxy E15MB1']);
    expect(await run('(Get-ReceiveConnector | where { -not $_.Enabled }).Count')).toEqual(['3']);
    expect(await run('Get-ReceiveConnector | ? Enabled | % { "$($_.Name) on $($_.Bindings)" }')).toEqual([
      'Default Frontend E15MB1 on [::]:25 0.0.0.0:25',
      'Client Frontend E15MB1 on [::]:587 0.0.0.0:587',
      'Relay E15MB1 on 0.0.0.0:25',
    ]);
    expect(await run('Get-ReceiveConnector | Measure MaxHopCount -Sum -Max | fl Count,Sum,Maximum')).toEqual([
      'Count   : 6',
      'Sum     : 360',
      'Maximum : 60',
    ]);
    expect(
      await run('$c = Get-ReceiveConnector "relay e15mb1"; $c.MaxMessageSize; $c.MaxMessageSize -gt 30MB'),
    ).toEqual(['36 MB (37,748,736 bytes)', 'True']);
    expect(await run('Get-ReceiveConnector | Select -First 2 -Skip 1 @{n="N";e={$_.Name}},Enabled')).toEqual([
      'N                              Enabled',
      '-                              -------',
      'Client Frontend E15MB1            True',
      'Outbound Proxy Frontend E15MB1   False',
    ]);
    expect(await run('"b","a","B" | Sort -Unique')).toEqual(['a', 'b']);
  });

  test('one failing command does not stop the next', async () => {
    const shell = await open();
    const records = await shell.run(
      'Get-ReceiveConnector Nothing\nGet-Foo\nGet-ReceiveConnector Relay* | select -exp Name',
    );
    expect(records.map(({ kind }) => kind)).toEqual(['error', 'error', 'output']);
    expect(textsOf(records, 'error')[1]).toMatch(/^The term 'Get-Foo' is not recognized as the name of a cmdlet\./);
  });

  test('ErrorAction SilentlyContinue leaves errors out', async () => {
    const shell = await open();
    expect(await shell.run('Get-ReceiveConnector Nothing -ErrorAction SilentlyContinue')).toEqual([]);
  });

  test('a command that needs an engine says so where none runs', async () => {
    const shell = await open();
    expect(await shell.run('Get-Queue')).toMatchObject([
      { kind: 'error', category: 'NotRunning', text: expect.stringMatching(/not running/) as string },
    ]);
  });

  test('a text in the middle of a command runs nothing', async () => {
    const shell = await open();
    const outcome = await shell.caller.call('shell.run', { text: 'Get-ReceiveConnector | Where {' });
    expect(outcome).toMatchObject({ state: 'incomplete', question: null, records: [{ category: 'ParserError' }] });
  });
});

describe('binding', () => {
  test.each([
    ['Get-ReceiveConnector -Iden Relay* | select -exp Name', null],
    ['Get-ReceiveConnector a b', "A positional parameter cannot be found that accepts argument 'b'."],
    ['Get-ReceiveConnector -Foo a', "A parameter cannot be found that matches parameter name 'Foo'."],
    ['Get-ReceiveConnector -Identity', "Missing an argument for parameter 'Identity'."],
    [
      'Set-ReceiveConnector Relay* -MaxI 4',
      "parameter name 'MaxI' is ambiguous. Possible matches include: -MaxInboundConnection -",
    ],
    ['Set-ReceiveConnector -Enabled 1', 'missing mandatory parameters: Identity.'],
    ['Set-ReceiveConnector a -Enabled maybe', `Cannot bind parameter 'Enabled'. "maybe" is not $true or $false.`],
    ['Set-ReceiveConnector a -Enabled 1 -Enabled 0', "'Enabled' is specified more than once"],
    [
      'Set-ReceiveConnector a -Bindings @()',
      "Cannot bind argument to parameter 'Bindings' because it is an empty collection.",
    ],
    ['Set-ReceiveConnector a -AuthMechanism Foo', `"Foo" is none of its values: None, Tls`],
    ['Set-ReceiveConnector a -MaxMessageSize big', `"big" is not a size such as 36MB`],
  ])('%s', async (text, message) => {
    const shell = await open();
    const [record] = await shell.run(text);
    expect(record).toMatchObject(
      message === null ? { kind: 'output' } : { kind: 'error', text: expect.stringContaining(message) as string },
    );
  });
});

describe('formatting', () => {
  test('a table that is too wide is cut with three dots, or wrapped', async () => {
    const shell = await open(50);
    expect(outputOf(await shell.run('Get-ReceiveConnector O* | ft Name,RemoteIPRanges,Enabled'))).toEqual([
      'Name                 RemoteIPRanges       Enabled',
      '----                 --------------       -------',
      'Outbound Proxy Fr... {::-ffff:ffff:fff...   False',
    ]);
    const wrapped = outputOf(
      await shell.run('Get-ReceiveConnector O* | ft Name,Enabled,RemoteIPRanges -Wrap -HideTableHeaders'),
    );
    expect(wrapped.length).toBeGreaterThan(2);
    expect(wrapped.every((line) => line.length <= 50)).toBe(true);
  });

  test('a list takes wildcards and keeps the order of the object', async () => {
    const shell = await open();
    expect(
      outputOf(await shell.run('Get-ReceiveConnector Relay* | Format-List Name,Connection*,TarpitInterval,Bindings')),
    ).toEqual([
      'Name                        : Relay E15MB1',
      'ConnectionTimeout           : 00:10:00',
      'ConnectionInactivityTimeout : 00:05:00',
      'TarpitInterval              : 00:00:05',
      'Bindings                    : {0.0.0.0:25}',
    ]);
  });

  test('files go to the client: CSV, JSON and text', async () => {
    const shell = await open();
    await shell.run(
      'Get-ReceiveConnector Relay* | select Name,Bindings,AuthMechanism | Export-Csv a.csv -NoTypeInformation',
    );
    await shell.run('"=1+1" | Export-Csv b.csv; Get-ReceiveConnector Relay* | select Name | Out-File c.txt -Append');
    expect(shell.files).toEqual([
      {
        path: 'a.csv',
        text: '"Name","Bindings","AuthMechanism"\r\n"Relay E15MB1","0.0.0.0:25","Tls"\r\n',
        append: false,
      },
      { path: 'b.csv', text: `"Value"\r\n"'=1+1"\r\n`, append: false },
      { path: 'c.txt', text: '\r\nName\r\n----\r\nRelay E15MB1\r\n\r\n', append: true },
    ]);
    const json = outputOf(
      await shell.run('Get-ReceiveConnector Relay* | select Name,Bindings,Enabled | ConvertTo-Json'),
    ).join('');
    expect(JSON.parse(json)).toEqual({ Name: 'Relay E15MB1', Bindings: ['0.0.0.0:25'], Enabled: true });
  });
});

describe('help', () => {
  test('lists cmdlets and explains them', async () => {
    const shell = await open();
    const listed = outputOf(await shell.run('Get-Command -Noun ReceiveConnector | select -exp Name'));
    expect(listed).toEqual(['Get-', 'New-', 'Remove-', 'Set-'].map((verb) => `${verb}ReceiveConnector`));
    const help = outputOf(await shell.run('Get-Help new-receiveconnector')).join('\n');
    expect(help).toMatch(/SYNTAX\n\s+New-ReceiveConnector \[-Name\] <String>/);
    expect(textsOf(await shell.run('Get-Help New-ReciveConnector'), 'error')[0]).toMatch(
      /nearest cmdlet is New-ReceiveConnector/,
    );
  });

  test.each([
    ['Get-Recei', ['Get-ReceiveConnector']],
    ['Get-ReceiveConnector | Set-ReceiveConnector -Requ', ['-RequireEHLODomain', '-RequireTLS']],
    ['Set-ReceiveConnector a -ProtocolLoggingLevel ', ['None', 'Verbose']],
    ['Get-ReceiveConnector "rel', ['"Relay E15MB1"']],
  ])('%s is completed', async (text, matches) => {
    const shell = await open();
    expect((await shell.caller.call('shell.complete', { text, cursor: text.length })).matches).toEqual(matches);
  });
});
