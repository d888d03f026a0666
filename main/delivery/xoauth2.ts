import { z } from 'zod';
import { printable } from './reply.ts';

/** The XOAUTH2 mechanism, as Google and Microsoft describe it. Pure. */

/** RFC 5321 4.5.3.1.4; servers that hold to it answer a longer command with 500 or 555. */
const LONGEST_COMMAND = 512;
const COMMAND = 'AUTH XOAUTH2';

export interface TokenCommands {
  readonly command: string;
  /** Sent behind 334; null where the command holds it. */
  readonly blob: string | null;
}

export function tokenCommands(userName: string, token: string): TokenCommands {
  const blob = Buffer.from(`user=${userName}\x01auth=Bearer ${token}\x01\x01`).toString('base64');
  const whole = `${COMMAND} ${blob}`;
  return whole.length + 2 > LONGEST_COMMAND ? { command: COMMAND, blob } : { command: whole, blob: null };
}

const refusalSchema = z.object({
  status: z.coerce.string().optional(),
  scope: z.coerce.string().optional(),
  error: z.coerce.string().optional(),
  error_description: z.coerce.string().optional(),
});

/** `334 eyJzdGF0dXMiOiI0MDAi…`: what the server holds against the token, in a sentence; null where it does not say. */
export function wordsOfRefusal(reply: string): string | null {
  const found = refusalSchema.safeParse(decoded(reply));
  if (!found.success) return null;
  const { status, scope, error, error_description: description } = found.data;
  const said = description ?? error;
  const parts = [
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(said === undefined ? [] : [said]),
    ...(scope === undefined || scope === '' ? [] : [`it wants the scope ${scope}`]),
  ].map((part) => printable(part).slice(0, 300));
  return parts.length === 0 ? null : `The server did not take the token (${parts.join('; ')}).`;
}

function decoded(reply: string): unknown {
  try {
    return JSON.parse(Buffer.from(reply.slice(4).trim(), 'base64').toString('utf8'));
  } catch {
    return null;
  }
}
