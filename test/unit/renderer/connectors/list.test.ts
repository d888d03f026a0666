import { describe, expect, test } from 'vitest';
import type { ListenerState } from '../../../../main/contract/status-view.ts';
import { connectorLine, filterConnectors } from '../../../../renderer/src/connectors/list.ts';
import { connectorView } from './make-view.ts';

const failed: ListenerState = {
  connector: 'OFFICE\\Default',
  address: '0.0.0.0',
  port: 25,
  state: 'failed',
  reason: 'Another program uses it.',
};

describe('a line of the list', () => {
  test.each([
    ['on', 'good', connectorView('Default'), []],
    ['off', 'plain', connectorView('Default', ['10.0.0.1'], { enabled: false }), []],
    ['not listening', 'bad', connectorView('Default'), [failed]],
    ['takes mail from nobody', 'warn', connectorView('Default', ['10.0.0.1'], { submits: 'nobody' }), []],
    ['externally secured', 'warn', connectorView('Default', ['10.0.0.1'], { externallySecured: true }), []],
  ] as const)('says that it is %s', (state, tone, connector, listeners) => {
    expect(connectorLine(connector, listeners)).toMatchObject({ state, tone });
  });

  test('carries role, ports and whatever is out of the ordinary as badges', () => {
    const connector = connectorView('Relay', ['10.0.0.1'], {
      bindings: ['0.0.0.0:587', '0.0.0.0:25', '[::]:25'],
      transportRole: 'HubTransport',
      externallySecured: true,
      tolerance: 'DeviceFriendly',
      implicitTls: true,
      oldTls: true,
    });
    expect(connectorLine(connector, []).badges.map(({ text }) => text)).toEqual([
      'Hub · ports 25 and 587',
      'externally secured',
      'device-friendly',
      'TLS from the first byte',
      'old TLS',
    ]);
  });

  test('names the port that could not be opened', () => {
    expect(connectorLine(connectorView('Default'), [failed]).badges.map(({ text }) => text)).toContain(
      'port 25 is not open',
    );
  });

  test('another connector on the port is none of its business', () => {
    expect(connectorLine(connectorView('Relay'), [failed]).tone).toBe('good');
  });

  test('its sentence does not repeat that it is off', () => {
    const off = connectorView('Old', ['10.0.0.1'], { enabled: false, sentence: 'Disabled: 10.0.0.1 may relay' });
    expect(connectorLine(off, []).sentence).toBe('10.0.0.1 may relay');
  });

  test.each([
    [0, 0, 'plain', 'none today'],
    [41, 0, 'good', '41 today'],
    [96, 2, 'good', '96 today, 2 refused'],
    [0, 3, 'plain', 'none today, 3 refused'],
  ])('counts %d taken and %d refused', (acceptedToday, refusedToday, tone, text) => {
    const connector = connectorView('Default', ['10.0.0.1'], { acceptedToday, refusedToday });
    expect(connectorLine(connector, []).today).toEqual({ tone, text });
  });
});

test('the filter keeps lines in which all its words stand', () => {
  const connectors = [connectorView('Default'), connectorView('Relay OFFICE', ['192.168.0.181'])];
  const names = (filter: string): readonly string[] => filterConnectors(connectors, [], filter).map(({ name }) => name);
  expect(names('')).toEqual(['Default', 'Relay OFFICE']);
  expect(names('  office 0.181 ')).toEqual(['Relay OFFICE']);
  expect(names('port 25')).toEqual(['Default', 'Relay OFFICE']);
  expect(names('587')).toEqual([]);
});
