import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../main/config/atomic-file.ts';

/** What the desktop remembers of its own between two starts. Losing it costs a person one click, so it is never in the way. */

const area = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() });
const memorySchema = z.object({
  /** Place of the window when it was last closed; that of the unmaximised window where it was maximised. */
  bounds: area.nullable().catch(null),
  maximized: z.boolean().catch(false),
  /** The person has been told once that closing the window does not end Postroom. */
  toldThatItGoesOn: z.boolean().catch(false),
});
export type Remembered = Readonly<z.output<typeof memorySchema>>;

export interface DesktopMemory {
  current(): Remembered;
  /** Changes it, on the disk too. */
  change(part: Partial<Remembered>): void;
}

/** Reads what stands in the file; each value that cannot be understood becomes its default. */
export function openDesktopMemory(path: string, log: (text: string, cause: unknown) => void): DesktopMemory {
  let remembered: Remembered = read(path, log);
  return {
    current: () => remembered,
    change: (part) => {
      remembered = { ...remembered, ...part };
      try {
        mkdirSync(dirname(path), { recursive: true });
        // Written while the window closes: there is no later for this.
        writeFileSync(`${path}.tmp`, `${JSON.stringify(remembered)}\n`);
        renameSync(`${path}.tmp`, path);
      } catch (error) {
        log('The place of the window could not be kept.', error);
      }
    },
  };
}

function read(path: string, log: (text: string, cause: unknown) => void): Remembered {
  try {
    return memorySchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') log('The place of the window is forgotten: its file cannot be read.', error);
    return memorySchema.parse({});
  }
}
