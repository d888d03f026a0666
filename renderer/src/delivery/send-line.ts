import type { AddressSpaceView, SendConnectorView } from '../../../main/contract/delivery-view.ts';
import { formatTime } from '../format.ts';
import { messages } from '../messages.ts';
import { said } from '../said.ts';
import type { BadgeText } from '../tone.ts';
import type { Line } from './line.ts';

/** A send connector as a line: where mail goes, how, and how that went last. */

const words = messages.delivery.send;
const MOST_SPACES = 3;
const USUAL_COST = 1;

type Last = Pick<SendConnectorView, 'lastSuccess' | 'lastFailure'>;

export function sendLine(connector: SendConnectorView, nowMs: number): Line {
  const note = attemptNote(connector, nowMs);
  const isMissing = connector.password === 'missing';
  return {
    key: connector.name,
    name: connector.name,
    tone: connector.enabled ? (isMissing ? 'bad' : note.tone) : 'plain',
    state: connector.enabled ? messages.delivery.on : messages.delivery.off,
    badges: badgesOf(connector),
    sentence: sendSentence(connector),
    note,
  };
}

/** What the sentence says. */
export type SendFacts = Pick<SendConnectorView, 'addressSpaces' | 'smartHosts' | 'port' | 'tls' | 'password' | 'oauth'>;

/** "Mail for everybody else goes to smtp.office365.com, port 587, with STARTTLS and a login". */
export function sendSentence({ addressSpaces, smartHosts, port, tls, password, oauth }: SendFacts): string {
  const spaces =
    addressSpaces.length > MOST_SPACES ? [words.manySpaces(addressSpaces.length)] : addressSpaces.map(spaceText);
  const where = smartHosts.length === 0 ? words.direct : words.to(smartHosts, port);
  const plain = password === 'none' ? [] : [tls === 'never' ? words.loginAlone : words.login];
  const login = oauth === null ? plain : [messages.signIn.login];
  const how = [words.tls[tls], ...login];
  return `${words.mailFor(spaces, where)}${words.with(how)}`;
}

function spaceText({ pattern, match }: AddressSpaceView): string {
  if (match === 'any') return words.everybody;
  return match === 'both' ? words.below(pattern) : pattern;
}

function badgesOf({ enabled, password, addressSpaces }: SendConnectorView): readonly BadgeText[] {
  const costs = [...new Set(addressSpaces.map(({ cost }) => cost))].filter((cost) => cost !== USUAL_COST);
  return [
    ...(enabled ? [] : [{ tone: 'plain', text: messages.delivery.off } as const]),
    ...(password === 'missing' ? [{ tone: 'bad', text: words.passwordMissing } as const] : []),
    ...costs.map((cost) => ({ tone: 'plain', text: words.cost(cost) }) as const),
  ];
}

/** The later of the last success and the last failure, in words. */
export function attemptNote({ lastSuccess, lastFailure }: Last, nowMs: number): NonNullable<Line['note']> {
  if (lastFailure !== null && lastFailure.atMs >= (lastSuccess?.atMs ?? 0)) {
    const { atMs, text, hint, unreachable } = lastFailure;
    const told = said(text);
    const heard = hint === '' ? told : `${told}${/[.!?]$/.test(told) ? '' : '.'} ${said(hint)}`;
    const time = formatTime(atMs, nowMs);
    return unreachable
      ? { tone: 'bad', text: words.failed(time, heard) }
      : { tone: 'warn', text: words.refused(time, heard) };
  }
  if (lastSuccess === null) return { tone: 'plain', text: words.never };
  return { tone: 'good', text: words.succeeded(formatTime(lastSuccess.atMs, nowMs), lastSuccess.host) };
}
