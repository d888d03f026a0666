import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

// Sources and bundles both lie two folders below the package, so these hold for either.
const PACKAGE = new URL('../../package.json', import.meta.url);
const RENDERER = new URL('../../dist/renderer/', import.meta.url);

/** The version of this Postroom. */
export function productVersion(): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(PACKAGE, 'utf8'))).version;
}

/** Where the built interface lies. */
export function rendererFolder(): string {
  return fileURLToPath(RENDERER);
}
