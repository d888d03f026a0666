import type { QuotaPreset } from '../../../main/contract/quota.ts';
import type { SendConnectorDocument } from '../../../main/contract/send-connector.ts';
import { noQuota } from './quota-form.ts';
import { sendFormOf } from './send-form.ts';
import type { SendForm } from './send-form.ts';

/** What a new send connector may begin as. */

export const presetNames = ['m365Login', 'm365Connector', 'google', 'provider', 'direct'] as const;
export type Preset = (typeof presetNames)[number];

interface Beginning {
  readonly name: string;
  readonly smartHosts: readonly string[];
  readonly port: number;
  readonly mechanism: SendConnectorDocument['smartHostAuthMechanism'];
  readonly requireTLS: boolean;
  readonly tlsAuthLevel: SendConnectorDocument['tlsAuthLevel'];
  readonly quota?: QuotaPreset;
}

/** `office.example` to `office-example.mail.protection.outlook.com`, as Microsoft names a tenant's MX. */
export function outlookEndpoint(domain: string): string {
  return `${domain.toLowerCase().replaceAll('.', '-')}.mail.protection.outlook.com`;
}

function beginningOf(preset: Preset, defaultDomain: string): Beginning {
  const plain = { mechanism: 'None', requireTLS: true, tlsAuthLevel: 'DomainValidation' } as const;
  switch (preset) {
    case 'm365Login':
      return {
        ...{ name: 'Microsoft 365', smartHosts: ['smtp.office365.com'], port: 587 },
        ...{ mechanism: 'BasicAuthRequireTLS', requireTLS: false, tlsAuthLevel: null, quota: 'microsoft-365' },
      };
    case 'm365Connector': {
      const host = outlookEndpoint(defaultDomain === '' ? 'office.example' : defaultDomain);
      // The tenant's name stands below a wildcard of Microsoft's certificate.
      return {
        ...plain,
        name: 'Microsoft 365 (connector)',
        smartHosts: [host],
        port: 25,
        quota: 'microsoft-365-connector',
      };
    }
    case 'google':
      return {
        ...plain,
        name: 'Google Workspace',
        smartHosts: ['smtp-relay.gmail.com'],
        port: 587,
        quota: 'gmail-relay',
      };
    case 'provider':
      return {
        ...{ name: 'Provider', smartHosts: [], port: 587 },
        ...{ mechanism: 'BasicAuthRequireTLS', requireTLS: false, tlsAuthLevel: null },
      };
    case 'direct':
      return {
        ...{ name: 'Internet', smartHosts: [], port: 25 },
        ...{ mechanism: 'None', requireTLS: false, tlsAuthLevel: null },
      };
  }
}

/** The contract's defaults; its schemas stay on the other side of the connection. */
const defaults: SendConnectorDocument = {
  ...{ name: '', enabled: true, comment: '', addressSpaces: ['SMTP:*;1'], smartHosts: [], port: 25 },
  ...{
    smartHostAuthMechanism: 'None',
    userName: null,
    ...{ oauth: null, signDkim: null },
    requireTLS: false,
    ignoreSTARTTLS: false,
    implicitTls: false,
  },
  ...{ tlsAuthLevel: null, tlsDomain: null, tlsPinnedFingerprint: null, forceHELO: false, fqdn: null },
  ...{ domainSecureEnabled: false, tlsCertificateName: null },
  ...{ maxMessageSize: '35MB', connectionInactivityTimeOut: '00:10:00', smtpMaxMessagesPerConnection: 20 },
  ...{ maxConnections: 5, protocolLoggingLevel: 'None', imported: {} },
  sendWindow: null,
  conditions: { senders: [], receiveConnectors: [] },
  rewriting: { sender: null, deviceSenders: [], keepOriginalInReplyTo: true },
  quota: noQuota,
};

/** A document for the dialog to begin with; `taken` are the names there are. */
export function presetDocument(preset: Preset, defaultDomain: string, taken: readonly string[]): SendConnectorDocument {
  const {
    name,
    smartHosts,
    port,
    mechanism,
    requireTLS,
    tlsAuthLevel,
    quota = null,
  } = beginningOf(preset, defaultDomain);
  return {
    ...defaults,
    name: freeName(name, taken),
    smartHosts: [...smartHosts],
    ...{ port, smartHostAuthMechanism: mechanism, requireTLS, tlsAuthLevel },
    quota: { ...noQuota, preset: quota },
  };
}

/** The form to begin with: without a host yet, a provider is still one. */
export function presetForm(preset: Preset, document: SendConnectorDocument): SendForm {
  return { ...sendFormOf(document), direct: preset === 'direct' };
}

/** The name, with a number behind it where it is taken. */
export function freeName(name: string, taken: readonly string[]): string {
  const known = new Set(taken.map((one) => one.toLowerCase()));
  for (let number = 1; ; number += 1) {
    const wanted = number === 1 ? name : `${name} ${String(number)}`;
    if (!known.has(wanted.toLowerCase())) return wanted;
  }
}
