import type { Problem } from '../contract/problem-view.ts';
import type { ApiParts } from './parts.ts';

/** Domains whose mail goes unsigned because their DKIM key is gone: mail is not held up for it, but somebody has to know. */
export function signingProblems({ configuration }: Pick<ApiParts, 'configuration'>): Problem[] {
  const known = new Set(configuration.secrets.names());
  return configuration
    .current()
    .dkim.filter(({ secretName }) => !known.has(secretName))
    .map(({ domain, secretName }) => ({
      kind: 'notice',
      code: 'dkim-key-missing',
      text: `Mail of ${domain} leaves without a DKIM signature: there is no key for it.`,
      action: `Set the secret ${secretName} from a backup, or give the domain a new selector and publish its record.`,
      facts: { path: null },
    }));
}
