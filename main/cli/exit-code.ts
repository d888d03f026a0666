import { CommanderError } from 'commander';
import { CallError } from '../contract/client.ts';
import { PostroomError } from '../errors.ts';

/** 0 ok, 1 the answer is no, 2 usage or configuration error, 3 the engine is not running. */
export const exitCodes = { ok: 0, no: 1, usage: 2, notRunning: 3 } as const;

const USAGE_CODES: ReadonlySet<string> = new Set([
  'usage',
  'config-invalid',
  'config-conflict',
  'config-unreadable',
  'import-unreadable',
  'confirmation-needed',
  'data-folder-locked',
  'data-folder-unusable',
  'binding-unavailable',
  'certificate-unusable',
  'secret-unavailable',
]);

/** The exit code of a failed command, and the sentence that goes with it. */
export function judgeFailure(error: unknown): {
  readonly exitCode: number;
  readonly text: string;
  readonly cause: unknown;
} {
  // Commander has printed its own sentence; help and version are no failures.
  if (error instanceof CommanderError) {
    return { exitCode: error.exitCode === 0 ? exitCodes.ok : exitCodes.usage, text: '', cause: undefined };
  }
  if (error instanceof PostroomError || error instanceof CallError) {
    return { exitCode: codeOf(error.code), text: error.message, cause: error.cause };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return { exitCode: exitCodes.no, text: `Postroom could not do this: ${reason}`, cause: error };
}

function codeOf(code: string): number {
  if (code === 'not-running') return exitCodes.notRunning;
  return USAGE_CODES.has(code) ? exitCodes.usage : exitCodes.no;
}

/** True for the failure that says there is no engine to talk to. */
export function isNotRunning(error: unknown): error is CallError | PostroomError {
  return (error instanceof PostroomError || error instanceof CallError) && error.code === 'not-running';
}
