/**
 * Every failure that a person may see. `code` is stable and listed in docs/errors.md, `message` is one plain
 * sentence that says what to do, `path` points into the configuration where one property is at fault; the
 * technical cause stays in `cause` for the log.
 */
export class PostroomError extends Error {
  override readonly name = 'PostroomError';
  readonly code: ErrorCode;
  readonly path: string | null;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; path?: string } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.path = options.path ?? null;
  }
}

export const errorCodes = [
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
  'sign-in-needed',
  'sign-in-failed',
  'not-found',
  'not-running',
  'not-allowed',
  'connection-failed',
  'queue-full',
  'disk-full',
  'store-failed',
  'usage',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];
