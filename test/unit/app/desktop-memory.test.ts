import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { openDesktopMemory } from '../../../app/desktop-memory.ts';

const folder = mkdtempSync(join(tmpdir(), 'desktop memory '));
const path = join(folder, 'of the user', 'desktop.json');
const nothing = { bounds: null, maximized: false, toldThatItGoesOn: false };
const bounds = { x: -1200, y: 40, width: 1000, height: 700 };
afterAll(() => rmSync(folder, { recursive: true }));

test('begins with nothing and comes back with what was changed', () => {
  const log = vi.fn();
  const memory = openDesktopMemory(path, log);
  expect(memory.current()).toEqual(nothing);
  memory.change({ bounds, maximized: true });
  memory.change({ toldThatItGoesOn: true });
  expect(openDesktopMemory(path, log).current()).toEqual({ bounds, maximized: true, toldThatItGoesOn: true });
  expect(log).not.toHaveBeenCalled();
});

test.each([
  ['an empty file', ''],
  ['half a file', '{"bounds":{"x":'],
  ['zeros', '\0\0\0\0'],
  ['a list', '[]'],
  ['null', 'null'],
])('starts afresh with %s', (_name, text) => {
  const broken = join(folder, 'broken.json');
  writeFileSync(broken, text);
  expect(openDesktopMemory(broken, () => undefined).current()).toEqual(nothing);
});

test('forgets only the value that makes no sense', () => {
  const odd = join(folder, 'odd.json');
  writeFileSync(odd, JSON.stringify({ bounds: { ...bounds, width: -1 }, maximized: 'yes', toldThatItGoesOn: true }));
  expect(openDesktopMemory(odd, () => undefined).current()).toEqual({ ...nothing, toldThatItGoesOn: true });
});

test('goes on where it cannot write, and says so', () => {
  const file = join(folder, 'a file');
  writeFileSync(file, '');
  const log = vi.fn();
  const memory = openDesktopMemory(join(file, 'desktop.json'), log);
  memory.change({ maximized: true });
  expect(memory.current().maximized).toBe(true);
  expect(log).toHaveBeenCalledWith('The place of the window could not be kept.', expect.any(Error));
  expect(readFileSync(file, 'utf8')).toBe('');
});
