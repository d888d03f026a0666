import { beforeEach, expect, test } from 'vitest';
import { sessionStart } from '../journal/open-journal.ts';
import { makeApi } from './make-api.ts';

let parts: Awaited<ReturnType<typeof makeApi>>;
beforeEach(async () => {
  parts = await makeApi();
});

const list = () => parts.api.calls['devices.list']({}, { role: 'view', name: 'tester' });

test('a device has the name and the note that the configuration gives its address', async () => {
  parts.journal.open(sessionStart({ remoteEndpoint: '192.168.0.180:49152' }));
  parts.journal.open(sessionStart({ remoteEndpoint: '[fe80::1]:49152', localEndpoint: '[fe80::9]:25' }));
  const devices = [
    { address: '192.168.0.180', name: 'Accounting printer', note: 'Second floor' },
    { address: 'FE80:0::1', name: 'Door camera' },
  ];
  await parts.configuration.patch({ devices }, { baseRevision: 1, author: 'test' });
  expect(await list()).toMatchObject([
    { address: '192.168.0.180', name: 'Accounting printer', note: 'Second floor', sessions: 1 },
    { address: 'fe80::1', name: 'Door camera', note: '', sessions: 1 },
  ]);
});

test('one that was named before it came is there already, with nothing seen of it', async () => {
  await parts.configuration.patch(
    { devices: [{ address: '192.168.0.99', name: 'New scanner' }] },
    { baseRevision: 1, author: 'test' },
  );
  expect(await list()).toMatchObject([
    { address: '192.168.0.99', name: 'New scanner', sessions: 0, lastSeenMs: 0, answeredBy: null },
  ]);
});

test('it says which connector takes the next connection, not which took the last', async () => {
  parts.journal.open(sessionStart({ remoteEndpoint: '192.168.0.181:49152', localEndpoint: '192.168.0.10:25' }));
  expect(await list()).toMatchObject([{ answeredBy: 'Default Frontend OFFICE', name: null }]);
  const { receiveConnectors } = parts.configuration.current().document;
  const relay = {
    name: 'Relay',
    bindings: ['0.0.0.0:25'],
    remoteIPRanges: ['192.168.0.181'],
    permissionGroups: ['AnonymousUsers'],
  };
  await parts.configuration.patch(
    { receiveConnectors: [...receiveConnectors, relay] },
    { baseRevision: 1, author: 'test' },
  );
  expect(await list()).toMatchObject([{ answeredBy: 'Relay', connector: 'OFFICE\\Default Frontend OFFICE' }]);
  await parts.configuration.patch({ receiveConnectors: [] }, { baseRevision: 2, author: 'test' });
  expect(await list()).toMatchObject([{ answeredBy: null }]);
});

test('an address twice among the devices is a mistake', () => {
  const devices = [
    { address: '10.0.0.1', name: 'A' },
    { address: '10.0.0.1', name: 'B' },
  ];
  expect(parts.configuration.checkPatch({ devices }).findings).toMatchObject([
    { severity: 'error', path: 'devices[1].address' },
  ]);
});
