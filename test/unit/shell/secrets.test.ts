import { describe, expect, test } from 'vitest';
import { openShell, outputOf, textsOf, type ShellHarness } from '../../support/shell-harness.ts';
import { guideDocument } from '../../support/guide-configuration.ts';

const open = () => openShell(guideDocument(), 120);
const errors = async (shell: ShellHarness, text: string, answers: readonly string[] = []) =>
  textsOf(await shell.run(text, answers), 'error');

describe('-AuthenticationCredential', () => {
  test('keeps the password as the connector’s secret, and the user name in the configuration', async () => {
    const shell = await open();
    const records = await shell.run(
      'Set-SendConnector Internet -SmartHostAuthMechanism BasicAuthRequireTLS -AuthenticationCredential (Get-Credential)',
      ['relay@office.example', 'hunter2 hunter2'],
    );
    expect(records).toEqual([]);
    expect(shell.questions).toEqual([
      { kind: 'input', title: 'Credential', text: 'User name', secret: false },
      { kind: 'input', title: 'Credential', text: 'Password for user relay@office.example', secret: true },
    ]);
    expect(await shell.caller.call('secret.list', {})).toEqual(['send-connector/Internet']);
    const { document } = await shell.caller.call('config.get', {});
    expect(document.sendConnectors[0]).toMatchObject({ userName: 'relay@office.example' });
    expect(JSON.stringify([document, await shell.caller.call('config.history', {})])).not.toContain('hunter2');
  });

  test('works on New-, with a name of any letters, and $null takes it away', async () => {
    const shell = await open();
    expect(
      await errors(
        shell,
        `$c = Get-Credential relay
New-SendConnector 'Büro (neu)' -AddressSpaces contoso.com -SmartHosts mx.example -AuthenticationCredential $c`,
        ['hunter2 hunter2'],
      ),
    ).toEqual([]);
    expect(await shell.caller.call('secret.list', {})).toEqual(['send-connector/Büro (neu)']);
    expect(await errors(shell, "Set-SendConnector 'Büro (neu)' -AuthenticationCredential $null")).toEqual([]);
    expect(await shell.caller.call('secret.list', {})).toEqual([]);
  });

  test('-WhatIf keeps nothing, and nobody there to ask is said', async () => {
    const shell = await open();
    const text = 'Set-SendConnector Internet -AuthenticationCredential (Get-Credential relay)';
    await shell.run(`${text} -WhatIf`, ['hunter2 hunter2']);
    expect(await shell.caller.call('secret.list', {})).toEqual([]);
    expect(await errors(shell, text)).toEqual([
      'Password for user relay: nobody answered. Run it at a terminal or on the Shell page.',
    ]);
    expect(await errors(shell, 'Set-SendConnector Internet -AuthenticationCredential hunter2')).toEqual([
      "Cannot bind parameter 'AuthenticationCredential'. It takes a credential: (Get-Credential).",
    ]);
  });
});

test('a password is shown by nothing', async () => {
  const shell = await open();
  const records = await shell.run(
    `$p = ConvertTo-SecureString -String 'hunter2 hunter2' -AsPlainText -Force
$c = Get-Credential relay
$p; $c; $c | fl *; $c | ConvertTo-Json; "$p"; $c.Password; $p.Length; $c | Export-Csv x.csv; $p | Out-File y.txt; $p -eq 'hunter2 hunter2'; $p -like 'h*'`,
    ['hunter2 hunter2'],
  );
  expect(textsOf(records, 'error')).toEqual([]);
  expect(JSON.stringify([records, shell.files])).not.toContain('hunter2');
  expect(outputOf(records)).toContain('System.Security.SecureString');
});

test('an account is made with a password that is asked for, changed and removed', async () => {
  const shell = await open();
  const made =
    'New-SmtpAccount scanner -Addresses a@office.example -Enabled $false -Password (Read-Host -AsSecureString)';
  expect(outputOf(await shell.run(`${made} -WhatIf`, ['a long password']))).toEqual([
    'What if: Creating the account "scanner".',
    '  Account "scanner" added',
    expect.stringMatching(/checks? /) as string,
  ]);
  expect(await errors(shell, made, ['a long password'])).toEqual([]);
  expect(await errors(shell, made, ['a long password'])).toEqual([
    'The account "scanner" already exists. Change it with Set-SmtpAccount.',
  ]);
  const hashOf = async () => (await shell.caller.call('config.get', {})).document.accounts[0]?.passwordHash;
  const before = await hashOf();
  expect(
    await errors(
      shell,
      'Set-SmtpAccount scanner -Enabled $true -Addresses @{Add="b@office.example"} -Password (Get-Credential x).Password',
      ['another password'],
    ),
  ).toEqual([]);
  expect(await hashOf()).not.toBe(before);
  const shown = outputOf(await shell.run('Get-SmtpAccount | fl *'));
  expect(shown).toContain('Addresses : {a@office.example, b@office.example}');
  expect(shown).toContain('Enabled   : True');
  expect(shown.join()).not.toContain('scrypt');
  expect(await errors(shell, 'Remove-SmtpAccount scanner -Confirm:$false')).toEqual([]);
  expect(outputOf(await shell.run('(Get-SmtpAccount).Count'))).toEqual(['0']);
});
