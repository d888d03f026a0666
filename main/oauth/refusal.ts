import type { OAuthProvider } from '../contract/oauth.ts';
import { printable } from '../delivery/reply.ts';
import { entraCodeOf, entraErrors } from './entra-errors.ts';
import { OAuthFault, type FaultKind } from './oauth-fault.ts';

/** What a provider's refusal means, and how it is said. Pure. */

/** What was asked for when the provider refused. */
export type GrantKind = 'refresh' | 'program' | 'service-account' | 'device-start' | 'device' | 'code';

export interface Refusal {
  readonly provider: OAuthProvider;
  readonly grant: GrantKind;
  /** As OAuth names it: `invalid_grant`. */
  readonly error: string;
  readonly description: string;
  /** HTTP status; 0 where it did not come by HTTP. */
  readonly status: number;
}

const MOST_WORDS = 300;

const names: Readonly<Record<OAuthProvider, string>> = {
  Microsoft365: 'Microsoft',
  Google: 'Google',
  Other: 'The provider',
};

/** RFC 8628 3.5, and Microsoft's own name for a refusal. */
const deviceKinds: Readonly<Record<string, FaultKind>> = {
  authorization_pending: 'pending',
  slow_down: 'slow-down',
  access_denied: 'denied',
  authorization_declined: 'denied',
  expired_token: 'expired',
  code_expired: 'expired',
  bad_verification_code: 'expired',
};

const AGAIN = new Set(['invalid_grant', 'interaction_required', 'consent_required', 'login_required']);
const TEMPORARY = new Set(['temporarily_unavailable', 'server_error']);

/** RFC 6749 5.2 and 4.1.2.1, in words that say what to do. */
const causes: Readonly<Record<string, string>> = {
  invalid_client: 'The client id or the client secret is wrong: check both, and set the secret again.',
  unauthorized_client: 'The application may not sign in this way: allow it at the provider, or choose another flow.',
  invalid_scope:
    'The application does not get the scope it asks for: check the scope and the permissions it was given.',
  unsupported_grant_type: 'The provider does not know this way to sign in: choose another flow.',
  unsupported_response_type: 'The provider does not know this way to sign in: choose another flow.',
  invalid_request: 'The provider did not understand the request: check the settings of the sign-in.',
  access_denied: 'The sign-in was refused in the browser.',
  authorization_declined: 'The sign-in was refused in the browser.',
  authorization_pending: 'The provider still waits for the code to be typed in.',
  slow_down: 'The provider wants to be asked less often.',
  expired_token: 'The code has run out: begin the sign-in anew.',
  code_expired: 'The code has run out: begin the sign-in anew.',
  temporarily_unavailable: 'The provider is busy: the sign-in is tried again by itself.',
  server_error: 'The provider has trouble of its own: the sign-in is tried again by itself.',
  consent_required: 'Somebody has to agree to the permissions of the application: sign in again.',
  interaction_required: 'The provider wants to see a person: sign in again.',
  login_required: 'The provider wants to see a person: sign in again.',
};

const invalidGrant: Readonly<Record<GrantKind, string>> = {
  refresh: 'The sign-in was revoked or has run out: sign in again.',
  program: 'The provider does not let this application sign in: check its permissions.',
  'service-account':
    'The service account may not send for this mailbox: check the mailbox, the key and the domain-wide delegation.',
  'device-start': 'The provider did not begin the sign-in: check its settings.',
  device: 'The code was not accepted: begin the sign-in anew.',
  code: 'The code was not accepted: begin the sign-in anew.',
};

export function faultOf(refusal: Refusal, cause?: unknown): OAuthFault {
  return new OAuthFault(kindOf(refusal), sentenceOf(refusal), cause);
}

function kindOf({ grant, error, status }: Refusal): FaultKind {
  if (TEMPORARY.has(error) || status === 429 || status >= 500) return 'temporary';
  if (grant === 'device') return deviceKinds[error] ?? 'setting';
  if (grant === 'code' && error === 'access_denied') return 'denied';
  return AGAIN.has(error) && grant === 'refresh' ? 'again' : 'setting';
}

function sentenceOf({ provider, grant, error, description, status }: Refusal): string {
  const code = entraCodeOf(description);
  const cause =
    (code === null ? undefined : entraErrors[code]) ??
    (error === 'invalid_grant' ? invalidGrant[grant] : (causes[error] ?? unnamed(status)));
  const words = wordsOf(error, description);
  return [cause, ...(words === '' ? [] : [`${names[provider]} says: ${words}`])].join(' ');
}

function unnamed(status: number): string {
  return status === 429 || status >= 500
    ? 'The provider is not answering as it should: the sign-in is tried again by itself.'
    : 'The provider refused the sign-in.';
}

/** The first sentence of what it said: behind it come numbers for its own support. */
function wordsOf(error: string, description: string): string {
  const [first = ''] = description.trim().split(/\r?\n|(?<=\.)\s/);
  const text = first === '' ? error : first;
  return printable(text).slice(0, MOST_WORDS).replace(/\.?$/, '.').replace(/^\.$/, '');
}
