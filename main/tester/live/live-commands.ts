import type { LiveState } from '../../contract/live-view.ts';
import { PostroomError } from '../../errors.ts';

/** What a typed command may do, and where the dialogue stands after its reply. */

export function verbOf(line: string): string {
  return /^\s*(\S*)/.exec(line)?.[1]?.toUpperCase() ?? '';
}

/** Why a command is not sent; null where it may be. */
export function refusalOf(verb: string, allowData: boolean): string | null {
  if (verb === 'BDAT') return 'BDAT was not sent: it is not for typing. Use DATA.';
  if (verb !== 'DATA' || allowData) return null;
  return 'DATA was not sent: the dialogue stops before a message unless it is opened with allowData (--allow-data).';
}

export function stateAfter(verb: string, code: number): LiveState {
  if (code === 354 && verb === 'DATA') return 'body';
  return code === 334 && verb === 'AUTH' ? 'answer' : 'ready';
}

export function over(): PostroomError {
  return new PostroomError('connection-failed', 'The dialogue is over: the connection is closed.');
}
