import { z } from 'zod';
import type { Run } from '../console/run-file.ts';
import { PostroomError } from '../errors.ts';

/** An address with a one-time code. Rejects with 'not-running'. */
export async function signInLink({ url, token }: Run): Promise<string> {
  try {
    const response = await fetch(new URL('code', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    return z.object({ url: z.string() }).parse(await response.json()).url;
  } catch (cause) {
    throw new PostroomError('not-running', 'The console does not answer. Is Postroom still running?', { cause });
  }
}
