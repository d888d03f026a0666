import { parseAddress, rangeSize } from '../../../main/connectors/ranges.ts';
import type { Binding, IpRange } from '../../../main/connectors/model.ts';
import type { select, Selection } from '../../../main/connectors/selection.ts';

/** The choice of a connector written once more, plainly, so that one rule of it at a time can be broken. */

type Select = typeof select;
type Address = NonNullable<ReturnType<typeof parseAddress>>;

interface Rules {
  readonly isOn: (enabled: boolean) => boolean;
  readonly listens: (binding: Binding, local: Address, port: number) => boolean;
  readonly contains: (range: IpRange, peer: Address) => boolean;
  /** Below zero where the first is the better one. */
  readonly prefer: (a: Selection, b: Selection) => number;
}

const byBinding = (a: Selection, b: Selection): number => Number(a.binding.wildcard) - Number(b.binding.wildcard);
const bySize = (a: Selection, b: Selection): number => {
  const difference = rangeSize(a.range) - rangeSize(b.range);
  return difference < 0n ? -1 : Number(difference > 0n);
};
const isAt = ({ wildcard, address }: Binding, local: Address): boolean =>
  wildcard || parseAddress(address)?.value === local.value;

const rules: Rules = {
  isOn: (enabled) => enabled,
  listens: (binding, local, port) => binding.port === port && binding.family === local.family && isAt(binding, local),
  contains: ({ family, low, high }, { family: kind, value }) => family === kind && low <= value && value <= high,
  prefer: (a, b) => byBinding(a, b) || bySize(a, b),
};

const selectBy =
  ({ isOn, listens, contains, prefer }: Rules): Select =>
  (index, { localAddress, localPort, remoteAddress }) => {
    const [local, peer] = [parseAddress(localAddress), parseAddress(remoteAddress)];
    if (!local || !peer) return null;
    // The index has its connectors in identity order, which decides between equals.
    const candidates = index.connectors
      .filter(({ enabled }) => isOn(enabled))
      .flatMap((connector) =>
        connector.bindings
          .filter((binding) => listens(binding, local, localPort))
          .flatMap((binding) => connector.ranges.map((range) => ({ connector, binding, range }))),
      )
      .filter(({ range }) => contains(range, peer));
    return candidates.sort(prefer)[0] ?? null;
  };

/** As it should be: the other ones differ from this in one rule. */
export const soundSelect: Select = selectBy(rules);

const broken = (change: Partial<Rules>): Select => selectBy({ ...rules, ...change });
const { contains, listens } = rules;

export const selectors: readonly (readonly [what: string, select: Select, noticedBy: string])[] = [
  ['the largest range wins', broken({ prefer: (a, b) => byBinding(a, b) || -bySize(a, b) }), 'relay'],
  ['the first name wins', broken({ prefer: byBinding }), 'relay'],
  ['ranges do not matter', broken({ contains: ({ family }, peer) => family === peer.family }), 'relay'],
  [
    'the first address of a range is not in it',
    broken({
      contains: (range, peer) => contains(range, peer) && (peer.value > range.low || range.low === range.high),
    }),
    'The first scanner relays',
  ],
  [
    'the last address of a range is not in it',
    broken({
      contains: (range, peer) => contains(range, peer) && (peer.value < range.high || range.low === range.high),
    }),
    'The last scanner relays',
  ],
  [
    'a range begins one address early',
    broken({ contains: (range, peer) => contains({ ...range, low: range.low - 1n }, peer) }),
    'Before the first scanner there is no relay',
  ],
  [
    'a range ends one address late',
    broken({ contains: (range, peer) => contains({ ...range, high: range.high + 1n }, peer) }),
    'Behind the last scanner there is no relay',
  ],
  [
    'ranges of IPv6 are taken for empty',
    broken({ contains: (range, peer) => range.family === 4 && contains(range, peer) }),
    'The IPv6 device relays',
  ],
  [
    'wildcard bindings win',
    broken({ prefer: (a, b) => -byBinding(a, b) || bySize(a, b) }),
    'The second address is for logins only',
  ],
  ['bindings do not matter, only sizes', broken({ prefer: bySize }), 'The second address is for logins only'],
  [
    'wildcards listen nowhere',
    broken({ listens: (binding, ...local) => !binding.wildcard && listens(binding, ...local) }),
    'relay',
  ],
  [
    'the address of a binding does not matter',
    broken({ listens: ({ family, port }, local, localPort) => port === localPort && family === local.family }),
    'Anybody may write to us',
  ],
  [
    'the port of a binding does not matter',
    broken({ listens: (binding, local) => binding.family === local.family && isAt(binding, local) }),
    'The device has no relay on port 587',
  ],
  ['disabled connectors are used', broken({ isOn: () => true }), 'The retired relay is retired'],
  ['no connector takes anybody', () => null, 'relay'],
];
