import { expect, test } from 'vitest';
import { documentSchema } from '../../../main/contract/document.ts';
import type { ConfigDocument, SparseDocument } from '../../../main/contract/document.ts';
import { domainsOf, readDomains, receiversPatch } from '../../../renderer/src/start/receivers.ts';
import { mayRelay, sendersOf, sendersPatch, withAddress } from '../../../renderer/src/start/senders.ts';
import { stepAfter, stepBefore, stepOf } from '../../../renderer/src/start/steps.ts';
import { isUnfinished, wayOf, wayPatch, withEncryption } from '../../../renderer/src/start/way.ts';
import type { Way } from '../../../renderer/src/start/way.ts';

const first = documentSchema.parse({
  server: { name: 'OFFICE' },
  receiveConnectors: [
    {
      name: 'Client Frontend OFFICE',
      bindings: ['0.0.0.0:2587'],
      remoteIPRanges: ['0.0.0.0-255.255.255.255'],
      authMechanism: ['Tls', 'BasicAuth'],
      permissionGroups: ['ExchangeUsers'],
    },
    {
      name: 'Default Frontend OFFICE',
      bindings: ['[::]:2525', '0.0.0.0:2525'],
      remoteIPRanges: ['0.0.0.0-255.255.255.255'],
      permissionGroups: ['AnonymousUsers'],
    },
  ],
  acceptedDomains: [{ name: 'office.example', domainName: 'office.example', default: true }],
});

/** The document as a merge patch would make it: lists are replaced whole. */
function patched(document: ConfigDocument, patch: SparseDocument | null): ConfigDocument {
  return documentSchema.parse({ ...document, ...patch });
}
const withDevices = patched(first, sendersPatch(first, '192.168.0.180\n192.168.0.0/28'));

test('an address names the question, the first where it names none', () => {
  expect(['#start', '#start:goes', '#start:nowhere'].map(stepOf)).toEqual(['sends', 'goes', 'sends']);
  expect([stepBefore('sends'), stepAfter('sends'), stepAfter('printer')]).toEqual([null, 'receives', null]);
});

test('devices get a connector of their own at the door that is open to them', () => {
  const made = withDevices.receiveConnectors.at(-1);
  expect(made).toMatchObject({
    name: 'Devices OFFICE',
    bindings: ['[::]:2525', '0.0.0.0:2525'],
    remoteIPRanges: ['192.168.0.180', '192.168.0.0/28'],
    permissionGroups: ['AnonymousUsers'],
  });
  expect(sendersOf(withDevices)).toBe('192.168.0.180\n192.168.0.0/28');
  expect(mayRelay(first)).toBeNull();
  expect(mayRelay(withDevices)).toBe(true);
});

test('asked again, the same connector is changed, taken away, or left alone', () => {
  expect(sendersPatch(withDevices, ' 192.168.0.180, 192.168.0.0/28 ')).toBeNull();
  expect(sendersPatch(first, '  ')).toBeNull();
  const changed = patched(withDevices, sendersPatch(withDevices, '10.0.0.1'));
  expect(changed.receiveConnectors).toHaveLength(3);
  expect(sendersOf(changed)).toBe('10.0.0.1');
  expect(patched(changed, sendersPatch(changed, '')).receiveConnectors).toEqual(first.receiveConnectors);
});

test('an address that knocks is added once', () => {
  expect(withAddress('', '10.0.0.1')).toBe('10.0.0.1');
  expect(withAddress('10.0.0.1', '10.0.0.2')).toBe('10.0.0.1\n10.0.0.2');
  expect(withAddress('10.0.0.1\n10.0.0.2', '10.0.0.2')).toBe('10.0.0.1\n10.0.0.2');
});

test('domains are read as people write them, and the placeholder of a first run is none', () => {
  expect(domainsOf(first)).toBe('');
  expect(readDomains('anna@Contoso.com\n contoso.com., fabrikam.de')).toEqual(['contoso.com', 'fabrikam.de']);
});

test('the own domains take the place of the placeholder, the first is the default', () => {
  const patch = receiversPatch(first, 'contoso.com\nfabrikam.de', null);
  expect(patched(first, patch).acceptedDomains).toMatchObject([
    { domainName: 'contoso.com', domainType: 'Authoritative', default: true },
    { domainName: 'fabrikam.de', default: false },
  ]);
  const second = patched(first, patch);
  const more = patched(second, receiversPatch(second, 'tailspin.org\nfabrikam.de\ncontoso.com', null));
  expect(more.acceptedDomains.map((one) => [one.domainName, one.default])).toEqual([
    ['tailspin.org', false],
    ['fabrikam.de', false],
    ['contoso.com', true],
  ]);
  expect(receiversPatch(second, domainsOf(second), null)).toBeNull();
  expect(receiversPatch(first, '', null)).toBeNull();
});

test('whether devices may write to everybody is the right of their connector', () => {
  const own = patched(withDevices, receiversPatch(withDevices, '', false));
  expect(mayRelay(own)).toBe(false);
  expect(receiversPatch(own, '', false)).toBeNull();
  expect(mayRelay(patched(own, receiversPatch(own, 'contoso.com', true)))).toBe(true);
  expect(receiversPatch(first, '', true)).toBeNull();
});

const smartHost: Way = {
  kind: 'smartHost',
  host: 'smtp.office365.com',
  port: '587',
  encryption: 'startTls',
  userName: 'relay@contoso.com',
  ownToo: true,
};

test.each([
  ['startTls', 'relay', { smartHostAuthMechanism: 'BasicAuthRequireTLS', requireTLS: true, implicitTls: false }],
  ['implicit', 'relay', { smartHostAuthMechanism: 'BasicAuthRequireTLS', requireTLS: false, implicitTls: true }],
  ['none', 'relay', { smartHostAuthMechanism: 'BasicAuth', ignoreSTARTTLS: true }],
  ['none', '', { smartHostAuthMechanism: 'None', userName: null }],
] as const)('a smart host with encryption %s and login "%s"', (encryption, userName, expected) => {
  const way = { ...smartHost, encryption, userName };
  const document = patched(first, wayPatch(first, way));
  expect(document.sendConnectors).toMatchObject([
    { name: 'Internet', addressSpaces: ['SMTP:*;1'], smartHosts: ['smtp.office365.com'], port: 587, ...expected },
  ]);
  expect(document.acceptedDomains).toMatchObject([{ domainType: 'InternalRelay' }]);
  expect(wayOf(document)).toEqual(way);
  expect(wayPatch(document, way)).toBeNull();
});

test('directly to each server, and back into folders: the connector rests', () => {
  const direct = patched(first, wayPatch(first, { ...smartHost, kind: 'direct', ownToo: false }));
  expect(direct.sendConnectors).toMatchObject([{ name: 'Internet', smartHosts: [], port: 25, enabled: true }]);
  expect(direct.acceptedDomains).toMatchObject([{ domainType: 'Authoritative' }]);
  expect(wayOf(direct).kind).toBe('direct');
  const folder = patched(direct, wayPatch(direct, { ...smartHost, kind: 'folder' }));
  expect(folder.sendConnectors).toMatchObject([{ name: 'Internet', enabled: false }]);
  expect(wayOf(folder).kind).toBe('folder');
  expect(patched(folder, wayPatch(folder, smartHost)).sendConnectors).toHaveLength(1);
});

test('what only a person can say is asked for, and the usual port follows the encryption', () => {
  expect(isUnfinished({ ...smartHost, host: ' ' })).toBe(true);
  expect(isUnfinished({ ...smartHost, port: '0' })).toBe(true);
  expect(isUnfinished(smartHost)).toBe(false);
  expect(isUnfinished({ ...smartHost, kind: 'folder', host: '' })).toBe(false);
  expect(withEncryption(smartHost, 'implicit').port).toBe('465');
  expect(withEncryption({ ...smartHost, port: '2525' }, 'none').port).toBe('2525');
});
