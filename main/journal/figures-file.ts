import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { errorCode } from '../config/atomic-file.ts';
import { PostroomError } from '../errors.ts';

/** figures.json: how many messages each minute of the last 24 hours brought, kept over restarts. */

const count = z.int().nonnegative();
const fileSchema = z.object({
  version: z.literal(1),
  /** Ms since 1970; from here on nothing is missing. */
  sinceMs: z.number(),
  /** Minutes with messages, oldest first: minute since 1970, accepted, delivered, refused. */
  minutes: z.array(z.tuple([count, count, count, count])),
  /** Messages of the day that `dayMs`, its midnight, began: receive connector, accepted, refused. */
  dayMs: z.number(),
  connectors: z.array(z.tuple([z.string(), count, count])),
});

export type Figures = Readonly<Omit<z.infer<typeof fileSchema>, 'version'>>;

/** What the file tells, or null where there is none. Throws 'data-folder-unusable'. */
export function readFigures(path: string): Figures | null {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    const text = `The figures of the last day in ${path} cannot be read; counting begins anew.`;
    throw new PostroomError('data-folder-unusable', text, { cause: error });
  }
}

export function printFigures(figures: Figures): string {
  return JSON.stringify({ version: 1, ...figures });
}
