import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const built = (name: string): Buffer => readFileSync(`${root}app/public/icons/${name}`);
const hashOf = (drawing: string): string =>
  createHash('sha256')
    .update(readFileSync(root + drawing))
    .digest('hex');

/** Edge in pixels and named source of a PNG file. */
function pictureOf(file: Buffer): { readonly width: number; readonly height: number; readonly source: string } {
  expect(file.subarray(1, 4).toString()).toBe('PNG');
  const text = file.toString('latin1');
  return {
    width: file.readUInt32BE(16),
    height: file.readUInt32BE(20),
    source: /tEXtSource\0([0-9a-f]{64})/.exec(text)?.[1] ?? '',
  };
}

describe.each(['green', 'amber', 'red', 'grey'])('the tray icon in %s', (light) => {
  test.each([
    ['', 16],
    ['@1.25x', 20],
    ['@1.5x', 24],
    ['@2x', 32],
  ])('is there for scale "%s", made from the drawing as it is (node scripts/icons.mjs)', (suffix, size) => {
    const expected = { width: size, height: size, source: hashOf(`app/icons/tray-${light}.svg`) };
    expect(pictureOf(built(`tray-${light}${suffix}.png`))).toEqual(expected);
  });
});

test('the icon of the program is made from its drawing as it is', () => {
  const source = hashOf('renderer/public/icon.svg');
  expect(pictureOf(built('postroom.png'))).toEqual({ width: 512, height: 512, source });
  const ico = built('postroom.ico');
  const entries = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
    const entry = 6 + 16 * index;
    const offset = ico.readUInt32LE(entry + 12);
    const data = ico.subarray(offset, offset + ico.readUInt32LE(entry + 8));
    return { size: ico[entry] === 0 ? 256 : ico[entry], data };
  });
  expect(entries.map(({ size }) => size)).toEqual([16, 20, 24, 32, 40, 48, 64, 256]);
  for (const { size, data } of entries.slice(0, -1))
    expect([data.readUInt32LE(0), data.readInt32LE(4), data.readInt32LE(8)]).toEqual([40, size, 2 * (size ?? 0)]);
  expect(pictureOf(entries.at(-1)?.data ?? Buffer.alloc(0))).toEqual({ width: 256, height: 256, source });
});
