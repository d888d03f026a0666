import { describe, expect, test } from 'vitest';
import type { MapBlock } from '../../../../renderer/src/connectors/map-layout.ts';
import { blockTexts, fitLabel, shortRange, stripsOf, toneOf } from '../../../../renderer/src/connectors/strips.ts';
import { connectorView } from './make-view.ts';

const everything = ['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '0.0.0.0-255.255.255.255'];

describe('the strips of the map', () => {
  test('every binding is one, in the order of ports, with the ranges of its family', () => {
    const strips = stripsOf([
      connectorView('Client', everything, { bindings: ['[::]:587', '0.0.0.0:587'] }),
      connectorView('Default', everything, { bindings: ['[::]:25', '0.0.0.0:25'] }),
      connectorView('Relay', ['192.168.0.181'], { bindings: ['0.0.0.0:25'] }),
    ]);
    expect(strips.map(({ endpoint, ranges }) => [endpoint, ranges.map(({ connector }) => connector)])).toEqual([
      ['0.0.0.0:25', ['Default', 'Relay']],
      ['[::]:25', ['Default']],
      ['0.0.0.0:587', ['Client']],
      ['[::]:587', ['Client']],
    ]);
  });

  test('disabled connectors answer nobody', () => {
    expect(stripsOf([connectorView('Off', ['10.0.0.1'], { enabled: false })])).toEqual([]);
  });

  test('a single address falls back to all of them where somebody listens there', () => {
    const strips = stripsOf([
      connectorView('Default'),
      connectorView('One card', ['10.0.0.0/8'], { bindings: ['10.0.0.1:25', '10.0.0.1:26'] }),
    ]);
    expect(strips.map(({ endpoint, fallsBack }) => [endpoint, fallsBack])).toEqual([
      ['0.0.0.0:25', false],
      ['10.0.0.1:25', true],
      ['10.0.0.1:26', false],
    ]);
  });
});

describe('a block', () => {
  const block = (connectors: readonly string[]): MapBlock => ({
    connectors,
    ranges: 1,
    low: 0n,
    high: 0n,
    x: 0,
    width: 9,
    row: 0,
  });
  const known = new Map(
    [
      connectorView('Default'),
      connectorView('Relay', ['10.0.0.1'], { relays: 'everybody' }),
      connectorView('ERP', ['10.0.0.2'], { relays: 'everybody', externallySecured: true }),
      connectorView('Client', ['10.0.0.3'], { relays: 'afterLogin' }),
    ].map((view) => [view.name, view]),
  );

  test.each([
    ['plain', ['Default']],
    ['plain', ['Client']],
    ['relay', ['Relay']],
    ['trusted', ['ERP']],
    ['several', ['Default', 'ERP']],
  ])('is drawn %s for %j', (tone, names) => {
    expect(toneOf(block(names), known)).toBe(tone);
  });

  test('is labelled with the fullest text that fits, or with its beginning', () => {
    const texts = ['Relay OFFICE · .40–.45', 'Relay OFFICE'];
    expect(fitLabel(texts, 200)).toBe('Relay OFFICE · .40–.45');
    expect(fitLabel(texts, 100)).toBe('Relay OFFICE');
    expect(fitLabel(texts, 60)).toBe('Relay …');
    expect(fitLabel(texts, 20)).toBe('');
  });

  test.each([
    [4, 0xc0_a8_00_b5n, 0xc0_a8_00_b5n, '.181'],
    [4, 0xc0_a8_00_28n, 0xc0_a8_00_2dn, '.40–.45'],
    [4, 0n, 0xffff_ffffn, ''],
    [6, 0xfe80n << 112n, 0xfe80n << 112n, ':0'],
  ] as const)('is told shortly as IPv%d %d-%d: %s', (family, low, high, text) => {
    expect(shortRange({ low, high }, family)).toBe(text);
  });

  test('leaves the name of the server out where there is no room for it', () => {
    const block = { connectors: ['Relay OFFICE'], ranges: 1, low: 0xc0a80028n, high: 0xc0a8002dn };
    const texts = blockTexts({ ...block, row: 0, x: 0, width: 0 }, 4, 'OFFICE');
    expect(texts).toEqual(['Relay OFFICE · .40–.45', 'Relay · .40–.45', 'Relay OFFICE', 'Relay']);
    expect(fitLabel(texts, 60)).toBe('Relay');
    expect(blockTexts({ ...block, row: 0, x: 0, width: 0 }, 4, 'MAIL')).toEqual([
      'Relay OFFICE · .40–.45',
      'Relay OFFICE',
    ]);
  });
});
