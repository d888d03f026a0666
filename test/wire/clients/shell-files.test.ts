import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../../main/engine.ts';
import { engineHere, shellOf } from '../../support/engine-here.ts';
import { dataFolder, removeFolder } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { outputOf, textsOf, type ShellHarness } from '../../support/shell-harness.ts';
import { dial } from '../../support/smtp-dialogue.ts';

/** What a shell of a running engine takes from files and puts into them: certificates with their passwords, and messages. */

const pfx = (await readFile(new URL('../../fixtures/certificates/aes256.pfx', import.meta.url))).toString('base64');
const PASSWORD = 'geheim-ü';
let folder: string;
let engine: Engine;
let port: number;
let shell: ShellHarness;

beforeAll(async () => {
  port = await freePort();
  folder = await dataFolder({
    server: { name: 'EXCH01', fqdn: 'exch01.office.example' },
    receiveConnectors: [
      {
        ...{ name: 'Relay', bindings: [`127.0.0.1:${String(port)}`], remoteIPRanges: ['127.0.0.1'] },
        permissionGroups: ['AnonymousUsers'],
        extendedRights: [{ user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' }],
      },
    ],
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
    // Nobody listens there: what is sent waits.
    sendConnectors: [{ name: 'Out', addressSpaces: ['*'], smartHosts: ['127.0.0.1'], port: await freePort() }],
  });
  engine = await engineHere(folder);
  shell = shellOf(engine);
});

afterAll(async () => {
  await engine.stop();
  await removeFolder(folder);
});

test.each([
  ["-FileName 'C:\\relay.pfx' -Password (Read-Host 'Password' -AsSecureString)", [PASSWORD, pfx]],
  [
    "-FileData ([System.IO.File]::ReadAllBytes('C:\\relay.pfx')) -Password (Get-Credential x).Password",
    [pfx, PASSWORD],
  ],
  [
    "-FileData ([Byte[]]$(Get-Content -Path 'C:\\relay.pfx' -Encoding byte -ReadCount 0)) -Password:(Get-Credential x).password",
    [pfx, PASSWORD],
  ],
  [
    `-FileData ([Byte[]](Get-Content C:\\relay.pfx -AsByteStream)) -PrivateKeyExportable $true -Password (ConvertTo-SecureString -String '${PASSWORD}' -AsPlainText -Force)`,
    [pfx],
  ],
])('Import-ExchangeCertificate %s', async (parameters, answers) => {
  const before = (await engine.api.calls['certificates.list']({}, { role: 'admin', name: 'test' })).certificates.length;
  const asked = shell.questions.length;
  const records = await shell.run(`Import-ExchangeCertificate ${parameters} | fl Thumbprint,FileName`, answers);
  expect(textsOf(records, 'error')).toEqual([]);
  expect(outputOf(records)[0]).toMatch(/^Thumbprint : [\dA-F]{40}$/);
  expect(shell.questions.slice(asked).filter(({ kind }) => kind === 'file')).toMatchObject([{ path: 'C:\\relay.pfx' }]);
  expect(JSON.stringify([records, shell.questions])).not.toContain(PASSWORD);
  const { certificates } = await engine.api.calls['certificates.list']({}, { role: 'admin', name: 'test' });
  expect(certificates).toHaveLength(before + 1);
});

test('a wrong password and a missing file are said, and nothing is kept', async () => {
  const text = "Import-ExchangeCertificate -FileName 'C:\\relay.pfx' -Password (Read-Host -AsSecureString)";
  const [wrong = ''] = textsOf(await shell.run(text, ['wrong', pfx]), 'error');
  expect(wrong).toMatch(/password/i);
  expect(wrong).not.toContain('wrong"');
  expect(textsOf(await shell.run(text, ['wrong']), 'error')).toEqual([
    'The file C:\\relay.pfx was not read: it is not there, too large, or nobody was there to give it.',
  ]);
});

test('a message is exported as it would leave', async () => {
  const client = await dial({ port });
  await client.expect('220 *');
  await client.send('HELO scanner');
  await client.expect('250 *');
  for (const [command, reply] of [
    ['MAIL FROM:<scanner@office.example>', '250 *'],
    ['RCPT TO:<somebody@gmail.example>', '250 *'],
    ['DATA', '354 *'],
    ['Subject: Scan 7\r\n\r\nGr\u00fc\u00dfe\r\n.', '250 *'],
  ] as const) {
    await client.send(command);
    await client.expect(reply);
  }
  await client.send('QUIT');
  await client.expect('221 *');

  // It is tried once, in vain, and waits then.
  await expect.poll(async () => outputOf(await shell.run('(Get-Message).LastError'))).not.toEqual([]);
  expect(textsOf(await shell.run('Get-Message | Suspend-Message'), 'error')).toEqual([]);
  const [identity = ''] = outputOf(await shell.run('(Get-Message).Identity'));
  expect(outputOf(await shell.run('(Get-Queue -Filter { MessageCount -gt 0 } | Get-Message).Identity'))).toEqual([
    identity,
  ]);
  const forms = [
    `Export-Message -Identity ${identity} | AssembleMessage -Path "C:\\ExportFolder\\scan.eml"`,
    `Export-Message ${identity} -Path C:\\ExportFolder\\scan.eml`,
    'Get-Message | ForEach-Object { Export-Message $_.Identity | AssembleMessage -Path "C:\\ExportFolder\\scan.eml" }',
  ];
  for (const form of forms) {
    const had = shell.files.length;
    expect(textsOf(await shell.run(form), 'error')).toEqual([]);
    const [file, ...more] = shell.files.slice(had);
    expect(more).toEqual([]);
    expect(file).toMatchObject({ path: 'C:\\ExportFolder\\scan.eml', encoding: 'base64' });
    const mail = Buffer.from(file?.text ?? '', 'base64').toString('latin1');
    expect(mail).toMatch(/^Received: /);
    expect(mail).toMatch(/Subject: Scan 7\r\n[^]*\r\n\r\nGr\u00fc\u00dfe\r\n$/);
  }
  expect(outputOf(await shell.run(`Export-Message ${identity} -Path x.eml -WhatIf`))).toEqual([
    `What if: Exporting the message "${identity}".`,
  ]);
});
