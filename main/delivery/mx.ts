import type { Socket } from 'node:net';
import mxConnect from 'mx-connect';
import { getCACertificates } from 'node:tls';
import type { SendConnector } from '../config/snapshot.ts';
import { securedBy } from '../connectors/domain-security.ts';
import { endpoint, idleTime, openClient, tlsPolicyOf, type SmtpDeps } from './smtp-connect.ts';
import type { SmtpClient } from './smtp-client.ts';
import { SmtpFailure, codeOf, socketFailure, stopped } from './smtp-failure.ts';
import { createSmtpTarget } from './smtp-target.ts';
import { rfcTimeouts } from './smtp-transaction.ts';
import type { Target } from './target.ts';
import type { TlsPolicy } from './tls-policy.ts';

type Exchanger = Awaited<ReturnType<typeof mxConnect>>;

export interface MxDeps extends SmtpDeps {
  /** `type` is MX, A, AAAA or TXT; rejects with ENOTFOUND or ENODATA where there is none, any other code counts as temporary. */
  readonly resolveRecords: (domain: string, type: string) => Promise<unknown[]>;
  /** Mail exchangers on loopback and private addresses are refused unless this is true. */
  readonly allowPrivateAddresses?: boolean;
  /** MTA-STS (RFC 8461) is checked where a policy cache is given. */
  readonly mtaStsCache?: {
    get(domain: string): Promise<unknown>;
    set(domain: string, policy: unknown): Promise<unknown>;
  };
  /** DANE (RFC 7672) is checked where a resolver is given that validates DNSSEC. */
  readonly dane?: {
    readonly resolveTlsa: (name: string) => Promise<unknown[]>;
    readonly checkDnssecSecure?: (host: string) => Promise<{ secure: boolean }>;
  };
}

/** Delivers to the mail exchangers of one domain (RFC 5321 5.1). */
export function createMxTarget(connector: SendConnector, domain: string, deps: MxDeps): Target {
  const limits = {
    maxConnections: connector.maxConnections,
    maxMessagesPerConnection: connector.maxMessagesPerConnection,
    idleMs: idleTime(connector, deps),
  };
  return createSmtpTarget(limits, deps.clock, (skip, signal) =>
    connectToExchanger(connector, domain, deps, skip, signal),
  );
}

/** The best mail exchanger of a domain that answers and is not in `skip`. Rejects with an SmtpFailure. */
export async function connectToExchanger(
  connector: SendConnector,
  domain: string,
  deps: MxDeps,
  skip: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<SmtpClient> {
  // The library fails over only while connecting; what fails later is left out of the next round.
  const useless = new Set(addressesIn(skip));
  let first: SmtpFailure | null = null;
  for (;;) {
    try {
      return await connectOnce(connector, domain, deps, useless, signal);
    } catch (error) {
      const failure = error instanceof SmtpFailure ? error : socketFailure('connect', error);
      first ??= failure;
      const { address } = error instanceof UselessHost ? error : { address: null };
      if (address === null || useless.has(address) || useless.size >= 20 || failure.stage === 'loop') throw first;
      useless.add(address);
    }
  }
}

/** A host that took the connection but no mail: the next one may. */
class UselessHost extends SmtpFailure {
  readonly address: string;

  constructor(failure: SmtpFailure, address: string) {
    super(failure.stage, failure.message, { verdict: failure.verdict, reply: failure.reply, cause: failure });
    this.address = address;
  }
}

async function connectOnce(
  connector: SendConnector,
  domain: string,
  deps: MxDeps,
  useless: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<SmtpClient> {
  const found = await findExchanger(connector, domain, deps, useless, signal);
  try {
    return await openClient(
      {
        connector,
        host: found.hostname,
        address: found.host,
        port: found.port,
        tls: policyFor(found, connector, domain, deps),
        credentials: null,
        socket: found.socket,
        signal,
      },
      deps,
    );
  } catch (error) {
    if (error instanceof SmtpFailure && error.stage !== 'stopped') throw new UselessHost(error, found.host);
    throw error;
  }
}

/**
 * Opportunistic and unverified (RFC 7435), unless the connector, DANE or an enforced MTA-STS policy says otherwise. A
 * partner's domain asks for the most: encryption always, and a certificate for the domain itself.
 */
function policyFor(found: Exchanger, connector: SendConnector, domain: string, deps: MxDeps): TlsPolicy {
  const own = tlsPolicyOf(connector, found.hostname, deps);
  const partner = securedBy(connector.secureDomains, domain);
  if (partner !== null) {
    const trusted = [...(deps.trustedCertificates ?? getCACertificates()), ...partnerAuthorities(deps)];
    const mode = own.mode === 'implicit' ? own.mode : 'required';
    return { mode, level: 'CertificateValidation', name: found.hostname, pin: null, trusted, domain: partner };
  }
  if (found.daneVerifier !== undefined)
    return { ...own, mode: 'required', name: found.hostname, dane: found.daneVerifier };
  if (found.policyMatch?.mode === 'enforce' && found.policyMatch.valid) {
    return { ...own, mode: 'required', level: 'DomainValidation', name: found.hostname, pin: null };
  }
  return own;
}

function partnerAuthorities({ certificates }: MxDeps): readonly string[] {
  return certificates?.partnerAuthorities() ?? [];
}

async function findExchanger(
  connector: SendConnector,
  domain: string,
  deps: MxDeps,
  useless: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Exchanger> {
  const unreachable: Error[] = [];
  const search = mxConnect({
    target: domain,
    port: connector.port,
    maxConnectTime: deps.timeouts?.connectMs ?? rfcTimeouts.connectMs,
    ignoreMXHosts: [...useless],
    dnsOptions: { blockLocalAddresses: deps.allowPrivateAddresses !== true, resolveRecords: deps.resolveRecords },
    ...(deps.mtaStsCache === undefined ? {} : { mtaSts: { enabled: true, cache: deps.mtaStsCache } }),
    ...(deps.dane === undefined ? {} : { dane: { enabled: true, ...deps.dane } }),
    connectHook: (_delivery, options, done) => {
      // Fatal by the library's rules, and rightly so: what stands behind us in the MX list would send it back (RFC 5321 5.1).
      if (deps.isOwnListener(options.host, options.port)) done(new OwnListener(endpoint(options.host, options.port)));
      else done();
    },
    connectError: (error) => {
      unreachable.push(error);
    },
  });
  try {
    return await unlessAborted(search, signal);
  } catch (error) {
    if (error instanceof SmtpFailure) throw error;
    // A better exchanger exists but is down: it will take the mail later, so this is no loop.
    throw explainSearch(error instanceof OwnListener ? (unreachable[0] ?? error) : error, domain);
  }
}

class OwnListener extends Error {}

/** The library cannot be interrupted: what it still connects is closed again. */
async function unlessAborted(search: Promise<Exchanger>, signal: AbortSignal): Promise<Exchanger> {
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(stopped());
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
  });
  try {
    return await Promise.race([search, aborted]);
  } catch (error) {
    search.then(
      ({ socket }: { socket: Socket }) => socket.destroy(),
      () => undefined,
    );
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function explainSearch(error: unknown, domain: string): SmtpFailure {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof OwnListener) {
    return new SmtpFailure(
      'loop',
      `550 5.4.6 The mail exchanger of ${domain} (${message}) is this server itself, but ${domain} is not an accepted domain here: add it, or correct its MX record.`,
      { verdict: 'failed', cause: error },
    );
  }
  if (code === 'ENULLMX') {
    return new SmtpFailure('dns', `550 5.1.10 The domain ${domain} takes no mail (null MX, RFC 7505).`, {
      verdict: 'failed',
      cause: error,
    });
  }
  if (isTemporary(error)) {
    return isDns(error)
      ? new SmtpFailure('dns', `DNS query for ${domain} failed with error ErrorRetry (${code ?? message}).`, {
          cause: error,
        })
      : connectFailure(error, code, message);
  }
  if (code === 'InvalidIpAddress') {
    return new SmtpFailure(
      'dns',
      `550 5.4.4 SMTPSEND.DNS.InvalidData; the mail exchanger of ${domain} has an address that mail is not sent to (${message})`,
      { verdict: 'failed', cause: error },
    );
  }
  if (isDns(error)) {
    return new SmtpFailure('dns', '550 5.4.4 SMTPSEND.DNS.NonExistentDomain; nonexistent domain', {
      verdict: 'failed',
      cause: error,
    });
  }
  return connectFailure(error, code, message);
}

function connectFailure(error: unknown, code: string | null, message: string): SmtpFailure {
  if (code !== null) return socketFailure('connect', error);
  return new SmtpFailure(
    'connect',
    /timed out/.test(message) ? '421 4.4.1 Connection timed out.' : `421 4.2.1 ${message}`,
    { cause: error },
  );
}

function isTemporary(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'temporary' in error && error.temporary === true;
}

function isDns(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'category' in error && error.category === 'dns';
}

/** The addresses of `address:port` entries. */
function addressesIn(skip: ReadonlySet<string>): string[] {
  return [...skip].map((entry) => entry.replace(/:\d+$/, '').replace(/^\[(.+)\]$/, '$1'));
}
