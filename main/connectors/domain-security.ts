import { domainOf } from './accepted-domains.ts';
import { certificateFault } from './certificate-faults.ts';
import { step, type Check } from './reasoning.ts';
import * as replies from './replies.ts';
import type { ClientCertificate, SessionContext } from './decision.ts';

/** Domain security (mutual TLS): mail from a partner's domain comes only from who can show a certificate for it. */

/** The names that a certificate is for: its common name, and its DNS names. */
export function namesOf(certificate: {
  readonly subject: string;
  readonly subjectAltName?: string | undefined;
}): readonly string[] {
  const common = /^CN=(.+)$/m.exec(certificate.subject)?.[1];
  const alternative = (certificate.subjectAltName ?? '')
    .split(', ')
    .flatMap((name) => /^DNS:(.+)$/.exec(name)?.[1] ?? []);
  return [...new Set([...(common === undefined ? [] : [common]), ...alternative])];
}

/** The domain of the list that this one is, or is below. */
export function securedBy(list: readonly string[], domain: string): string | null {
  const wanted = domain.toLowerCase();
  return list.find((one) => wanted === one || wanted.endsWith(`.${one}`)) ?? null;
}

/** Domains of the list that the certificate proves: its names are the domain, below it, or `*.` and the domain. */
export function provenDomains(
  list: readonly string[],
  client: ClientCertificate | null | undefined,
): readonly string[] {
  if (client === null || client === undefined || client.fault !== null) return [];
  const names = client.names.map((name) => name.toLowerCase().replace(/^\*\./, ''));
  return list.filter((domain) => names.some((name) => name === domain || name.endsWith(`.${domain}`)));
}

/** Mail from a domain of the list needs the domain's certificate, wherever it comes in over domain security. */
export function checkDomainSecurity(session: SessionContext, address: string): Check | null {
  const { connector, policy, credentials } = session;
  if (!connector.domainSecure || policy.domainSecureDomains.length === 0) return null;
  const partner = securedBy(policy.domainSecureDomains, domainOf(address));
  if (partner === null) return null;
  const isProven = provenDomains([partner], credentials.client).length > 0;
  const text = isProven
    ? `The client has shown a certificate for ${partner}.`
    : `Mail from ${partner} needs a certificate of that domain (DomainSecureEnabled): ${faultOf(session)}.`;
  return {
    reply: isProven ? null : replies.certificateInvalid(),
    explain: () => step('domain-secure', text, { domain: partner, names: credentials.client?.names ?? [] }),
  };
}

function faultOf({ credentials: { tls, client } }: SessionContext): string {
  if (!tls) return 'the session is in clear';
  if (client === null || client === undefined) return 'the client showed none';
  if (client.fault !== null) return `the one it showed is not valid (${certificateFault(client.fault)})`;
  return `the one it showed is for ${client.names.join(', ') || 'nobody'}`;
}
