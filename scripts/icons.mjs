import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { at } from './toolchain.mjs';

/**
 * Builds the icons from their drawings: `node scripts/icons.mjs`, after a drawing changed. What it writes is kept in
 * the repository, so that nobody else needs a browser for it. Each picture names the drawing it was made from by its
 * SHA-256, and a test compares.
 */

const target = at('app', 'public', 'icons');
const TRAY_SCALES = [
  [16, ''],
  [20, '@1.25x'],
  [24, '@1.5x'],
  [32, '@2x'],
];
const ICO_SIZES = [16, 20, 24, 32, 40, 48, 64, 256];
const APP_SIZE = 512;

/* global Image, OffscreenCanvas, btoa -- one function here runs in the page */

/** Pixels of a drawing at a size: RGBA, not premultiplied. */
async function rasterize(page, svg, size) {
  const pixels = await page.evaluate(
    async ({ source, edge }) => {
      const image = new Image(edge, edge);
      image.src = `data:image/svg+xml;base64,${btoa(source)}`;
      await image.decode();
      const context = new OffscreenCanvas(edge, edge).getContext('2d');
      context.drawImage(image, 0, 0, edge, edge);
      return [...context.getImageData(0, 0, edge, edge).data];
    },
    { source: svg, edge: size },
  );
  return Buffer.from(pixels);
}

function chunk(type, data) {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length);
  head.write(type, 4, 'latin1');
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc32(Buffer.concat([head.subarray(4), data])));
  return Buffer.concat([head, data, tail]);
}

/** A PNG file (RFC 2083): 8 bits RGBA, no filter, with the drawing's hash as text. */
function png(pixels, size, hash) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const rows = Array.from({ length: size }, (_, y) => [
    Buffer.from([0]),
    pixels.subarray(y * size * 4, (y + 1) * size * 4),
  ]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('tEXt', Buffer.from(`Source\0${hash}`, 'latin1')),
    chunk('IDAT', deflateSync(Buffer.concat(rows.flat()), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A device-independent bitmap as icons hold it: bottom row first, BGRA, then an empty mask. */
function bitmap(pixels, size) {
  const header = Buffer.alloc(40);
  header.writeUInt32LE(40, 0);
  header.writeInt32LE(size, 4);
  // The height counts the mask too.
  header.writeInt32LE(size * 2, 8);
  header.writeUInt16LE(1, 12);
  header.writeUInt16LE(32, 14);
  const rows = Array.from({ length: size }, (_, index) => {
    const y = size - 1 - index;
    const row = Buffer.from(pixels.subarray(y * size * 4, (y + 1) * size * 4));
    for (let x = 0; x < row.length; x += 4) [row[x], row[x + 2]] = [row[x + 2], row[x]];
    return row;
  });
  return Buffer.concat([header, ...rows, Buffer.alloc(Math.ceil(size / 32) * 4 * size)]);
}

/** An ICO file: small pictures as bitmaps, which every Windows API reads, and the large one as PNG. */
function ico(pictures) {
  const directory = Buffer.alloc(6 + 16 * pictures.length);
  directory.writeUInt16LE(1, 2);
  directory.writeUInt16LE(pictures.length, 4);
  let offset = directory.length;
  for (const [index, { size, data }] of pictures.entries()) {
    const entry = 6 + 16 * index;
    directory.set([size % 256, size % 256], entry);
    directory.writeUInt16LE(1, entry + 4);
    directory.writeUInt16LE(32, entry + 6);
    directory.writeUInt32LE(data.length, entry + 8);
    directory.writeUInt32LE(offset, entry + 12);
    offset += data.length;
  }
  return Buffer.concat([directory, ...pictures.map(({ data }) => data)]);
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });
try {
  const page = await browser.newPage();
  mkdirSync(target, { recursive: true });
  const drawing = (...parts) => {
    const svg = readFileSync(at(...parts), 'utf8');
    const hash = createHash('sha256').update(svg).digest('hex');
    return { pixels: (size) => rasterize(page, svg, size), hash };
  };
  for (const light of ['green', 'amber', 'red', 'grey']) {
    const { pixels, hash } = drawing('app', 'icons', `tray-${light}.svg`);
    for (const [size, suffix] of TRAY_SCALES)
      writeFileSync(`${target}/tray-${light}${suffix}.png`, png(await pixels(size), size, hash));
  }
  const { pixels, hash } = drawing('renderer', 'public', 'icon.svg');
  writeFileSync(`${target}/postroom.png`, png(await pixels(APP_SIZE), APP_SIZE, hash));
  const pictures = [];
  for (const size of ICO_SIZES) {
    const data = await pixels(size);
    pictures.push({ size, data: size === 256 ? png(data, size, hash) : bitmap(data, size) });
  }
  writeFileSync(`${target}/postroom.ico`, ico(pictures));
} finally {
  await browser.close();
}
