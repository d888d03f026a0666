import { z } from 'zod';
import { displayName } from './fields.ts';
import { weekdays } from './weekdays.ts';

/** Which mail a send connector is for, and when it sends, as they stand in config.json. */

/** Each kind that is given must hold; an empty list leaves it open. */
export const routingConditionsSchema = z.strictObject({
  /** `scanner@office.example`, `@office.example` for all of a domain, `<>` for the null sender. */
  senders: z
    .array(
      z
        .string()
        .max(320)
        .regex(/^(?:<>|[^\s@<>\p{Cc}]*@[^\s@<>\p{Cc}]+)$/u, 'must be an address, @domain, or <> for the null sender'),
    )
    .max(1000)
    .default([]),
  /** Names of receive connectors. */
  receiveConnectors: z.array(displayName).max(100).default([]),
});

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 20:00');

/**
 * When a send connector sends, by the clock on the wall of this machine. `from` after `to`: over midnight; both the same:
 * a whole day. `days` are those on which it begins.
 */
export const sendWindowSchema = z
  .strictObject({
    from: timeOfDay,
    to: timeOfDay,
    days: z
      .array(z.enum(weekdays))
      .min(1)
      .max(weekdays.length)
      .default([...weekdays]),
  })
  .refine(({ from, to, days }) => from !== to || new Set(days).size < weekdays.length, {
    error: 'must begin and end at different times, or leave out a day',
  });

export type SendWindowDocument = z.output<typeof sendWindowSchema>;
