import type { OAuthView } from '../contract/oauth-view.ts';
import type { Problem } from '../contract/problem-view.ts';
import type { ApiParts } from './parts.ts';
import { countOf, problem } from './problem.ts';

/** Sign-ins that need a person, and client secrets that come to their end. */

const DAY_MS = 86_400_000;
const STEPS = [0, 3, 14, 30] as const;

export async function oauthProblems({ oauth, clock }: Pick<ApiParts, 'oauth' | 'clock'>): Promise<readonly Problem[]> {
  const enabled = (await oauth.status()).filter((one) => one.enabled);
  return [...enabled.flatMap(signInProblem), ...enabled.flatMap((one) => expiryProblem(one, clock.now()))];
}

function signInProblem({ connector, provider, state, byProgram, secret, text }: OAuthView): Problem[] {
  if (state === 'signed-in' || state === 'retrying') return [];
  // A program signs in with its first message; that its secret is missing is told elsewhere.
  if (byProgram && (state === 'never' || secret === 'missing')) return [];
  const facts = { connector, provider, state, byProgram, reason: text };
  if (state === 'never') {
    const said = `Nobody has signed in for the send connector ${connector} yet, so its mail waits.`;
    return [problem('sign-in-needed', facts, said, 'Sign in on the delivery page; the mail then leaves by itself.')];
  }
  const said = `The send connector ${connector} gets no token, so its mail waits: ${text}`;
  const action = byProgram
    ? 'Correct the send connector or the application at the provider; the mail then leaves by itself.'
    : 'Sign in again on the delivery page; the mail then leaves by itself.';
  return [problem('sign-in-needed', facts, said, action)];
}

function expiryProblem({ connector, secretExpiresMs: expiresMs }: OAuthView, nowMs: number): Problem[] {
  if (expiresMs === null) return [];
  const days = Math.max(0, Math.ceil((expiresMs - nowMs) / DAY_MS));
  const step = STEPS.find((one) => days <= one);
  if (step === undefined) return [];
  const text =
    days === 0
      ? `The client secret of the send connector ${connector} has expired.`
      : `The client secret of the send connector ${connector} expires in ${countOf(days, 'day', 'days')}.`;
  const action = 'Make a new client secret at the provider, set it, and note its last day on the send connector.';
  return [problem('client-secret-expiring', { connector, expiresMs, step }, text, action)];
}
