import { isIP } from 'node:net';
import { parseBinding } from '../connectors/ranges.ts';
import type { ConfigDocument } from '../contract/document.ts';
import { hostName } from '../contract/fields.ts';
import type { SendConnectorDocument } from '../contract/send-connector.ts';
import { checkOAuth } from './check-oauth.ts';
import { bareHost, parseAddressSpace } from './compile-send-connector.ts';
import type { Finding } from './configuration.ts';

/** Rules of New-SendConnector, and two of ours: no password in the clear unseen, no mail to ourselves. */
export function checkSendConnectors(document: ConfigDocument): Finding[] {
  return [
    ...checkPartners(document),
    ...document.sendConnectors.flatMap((connector, index) => {
      const path = `sendConnectors[${String(index)}]`;
      return [
        ...checkTls(connector, path),
        ...checkDomainSecurity(connector, path, document),
        ...checkCredential(connector, path),
        ...checkOAuth(connector, path),
        ...checkSmartHosts(connector, path, document),
      ];
    }),
  ];
}

/** Exchange's own rules: the name that is proved is the domain's, and encryption is what proves it. */
function checkDomainSecurity(
  { name, domainSecureEnabled, smartHosts, ignoreSTARTTLS }: SendConnectorDocument,
  path: string,
  { transport }: ConfigDocument,
): Finding[] {
  if (!domainSecureEnabled) return [];
  const at = `${path}.domainSecureEnabled`;
  const findings: Finding[] = [];
  if (smartHosts.length > 0) {
    const text = `Send connector "${name}" cannot have DomainSecureEnabled and smart hosts: it checks the servers that the partner’s own MX records name. Clear one of the two; for a smart host use DomainValidation.`;
    findings.push({ severity: 'error', path: at, text });
  }
  if (ignoreSTARTTLS) {
    const text = `Send connector "${name}" cannot have DomainSecureEnabled and ignore STARTTLS; clear one of the two.`;
    findings.push({ severity: 'error', path: at, text });
  }
  if (transport.tlsSendDomainSecureList.length === 0) {
    const text = `Send connector "${name}" has DomainSecureEnabled, but nobody has to prove anything: list the partners’ domains in tlsSendDomainSecureList.`;
    findings.push({ severity: 'warning', path: at, text });
  }
  return findings;
}

/** A domain that is listed and goes through no connector with DomainSecureEnabled would be thought safe, and is not. */
function checkPartners({ transport, sendConnectors }: ConfigDocument): Finding[] {
  const spaces = sendConnectors
    .filter(({ enabled, domainSecureEnabled }) => enabled && domainSecureEnabled)
    .flatMap(({ addressSpaces }) => addressSpaces.map(parseAddressSpace));
  return transport.tlsSendDomainSecureList.flatMap((domain, index): Finding[] => {
    const wanted = domain.toLowerCase();
    const isServed = spaces.some(
      ({ match, pattern }) =>
        match === 'any' || wanted === pattern || (match === 'both' && wanted.endsWith(`.${pattern}`)),
    );
    if (isServed) return [];
    const text = `Mail to ${domain} is not checked: no send connector with DomainSecureEnabled is for this domain.`;
    return [{ severity: 'warning', path: `transport.tlsSendDomainSecureList[${String(index)}]`, text }];
  });
}

function checkTls(connector: SendConnectorDocument, path: string): Finding[] {
  const { name, requireTLS, ignoreSTARTTLS, implicitTls, smartHostAuthMechanism } = connector;
  const findings: Finding[] = [];
  const mechanismNeedsTls = smartHostAuthMechanism === 'BasicAuthRequireTLS' || smartHostAuthMechanism === 'OAuth';
  if (ignoreSTARTTLS && (requireTLS || mechanismNeedsTls)) {
    findings.push({
      severity: 'error',
      path: `${path}.ignoreSTARTTLS`,
      text: `Send connector "${name}" cannot require TLS and ignore STARTTLS; clear one of the two.`,
    });
  } else if (ignoreSTARTTLS && smartHostAuthMechanism === 'BasicAuth' && !implicitTls) {
    findings.push({
      severity: 'warning',
      path: `${path}.ignoreSTARTTLS`,
      text: `Send connector "${name}" sends its password unencrypted; anyone on the way can read it.`,
    });
  }
  return findings;
}

function checkCredential(
  { name, smartHostAuthMechanism, userName, smartHosts }: SendConnectorDocument,
  path: string,
): Finding[] {
  if (smartHostAuthMechanism === 'None') return [];
  const findings: Finding[] = [];
  if (userName === null)
    findings.push({
      severity: 'error',
      path: `${path}.userName`,
      text: `Send connector "${name}" signs in, so it needs a user name.`,
    });
  if (smartHosts.length === 0) {
    findings.push({
      severity: 'error',
      path: `${path}.smartHosts`,
      text: `Send connector "${name}" signs in, so it needs a smart host to sign in to.`,
    });
  }
  return findings;
}

function checkSmartHosts(connector: SendConnectorDocument, path: string, document: ConfigDocument): Finding[] {
  return connector.smartHosts.flatMap((text, index): Finding[] => {
    const host = bareHost(text);
    const at = `${path}.smartHosts[${String(index)}]`;
    if (isIP(host) === 0 && !isHostName(host)) {
      return [
        {
          severity: 'error',
          path: at,
          text: `Send connector "${connector.name}": "${text}" is not a host name or an IP address.`,
        },
      ];
    }
    if (isOurselves(host, connector.port, document)) {
      return [
        {
          severity: 'error',
          path: at,
          text: `Send connector "${connector.name}": ${text}, port ${String(connector.port)}, is this server; mail would go round in circles.`,
        },
      ];
    }
    return [];
  });
}

function isHostName(host: string): boolean {
  // All digits and dots is an address someone mistyped, not a name.
  return hostName.safeParse(host.replace(/\.$/, '')).success && !/^[\d.]+$/.test(host);
}

/** Whether an enabled receive connector listens where this smart host is, as far as the document tells. */
function isOurselves(host: string, port: number, { server, receiveConnectors }: ConfigDocument): boolean {
  const bindings = receiveConnectors
    .filter(({ enabled }) => enabled)
    .flatMap((connector) => connector.bindings)
    .flatMap((text) => readBinding(text))
    .filter((binding) => binding.port === port);
  const name = host.replace(/\.$/, '').toLowerCase();
  const isLoopback = name === 'localhost' || name === '::1' || name.startsWith('127.');
  const isOurName = [server.fqdn, server.name].some((own) => own.toLowerCase() === name);
  return bindings.some(({ wildcard, address }) => (wildcard && isLoopback) || isOurName || address === name);
}

/** Unreadable bindings are reported where they stand. */
function readBinding(text: string) {
  try {
    return [parseBinding(text)];
  } catch {
    return [];
  }
}
