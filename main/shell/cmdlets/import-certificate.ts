import type { Cmdlet, Invocation } from '../run/cmdlet.ts';
import { ShellError } from '../shell-error.ts';
import { typeOf, type Bytes, type ShellValue } from '../values/shell-value.ts';
import { textOf } from '../values/text-of.ts';
import { certificateFileName, certificateObject } from './certificate-object.ts';
import { confirmed } from './confirmation.ts';
import { fileOf } from './files.ts';
import { passwordIn } from './secrets.ts';

/** Import-ExchangeCertificate, with the file as -FileName, as bytes, or as base64. */
export const importCertificate: Cmdlet = {
  name: 'Import-ExchangeCertificate',
  synopsis: 'Takes a certificate with its key: a PFX file with its password, or PEM.',
  changes: true,
  parameters: [
    {
      name: 'FileData',
      type: 'any',
      help: "([System.IO.File]::ReadAllBytes('C:\\\\relay.pfx')), (Get-Content relay.pfx -Encoding Byte), or base64.",
    },
    { name: 'FileName', type: 'text', verbatim: true, help: 'The file on your machine.' },
    { name: 'Password', type: 'secure', help: '(Read-Host -AsSecureString), or (Get-Credential).Password.' },
    { name: 'Name', type: 'text', aliases: ['FriendlyName'], help: 'Postroom: the name it is kept under.' },
    ...['Server', 'PrivateKeyExportable', 'Instance'].map((name) => ({
      ...{ name, type: 'any' as const, ignored: true, help: '' },
    })),
    { name: 'Force', type: 'switch', help: 'Takes the place of the certificate of that name.' },
  ],
  async run(invocation) {
    const { bound, shell } = invocation;
    const named = bound.text('Name');
    const { certificates: before } = await shell.call('certificates.list', {});
    const taken = before.map(({ file }) => file);
    const file = named === undefined ? freeName('imported', taken) : certificateFileName(named);
    const text = `Importing a certificate as "${file}".`;
    if (bound.flag('WhatIf') === true) {
      shell.whatIf(`What if: ${text}`);
      return [];
    }
    const certificate = await fileData(invocation);
    if (!(await confirmed(invocation, { text }))) return [];
    await shell.call('certificates.import', {
      ...{ file, certificate, password: passwordIn(bound) ?? null },
      replace: bound.flag('Force') === true,
    });
    const { certificates } = await shell.call('certificates.list', {});
    return certificates.filter((one) => one.file === file).map(certificateObject);
  },
};

/** Base64. Throws a ShellError of category InvalidArgument. */
async function fileData({ bound, shell }: Invocation): Promise<string> {
  const path = bound.text('FileName');
  if (path !== undefined) return fileOf(shell, path);
  const data = bound.value('FileData') as ShellValue | undefined;
  if (data === undefined)
    throw new ShellError('InvalidArgument', 'Give -FileName with the file, or -FileData with what is in it.');
  return typeOf(data) === 'bytes' ? (data as Bytes).base64 : textOf(data).replaceAll(/\s+/g, '');
}

function freeName(wanted: string, taken: readonly string[]): string {
  let name = wanted;
  for (let number = 2; taken.includes(name); number += 1) name = `${wanted}-${String(number)}`;
  return name;
}
