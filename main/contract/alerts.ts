import { z } from 'zod';
import { mailbox, timeSpan } from './fields.ts';

/** Alerts: who is told of what needs a person, and when not. */

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 22:00');

/** No name and password in it: the configuration is no place for secrets, the SecretBox is. */
const webhookUrl = z
  .string()
  .max(2000)
  .regex(
    /^https?:\/\/(?:[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:[/?][!-~]*)?$/i,
    'must be an address such as https://hooks.office.example/postroom',
  );

export const alertsSchema = z.strictObject({
  /** The desktop program shows them. */
  toastEnabled: z.boolean().default(true),
  emailRecipients: z.array(mailbox).max(20).default([]),
  /** null: the postmaster. */
  emailSender: mailbox.nullable().default(null),
  webhookUrl: webhookUrl.nullable().default(null),
  /** On Windows: the application log. */
  eventLogEnabled: z.boolean().default(false),
  /** Between these times of day nothing is told; it is told together when they are over. Needs both. */
  quietFrom: timeOfDay.nullable().default(null),
  quietUntil: timeOfDay.nullable().default(null),
  /** Tells of mail that could not be delivered. */
  failureReportEnabled: z.boolean().default(true),
  /** Tells when what was told of is over. */
  recoveryEnabled: z.boolean().default(true),
  /** What comes up within this time of an alert is told together. */
  groupingInterval: timeSpan(60_000).default('00:10:00'),
  /** Time of day of the daily report; null: none. */
  digestAt: timeOfDay.nullable().default(null),
});
export type AlertsDocument = z.output<typeof alertsSchema>;
