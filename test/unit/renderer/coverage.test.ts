import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { contract } from '../../../main/contract/calls.ts';
import { documentSchema } from '../../../main/contract/document.ts';
import { receiveConnectorSchema } from '../../../main/contract/receive-connector.ts';
import { sendConnectorSchema } from '../../../main/contract/send-connector.ts';
import { documentOf, formOf } from '../../../renderer/src/connectors/form.ts';
import { domainFormOf, domainPatch } from '../../../renderer/src/delivery/domain-form.ts';
import { sendDocumentOf, sendFormOf } from '../../../renderer/src/delivery/send-form.ts';
import { groups } from '../../../renderer/src/settings/form.ts';

/** Everything the contract can do and everything the document holds can be reached in the console, or is named here. */

const folder = fileURLToPath(new URL('../../../renderer/src/', import.meta.url));
const source = globSync('**/*.{ts,svelte}', { cwd: folder })
  .filter((path) => !path.startsWith('messages/'))
  .map((path) => readFileSync(folder + path, 'utf8'))
  .join('\n');
/** Names put together where they are called, such as `message.${action}`. */
const patterns = [...source.matchAll(/`((?:queue|message|services)\.)\$\{[^}]+\}`/g)].map(([, start]) => start ?? '');
const isNamed = (name: string): boolean => source.includes(`'${name}'`);
const isCalled = (name: string): boolean =>
  isNamed(name) || patterns.some((start) => name.startsWith(start) && isNamed(name.slice(start.length)));

const elsewhere: Readonly<Record<string, string>> = {
  'status.get': 'the topic status pushes it',
  'services.list': 'part of the status',
  'listeners.list': 'part of the status',
  'queue.list': 'the topic queue pushes it',
  'message.content': 'saved from /messages/N.eml, which may be large',
  'config.check': 'the console sends merge patches and never whole documents',
  'config.apply': 'the console sends merge patches and never whole documents',
  'providers.list': 'presets and limits stand in the forms; the command line lists them all',
  'engine.stop': 'a page that ends the engine cuts itself off; the desktop quits it, and a service manager stops it',
  'tester.replaySession': 'a session is opened as its transcript, which can then be changed',
  'tester.impact': 'every change report has it',
  'shell.close': 'a session waits for the page to come back, and ends by itself when nobody does',
};

describe('every call of the contract', () => {
  const names = [...Object.keys(contract.calls), ...Object.keys(contract.topics)];

  it('is made by a page, or has a reason not to be', () => {
    expect(names.filter((name) => !isCalled(name) && !(name in elsewhere))).toEqual([]);
  });

  it('is excused only where it is there and no page makes it', () => {
    expect(Object.keys(elsewhere).filter((name) => !names.includes(name) || isNamed(name))).toEqual([]);
  });
});

type Values = Readonly<Record<string, unknown>>;

/** Every switch and number of a document as another one. */
function flipped(base: Values): Values {
  const entries = Object.entries(base).filter(([, value]) => typeof value === 'boolean' || typeof value === 'number');
  return Object.fromEntries(entries.map(([name, value]) => [name, typeof value === 'boolean' ? !value : 7]));
}

/** The properties that a form does not carry from a document into another. `along`: what one of them needs beside it. */
function lostIn(
  base: Values,
  others: Values,
  through: (document: Values) => Values,
  along: Readonly<Record<string, Values>> = {},
): readonly string[] {
  return Object.keys(base).filter((name) => {
    const document = { ...base, ...along[name], [name]: others[name] };
    expect(others, name).toHaveProperty(name);
    expect(others[name], name).not.toEqual(base[name]);
    return !isDeepStrictEqual(through(document)[name], others[name]);
  });
}

describe('every property of a receive connector', () => {
  const base = receiveConnectorSchema.parse({ name: 'A', bindings: ['0.0.0.0:25'], remoteIPRanges: ['10.0.0.1'] });
  const others: Values = {
    ...flipped(base),
    ...{
      name: 'B',
      comment: 'x',
      transportRole: 'HubTransport',
      bindings: ['10.0.0.9:26'],
      remoteIPRanges: ['10.0.0.2'],
    },
    ...{ authMechanism: ['BasicAuth'], permissionGroups: ['AnonymousUsers'], fqdn: 'x.example', banner: '220 hello' },
    extendedRights: [{ user: 'scanner', right: 'ms-Exch-SMTP-Submit', deny: true }],
    ...{ protocolLoggingLevel: 'Verbose', connectionTimeout: '00:01:00', connectionInactivityTimeout: '00:01:00' },
    ...{ messageRateLimit: 5, messageRateSource: 'All', maxMessageSize: '1MB', maxHeaderSize: '1KB' },
    ...{ tarpitInterval: '00:00:01', authTarpitInterval: '00:00:01', tlsCertificateName: '<I>A<S>B' },
    ...{ sizeEnabled: 'Disabled', defaultDomain: 'Office', tolerance: 'Strict', rawHeaderCharset: 'None' },
    rewriting: { sender: 'a@x.example', deviceSenders: [], keepOriginalInReplyTo: true, archiveMailbox: 'copies' },
    imported: { AdminDisplayName: 'x' },
  };

  it('is edited on its page, but for what is set elsewhere or only kept', () => {
    const through = (document: Values): Values => documentOf(formOf(receiveConnectorSchema.parse(document)), base);
    expect(lostIn(base, others, through)).toEqual([
      // The certificate's own dialog on the page Delivery gives it to connectors.
      'tlsCertificateName',
      // What an import brought along without a meaning here.
      'imported',
    ]);
  });
});

describe('every property of a send connector', () => {
  const base = sendConnectorSchema.parse({
    ...{ name: 'A', addressSpaces: ['a.example'], smartHosts: ['smtp.example'], userName: 'a' },
    smartHostAuthMechanism: 'BasicAuth',
  });
  const oauth = {
    ...{ provider: 'Other', flow: 'ClientCredentials', tenant: null, clientId: 'x', scope: 'y', issuer: null },
    tokenEndpoint: 'https://login.example/token',
    ...{ authorizationEndpoint: null, deviceAuthorizationEndpoint: null, secretExpires: null },
  };
  const others: Values = {
    ...flipped(base),
    ...{ name: 'B', comment: 'x', addressSpaces: ['SMTP:b.example;1'], smartHosts: ['other.example'], userName: 'b' },
    ...{ smartHostAuthMechanism: 'BasicAuthRequireTLS', tlsAuthLevel: 'EncryptionOnly', tlsDomain: 'x.example' },
    ...{ tlsPinnedFingerprint: Array(32).fill('AB').join(':'), fqdn: 'x.example', maxMessageSize: '1MB' },
    ...{ connectionInactivityTimeOut: '00:01:00', protocolLoggingLevel: 'Verbose', oauth },
    ...{ quota: { ...base.quota, messagesPerDay: 9 }, signDkim: false, tlsCertificateName: '<I>A<S>B' },
    ...{ conditions: { senders: ['a@x.example'], receiveConnectors: [] }, imported: { x: 1 } },
    sendWindow: { from: '22:00', to: '06:00', days: ['Monday'] },
    rewriting: { sender: 'a@x.example', deviceSenders: [], keepOriginalInReplyTo: true },
  };

  it('is edited on its page, but for what is only kept', () => {
    const through = (document: Values): Values => sendDocumentOf(sendFormOf(sendConnectorSchema.parse(document)), base);
    const along = {
      oauth: { smartHostAuthMechanism: 'OAuth' },
      requireTLS: { smartHostAuthMechanism: 'None' },
      domainSecureEnabled: { smartHosts: [], smartHostAuthMechanism: 'None' },
    };
    expect(lostIn(base, others, through, along)).toEqual(['imported']);
  });
});

describe('every other section of the document', () => {
  const document = documentSchema.parse({});
  const onSettings = Object.values(groups).flat();
  /** The panel on the page Devices has calls of its own for these. */
  const onDevices = ['learningModeEnabled', 'learningModeEnds'];

  it.each(['server', 'transport', 'journal', 'alerts'] as const)('%s is edited on the page Settings', (section) => {
    const edited = onSettings.filter((field) => field.section === section).map(({ property }) => property);
    const properties = Object.keys(document[section]).filter((property) => !onDevices.includes(property));
    expect(edited.toSorted()).toEqual(properties.toSorted());
  });

  it('acceptedDomains is edited on the page Delivery', () => {
    const domain = {
      ...{ name: 'Office', domainName: 'office.example', domainType: 'InternalRelay', default: true },
      ...{ matchSubDomains: true, addressBookEnabled: false, dkimSelector: 'x' },
    };
    const { acceptedDomains, recipients } = documentSchema.parse({
      acceptedDomains: [domain],
      recipients: [{ address: 'a@office.example', mailbox: 'scans' }],
    });
    const lists = { acceptedDomains, recipients };
    expect(domainPatch(domainFormOf(0, lists), 1, { acceptedDomains: [], recipients: [] })).toEqual(lists);
    expect(Object.keys(acceptedDomains[0] ?? {}).toSorted()).toEqual(Object.keys(domain).toSorted());
  });

  /** Lists with a dialog for each entry; `kept`: what no person types. */
  const dialogs = { recipients: [], aliases: [], accounts: ['passwordHash'], mailboxes: [], checks: [], devices: [] };

  it.each(Object.entries(dialogs))('%s has a place for each of its properties', (section, kept: readonly string[]) => {
    const schema = documentSchema.shape[section as keyof typeof dialogs];
    const properties = Object.keys(schema.unwrap().element.shape);
    const missing = properties.filter((name) => !new RegExp(`\\b${name}\\b`).test(source) && !kept.includes(name));
    expect(missing).toEqual([]);
  });

  it('is one of these', () => {
    const known = ['$schema', 'version', 'receiveConnectors', 'sendConnectors', 'acceptedDomains'];
    const sections = [...known, 'server', 'transport', 'journal', 'alerts', ...Object.keys(dialogs)];
    expect(Object.keys(documentSchema.shape).filter((name) => !sections.includes(name))).toEqual([]);
  });
});
