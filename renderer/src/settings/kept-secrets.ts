import type { ConfigDocument } from '../../../main/contract/document.ts';
import { WEBHOOK_SECRET } from '../../../main/contract/webhook-secret.ts';

/** Secrets that the engine keeps, by what they are for. Their values never come here. */

type SecretKind = 'password' | 'client' | 'tokens' | 'dkim' | 'webhook' | 'other';

export interface KeptSecret {
  readonly name: string;
  readonly kind: SecretKind;
  /** Send connector or domain that it is for; empty where it is for neither. */
  readonly owner: string;
  /** Nothing in the configuration needs it any more. */
  readonly orphaned: boolean;
}

type Owners = Pick<ConfigDocument, 'sendConnectors' | 'acceptedDomains' | 'alerts'>;

const kinds: Readonly<Record<string, SecretKind>> = {
  'send-connector': 'password',
  'oauth-client': 'client',
  'oauth-tokens': 'tokens',
  dkim: 'dkim',
};

export function keptSecrets(names: readonly string[], document: Owners): readonly KeptSecret[] {
  return names.map((name) => describe(name, document)).toSorted((a, b) => Number(b.orphaned) - Number(a.orphaned));
}

function describe(name: string, { sendConnectors, acceptedDomains, alerts }: Owners): KeptSecret {
  if (name === WEBHOOK_SECRET) return { name, kind: 'webhook', owner: '', orphaned: alerts.webhookUrl === null };
  const slash = name.indexOf('/');
  const kind = kinds[name.slice(0, slash)] ?? 'other';
  const rest = name.slice(slash + 1);
  if (kind === 'other') return { name, kind, owner: '', orphaned: false };
  if (kind === 'dkim') {
    const [domain = '', selector = ''] = rest.split('/');
    const isUsed = acceptedDomains.some(
      ({ domainName, dkimSelector }) =>
        domainName.replace(/^\*\./, '').toLowerCase() === domain && dkimSelector?.toLowerCase() === selector,
    );
    return { name, kind, owner: domain, orphaned: !isUsed };
  }
  const isUsed = sendConnectors.some((connector) => connector.name.toLowerCase() === rest.toLowerCase());
  return { name, kind, owner: rest, orphaned: !isUsed };
}
