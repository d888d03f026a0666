import { PostroomError } from '../errors.ts';

/**
 * What a refusal means for what comes next. `pending`, `slow-down`, `denied` and `expired` answer a device that
 * waits; `again`: a person has to sign in; `setting`: somebody has to change something; `temporary`: it may pass.
 */
export type FaultKind = 'pending' | 'slow-down' | 'denied' | 'expired' | 'again' | 'setting' | 'temporary';

/** Why there is no token. The message is for people, and holds no secret. */
export class OAuthFault extends PostroomError {
  readonly kind: FaultKind;

  constructor(kind: FaultKind, message: string, cause?: unknown) {
    super(kind === 'again' ? 'sign-in-needed' : 'sign-in-failed', message, cause === undefined ? {} : { cause });
    this.kind = kind;
  }
}
