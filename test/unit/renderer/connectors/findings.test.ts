import { describe, expect, test } from 'vitest';
import type { ConfigCheck, ConfigFinding } from '../../../../main/contract/config-view.ts';
import {
  confirmationsOf,
  findingsOf,
  isSavable,
  tabOf,
  worstFirst,
} from '../../../../renderer/src/connectors/findings.ts';

const finding = (path: string, text: string, change: Partial<ConfigFinding> = {}): ConfigFinding => ({
  severity: 'error',
  path,
  text,
  ...change,
});
const openRelay = finding('receiveConnectors[1].remoteIPRanges[0]', 'It is an open relay.', {
  severity: 'warning',
  confirmation: 'Relay',
});
const report = (findings: readonly ConfigFinding[]): ConfigCheck => ({ findings, effects: [], impact: null });

describe('findings', () => {
  test('go to the field and the entry they are about', () => {
    const findings = [
      finding('receiveConnectors[1].bindings[2]', '"x" is not a binding.'),
      finding('receiveConnectors[1].name', 'receiveConnectors[1].name: must be one line.'),
      finding('receiveConnectors[11].name', 'Another connector.'),
      finding('receiveConnectors[1]', 'The whole of it.'),
    ];
    expect(findingsOf(findings, 1)).toEqual([
      { severity: 'error', property: 'bindings', entry: 2, text: '"x" is not a binding.' },
      { severity: 'error', property: 'name', entry: null, text: 'Must be one line.' },
      { severity: 'error', property: '', entry: null, text: 'The whole of it.' },
    ]);
  });

  test.each([
    ['name', 'general'],
    ['maxMessageSize', 'general'],
    ['', 'general'],
    ['permissionGroups', 'security'],
    ['oldTls', 'security'],
    ['remoteIPRanges', 'scoping'],
    ['bindings', 'scoping'],
    ['rewriting', 'rewriting'],
    ['defaultDomain', 'rewriting'],
  ])('about %j are mended on the page %s', (property, tab) => {
    expect(tabOf(property)).toBe(tab);
  });

  test('are told worst first', () => {
    const plain = finding('a', 'a', { severity: 'warning' });
    const error = finding('b', 'b');
    expect(worstFirst([plain, openRelay, error])).toEqual([error, openRelay, plain]);
  });
});

describe('a change', () => {
  test('with an error cannot be saved', () => {
    expect(isSavable(report([finding('a', 'a')]), {})).toBe(false);
    expect(isSavable(report([finding('a', 'a', { severity: 'warning' })]), {})).toBe(true);
  });

  test('that opens a relay is saved once its name has been typed, exactly', () => {
    const check = report([openRelay, openRelay]);
    expect(confirmationsOf(check)).toEqual(['Relay']);
    expect(isSavable(check, {})).toBe(false);
    expect(isSavable(check, { Relay: 'relay' })).toBe(false);
    expect(isSavable(check, { Relay: 'Relay' })).toBe(true);
  });
});
