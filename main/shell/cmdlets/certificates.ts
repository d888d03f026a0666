import type { CertificateView } from '../../contract/delivery-view.ts';
import type { Cmdlet, Invocation } from '../run/cmdlet.ts';
import type { Parameter } from '../run/parameters.ts';
import { leastDifferentName } from '../nearest-name.ts';
import { ShellError } from '../shell-error.ts';
import { isObject, propertyOf, type ShellValue } from '../values/shell-value.ts';
import { textOf } from '../values/text-of.ts';
import { certificateFileName, certificateObject, plainPrint } from './certificate-object.ts';
import { changeConfiguration } from './change-configuration.ts';
import { confirmed } from './confirmation.ts';
import { sparseEntries } from './section.ts';

/** Get-, New-, Enable- and Remove-ExchangeCertificate. */

const thumbprint: Parameter = {
  name: 'Thumbprint',
  type: 'any',
  position: 0,
  help: 'SHA-1 fingerprint, as Get-ExchangeCertificate shows it.',
};
const ignored: readonly Parameter[] = ['Server', 'PrivateKeyExportable', 'KeySize', 'FriendlyName'].map((name) => ({
  ...{ name, type: 'any', ignored: true, help: '' },
}));
/** Enable-ExchangeCertificate asks in Exchange whether the default certificate is replaced. */
const force: Parameter = { name: 'Force', type: 'switch', help: 'Nothing is asked anyway.' };

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
    { name: 'DomainName', type: 'texts', help: 'The names it is for; those of the server if left out.' },
    { name: 'GenerateRequest', type: 'switch', help: 'Requests for an authority are made elsewhere.' },
    { name: 'RequestFile', type: 'text', verbatim: true, ignored: true, help: '' },
    { name: 'SubjectName', type: 'text', verbatim: true, help: 'CN=name; that name comes first.' },
    { name: 'Services', type: 'any', ignored: true, help: '' },
    ...ignored,
    force,
  ],
  async run(invocation) {
    const { bound, shell } = invocation;
    if (bound.flag('GenerateRequest') === true)
      throw new ShellError(
        'InvalidOperation',
        'Certificate requests are not made here: make the request where the key is to be, and take the certificate with its key by Import-ExchangeCertificate.',
      );
    const { server } = (await shell.call('config.get', {})).document;
    const subject = /cn\s*=\s*([^,]+)/i.exec(bound.text('SubjectName') ?? '')?.[1]?.trim();
    const given = [...(subject === undefined ? [] : [subject]), ...(bound.texts('DomainName') ?? [])];
    const names = [...new Set(given.length === 0 ? [server.fqdn] : given)];
    const file = certificateFileName(names[0] ?? 'certificate');
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
    force,
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

const removeCertificate: Cmdlet = {
  name: 'Remove-ExchangeCertificate',
  synopsis: 'Removes certificates; asks first.',
  changes: true,
  parameters: [thumbprint, ...ignored.slice(0, 1)],
  async run(invocation) {
    const { bound, input, shell } = invocation;
    if (input === null && !bound.has('Thumbprint'))
      throw new ShellError(
        'ParameterBinding',
        'Cannot process command because of one or more missing mandatory parameters: Thumbprint.',
      );
    for (const certificate of await chosen(invocation)) {
      const text = `Removing the certificate ${plainPrint(certificate).toUpperCase()} (${certificate.subject}).`;
      if (bound.flag('WhatIf') === true) shell.whatIf(`What if: ${text}`);
      else if (await confirmed(invocation, { text, isRemoval: true }))
        await shell.call('certificates.remove', { file: certificate.file });
    }
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
    if (certificates.length === 0)
      throw new ShellError(
        'ObjectNotFound',
        `The certificate with thumbprint ${textOf(one)} wasn't found. There is none yet.`,
      );
    const near = leastDifferentName(text, certificates.map(plainPrint));
    throw new ShellError(
      'ObjectNotFound',
      `The certificate with thumbprint ${textOf(one)} wasn't found. The nearest one is ${(near ?? '').toUpperCase()}.`,
    );
  });
}

export const certificateCmdlets: readonly Cmdlet[] = [
  getCertificate,
  newCertificate,
  enableCertificate,
  removeCertificate,
];
