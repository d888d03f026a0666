import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../main/contract/declaration.ts';
import { makeApi } from './make-api.ts';

const caller: Caller = { role: 'admin', name: 'tester' };
const relay = {
  name: 'Relay',
  bindings: ['0.0.0.0:25'],
  remoteIPRanges: ['192.168.0.181', '192.168.0.40-192.168.0.45'],
  permissionGroups: ['AnonymousUsers'],
  extendedRights: [{ user: 'ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' }],
};

describe('connectors.describe', () => {
  it('tells the connectors as they are, with what each did today', async () => {
    const { api, journal, configuration } = await makeApi();
    const session = journal.open({
      id: '0000000000000001',
      direction: 'receive',
      connector: 'OFFICE\\Default Frontend OFFICE',
      verbose: false,
      localEndpoint: '192.168.0.10:25',
      remoteEndpoint: '192.168.0.181:1',
    });
    session.transaction({ accepted: true, mailFrom: 'a@b.example', recipients: ['c@d.example'], reply: '250' });
    const { revision, findings, connectors } = await api.calls['connectors.describe']({}, caller);
    expect(revision).toBe(configuration.current().revision);
    expect(findings).toEqual([]);
    expect(connectors?.map(({ name, submits, relays }) => [name, submits, relays])).toEqual([
      ['Default Frontend OFFICE', 'everybody', 'nobody'],
      ['Client Frontend OFFICE', 'afterLogin', 'afterLogin'],
      ['Outbound Proxy Frontend OFFICE', 'nobody', 'nobody'],
      ['Default OFFICE', 'afterLogin', 'afterLogin'],
      ['Client Proxy OFFICE', 'afterLogin', 'afterLogin'],
    ]);
    expect(connectors?.[0]).toMatchObject({
      identity: 'OFFICE\\Default Frontend OFFICE',
      sentence: 'Every address may send to the accepted domains, without login',
      externallySecured: false,
      tolerance: 'Strict',
      acceptedToday: 1,
      refusedToday: 0,
    });
  });

  it('tells them as a patch would make them, and changes nothing', async () => {
    const { api, configuration } = await makeApi();
    const before = configuration.current().revision;
    const patch = { receiveConnectors: [relay] };
    const { connectors } = await api.calls['connectors.describe']({ patch }, caller);
    expect(connectors).toHaveLength(1);
    expect(connectors?.[0]).toMatchObject({
      sentence: '192.168.0.181 and 192.168.0.40-192.168.0.45 may relay to anyone, without login',
      submits: 'everybody',
      relays: 'everybody',
      tolerance: 'DeviceFriendly',
      bindings: [{ address: '0.0.0.0', port: 25, family: 4, wildcard: true }],
      ranges: [
        { text: '192.168.0.181', low: '3232235701', high: '3232235701', addresses: '1' },
        { text: '192.168.0.40-192.168.0.45', addresses: '6', family: 4 },
      ],
    });
    expect(configuration.current().revision).toBe(before);
  });

  it('names what is wrong with a patch by its path', async () => {
    const { api } = await makeApi();
    const patch = { receiveConnectors: [{ ...relay, remoteIPRanges: ['192.168.0.300'] }] };
    const { connectors, findings } = await api.calls['connectors.describe']({ patch }, caller);
    expect(connectors).toBeNull();
    expect(findings).toContainEqual(
      expect.objectContaining({ severity: 'error', path: 'receiveConnectors[0].remoteIPRanges[0]' }),
    );
  });
});
