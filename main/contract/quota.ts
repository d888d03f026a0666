import { z } from 'zod';
import { whole } from './fields.ts';

/** How much a send connector may hand over. Ours; Exchange has nothing like it. */

export const quotaPresetNames = [
  'microsoft-365',
  'microsoft-365-connector',
  'high-volume-email',
  'gmail',
  'gmail-relay',
  'azure-communication-services',
] as const;
export type QuotaPreset = (typeof quotaPresetNames)[number];

const limit = whole(1, 100_000_000).nullable().default(null);

/** Limits hold in every span of their length, not by the calendar. null: that of the preset, or none. */
export const quotaSchema = z.strictObject({
  /** The provider whose limits hold where none is given here. */
  preset: z.enum(quotaPresetNames).nullable().default(null),
  messagesPerMinute: limit,
  messagesPerHour: limit,
  messagesPerDay: limit,
  recipientsPerDay: limit,
  /** A message with more recipients is handed over in parts. */
  recipientsPerMessage: limit,
  /** At a time; the smaller of this and maxConnections holds. */
  connections: whole(1, 100).nullable().default(null),
});

export type QuotaDocument = z.output<typeof quotaSchema>;
