import type { ReceiveConnectorDocument } from '../../../main/contract/receive-connector.ts';
import { linesOf } from '../connectors/form.ts';
import { freeName } from './send-presets.ts';

/** What the certificate dialogs hold, and what becomes of it. */

/** Letters, digits, dots, hyphens: a file name everywhere. */
export function isFileName(text: string): boolean {
  return /^[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9_-])?$/i.test(text);
}

/** `*.office.example` to `office.example`, and a number where that is taken. */
export function fileNameFor(name: string, taken: readonly string[]): string {
  const plain = name
    .replace(/^\*\./, '')
    .replaceAll(/[^a-z0-9._-]+/gi, '-')
    .replaceAll(/^[^a-z0-9]+|[^a-z0-9_-]+$/gi, '')
    .slice(0, 60);
  return freeName(plain === '' ? 'certificate' : plain, taken).replaceAll(' ', '-');
}

/** What a new certificate is for, the main name first. */
export function namesOf(text: string): string[] {
  return [...new Set(linesOf(text))];
}

/** Whether the connector ever speaks TLS. */
export function speaksTls({ enabled, implicitTls, authMechanism }: ReceiveConnectorDocument): boolean {
  return enabled && (implicitTls || authMechanism.includes('Tls'));
}

/** The connectors, those in `chosen` set to the certificate, and no others. */
export function assignCertificate(
  connectors: readonly ReceiveConnectorDocument[],
  certificate: string,
  chosen: ReadonlySet<string>,
): readonly ReceiveConnectorDocument[] {
  return connectors.map((connector) => {
    if (chosen.has(connector.name)) return { ...connector, tlsCertificateName: certificate };
    return connector.tlsCertificateName === certificate ? { ...connector, tlsCertificateName: null } : connector;
  });
}

/** A file as the engine takes it. */
export async function base64Of(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
