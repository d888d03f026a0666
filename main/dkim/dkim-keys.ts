import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { Secrets } from '../config/configuration.ts';
import type { DkimDomain } from '../config/snapshot.ts';
import { PostroomError } from '../errors.ts';

/** What RFC 8301 3.2 asks for at least of a signer, and what fits into one DNS answer. */
const KEY_BITS = 2048;

/** In the thread pool: the event loop goes on meanwhile. */
const generate = promisify(generateKeyPair);

/** The private keys, in the SecretBox. */
export interface DkimKeys {
  /** PEM, waited for where it is being made; null where there is none, or it cannot be opened. */
  get(domain: DkimDomain): Promise<string | null>;
  /** Makes a key for each domain that has none yet. Rejects with a PostroomError where one cannot be made or kept. */
  ensure(domains: readonly DkimDomain[]): Promise<void>;
}

export interface DkimKeysDeps {
  readonly secrets: Pick<Secrets, 'get' | 'set' | 'names'>;
  readonly report: (error: unknown, doing: string) => void;
  /** PEM of a new private key. */
  readonly newKey?: () => Promise<string>;
}

export function createDkimKeys({ secrets, report, newKey = newRsaKey }: DkimKeysDeps): DkimKeys {
  const making = new Map<string, Promise<void>>();
  let working: Promise<unknown> = Promise.resolve();

  async function make({ domain, secretName }: DkimDomain): Promise<void> {
    if (secrets.names().includes(secretName)) return;
    const privateKey = await newKey().catch((cause: unknown) => {
      const text = `The DKIM key of ${domain} could not be made: try again, or set the secret ${secretName} to a key of your own.`;
      throw new PostroomError('secret-unavailable', text, { cause });
    });
    await secrets.set(secretName, privateKey);
  }

  /** One after the other: all threads of the pool at once would hold up the disk, and no name gets two keys. */
  function makeInTurn(domain: DkimDomain): Promise<void> {
    const made = working.then(() => make(domain));
    const { secretName } = domain;
    const done = made.finally(() => {
      if (making.get(secretName) === done) making.delete(secretName);
    });
    making.set(secretName, done);
    working = done.catch(() => undefined);
    return done;
  }

  return {
    async get({ domain, secretName }) {
      // Whoever asked for the key hears why there is none.
      await making.get(secretName)?.catch(() => undefined);
      if (!secrets.names().includes(secretName)) return null;
      try {
        return await secrets.get(secretName);
      } catch (error) {
        report(error, `opening the DKIM key of ${domain}`);
        return null;
      }
    },
    async ensure(domains) {
      const results = await Promise.allSettled(domains.map((domain) => makeInTurn(domain)));
      const failed = results.find((result) => result.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    },
  };
}

async function newRsaKey(): Promise<string> {
  const { privateKey } = await generate('rsa', {
    modulusLength: KEY_BITS,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return privateKey;
}
