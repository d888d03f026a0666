/**
 * Where the ranges of one binding are drawn. A narrower range stands one row below the one it lies in, inside its edges.
 * Widths follow the logarithm of the number of addresses, so that one address can be seen beside four billion.
 */

export interface MapRange {
  readonly connector: string;
  readonly low: bigint;
  readonly high: bigint;
}

export interface MapBlock {
  /** More than one where neighbours had no room of their own. */
  readonly connectors: readonly string[];
  /** Ranges that the block stands for. */
  readonly ranges: number;
  readonly low: bigint;
  readonly high: bigint;
  readonly x: number;
  readonly width: number;
  /** 0 is the ground. */
  readonly row: number;
}

export interface MapLayout {
  readonly blocks: readonly MapBlock[];
  readonly rows: number;
  /** Where an address is: inside the block of the range that holds it. */
  readonly place: (address: bigint) => number;
}

interface Node {
  readonly connectors: readonly string[];
  readonly ranges: number;
  readonly low: bigint;
  readonly high: bigint;
  readonly children: readonly Node[];
}

interface Segment {
  readonly low: bigint;
  readonly high: bigint;
  readonly weight: number;
  /** Null: addresses that no narrower range holds. */
  readonly node: Node | null;
}

interface Placed extends Segment {
  readonly x: number;
  readonly width: number;
  readonly inner: readonly Placed[];
}

/** What is narrower cannot be pointed at. */
export const NARROWEST_PX = 8;
/** A block of several says how many. */
const SHARED_PX = 28;
const BLOCK_WEIGHT = 10;
const GAP_WEIGHT = 2;
const GAP_SHARE = 0.25;

export const lastAddress = (family: 4 | 6): bigint => (family === 4 ? 0xffff_ffffn : (1n << 128n) - 1n);

/** Lays out the ranges on a strip of `width` px. */
export function layOut(ranges: readonly MapRange[], family: 4 | 6, width: number): MapLayout {
  const bounds = { low: 0n, high: lastAddress(family) };
  const placed = place(nest(ranges), bounds, 0, width);
  const blocks = collect(placed, 0);
  return {
    blocks,
    rows: blocks.reduce((most, { row }) => Math.max(most, row + 1), 0),
    place: (address) => locate(placed, address),
  };
}

const ascending = (a: bigint, b: bigint): number => (a < b ? -1 : Number(a > b));

interface Growing extends Node {
  readonly children: Growing[];
}

/** The wider first where two begin at the same address: it is the one around. */
const outerFirst = (a: MapRange, b: MapRange): number => ascending(a.low, b.low) || ascending(b.high, a.high);

/** Where two ranges of one connector cross, the later one begins behind the earlier one. */
function uncrossed(ranges: readonly MapRange[]): readonly MapRange[] {
  const ends = new Map<string, bigint>();
  return ranges.toSorted(outerFirst).map((range) => {
    const end = ends.get(range.connector) ?? -1n;
    if (range.high <= end) return range;
    ends.set(range.connector, range.high);
    return range.low <= end ? { ...range, low: end + 1n } : range;
  });
}

/** Ranges of different connectors that cross cannot be saved; should there be any, the later one ends with its surroundings. */
function nest(ranges: readonly MapRange[]): readonly Node[] {
  const roots: Growing[] = [];
  const around: Growing[] = [];
  for (const { connector, low, high } of uncrossed(ranges).toSorted(outerFirst)) {
    while (around.length > 0 && (around.at(-1)?.high ?? 0n) < low) around.pop();
    const parent = around.at(-1);
    const end = parent !== undefined && high > parent.high ? parent.high : high;
    const node: Growing = { connectors: [connector], ranges: 1, low, high: end, children: [] };
    (parent?.children ?? roots).push(node);
    around.push(node);
  }
  return tidied(roots);
}

/** A range in a range of the same connector adds nothing, and ranges of one connector that touch are one. */
function tidied(nodes: readonly Node[], parent: Node | null = null): readonly Node[] {
  const unwrapped = (node: Node): readonly Node[] =>
    node.connectors[0] === parent?.connectors[0] ? node.children.flatMap(unwrapped) : [node];
  const result: Node[] = [];
  for (const node of nodes.flatMap(unwrapped)) {
    const last = result.at(-1);
    if (last === undefined || last.connectors[0] !== node.connectors[0] || last.high + 1n !== node.low) {
      result.push(node);
      continue;
    }
    const ranges = last.ranges + node.ranges;
    result[result.length - 1] = { ...last, ranges, high: node.high, children: [...last.children, ...node.children] };
  }
  return result.map((node) => ({ ...node, children: tidied(node.children, node) }));
}

function logarithm(count: bigint): number {
  return count.toString(2).length - 1;
}

const contents = (segments: readonly Segment[]): number => segments.reduce((sum, { weight }) => sum + weight, 0);

function weightOf(node: Node): number {
  const own = BLOCK_WEIGHT + logarithm(node.high - node.low + 1n);
  return node.children.length === 0 ? own : Math.max(own, contents(segmentsOf(node.children, node)));
}

function segmentsOf(nodes: readonly Node[], { low, high }: Pick<Node, 'low' | 'high'>): readonly Segment[] {
  const segments: Segment[] = [];
  const gap = (from: bigint, to: bigint): void => {
    if (from > to) return;
    segments.push({ low: from, high: to, node: null, weight: GAP_WEIGHT + GAP_SHARE * logarithm(to - from + 1n) });
  };
  let next = low;
  for (const node of nodes) {
    gap(next, node.low - 1n);
    segments.push({ low: node.low, high: node.high, node, weight: weightOf(node) });
    next = node.high + 1n;
  }
  gap(next, high);
  return segments;
}

function hasRoom(
  nodes: readonly Node[],
  bounds: Pick<Node, 'low' | 'high'>,
  width: number,
  narrowest = NARROWEST_PX,
): boolean {
  const segments = segmentsOf(nodes, bounds);
  const total = contents(segments);
  return segments.every(({ node, weight }) => node === null || (weight / total) * width >= narrowest);
}

function together(nodes: readonly Node[]): Node {
  const everything = (node: Node): readonly Node[] => [node, ...node.children.flatMap(everything)];
  const all = nodes.flatMap(everything);
  const [first, last] = [nodes[0], nodes.at(-1)];
  return {
    connectors: [...new Set(all.flatMap(({ connectors }) => connectors))],
    ranges: all.reduce((sum, { ranges }) => sum + ranges, 0),
    low: first?.low ?? 0n,
    high: last?.high ?? 0n,
    children: [],
  };
}

/** Neighbours that belong to one connector, with nothing inside them, become one. */
function joinAlike(nodes: readonly Node[]): readonly Node[] {
  const groups: Node[][] = [];
  for (const node of nodes) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const isAlike =
      last?.children.length === 0 && node.children.length === 0 && last.connectors[0] === node.connectors[0];
    if (group !== undefined && isAlike) group.push(node);
    else groups.push([node]);
  }
  return groups.map((group) => (group.length === 1 && group[0] !== undefined ? group[0] : together(group)));
}

/** As many blocks as there is room for: first those of one connector are joined, then whoever stands side by side. */
function settle(nodes: readonly Node[], bounds: Pick<Node, 'low' | 'high'>, width: number): readonly Node[] {
  if (nodes.length === 0 || hasRoom(nodes, bounds, width)) return nodes;
  const alike = joinAlike(nodes);
  if (hasRoom(alike, bounds, width)) return alike;
  let settled = alike;
  for (let size = 2; settled.length > 1 && !hasRoom(settled, bounds, width, SHARED_PX); size += 1) {
    const chunks = Math.ceil(alike.length / size);
    settled = Array.from({ length: chunks }, (_, index) => together(alike.slice(index * size, (index + 1) * size)));
  }
  return settled;
}

function place(
  nodes: readonly Node[],
  bounds: Pick<Node, 'low' | 'high'>,
  x: number,
  width: number,
): readonly Placed[] {
  const segments = segmentsOf(settle(nodes, bounds, width), bounds);
  const total = contents(segments);
  let before = 0;
  return segments.map((segment) => {
    const from = x + (before / total) * width;
    before += segment.weight;
    // Of the running sum rather than of the weight: rounding then never lets neighbours overlap.
    const to = x + (before / total) * width;
    const inner = segment.node === null ? [] : place(segment.node.children, segment, from, to - from);
    return { ...segment, x: from, width: to - from, inner };
  });
}

function collect(placed: readonly Placed[], row: number): readonly MapBlock[] {
  return placed.flatMap(({ node, low, high, x, width, inner }) =>
    node === null
      ? []
      : [{ connectors: node.connectors, ranges: node.ranges, low, high, x, width, row }, ...collect(inner, row + 1)],
  );
}

function locate(placed: readonly Placed[], address: bigint): number {
  const segment = placed.find(({ low, high }) => low <= address && address <= high);
  if (segment === undefined) return 0;
  const { low, high, x, width, inner } = segment;
  if (inner.some(({ node }) => node !== null)) return locate(inner, address);
  // In thousandths: the difference of two IPv6 addresses is more than a number can hold exactly.
  const share = high === low ? 0.5 : Number(((address - low) * 1000n) / (high - low)) / 1000;
  return x + share * width;
}
