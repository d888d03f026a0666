import type { BindingView, ConnectorView } from '../../../main/contract/connector-view.ts';
import { messages } from '../messages.ts';
import { lastAddress } from './map-layout.ts';
import type { MapBlock, MapRange } from './map-layout.ts';

/** What the map shows: a strip for every binding, with the ranges of the enabled connectors that listen there. */

export interface MapStrip {
  /** `0.0.0.0:25`, as calls want it. */
  readonly endpoint: string;
  readonly binding: BindingView;
  readonly ranges: readonly MapRange[];
  /** Peers whom nobody takes here are looked for on all addresses of the family. */
  readonly fallsBack: boolean;
}

const endpointOf = ({ address, port, family }: BindingView): string =>
  family === 6 ? `[${address}]:${String(port)}` : `${address}:${String(port)}`;

/** By port, IPv4 before IPv6, all addresses before a single one. */
function inOrder(a: MapStrip, b: MapStrip): number {
  const [left, right] = [a.binding, b.binding];
  return (
    left.port - right.port ||
    left.family - right.family ||
    Number(right.wildcard) - Number(left.wildcard) ||
    left.address.localeCompare(right.address)
  );
}

export function stripsOf(connectors: readonly ConnectorView[]): readonly MapStrip[] {
  const strips = new Map<string, { binding: BindingView; ranges: MapRange[] }>();
  for (const { name, bindings, ranges } of connectors.filter(({ enabled }) => enabled)) {
    for (const binding of bindings) {
      const strip = strips.get(endpointOf(binding)) ?? { binding, ranges: [] };
      strips.set(endpointOf(binding), strip);
      const own = ranges.filter(({ family }) => family === binding.family);
      strip.ranges.push(...own.map(({ low, high }) => ({ connector: name, low: BigInt(low), high: BigInt(high) })));
    }
  }
  const all = [...strips].map(([endpoint, strip]) => ({ endpoint, ...strip }));
  const hasWildcard = ({ port, family }: BindingView): boolean =>
    all.some(({ binding }) => binding.wildcard && binding.port === port && binding.family === family);
  return all
    .map((strip) => ({ ...strip, fallsBack: !strip.binding.wildcard && hasWildcard(strip.binding) }))
    .toSorted(inOrder);
}

/** How a connector is drawn, beside its name. */
export type BlockTone = 'plain' | 'relay' | 'trusted' | 'several';

export function toneOf({ connectors: names }: MapBlock, connectors: ReadonlyMap<string, ConnectorView>): BlockTone {
  const [only, more] = names;
  if (only === undefined || more !== undefined) return 'several';
  const connector = connectors.get(only);
  if (connector?.externallySecured === true) return 'trusted';
  return connector?.relays === 'everybody' ? 'relay' : 'plain';
}

/** The tones that stand for something on this map, for the legend. */
export function tonesIn(connectors: readonly ConnectorView[]): readonly Exclude<BlockTone, 'several'>[] {
  const enabled = connectors.filter((connector) => connector.enabled);
  const trusted = enabled.some(({ externallySecured }) => externallySecured);
  const relay = enabled.some(({ externallySecured, relays }) => !externallySecured && relays === 'everybody');
  return ['plain', ...(relay ? (['relay'] as const) : []), ...(trusted ? (['trusted'] as const) : [])];
}

/** What a block may be called, the fullest first. */
export function blockTexts(block: MapBlock, family: 4 | 6, server: string): readonly string[] {
  const { connectors, ranges, low, high } = block;
  const words = messages.connectors.map;
  const [name = '', more] = connectors;
  if (more !== undefined) return [words.several(connectors.length), String(connectors.length)];
  const names = [...new Set([name, withoutServer(name, server)])];
  const range = shortRange(block, family);
  const called = (text: string): string => {
    if (low === 0n && high === lastAddress(family)) return words.everywhere(text);
    if (ranges > 1) return words.ranges(text, ranges);
    return range === '' ? text : words.named(text, range);
  };
  return [...new Set([...names.map(called), ...names])];
}

/** `Relay` of `Relay OFFICE`: Exchange's names end with the server's, which tells nothing where all do. */
function withoutServer(name: string, server: string): string {
  const end = ` ${server}`.toLowerCase();
  return server !== '' && name.toLowerCase().endsWith(end) ? name.slice(0, -end.length) : name;
}

// Roughly, at the size of the labels; what does not fit all the same is cut by the block's edge.
const CHARACTER_PX = 6.3;
const LABEL_MARGIN_PX = 12;
const SHORTEST = 3;

/** The first of the texts that fits into the width, else as much as fits of the last. */
export function fitLabel(texts: readonly string[], widthPx: number): string {
  const room = Math.floor((widthPx - LABEL_MARGIN_PX) / CHARACTER_PX);
  const whole = texts.find((text) => text.length <= room);
  if (whole !== undefined) return whole;
  return room < SHORTEST ? '' : `${(texts.at(-1) ?? '').slice(0, room - 1)}…`;
}

/** `.181`, `.40–.45`: enough where the network is known from beside it. */
export function shortRange({ low, high }: Pick<MapBlock, 'low' | 'high'>, family: 4 | 6): string {
  const last = (value: bigint): string =>
    family === 4 ? `.${String(value & 255n)}` : `:${(value & 0xffffn).toString(16)}`;
  if (low === high) return last(low);
  return low >> 8n === high >> 8n ? `${last(low)}–${last(high)}` : '';
}
