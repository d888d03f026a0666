import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress } from '../../../main/connectors/address.ts';
import { formatRange, rangeContains, rangeSize } from '../../../main/connectors/ranges.ts';
import { buildIndex, compareIdentity, select } from '../../../main/connectors/selection.ts';
import { makeConnector } from './make-connector.ts';
import type { Endpoint } from '../../../main/connectors/decision.ts';
import type { IpRange, ReceiveConnector } from '../../../main/connectors/model.ts';

const at = (remoteAddress: string, localAddress = '192.0.2.1', localPort = 25): Endpoint => ({
  localAddress,
  localPort,
  remoteAddress,
});
const chosen = (connectors: readonly ReceiveConnector[], endpoint: Endpoint): string | null =>
  select(buildIndex(connectors), endpoint)?.connector.name ?? null;

const everyone = makeConnector({
  name: 'Default Frontend',
  bindings: ['0.0.0.0:25', '[::]:25'],
  ranges: ['0.0.0.0-255.255.255.255', '::/0'],
});
const subnet = makeConnector({ name: 'Custom A', ranges: ['192.168.1.0-192.168.1.255'] });
const single = makeConnector({ name: 'Custom B', ranges: ['10.9.9.9', '192.168.1.75'] });

describe('select', () => {
  it('takes the most specific range, as in the documentation of Exchange', () => {
    const connectors = [everyone, subnet, single];
    expect(chosen(connectors, at('192.168.1.75'))).toBe('Custom B');
    expect(chosen(connectors, at('192.168.1.100'))).toBe('Custom A');
    expect(chosen(connectors, at('203.0.113.5'))).toBe('Default Frontend');
    expect(chosen(connectors, at('192.168.1.0'))).toBe('Custom A');
    expect(chosen(connectors, at('192.168.1.255'))).toBe('Custom A');
    expect(chosen(connectors, at('192.168.2.0'))).toBe('Default Frontend');
  });

  it('measures the one matching range, not the whole list', () => {
    const wide = makeConnector({ name: 'Wide', ranges: ['10.0.0.0/8', '192.168.1.5'] });
    expect(chosen([wide, subnet], at('192.168.1.5'))).toBe('Wide');
  });

  it('looks at the binding before the range', () => {
    const exact = makeConnector({ name: 'Exact', bindings: ['192.0.2.1:25'], ranges: ['192.168.0.0/16'] });
    expect(chosen([everyone, single, exact], at('192.168.1.75'))).toBe('Exact');
    expect(chosen([everyone, single, exact], at('192.168.1.75', '192.0.2.2'))).toBe('Custom B');
  });

  it('falls through to the wildcard where no range of the exact binding matches', () => {
    const exact = makeConnector({ name: 'Exact', bindings: ['192.0.2.1:25'], ranges: ['172.16.0.0/12'] });
    expect(chosen([everyone, single, exact], at('192.168.1.75'))).toBe('Custom B');
  });

  it('takes an IPv4 peer on a dual-stack socket for IPv4', () => {
    const v6only = makeConnector({ name: 'Six', bindings: ['[::]:25'], ranges: ['::/0', '0.0.0.0/0'] });
    expect(chosen([subnet, v6only], at('::ffff:192.168.1.7', '::ffff:192.0.2.1'))).toBe('Custom A');
    expect(chosen([subnet, v6only], at('::ffff:c0a8:107', '::FFFF:c000:201'))).toBe('Custom A');
    expect(chosen([v6only], at('::ffff:192.168.1.7', '::ffff:192.0.2.1'))).toBeNull();
    expect(chosen([v6only], at('2001:db8::5', '2001:db8::1'))).toBe('Six');
  });

  it('matches a link-local peer whatever its zone', () => {
    const local = makeConnector({ name: 'Link', bindings: ['[fe80::a%3]:25'], ranges: ['fe80::/64'] });
    expect(chosen([everyone, local], at('fe80::1%12', 'fe80::a%7'))).toBe('Link');
  });

  it('ignores disabled connectors, other ports, and what is no address', () => {
    const off = makeConnector({ name: 'Off', ranges: ['192.168.1.75'], more: { enabled: false } });
    expect(chosen([everyone, off], at('192.168.1.75'))).toBe('Default Frontend');
    expect(chosen([everyone], at('192.168.1.75', '192.0.2.1', 587))).toBeNull();
    for (const junk of ['', 'unknown', '10.1', '1.2.3.4.5', '::ffff:']) {
      expect(chosen([everyone], at(junk))).toBeNull();
      expect(chosen([everyone], at('192.168.1.75', junk))).toBeNull();
    }
    expect(chosen([], at('192.168.1.75'))).toBeNull();
  });

  it('breaks a tie by identity, without case', () => {
    const twins = ['beta', 'Alpha'].map((name) => makeConnector({ name, ranges: ['10.0.0.0/8'] }));
    expect(chosen(twins, at('10.1.1.1'))).toBe('Alpha');
    expect(chosen(twins.toReversed(), at('10.1.1.1'))).toBe('Alpha');
  });
});

/** The definition, written as one would say it. */
function selectSlowly(connectors: readonly ReceiveConnector[], endpoint: Endpoint): string | null {
  const [local, peer] = [parseAddress(endpoint.localAddress), parseAddress(endpoint.remoteAddress)];
  if (!local || !peer) return null;
  for (const wildcard of [false, true]) {
    const matches: { connector: ReceiveConnector; range: IpRange }[] = [];
    for (const connector of connectors.filter(({ enabled }) => enabled)) {
      const listens = connector.bindings.some((binding) => {
        const address = parseAddress(binding.address);
        if (binding.port !== endpoint.localPort || address?.family !== local.family) return false;
        return wildcard ? address.value === 0n : address.value === local.value;
      });
      if (listens)
        for (const range of connector.ranges) if (rangeContains(range, peer)) matches.push({ connector, range });
    }
    matches.sort((a, b) => {
      const [left, right] = [rangeSize(a.range), rangeSize(b.range)];
      return left === right ? compareIdentity(a.connector, b.connector) : left < right ? -1 : 1;
    });
    const [best] = matches;
    if (best) return `${best.connector.name} ${formatRange(best.range)}`;
  }
  return null;
}

/** Few distinct addresses, so that ranges touch, cross, nest and repeat. */
const v4 = fc
  .tuple(fc.constantFrom(0n, 9n, 10n, 255n), fc.bigInt(0n, 12n))
  .map(([high, low]) => ({ family: 4 as const, value: high * 2n ** 24n + (low === 12n ? 2n ** 24n - 1n : low) }));
const v6 = fc
  .tuple(fc.constantFrom(1n, 2n ** 32n + 2n ** 33n, 2n ** 64n, 2n ** 80n, 2n ** 128n - 1n), fc.bigInt(0n, 12n))
  .map(([high, low]) => ({ family: 6 as const, value: high - low < 0n ? high : high - low }));
const address = fc.oneof(v4, v6);
const range = fc.oneof(fc.tuple(v4, v4), fc.tuple(v6, v6)).map(([a, b]): string => {
  const low = a.value < b.value ? a : b;
  return `${formatAddress(low)}-${formatAddress(low === a ? b : a)}`;
});
const binding = fc
  .tuple(fc.constantFrom('0.0.0.0', '192.0.2.1', '[::]', '[2001:db8::1]'), fc.constantFrom(25, 587))
  .map(([host, port]) => `${host}:${String(port)}`);
const connectorTexts = fc.record({
  ranges: fc.array(range, { minLength: 1, maxLength: 6 }),
  bindings: fc.array(binding, { minLength: 1, maxLength: 3 }),
  enabled: fc.constantFrom(true, true, true, false),
});

it('agrees with the slow definition, nested or not', () => {
  fc.assert(
    fc.property(
      fc.array(connectorTexts, { maxLength: 8 }),
      fc.array(
        fc.record({
          peer: address,
          mapped: fc.boolean(),
          local: fc.constantFrom('192.0.2.1', '::ffff:192.0.2.1', '192.0.2.2', '2001:db8::1', '2001:db8::2'),
          port: fc.constantFrom(25, 587),
        }),
        { minLength: 1, maxLength: 20 },
      ),
      (texts, peers) => {
        const connectors = texts.map(({ enabled, ...more }, index) =>
          makeConnector({ name: `c${String(index % 5)}-${String(index)}`, ...more, more: { enabled } }),
        );
        const index = buildIndex(connectors);
        for (const { peer, mapped, local, port } of peers) {
          const text = formatAddress(peer);
          const endpoint = at(mapped && peer.family === 4 ? `::ffff:${text}` : text, local, port);
          const found = select(index, endpoint);
          expect(found && `${found.connector.name} ${formatRange(found.range)}`).toBe(
            selectSlowly(connectors, endpoint),
          );
        }
      },
    ),
    { numRuns: 500 },
  );
});

it('holds ten thousand ranges', () => {
  const connectors = Array.from({ length: 100 }, (_, c) =>
    makeConnector({
      name: `c${String(c)}`,
      ranges: Array.from({ length: 100 }, (__, r) =>
        r % 2 === 0 ? `10.${String(c)}.${String(r)}.7` : `10.${String(c)}.${String(r - 1)}.0/24`,
      ),
    }),
  );
  const index = buildIndex([everyone, ...connectors]);
  expect(select(index, at('10.42.16.7'))?.range.text).toBe('10.42.16.7');
  expect(select(index, at('10.42.16.8'))?.range.text).toBe('10.42.16.0/24');
  expect(select(index, at('10.42.17.8'))?.connector.name).toBe('Default Frontend');
});
