import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Clock } from '../clock.ts';
import { certificatesOf, readPair, removePair, writePair, type CertificatePair } from '../config/certificate-files.ts';
import { EXPIRY_WARNING_MS, isNamed, type LoadedCertificate } from '../config/certificates.ts';
import { distinguishedName } from '../config/distinguished-name.ts';
import { ensureAuthority, issueCertificate } from '../config/authority.ts';
import type { SendConnector } from '../config/snapshot.ts';
import type { ReceiveConnector } from '../connectors/model.ts';
import type { Api } from '../contract/calls.ts';
import type { CertificateSaved, CertificatesView, CertificateUse, CertificateView } from '../contract/delivery-view.ts';
import { PostroomError } from '../errors.ts';
import type { ApiParts, CertificateFolder } from './parts.ts';

/** The certificates folder: what is in it, who presents it, and how something new comes in. */
type CertificateCalls = Pick<Api['calls'], Extract<keyof Api['calls'], `certificates.${string}`>>;

export interface CertificateParts {
  readonly certificateFolder: CertificateFolder;
  readonly configuration: Pick<ApiParts['configuration'], 'current'>;
  readonly clock: Clock;
}

export function createCertificateCalls({
  certificateFolder,
  configuration,
  clock,
}: CertificateParts): CertificateCalls {
  const { folder } = certificateFolder;
  const connectors = () => configuration.current().receiveConnectors;

  async function save(file: string, replace: boolean, make: () => Promise<CertificatePair>): Promise<CertificateSaved> {
    const pair = await make();
    await certificateFolder.change(() => writePair(folder, file, pair, { replace, clock }));
    const saved = certificateFolder.all().find((one) => one.file === file);
    if (saved === undefined)
      throw new PostroomError('certificate-unusable', `The certificate "${file}" was written and cannot be used.`);
    return { file, name: saved.name };
  }

  return {
    'certificates.list': () => ({
      folder,
      certificates: certificateFolder
        .all()
        .map((certificate) => viewOf(certificate, usesOf(certificate, connectors(), certificateFolder), clock.now())),
      problems: certificateFolder.problems().map(({ text }) => text),
      authority: authorityView(certificateFolder.authority()),
      partners: certificateFolder
        .partnerAuthorities()
        .map(({ file, subject, notAfterMs }) => ({ file, subject, notAfterMs })),
    }),
    'certificates.create': ({ file, names, replace }) =>
      save(file, replace, async () => {
        const authority = await ensureAuthority(folder, configuration.current().policy.serverName, clock);
        const plain = names.map(plainName);
        return issueCertificate({ names: plain, commonName: plain[0] ?? 'localhost', authority, clock });
      }),
    'certificates.import': ({ file, certificate, key, password, replace }) =>
      save(file, replace, () => {
        const [bytes, keyBytes] = [
          Buffer.from(certificate, 'base64'),
          key === null ? null : Buffer.from(key, 'base64'),
        ];
        return Promise.resolve(readPair(bytes, keyBytes, password));
      }),
    'certificates.remove': async ({ file }) => {
      const certificate = certificateFolder.all().find((one) => one.file === file);
      if (certificate !== undefined)
        assertRemovable(certificate, connectors(), certificateFolder, configuration.current().sendConnectors);
      await certificateFolder.change(() => removePair(folder, file));
      return { file };
    },
  };
}

const plainName = (name: string): string => (isIP(name) === 0 ? name.toLowerCase() : name);

/** Whether the connector ever speaks TLS. */
const speaksTls = ({ enabled, implicitTls, authMechanism }: ReceiveConnector): boolean =>
  enabled && (implicitTls || authMechanism.has('Tls'));

function usesOf(
  certificate: LoadedCertificate,
  connectors: readonly ReceiveConnector[],
  certificates: CertificateFolder,
): readonly CertificateUse[] {
  return connectors
    .filter((connector) => speaksTls(connector) && certificates.chosenFor(connector)?.file === certificate.file)
    .map((connector) => ({ connector: connector.name, named: isNamed(certificate, connector.tlsCertificateName) }));
}

/** What a connector names stays, and so does the last one: listeners without a certificate offer no TLS at all. */
function assertRemovable(
  certificate: LoadedCertificate,
  connectors: readonly ReceiveConnector[],
  certificates: CertificateFolder,
  senders: readonly SendConnector[],
): void {
  const showing = senders.find(
    (connector) =>
      isNamed(certificate, connector.tlsCertificateName) &&
      certificates.chosenFor(connector)?.file === certificate.file,
  );
  if (showing !== undefined) {
    throw new PostroomError(
      'not-allowed',
      `The send connector "${showing.name}" is set to this certificate; choose another one there first.`,
    );
  }
  const naming = connectors.find(
    (connector) =>
      isNamed(certificate, connector.tlsCertificateName) &&
      certificates.chosenFor(connector)?.file === certificate.file,
  );
  if (naming !== undefined) {
    throw new PostroomError(
      'not-allowed',
      `The receive connector "${naming.name}" is set to this certificate; choose another one there first.`,
    );
  }
  if (certificates.all().length === 1) {
    throw new PostroomError(
      'not-allowed',
      'This is the only certificate: without it nothing could be encrypted. Make or import another one first.',
    );
  }
}

function viewOf(certificate: LoadedCertificate, uses: readonly CertificateUse[], nowMs: number): CertificateView {
  const { file, name, subject, issuer, serialNumber, notBeforeMs, notAfterMs, sans, thumbprint, sha256 } = certificate;
  const chain = certificatesOf(certificate.certificatePem);
  return {
    ...{ file, name, subject, serialNumber, notBeforeMs, notAfterMs, thumbprint, sha256, uses },
    issuers: [...new Set([issuer, ...chain.slice(1).map((one) => distinguishedName(one.issuer))])],
    selfSigned: issuer === subject,
    madeHere: certificate.madeHere,
    state: stateOf(certificate, nowMs),
    names: sans,
    key: keyKind(certificate.keyPem),
    certificatePem: chain.map((one) => one.toString()).join(''),
  };
}

function authorityView(pem: string | null): CertificatesView['authority'] {
  if (pem === null) return null;
  const { subject, validToDate, fingerprint256 } = new X509Certificate(pem);
  return { subject: distinguishedName(subject), notAfterMs: validToDate.getTime(), sha256: fingerprint256, pem };
}

function stateOf({ notBeforeMs, notAfterMs }: LoadedCertificate, nowMs: number): CertificateView['state'] {
  if (nowMs > notAfterMs) return 'expired';
  if (nowMs < notBeforeMs) return 'notYetValid';
  return notAfterMs - nowMs < EXPIRY_WARNING_MS ? 'expiring' : 'valid';
}

function keyKind(keyPem: string): string {
  const { asymmetricKeyType = '', asymmetricKeyDetails } = createPrivateKey(keyPem);
  const size = asymmetricKeyDetails?.modulusLength ?? asymmetricKeyDetails?.namedCurve ?? '';
  return `${asymmetricKeyType.toUpperCase()} ${String(size)}`.trim();
}
