import type { CertificateView } from '../../contract/delivery-view.ts';
import type { Cmdlet, Invocation } from '../run/cmdlet.ts';
import type { Parameter } from '../run/parameters.ts';
import { leastDifferentName } from '../nearest-name.ts';
import { ShellError } from '../shell-error.ts';
import { isObject, propertyOf, shellObject, time, type ShellObject, type ShellValue } from '../values/shell-value.ts';
import { textOf } from '../values/text-of.ts';
import { changeConfiguration } from './change-configuration.ts';
import { confirmed } from './confirmation.ts';
import { sparseEntries } from './section.ts';

/** Get-, New-, Import- and Enable-ExchangeCertificate. */

const thumbprint: Parameter = {
  name: 'Thumbprint',
  type: 'any',
  position: 0,
  help: 'SHA-1 fingerprint, as Get-ExchangeCertificate shows it.',
};
const ignored: readonly Parameter[] = ['Server', 'PrivateKeyExportable', 'Force', 'KeySize', 'FriendlyName'].map(
  (name) => ({
    name,
    type: 'any',
    ignored: true,
    help: '',
  }),
);

const getCertificate: Cmdlet = {
  name: 'Get-ExchangeCertificate',
  synopsis: 'Shows the certificates of this server.',
  parameters: [
    thumbprint,
    { name: 'DomainName', type: 'text', help: 'Only those for this name.' },
    ...ignored.slice(0, 1),
  ],
  async run(invocation) {
    const name = invocation.bound.text('DomainName')?.toLowerCase();
    const found = await chosen(invocation);
    return found
      .filter(({ names }) => name === undefined || names.some((one) => one.toLowerCase() === name))
      .map(certificateObject);
  },
};

const newCertificate: Cmdlet = {
  name: 'New-ExchangeCertificate',
  synopsis: 'Makes a self-signed certificate.',
  changes: true,
  parameters: [
    { name: 'DomainName', type: 'texts', mandatory: true, help: 'The names it is for.' },
    { name: 'SubjectName', type: 'text', verbatim: true, help: 'CN=name; that name comes first.' },
    { name: 'Services', type: 'any', ignored: true, help: '' },
    ...ignored,
  ],
  async run(invocation) {
    const { bound, shell } = invocation;
    const subject = /cn\s*=\s*([^,]+)/i.exec(bound.text('SubjectName') ?? '')?.[1]?.trim();
    const names = [...new Set([...(subject === undefined ? [] : [subject]), ...(bound.texts('DomainName') ?? [])])];
    const file = fileNameFor(names[0] ?? 'certificate');
    const text = `Creating a self-signed certificate for ${names.join(', ')}.`;
    if (bound.flag('WhatIf') === true) {
      shell.whatIf(`What if: ${text}`);
      return [];
    }
    if (!(await confirmed(invocation, { text }))) return [];
    await shell.call('certificates.create', { file, names });
    const { certificates } = await shell.call('certificates.list', {});
    return certificates.filter((one) => one.file === file).map(certificateObject);
  },
};

const importCertificate: Cmdlet = {
  name: 'Import-ExchangeCertificate',
  synopsis: 'Takes a certificate with its key, given as base64.',
  changes: true,
  parameters: [
    { name: 'FileData', type: 'text', help: 'Base64 of a PFX or PEM file.' },
    { name: 'FileName', type: 'text', verbatim: true, help: 'Not here: a shell reads no files.' },
    { name: 'Name', type: 'text', help: 'Postroom: the name it is kept under.' },
    ...ignored,
  ],
  async run(invocation) {
    const { bound, shell } = invocation;
    const data = bound.text('FileData')?.replaceAll(/\s+/g, '');
    if (data === undefined)
      throw new ShellError(
        'InvalidArgument',
        'Give -FileData with the file in base64. Files, and those with a password, are imported on the Delivery page or by putting certificate and key into the certificates folder.',
      );
    const file = fileNameFor(bound.text('Name') ?? 'imported');
    const text = `Importing a certificate as "${file}".`;
    if (bound.flag('WhatIf') === true) shell.whatIf(`What if: ${text}`);
    else if (await confirmed(invocation, { text })) {
      await shell.call('certificates.import', { file, certificate: data });
      const { certificates } = await shell.call('certificates.list', {});
      return certificates.filter((one) => one.file === file).map(certificateObject);
    }
    return [];
  },
};

const enableCertificate: Cmdlet = {
  name: 'Enable-ExchangeCertificate',
  synopsis: 'Has all receive connectors that are switched on present a certificate.',
  changes: true,
  parameters: [
    { ...thumbprint, mandatory: false },
    {
      name: 'Services',
      type: { flags: ['SMTP', 'IIS', 'IMAP', 'POP', 'None'] },
      mandatory: true,
      help: 'SMTP is what there is here.',
    },
    ...ignored,
  ],
  async run(invocation) {
    const { bound, shell } = invocation;
    const others = (bound.texts('Services') ?? []).filter((service) => service !== 'SMTP');
    if (others.length > 0) shell.note(`This server has no ${others.join(', ')}; SMTP is what the certificate is for.`);
    if (bound.texts('Services')?.includes('SMTP') !== true) return [];
    const [certificate, ...more] = await chosen(invocation);
    if (certificate === undefined || more.length > 0)
      throw new ShellError(
        'ParameterBinding',
        'Cannot process command because of one or more missing mandatory parameters: Thumbprint.',
      );
    const base = await shell.call('config.get', {});
    const enabled = base.document.receiveConnectors.map((connector) => connector.enabled);
    await changeConfiguration(invocation, {
      base,
      patch: {
        receiveConnectors: sparseEntries(base, 'receiveConnectors').map((entry, index) =>
          enabled[index] === true ? { ...entry, tlsCertificateName: certificate.name } : entry,
        ),
      },
      subject: certificate.name,
      text: `Presenting the certificate ${certificate.thumbprint} (${certificate.subject}) on all receive connectors that are switched on.`,
    });
    return [];
  },
};

async function chosen({ bound, input, shell }: Invocation): Promise<readonly CertificateView[]> {
  const { certificates } = await shell.call('certificates.list', {});
  const typed = bound.value('Thumbprint') as ShellValue | undefined;
  const wanted =
    typed !== undefined
      ? [typed]
      : input?.map((item) => (isObject(item) ? (propertyOf(item, 'Thumbprint') ?? null) : item));
  if (wanted === undefined) return certificates;
  return wanted.map((one) => {
    const text = textOf(one).replaceAll(/[\s:]/g, '').toLowerCase();
    const found = certificates.find((certificate) => plainPrint(certificate) === text);
    if (found !== undefined) return found;
    const near = leastDifferentName(text, certificates.map(plainPrint));
    throw new ShellError(
      'ObjectNotFound',
      `The certificate with thumbprint ${textOf(one)} wasn't found. The nearest one is ${(near ?? '').toUpperCase()}.`,
    );
  });
}

function plainPrint({ thumbprint: print }: CertificateView): string {
  return print.replaceAll(/[\s:]/g, '').toLowerCase();
}

function certificateObject(certificate: CertificateView): ShellObject {
  return shellObject('ExchangeCertificate', {
    Thumbprint: plainPrint(certificate).toUpperCase(),
    Services: certificate.uses.length > 0 ? 'SMTP' : 'None',
    Subject: certificate.subject,
    CertificateDomains: certificate.names,
    IsSelfSigned: certificate.selfSigned,
    Issuer: certificate.issuers[0] ?? certificate.subject,
    NotBefore: time(certificate.notBeforeMs),
    NotAfter: time(certificate.notAfterMs),
    SerialNumber: certificate.serialNumber,
    Status: certificate.state === 'expired' ? 'DateInvalid' : 'Valid',
    TlsCertificateName: certificate.name,
    UsedBy: [...new Set(certificate.uses.map(({ connector }) => connector))],
    FileName: certificate.file,
  });
}

function fileNameFor(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9.-]+/g, '-')
      .replaceAll(/^[.-]+|[.-]+$/g, '')
      .slice(0, 60) || 'certificate'
  );
}

export const certificateCmdlets: readonly Cmdlet[] = [
  getCertificate,
  newCertificate,
  importCertificate,
  enableCertificate,
];
