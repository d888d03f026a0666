import { z } from 'zod';
import { displayName, ipAddress, timeSpan } from './fields.ts';

const HOUR_MS = 3_600_000;

/** What a person says of a source address; the rest of a device is known from its traffic. */
export const deviceSchema = z.strictObject({
  address: ipAddress,
  name: displayName,
  note: z.string().max(2000).default(''),
  /** Every message from it waits for somebody to release it. */
  holdMessages: z.boolean().default(false),
  /** It is silent when nothing came for so long; `never`: it has no rhythm. null: learned from its traffic. */
  expectedEvery: z
    .union([z.literal('never'), timeSpan(HOUR_MS, 90 * 24 * HOUR_MS)])
    .nullable()
    .default(null),
});
