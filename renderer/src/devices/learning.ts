import type { LearnedDevice, LearningProposal, LearningView } from '../../../main/contract/learning-view.ts';
import type { SparseDocument } from '../../../main/contract/document.ts';
import { formatTime, joinWords } from '../format.ts';
import { messages } from '../messages.ts';
import { visibleText } from '../sessions/visible-text.ts';
import type { Tone } from '../tone.ts';

/** Learning mode as the devices page shows it: who knocked, what would let them in, and the switch. */

const words = messages.learning;
const HOUR_MS = 3_600_000;
const MOST_NAMED = 3;

export const lengths = ['1', '8', '24', '72', 'never'] as const;
export type LearningLength = (typeof lengths)[number];

export function startPatch(length: LearningLength, nowMs: number): SparseDocument {
  const learningModeEnds = length === 'never' ? null : new Date(nowMs + Number(length) * HOUR_MS).toISOString();
  return { transport: { learningModeEnabled: true, learningModeEnds } };
}

export const endPatch: SparseDocument = { transport: { learningModeEnabled: null, learningModeEnds: null } };

/** Worth a place on the page: it is on, or somebody who knocked is not let in yet. */
export function isWorthShowing({ enabled, devices }: LearningView): boolean {
  return enabled || devices.some(({ standing }) => standing !== 'ready' && standing !== 'silent');
}

/** What a proposal is for, and what it does: two sentences. */
export function proposalText({ kind, ranges, addresses, connector, isNew, domains }: LearningProposal): string {
  const named = ranges.slice(0, MOST_NAMED).map(rangeText);
  const rest = ranges.length - named.length;
  const devices = joinWords([...named, ...(rest > 0 ? [words.more(rest)] : [])], words.and);
  const count = addresses.length;
  if (kind === 'relay') {
    const gets = isNew ? words.gets.newRelay : words.gets.moreRelay;
    return `${words.wants.relay(devices, count, visibleText(domains.join(', ')))} ${gets(count, connector)}`;
  }
  const gets = isNew ? words.gets.newConnector : words.gets.moreConnector;
  return `${words.wants.connector(devices, count)} ${gets(count, connector)}`;
}

function rangeText(range: string): string {
  const [low = '', high] = range.split('-');
  return high === undefined ? low : words.range(low, high);
}

/** One device as a row of the table. */
export interface LearnedLine {
  readonly address: string;
  readonly title: string;
  /** The address where the title is a name. */
  readonly below: string;
  readonly wants: readonly string[];
  readonly says: string;
  readonly times: string;
  readonly tone: Tone;
  readonly standing: string;
  /** As on the wire, where it would be refused. */
  readonly reply: string | null;
}

const tones: Readonly<Record<LearnedDevice['standing'], LearnedLine['tone']>> = {
  ready: 'good',
  relay: 'warn',
  connector: 'warn',
  login: 'bad',
  outside: 'warn',
  silent: 'plain',
  other: 'bad',
};

export function learnedLine(device: LearnedDevice, nowMs: number): LearnedLine {
  const { address, name, helo, tls, knock, standing, reply } = device;
  return {
    address,
    title: visibleText(name ?? address),
    below: name === null ? '' : address,
    wants: wantsOf(device),
    says: [helo, tls, loginOf(device)].flatMap((fact) => (fact === null ? [] : [visibleText(fact)])).join(' · '),
    times: words.times(knock.times, formatTime(knock.lastMs, nowMs)),
    tone: tones[standing],
    standing: words.standing[standing],
    reply: reply === null ? null : visibleText(reply),
  };
}

function wantsOf({ knock: { senders, recipients } }: LearnedDevice): readonly string[] {
  if (senders.length === 0) return [words.saidNothing];
  const from = senders.map((sender) => (sender === '' ? words.noSender : visibleText(sender)));
  return [words.from(short(from)), ...(recipients.length === 0 ? [] : [words.to(short(recipients.map(visibleText)))])];
}

function short(list: readonly string[]): string {
  const rest = list.length - MOST_NAMED;
  return [...list.slice(0, MOST_NAMED), ...(rest > 0 ? [words.more(rest)] : [])].join(', ');
}

/** What it tried to sign in with, in words. */
function loginOf({ login }: LearnedDevice): string | null {
  if (login === null) return null;
  const { mechanism, userName, succeeded } = login;
  if (userName === null) return words.login.refused(mechanism);
  return (succeeded ? words.login.right : words.login.wrong)(userName, mechanism);
}
