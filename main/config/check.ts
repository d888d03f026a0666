import { checkConstraints } from '../connectors/constraints.ts';
import { parseBinding, parseRange } from '../connectors/ranges.ts';
import type { ConfigDocument } from '../contract/document.ts';
import type { ReceiveConnectorDocument } from '../contract/receive-connector.ts';
import { PostroomError } from '../errors.ts';
import { checkTogether } from './check-connectors.ts';
import { checkRewriting } from './check-rewriting.ts';
import { checkRouting } from './check-routing.ts';
import { checkSendConnectors } from './check-send-connectors.ts';
import { parseRight } from '../connectors/rights.ts';
import type { Finding } from './configuration.ts';

/** What is wrong with, or unwise in, a document whose sections are valid each for itself. */
export function checkDocument(document: ConfigDocument): readonly Finding[] {
  const entries = [
    ...document.receiveConnectors.flatMap((connector, index) =>
      checkReceiveConnector(connector, `receiveConnectors[${String(index)}]`, document),
    ),
    ...document.transport.blockedAddresses.flatMap((text, index) =>
      attempt(`transport.blockedAddresses[${String(index)}]`, () => parseRange(text)),
    ),
    ...checkAcceptedDomains(document),
    ...checkSendConnectors(document),
    ...checkRewriting(document),
    ...checkRouting(document),
    ...duplicates(document),
  ];
  // The rules between connectors need each of them to be readable.
  return entries.some(({ severity }) => severity === 'error') ? entries : [...entries, ...checkTogether(document)];
}

function error(path: string, text: string): Finding {
  return { severity: 'error', path, text };
}

function checkReceiveConnector(connector: ReceiveConnectorDocument, path: string, document: ConfigDocument): Finding[] {
  const findings: Finding[] = [
    ...checkConstraints(connector, path),
    ...connector.bindings.flatMap((text, index) =>
      attempt(`${path}.bindings[${String(index)}]`, () => parseBinding(text)),
    ),
    ...connector.remoteIPRanges.flatMap((text, index) =>
      attempt(`${path}.remoteIPRanges[${String(index)}]`, () => parseRange(text)),
    ),
    ...connector.extendedRights.flatMap(({ right }, index) =>
      attempt(`${path}.extendedRights[${String(index)}].right`, () => parseRight(right)),
    ),
  ];
  const { defaultDomain } = connector;
  if (defaultDomain === null) return findings;
  const domain = document.acceptedDomains.find(({ name }) => isSameName(name, defaultDomain));
  if (domain === undefined || domain.domainName.startsWith('*')) {
    const text = `Receive connector "${connector.name}": there is no accepted domain named "${defaultDomain}" that is one single domain.`;
    findings.push(error(`${path}.defaultDomain`, text));
  }
  return findings;
}

function checkAcceptedDomains({ acceptedDomains }: ConfigDocument): Finding[] {
  const defaults = acceptedDomains.flatMap((domain, index) => (domain.default ? [index] : []));
  return [
    ...defaults
      .slice(1)
      .map((index) =>
        error(
          `acceptedDomains[${String(index)}].default`,
          'Only one accepted domain can be the default; clear it on the others.',
        ),
      ),
    ...acceptedDomains.flatMap(({ domainName, domainType }, index) =>
      domainName === '*' && domainType === 'Authoritative'
        ? [
            error(
              `acceptedDomains[${String(index)}].domainType`,
              'The accepted domain "*" can be InternalRelay or ExternalRelay, not Authoritative.',
            ),
          ]
        : [],
    ),
  ];
}

function duplicates(document: ConfigDocument): Finding[] {
  return [
    ...repeated(
      'receiveConnectors',
      'name',
      document.receiveConnectors.map(({ name }) => name),
    ),
    ...repeated(
      'sendConnectors',
      'name',
      document.sendConnectors.map(({ name }) => name),
    ),
    ...repeated(
      'acceptedDomains',
      'name',
      document.acceptedDomains.map(({ name }) => name),
    ),
    ...repeated(
      'acceptedDomains',
      'domainName',
      document.acceptedDomains.map(({ domainName }) => domainName),
    ),
    ...repeated(
      'recipients',
      'address',
      document.recipients.map(({ address }) => address),
    ),
    ...repeated(
      'aliases',
      'address',
      document.aliases.map(({ address }) => address),
    ),
    ...repeated(
      'accounts',
      'userName',
      document.accounts.map(({ userName }) => userName),
    ),
    ...repeated(
      'mailboxes',
      'name',
      document.mailboxes.map(({ name }) => name),
    ),
    ...repeated(
      'checks',
      'name',
      document.checks.map(({ name }) => name),
    ),
    ...repeated(
      'devices',
      'address',
      document.devices.map(({ address }) => address),
    ),
  ];
}

function repeated(section: string, property: string, values: readonly string[]): Finding[] {
  const seen = new Set<string>();
  return values.flatMap((value, index) => {
    const key = value.toLowerCase();
    if (seen.has(key))
      return [
        error(
          `${section}[${String(index)}].${property}`,
          `"${value}" is there twice; names are compared without case. Rename one or remove it.`,
        ),
      ];
    seen.add(key);
    return [];
  });
}

function attempt(path: string, parse: () => unknown): Finding[] {
  try {
    parse();
    return [];
  } catch (failure) {
    if (failure instanceof PostroomError) return [error(path, failure.message)];
    throw failure;
  }
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
