import type { OAuthView, SignInView } from '../../../main/contract/oauth-view.ts';
import { formatDate, formatTime } from '../format.ts';
import { messages } from '../messages.ts';
import { said } from '../said.ts';
import type { BadgeText } from '../tone.ts';
import type { Line } from './line.ts';

/** How a sign-in with OAuth stands, in words. */

const words = messages.signIn;

export type SignInTone = 'good' | 'warn' | 'bad';

export function signInTone({ state, byProgram }: OAuthView): SignInTone {
  if (state === 'signed-in') return 'good';
  return state === 'retrying' || (state === 'never' && byProgram) ? 'warn' : 'bad';
}

/** On the line of its send connector, where something is to be done. */
function signInBadge(view: OAuthView): BadgeText | null {
  if (view.state === 'signed-in' || (view.state === 'never' && view.byProgram && view.secret === 'stored')) return null;
  if (view.secret === 'missing') return { tone: 'bad', text: words.secretMissing };
  return { tone: signInTone(view) === 'warn' ? 'warn' : 'bad', text: words.states[view.state] };
}

/** The line of a send connector, with how it is signed in where it does so with OAuth. */
export function withSignIn(line: Line, view: OAuthView | undefined): Line {
  const badge = view === undefined || !view.enabled ? null : signInBadge(view);
  if (badge === null) return line;
  return { ...line, tone: badge.tone === 'bad' ? 'bad' : line.tone, badges: [...line.badges, badge] };
}

/** The state and why. */
export function standing({ state, text, byProgram }: OAuthView): string {
  if (state === 'never') return byProgram ? words.neverProgram : words.neverPerson;
  return text === '' ? `${words.states[state]}.` : `${words.states[state]}. ${said(text)}`;
}

interface Fact {
  readonly name: string;
  readonly value: string;
}

export function signInFacts(view: OAuthView, nowMs: number): readonly Fact[] {
  const { provider, flow, mailbox, signedInMs, renewedMs, tokenUntilMs, secret, secretExpiresMs } = view;
  const time = (name: string, atMs: number | null): readonly Fact[] =>
    atMs === null ? [] : [{ name, value: formatTime(atMs, nowMs) }];
  return [
    { name: words.provider, value: words.providers[provider] },
    { name: words.flow, value: words.flows[flow] },
    { name: words.mailbox, value: mailbox ?? '' },
    ...time(words.signedIn, signedInMs),
    ...time(words.renewed, renewedMs),
    ...time(words.tokenUntil, tokenUntilMs),
    { name: words.secret, value: words.secrets[secret] },
    ...(secretExpiresMs === null ? [] : [{ name: words.secretExpires, value: formatDate(secretExpiresMs) }]),
  ];
}

/** How a sign-in that a person began goes on, or ended. */
export function progressText({ state, kind, text, expiresMs }: SignInView, nowMs: number): string {
  if (state === 'waiting') return words.waiting[kind](formatTime(expiresMs, nowMs));
  return text === '' ? words.ends[state] : said(text);
}
