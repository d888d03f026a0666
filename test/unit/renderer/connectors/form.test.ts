import { describe, expect, test } from 'vitest';
import { receiveConnectorSchema } from '../../../../main/contract/receive-connector.ts';
import type { ReceiveConnectorDocument } from '../../../../main/contract/receive-connector.ts';
import { documentOf, formOf, limitKind, linesOf } from '../../../../renderer/src/connectors/form.ts';
import { relayers } from '../../../../renderer/src/connectors/relayers.ts';
import { partOf } from '../../../../renderer/src/routes.ts';
import { guideDocument } from '../../../support/guide-configuration.ts';
import { connectorView } from './make-view.ts';

const ANONYMOUS = 'NT AUTHORITY\\ANONYMOUS LOGON';
const RELAY = 'ms-Exch-SMTP-Accept-Any-Recipient';
const connector = (change: object = {}): ReceiveConnectorDocument =>
  receiveConnectorSchema.parse({
    name: 'Relay',
    bindings: ['0.0.0.0:25', '[fe80::1%11]:25'],
    remoteIPRanges: ['10.0.0.1', '10.0.1.0/24'],
    permissionGroups: ['AnonymousUsers'],
    ...change,
  });

describe('the form of a connector', () => {
  test.each(guideDocument().receiveConnectors.map((one) => [one.name, one] as const))(
    'gives back %s as it was',
    (_name, document) => {
      expect(documentOf(formOf(document), document)).toEqual(document);
    },
  );

  test('keeps what it does not show', () => {
    const document = connector({ banner: '220 mail', imported: { virtualDirectory: 'x' }, sizeEnabled: 'Disabled' });
    expect(documentOf({ ...formOf(document), comment: 'Second floor' }, document)).toEqual({
      ...document,
      comment: 'Second floor',
    });
  });

  test('shows bindings as address and port, and ranges one a line', () => {
    const form = formOf(connector());
    expect(form.bindings).toEqual([
      { address: '0.0.0.0', port: '25' },
      { address: 'fe80::1%11', port: '25' },
    ]);
    expect(form.ranges).toBe('10.0.0.1\n10.0.1.0/24');
  });

  test('reads lines with blanks and commas, and bindings with or without brackets', () => {
    const base = connector();
    const bindings = [{ address: ' [::] ', port: '587 ' }];
    const saved = documentOf({ ...formOf(base), ranges: ' 10.0.0.1, 10.0.0.2\n\n10.0.0.3 ', bindings }, base);
    expect(saved).toMatchObject({ remoteIPRanges: ['10.0.0.1', '10.0.0.2', '10.0.0.3'], bindings: ['[::]:587'] });
  });

  test('leaves a limit that is no number as it was typed, for the engine to judge', () => {
    const base = connector();
    const form = formOf(base);
    const limits = { ...form.limits, maxHopCount: ' 12 ', messageRateLimit: 'unlimited', maxProtocolErrors: 'many' };
    expect(documentOf({ ...form, limits }, base)).toMatchObject({
      maxHopCount: 12,
      messageRateLimit: 'unlimited',
      maxProtocolErrors: 'many',
    });
  });

  test('an empty name of itself is the one of the server', () => {
    const base = connector({ fqdn: 'mail.office.example' });
    expect(documentOf({ ...formOf(base), fqdn: '  ' }, base)['fqdn']).toBeNull();
  });
});

describe('the relay check box', () => {
  const grant = { user: 'anonymous logon', right: RELAY.toUpperCase(), deny: false };
  const denial = { user: 'S-1-5-7', right: RELAY, deny: true };
  const other = { user: 'scanner', right: RELAY, deny: false };

  test.each([
    ['off without an entry', [], false],
    ['on with one, in any spelling', [grant], true],
    ['off where the right is denied', [grant, denial], false],
    ['off where somebody else has the right', [other], false],
  ])('is %s', (_text, extendedRights, relay) => {
    expect(formOf(connector({ extendedRights })).security.relay).toBe(relay);
  });

  test('switched on, it grants the right and drops a denial, and leaves the others alone', () => {
    const base = connector({ extendedRights: [other, denial] });
    const form = formOf(base);
    const saved = documentOf({ ...form, security: { ...form.security, relay: true } }, base);
    expect(saved['extendedRights']).toEqual([other, { user: ANONYMOUS, right: RELAY, deny: false }]);
  });

  test('switched off, it takes the right back, and Custom goes with the last entry', () => {
    const base = connector({ extendedRights: [grant], permissionGroups: ['AnonymousUsers', 'Custom'] });
    const form = formOf(base);
    const saved = documentOf({ ...form, security: { ...form.security, relay: false } }, base);
    expect(saved).toMatchObject({ extendedRights: [], permissionGroups: ['AnonymousUsers'] });
  });
});

test('lines are what stands between line ends and commas', () => {
  expect(linesOf('a,b\n\n c ')).toEqual(['a', 'b', 'c']);
});

test.each([
  ['maxMessageSize', 'size'],
  ['tarpitInterval', 'span'],
  ['connectionInactivityTimeout', 'span'],
  ['messageRateLimit', 'unlimited'],
  ['maxHopCount', 'number'],
] as const)('%s is written as a %s', (limit, kind) => {
  expect(limitKind(limit)).toBe(kind);
});

test.each([
  [['192.168.0.181'], 'Any program on 192.168.0.181'],
  [['10.0.0.1', '10.0.0.2', '10.0.0.3'], 'Any program on 10.0.0.1, 10.0.0.2 or 10.0.0.3'],
  [['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'], 'Any program in 4 address ranges'],
  [['10.0.0.1', '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'], 'Any program anywhere'],
])('who could relay from %j: %s', (ranges, text) => {
  expect(relayers(connectorView('Relay', ranges))).toBe(text);
});

test.each([
  ['#connectors', null],
  ['#connectors:', null],
  ['#connectors:Relay%20OFFICE', 'Relay OFFICE'],
  ['#connectors:100%', '100%'],
])('the address %s asks for the connector %s', (hash, name) => {
  expect(partOf(hash, 'connectors')).toBe(name);
});
