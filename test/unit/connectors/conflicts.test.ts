import { describe, expect, it } from 'vitest';
import { findConflicts } from '../../../main/connectors/conflicts.ts';
import { makeConnector } from './make-connector.ts';
import type { ConnectorTexts } from './make-connector.ts';

const everything = ['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '0.0.0.0-255.255.255.255'];
const listen = (port: number): string[] => [`[::]:${String(port)}`, `0.0.0.0:${String(port)}`];
const find = (...texts: ConnectorTexts[]) =>
  findConflicts(texts.map((each, index) => makeConnector({ name: `C${String(index)}`, ...each })));
const hub = { transportRole: 'HubTransport' } as const;

describe('findConflicts', () => {
  it('lets the five default connectors of Exchange stand', () => {
    expect(
      find(
        { bindings: listen(25), ranges: everything },
        { bindings: listen(587), ranges: everything },
        { bindings: listen(717), ranges: everything },
        { bindings: listen(2525), ranges: everything, more: hub },
        { bindings: listen(465), ranges: everything, more: hub },
      ),
    ).toEqual([]);
  });

  it('allows nested ranges, other ports and other addresses', () => {
    expect(find({}, { ranges: ['192.168.0.0/16'] }, { ranges: ['192.168.1.75', '192.168.0.0/24'] })).toEqual([]);
    expect(find({}, { bindings: ['0.0.0.0:26'] }, { bindings: ['192.0.2.1:25'] })).toEqual([]);
    expect(find({ ranges: ['10.0.0.1-10.0.0.9', '10.0.0.5-10.0.0.20', '10.0.0.5'] })).toEqual([]);
  });

  it('refuses the same binding and range twice, in the words of Exchange, disabled or not', () => {
    for (const enabled of [true, false]) {
      const [conflict, ...more] = find(
        { bindings: listen(25) },
        { bindings: ['10.0.0.1:25', '0.0.0.0:25'], ranges: ['10.0.0.1', '0.0.0.0/0'], more: { enabled } },
      );
      expect(more).toEqual([]);
      expect(conflict).toEqual({
        severity: 'error',
        connector: 1,
        path: 'receiveConnectors[1].remoteIPRanges[1]',
        text: 'The values that you specified for the Bindings and RemoteIPRanges parameters conflict with the settings on Receive connector "POSTROOM\\C0". Receive connectors must have a unique combination of a local IP address & port bindings and remote IP address ranges. Change at least one of these values.',
      });
    }
  });

  it('refuses ranges that cross', () => {
    const [conflict, ...more] = find(
      { ranges: ['10.0.0.1-10.0.0.9'] },
      { ranges: ['0.0.0.0/0', '10.0.0.5-10.0.0.20'] },
    );
    expect(more).toEqual([]);
    expect(conflict?.path).toBe('receiveConnectors[1].remoteIPRanges[1]');
    expect(conflict?.text).toContain(
      '10.0.0.5-10.0.0.20 and 10.0.0.1-10.0.0.9 overlap, but neither contains the other',
    );
    expect(find({ ranges: ['10.0.0.5-10.0.0.20'] }, { ranges: ['10.0.0.1-10.0.0.9'] })).toHaveLength(1);
    expect(find({ ranges: ['::1-::9'] }, { ranges: ['::5-::f'] })).toHaveLength(1);
  });

  it('finds a crossing behind ranges that nest', () => {
    expect(
      find({ ranges: ['10.0.0.0-10.0.0.100'] }, { ranges: ['10.0.0.1-10.0.0.2', '10.0.0.90-10.0.0.110'] }),
    ).toHaveLength(1);
  });

  it('keeps Frontend and Hub apart on one port, whatever their ranges', () => {
    const [conflict, ...more] = find(
      { ranges: ['10.0.0.1'] },
      { bindings: ['192.0.2.1:25'], ranges: ['10.0.0.2'], more: hub },
    );
    expect(more).toEqual([]);
    expect(conflict).toMatchObject({ severity: 'error', connector: 1, path: 'receiveConnectors[1].bindings[0]' });
    expect(conflict?.text).toBe(
      'The values that you specified for the Bindings and RemoteIPRanges parameters conflict with the settings on Receive connector "POSTROOM\\C0". Receive connectors assigned to different Transport roles on a single server must listen on unique local IP address & port bindings.',
    );
    expect(find({}, { bindings: ['[::]:25'], more: hub })).toEqual([]);
  });

  it('only warns where one of the two roles is disabled', () => {
    const conflicts = find(
      { bindings: listen(465), more: { ...hub, enabled: false } },
      { bindings: ['0.0.0.0:465'], ranges: ['192.168.1.20'] },
    );
    expect(conflicts.map(({ severity }) => severity)).toEqual(['warning']);
  });

  it('copes with thousands of nested ranges', () => {
    const ranges = Array.from({ length: 5000 }, (_, i) => `10.${String(i >> 8)}.${String(i & 255)}.0/24`);
    expect(find({}, { ranges }, { ranges: ranges.map((text) => text.replace('.0/24', '.7')) })).toEqual([]);
  });
});
