import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastAddress, layOut, NARROWEST_PX } from '../../../../renderer/src/connectors/map-layout.ts';
import type { MapBlock, MapRange } from '../../../../renderer/src/connectors/map-layout.ts';

const everywhere: MapRange = { connector: 'Default', low: 0n, high: lastAddress(4) };
const single = (connector: string, address: bigint): MapRange => ({ connector, low: address, high: address });
const EDGE = 1e-6;

const holds = (outer: MapBlock, inner: MapBlock): boolean => outer.low <= inner.low && inner.high <= outer.high;
const endOf = ({ x, width }: MapBlock): number => x + width;

const range = fc
  .tuple(fc.integer({ min: 0, max: 8 }), fc.bigInt(0n, lastAddress(4)), fc.integer({ min: 0, max: 32 }))
  .map(([connector, address, bits]): MapRange => {
    const low = (address >> BigInt(bits)) << BigInt(bits);
    return { connector: String(connector), low, high: low + (1n << BigInt(bits)) - 1n };
  });
const crossing = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }))
  .map(([connector, a, b]) => ({
    connector: String(connector),
    low: BigInt(Math.min(a, b)),
    high: BigInt(Math.max(a, b)),
  }));
const networks = fc.array(fc.oneof(range, crossing), { maxLength: 60 });
const widths = fc.integer({ min: 40, max: 1600 });

describe('the layout of the map', () => {
  test('the widest connector is the ground, a narrower one stands in it', () => {
    const { blocks, rows } = layOut([single('Relay', 3_232_235_701n), everywhere], 4, 440);
    expect(rows).toBe(2);
    expect(blocks.map(({ connectors, row }) => [connectors, row])).toEqual([
      [['Default'], 0],
      [['Relay'], 1],
    ]);
    expect(blocks[0]).toMatchObject({ x: 0, width: 440 });
    expect(blocks[1]?.width).toBeGreaterThan(NARROWEST_PX);
  });

  test('without a ground the strip begins with addresses that nobody takes', () => {
    const { blocks, rows } = layOut([single('Relay', 3_232_235_701n)], 4, 440);
    expect(rows).toBe(1);
    expect(blocks[0]?.x).toBeGreaterThan(0);
  });

  test('nothing is drawn where there is nothing', () => {
    expect(layOut([], 6, 440)).toMatchObject({ blocks: [], rows: 0 });
  });

  test('ranges of one connector that touch are one block', () => {
    const { blocks } = layOut([single('Relay', 5n), single('Relay', 6n), { ...everywhere }], 4, 440);
    expect(blocks).toHaveLength(2);
    expect(blocks[1]).toMatchObject({ low: 5n, high: 6n });
  });

  test('two hundred single addresses of one connector are joined until they can be seen', () => {
    const many = Array.from({ length: 200 }, (_, index) => single('Relay', BigInt(index * 7)));
    const { blocks } = layOut([everywhere, ...many], 4, 440);
    expect(blocks).toHaveLength(2);
    expect(blocks[1]).toMatchObject({ connectors: ['Relay'], ranges: 200, low: 0n, high: 1393n });
  });

  test('of two hundred connectors those that stand side by side share a block, and none is lost', () => {
    const many = Array.from({ length: 200 }, (_, index) => single(`Relay ${String(index)}`, BigInt(index * 7)));
    const { blocks } = layOut([everywhere, ...many], 4, 440);
    const inner = blocks.filter(({ row }) => row === 1);
    expect(inner.length).toBeGreaterThan(4);
    expect(new Set(inner.flatMap(({ connectors }) => connectors)).size).toBe(200);
    expect(Math.min(...inner.map(({ width }) => width))).toBeGreaterThanOrEqual(NARROWEST_PX);
  });

  test('blocks stay inside the one they are nested in, and inside the strip', () => {
    fc.assert(
      fc.property(networks, widths, (ranges, width) => {
        const { blocks } = layOut(ranges, 4, width);
        for (const block of blocks) {
          expect(block.x).toBeGreaterThanOrEqual(-EDGE);
          expect(endOf(block)).toBeLessThanOrEqual(width + EDGE);
          if (block.row === 0) continue;
          const parent = blocks.find((other) => other.row === block.row - 1 && holds(other, block));
          expect(parent).toBeDefined();
          if (parent === undefined) continue;
          expect(block.x).toBeGreaterThanOrEqual(parent.x - EDGE);
          expect(endOf(block)).toBeLessThanOrEqual(endOf(parent) + EDGE);
        }
      }),
    );
  });

  test('blocks of one row stand in the order of their addresses and do not overlap', () => {
    fc.assert(
      fc.property(networks, widths, (ranges, width) => {
        const { blocks, rows } = layOut(ranges, 4, width);
        for (let row = 0; row < rows; row += 1) {
          const inRow = blocks.filter((block) => block.row === row).toSorted((a, b) => a.x - b.x);
          for (const [index, block] of inRow.entries()) {
            const next = inRow[index + 1];
            if (next === undefined) continue;
            expect(endOf(block)).toBeLessThanOrEqual(next.x + EDGE);
            expect(block.high < next.low).toBe(true);
          }
        }
      }),
    );
  });

  test('on the ground every address can be seen, however many there are', () => {
    const addresses = fc.uniqueArray(fc.bigInt(0n, lastAddress(4)), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(addresses, fc.integer({ min: 200, max: 1600 }), (values, width) => {
        const { blocks } = layOut([everywhere, ...values.map((value) => single(value.toString(), value))], 4, width);
        for (const block of blocks) expect(block.width).toBeGreaterThanOrEqual(NARROWEST_PX);
      }),
    );
  });

  test('an address is placed inside every block that holds it, and addresses keep their order', () => {
    fc.assert(
      fc.property(
        networks,
        widths,
        fc.array(fc.bigInt(0n, lastAddress(4)), { maxLength: 20 }),
        (ranges, width, some) => {
          const { blocks, place } = layOut(ranges, 4, width);
          const addresses = [...some, ...ranges.flatMap(({ low, high }) => [low, high])];
          const ordered = addresses.toSorted((a, b) => (a < b ? -1 : Number(a > b)));
          const places = ordered.map(place);
          for (const [index, address] of ordered.entries()) {
            const x = places[index] ?? 0;
            expect(x).toBeGreaterThanOrEqual((places[index - 1] ?? 0) - EDGE);
            for (const block of blocks.filter(({ low, high }) => low <= address && address <= high)) {
              expect(x).toBeGreaterThanOrEqual(block.x - EDGE);
              expect(x).toBeLessThanOrEqual(endOf(block) + EDGE);
            }
          }
        },
      ),
    );
  });

  test('where there is room, the innermost block belongs to the connector with the smallest range', () => {
    const size = ({ low, high }: MapRange): bigint => high - low;
    const valid = fc.uniqueArray(range, {
      maxLength: 30,
      selector: ({ low, high }) => `${String(low)} ${String(high)}`,
    });
    fc.assert(
      fc.property(valid, (ranges) => {
        const { blocks } = layOut(ranges, 4, 1e6);
        for (const address of ranges.flatMap(({ low, high }) => [low, high, (low + high) / 2n])) {
          const holding = ranges.filter(({ low, high }) => low <= address && address <= high);
          const winner = holding.toSorted((a, b) => (size(a) < size(b) ? -1 : 1))[0];
          const drawn = blocks.filter(({ low, high }) => low <= address && address <= high);
          const innermost = drawn.toSorted((a, b) => b.row - a.row)[0];
          expect(innermost?.connectors).toEqual([winner?.connector]);
        }
      }),
    );
  });

  test('IPv6 has room for one address beside all of them', () => {
    const all: MapRange = { connector: 'Default', low: 0n, high: lastAddress(6) };
    const { blocks } = layOut([all, single('Relay', 1n)], 6, 300);
    expect(blocks[1]?.width).toBeGreaterThanOrEqual(NARROWEST_PX);
  });
});
