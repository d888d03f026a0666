import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkConstraints } from '../../../../main/connectors/constraints.ts';
import { receiveConnectorSchema } from '../../../../main/contract/receive-connector.ts';
import { documentOf, formOf } from '../../../../renderer/src/connectors/form.ts';
import { setGroup, setMechanism, setRelay, setTlsFlag } from '../../../../renderer/src/connectors/security.ts';
import type { Group, Mechanism, Security, TlsFlag } from '../../../../renderer/src/connectors/security.ts';

const base = receiveConnectorSchema.parse({
  name: 'Relay',
  bindings: ['0.0.0.0:25'],
  remoteIPRanges: ['10.0.0.1'],
  authMechanism: ['None'],
});
const bare: Security = formOf(base).security;
const mechanisms: readonly Mechanism[] = [
  'Tls',
  'Integrated',
  'BasicAuth',
  'BasicAuthRequireTLS',
  'ExchangeServer',
  'ExternalAuthoritative',
];
const groups: readonly Group[] = ['AnonymousUsers', 'ExchangeUsers', 'ExchangeServers', 'Partners'];
const flags: readonly TlsFlag[] = ['requireTLS', 'domainSecureEnabled', 'implicitTls'];

describe('the check boxes of the Security page', () => {
  test('externally secured brings the Exchange servers along, and stands beside TLS only', () => {
    const before: Security = { ...bare, mechanisms: ['Tls', 'BasicAuth', 'BasicAuthRequireTLS'] };
    const { security, notes } = setMechanism(before, 'ExternalAuthoritative', true);
    expect(security.mechanisms).toEqual(['Tls', 'ExternalAuthoritative']);
    expect(security.groups).toEqual(['ExchangeServers']);
    expect(notes).toEqual(['othersRemoved', 'exchangeServersAdded']);
  });

  test('it gives way to another mechanism, and to the loss of its group', () => {
    const { security } = setMechanism(bare, 'ExternalAuthoritative', true);
    expect(setMechanism(security, 'BasicAuth', true)).toMatchObject({
      security: { mechanisms: ['BasicAuth'] },
      notes: ['externallySecuredRemoved'],
    });
    expect(setGroup(security, 'ExchangeServers', false)).toMatchObject({
      security: { mechanisms: [], groups: [] },
      notes: ['externallySecuredRemoved'],
    });
  });

  test('relay brings the anonymous users along, and goes with them', () => {
    const on = setRelay(bare, true);
    expect(on).toMatchObject({ security: { relay: true, groups: ['AnonymousUsers'] }, notes: ['anonymousAdded'] });
    expect(setRelay(on.security, true).notes).toEqual([]);
    expect(setGroup(on.security, 'AnonymousUsers', false)).toMatchObject({
      security: { relay: false, groups: [] },
      notes: ['relayRemoved'],
    });
  });

  test('passwords only inside TLS needs both, and TLS takes along what needs it', () => {
    const { security, notes } = setMechanism(bare, 'BasicAuthRequireTLS', true);
    expect(security.mechanisms).toEqual(['Tls', 'BasicAuth', 'BasicAuthRequireTLS']);
    expect(notes).toEqual(['basicAdded', 'tlsAdded']);
    const required = setTlsFlag(security, 'requireTLS', true).security;
    expect(setMechanism(required, 'Tls', false)).toMatchObject({
      security: { mechanisms: ['BasicAuth'], requireTLS: false },
      notes: ['tlsFlagsRemoved'],
    });
  });

  test('whatever is clicked, the result keeps the rules of Exchange', () => {
    const on = fc.boolean();
    const click = fc.oneof(
      fc.tuple(fc.constantFrom(...mechanisms), on).map(
        ([mechanism, value]) =>
          (security: Security) =>
            setMechanism(security, mechanism, value),
      ),
      fc.tuple(fc.constantFrom(...groups), on).map(
        ([group, value]) =>
          (security: Security) =>
            setGroup(security, group, value),
      ),
      fc.tuple(fc.constantFrom(...flags), on).map(
        ([flag, value]) =>
          (security: Security) =>
            setTlsFlag(security, flag, value),
      ),
      on.map((value) => (security: Security) => setRelay(security, value)),
    );
    fc.assert(
      fc.property(fc.array(click, { maxLength: 30 }), (clicks) => {
        let security = bare;
        for (const apply of clicks) security = apply(security).security;
        const saved = receiveConnectorSchema.parse(documentOf({ ...formOf(base), security }, base));
        expect(checkConstraints(saved, 'receiveConnectors[0]')).toEqual([]);
      }),
    );
  });
});
