import { z } from 'zod';
import { call, shape } from './declaration.ts';
import { displayName, mailbox } from './fields.ts';
import type { Touched } from './queue-view.ts';

/** Calls that change messages which wait, or make new ones of them. */

const id = z.number().int().nonnegative();
const ids = z.array(id).min(1).max(1000);
const recipients = z.array(mailbox).min(1).max(500);

/** The number of a message that was made. */
export interface MadeMessage {
  readonly id: number;
}

export const surgeryCalls = {
  /** Who shall wait instead of those who do; with `resend` it is tried at once, and released if it was suspended. */
  'message.edit': call('admin', z.strictObject({ id, recipients, resend: z.boolean() }), shape<Touched>()),
  /** Suspends for a reason that is shown, until a time (ms since 1970) or, with null, until somebody resumes it. */
  'message.hold': call(
    'admin',
    z.strictObject({
      ids,
      reason: z.string().trim().min(1).max(200),
      untilMs: z.number().int().positive().nullable().default(null),
    }),
    shape<Touched>(),
  ),
  /** Sends what waits through a send connector, whatever routing says; null: leaves it to routing again. */
  'message.route': call('admin', z.strictObject({ ids, connector: displayName.nullable() }), shape<Touched>()),
  /** A new message with the same text, to these or to all it was for. */
  'message.resend': call(
    'admin',
    z.strictObject({ id, recipients: recipients.nullable().default(null) }),
    shape<MadeMessage>(),
  ),
  /** A new message with this one attached. */
  'message.forward': call('admin', z.strictObject({ id, recipients }), shape<MadeMessage>()),
} as const;
