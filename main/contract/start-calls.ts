import { z } from 'zod';
import { call, shape } from './declaration.ts';
import { mailbox } from './fields.ts';
import type { OwnAddresses, TestMessageFate } from './start-view.ts';

/** What the first-run guide and the printer card need besides the configuration. */
export const startCalls = {
  'server.addresses': call('view', z.strictObject({}), shape<OwnAddresses>()),
  /** Puts one message into the queue, from nobody's connection; it is routed and delivered like every other. */
  'testMessage.send': call(
    'admin',
    z.strictObject({ sender: mailbox, recipient: mailbox }),
    shape<{ readonly id: number }>(),
  ),
  'testMessage.fate': call('view', z.strictObject({ id: z.number().int().nonnegative() }), shape<TestMessageFate>()),
} as const;
