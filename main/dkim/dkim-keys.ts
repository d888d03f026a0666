import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { Secrets } from '../config/configuration.ts';
import type { DkimDomain } from '../config/snapshot.ts';

/** What RFC 8301 3.2 asks for at least of a signer, and what fits into one DNS answer. */
const KEY_BITS = 2048;

const generate = promisify(generateKeyPair);

/** The private keys, in the SecretBox. */
export interface DkimKeys {
  /** PEM; null where it cannot be opened. */
  get(domain: DkimDomain): Promise<string | null>;
  /** Makes a key for each domain that has none yet. */
  ensure(domains: readonly DkimDomain[]): Promise<void>;
}

export interface DkimKeysDeps {
  readonly secrets: Pick<Secrets, 'get' | 'set' | 'names'>;
  readonly report: (error: unknown, doing: string) => void;
}

export function createDkimKeys({ secrets, report }: DkimKeysDeps): DkimKeys {
  let working: Promise<void> = Promise.resolve();

  async function make({ domain, secretName }: DkimDomain): Promise<void> {
    if (secrets.names().includes(secretName)) return;
    const { privateKey } = await generate('rsa', {
      modulusLength: KEY_BITS,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    await secrets
      .set(secretName, privateKey)
      .catch((error: unknown) => report(error, `making a DKIM key for ${domain}`));
  }

  return {
    async get({ domain, secretName }) {
      if (!secrets.names().includes(secretName)) return null;
      try {
        return await secrets.get(secretName);
      } catch (error) {
        report(error, `opening the DKIM key of ${domain}`);
        return null;
      }
    },
    ensure(domains) {
      // One after the other: two changes of the configuration must not make two keys for one name.
      working = working.then(async () => {
        for (const domain of domains) await make(domain);
      });
      return working;
    },
  };
}
