import { isIP } from 'node:net';
import type { SendConnector } from '../config/snapshot.ts';
import { PostroomError } from '../errors.ts';
import { idleTime, endpoint, openClient, tlsPolicyOf, type SmtpDeps } from './smtp-connect.ts';
import type { SmtpClient } from './smtp-client.ts';
import { SmtpFailure, codeOf } from './smtp-failure.ts';
import type { Credentials } from './smtp-login.ts';
import { createSmtpTarget } from './smtp-target.ts';
import type { Target } from './target.ts';
import type { TokenSource } from './token-source.ts';

export interface SmartHostDeps extends SmtpDeps {
  /** Resolves the addresses of a host, best first; rejects as dns.lookup does. */
  readonly lookup: (host: string) => Promise<readonly string[]>;
  /** Rejects with 'secret-unavailable' where nothing is kept under that name. */
  readonly getSecret: (name: string) => Promise<string>;
  readonly tokens: TokenSource;
}

/** Delivers through the smart hosts of a send connector, in order, each with all its addresses. */
export function createSmartHostTarget(connector: SendConnector, deps: SmartHostDeps): Target {
  const limits = {
    maxConnections: connector.maxConnections,
    maxMessagesPerConnection: connector.maxMessagesPerConnection,
    idleMs: idleTime(connector, deps),
  };
  return createSmtpTarget(limits, deps.clock, (skip, signal) => connectToSmartHost(connector, deps, skip, signal));
}

/** The best host that answers and is not in `skip`, logged in. Rejects with an SmtpFailure. */
export async function connectToSmartHost(
  connector: SendConnector,
  deps: SmartHostDeps,
  skip: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<SmtpClient> {
  const credentials = await credentialsOf(connector, deps);
  try {
    return await connectToAnyAs(credentials, connector, deps, skip, signal);
  } catch (error) {
    const other = isTokenRefused(error, credentials) ? await otherToken(credentials, connector, deps) : null;
    if (other === null) throw error;
    return connectToAnyAs(other, connector, deps, skip, signal);
  }
}

type TokenCredentials = Extract<Credentials, { readonly token: string }>;

function isTokenRefused(error: unknown, credentials: Credentials | null): credentials is TokenCredentials {
  return (
    error instanceof SmtpFailure &&
    error.stage === 'authentication' &&
    error.reply !== null &&
    credentials !== null &&
    'token' in credentials
  );
}

/** A token may be refused before its time; one new one is worth a try. */
async function otherToken(
  { userName, token: refused }: TokenCredentials,
  connector: SendConnector,
  { tokens }: SmartHostDeps,
): Promise<Credentials | null> {
  try {
    const token = await tokens.renew(connector, refused);
    return token === null ? null : { userName, token, inClear: false };
  } catch (error) {
    throw noToken(error);
  }
}

function noToken(error: unknown): SmtpFailure {
  const reason = error instanceof PostroomError ? error.message : 'The sign-in at the provider failed.';
  return new SmtpFailure('secret', `451 4.7.0 ${reason}`, { cause: error });
}

async function connectToAnyAs(
  credentials: Credentials | null,
  connector: SendConnector,
  deps: SmartHostDeps,
  skip: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<SmtpClient> {
  let first: SmtpFailure | null = null;
  for (const entry of connector.smartHosts) {
    try {
      return await connectToHost(bare(entry), credentials, connector, deps, skip, signal);
    } catch (error) {
      if (!(error instanceof SmtpFailure)) throw error;
      first = worse(first, error);
      // A refused password is not tried on the next host too, lest the account be locked.
      if (error.stage === 'authentication' || error.stage === 'stopped') throw error;
    }
  }
  throw first ?? new SmtpFailure('connect', '421 4.4.1 The send connector has no smart host.');
}

async function connectToHost(
  host: string,
  credentials: Credentials | null,
  connector: SendConnector,
  deps: SmartHostDeps,
  skip: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<SmtpClient> {
  let first: SmtpFailure | null = null;
  for (const address of await addressesOf(host, deps)) {
    if (skip.has(endpoint(address, connector.port))) continue;
    if (deps.isOwnListener(address, connector.port)) {
      first ??= new SmtpFailure(
        'loop',
        `550 5.4.6 The smart host ${host} (${endpoint(address, connector.port)}) is this server itself: mail sent there would come back. Change the smart host of the send connector.`,
        { verdict: 'failed' },
      );
      continue;
    }
    try {
      const { port } = connector;
      return await openClient(
        { connector, host, address, port, tls: tlsPolicyOf(connector, host, deps), credentials, signal },
        deps,
      );
    } catch (error) {
      if (!(error instanceof SmtpFailure) || error.stage === 'authentication' || error.stage === 'stopped') throw error;
      first = worse(first, error);
    }
  }
  throw first ?? new SmtpFailure('connect', `421 4.4.1 No further address of ${host} to try.`);
}

async function credentialsOf(connector: SendConnector, deps: SmartHostDeps): Promise<Credentials | null> {
  if (connector.auth === 'None') return null;
  const userName = connector.userName ?? '';
  if (connector.auth === 'OAuth') {
    try {
      return { userName, token: await deps.tokens.token(connector), inClear: false };
    } catch (error) {
      throw noToken(error);
    }
  }
  try {
    return {
      userName,
      password: await deps.getSecret(connector.secretName),
      // The only way to a password in clear: no BasicAuthRequireTLS, and TLS switched off by name.
      inClear: connector.auth === 'BasicAuth' && connector.tls === 'never',
    };
  } catch (error) {
    throw new SmtpFailure(
      'secret',
      `451 4.7.0 The password of the send connector ${connector.name} is not available: set it again.`,
      { cause: error },
    );
  }
}

async function addressesOf(host: string, deps: SmartHostDeps): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  try {
    const addresses = await deps.lookup(host);
    if (addresses.length > 0) return addresses;
  } catch (error) {
    if (codeOf(error) !== 'ENOTFOUND' && codeOf(error) !== 'ENODATA') {
      throw new SmtpFailure(
        'dns',
        `DNS query for ${host} failed with error ErrorRetry (${codeOf(error) ?? 'unknown'}).`,
        { cause: error },
      );
    }
  }
  // Not final: the name stands in our own configuration, and putting it right frees what waits.
  throw new SmtpFailure(
    'dns',
    `SMTPSEND.DNS.NonExistentDomain; nonexistent domain ${host}. Check the smart host of the send connector.`,
  );
}

/** The first failure counts, but a final one gives way to one that may pass: another host may take the mail later. */
function worse(first: SmtpFailure | null, next: SmtpFailure): SmtpFailure {
  return first === null || first.verdict === 'failed' ? next : first;
}

/** `[10.1.1.1]` and `[IPv6:…]` as Exchange writes literals. */
function bare(host: string): string {
  return /^\[(?:IPv6:)?(.+)\]$/i.exec(host)?.[1] ?? host;
}
