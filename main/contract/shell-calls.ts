import { z } from 'zod';
import { call, shape } from './declaration.ts';
import type { ShellCompletion, ShellOutcome } from './shell-view.ts';

/**
 * The Exchange Management Shell. Whoever may look may run commands: each call that a command makes is checked against
 * the caller's own role.
 */

const session = z.string().max(64);

export const shellCalls = {
  'shell.run': call(
    'view',
    z.strictObject({
      text: z.string().max(262_144),
      /** As the last outcome named it; null begins a new one. */
      session: session.nullable().default(null),
      /** Columns of the screen. */
      width: z.number().int().min(40).max(500).default(120),
    }),
    shape<ShellOutcome>(),
  ),
  /** Goes on with a run that asks. null: there is nobody to answer, and what was asked for is not done. */
  'shell.answer': call(
    'view',
    z.strictObject({ session, answer: z.string().max(262_144).nullable() }),
    shape<ShellOutcome>(),
  ),
  'shell.complete': call(
    'view',
    z.strictObject({ text: z.string().max(65_536), cursor: z.number().int().nonnegative() }),
    shape<ShellCompletion>(),
  ),
  'shell.close': call('view', z.strictObject({ session }), shape<null>()),
} as const;
