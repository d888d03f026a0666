import type { DayFigures, ListenerState, ServiceName, Status } from '../../main/contract/status-view.ts';
import { messages } from './messages.ts';

/** The one sentence that says how things are, and the tone it is said in. */

export type Tone = 'good' | 'warn' | 'bad';

export interface Sentence {
  readonly tone: Tone;
  readonly text: string;
}

export function isRunning(status: Status, service: ServiceName): boolean {
  return status.services.find(({ name }) => name === service)?.state === 'running';
}

const portsOf = (listeners: readonly ListenerState[], state: ListenerState['state']): readonly string[] =>
  [...new Set(listeners.filter((listener) => listener.state === state).map(({ port }) => port))]
    .sort((a, b) => a - b)
    .map(String);

function receiving(status: Status): Sentence {
  if (!isRunning(status, 'Frontend Transport')) return { tone: 'bad', text: messages.state.receivingStopped };
  const listening = portsOf(status.listeners, 'listening');
  const failed = portsOf(status.listeners, 'failed');
  if (listening.length === 0) {
    return { tone: 'bad', text: failed.length > 0 ? messages.state.notReceiving : messages.state.noListeners };
  }
  if (status.problems.some(({ kind }) => kind === 'learning-mode'))
    return { tone: 'bad', text: messages.state.learning };
  return failed.length > 0
    ? { tone: 'warn', text: messages.state.partly(listening, failed) }
    : { tone: 'good', text: receivingOn(listening) };
}

// More numbers than this make a list of what should be one glance.
const MOST_PORTS = 3;

function receivingOn(ports: readonly string[]): string {
  return ports.length > MOST_PORTS ? messages.state.receivingMany(ports.length) : messages.state.receiving(ports);
}

/** `sending through smtp.office365.com`. */
function sending(status: Status): string {
  const words = messages.state;
  if (!isRunning(status, 'Transport')) return words.sendingPaused;
  const { smartHosts, mx } = status.sending;
  if (smartHosts.length === 0) return mx ? words.sendingDirectly : words.sendingNowhere;
  const [first = ''] = smartHosts;
  const more = smartHosts.length - 1 + Number(mx);
  return more > 0 ? words.sendingThroughMany(first, more) : words.sendingThrough(first);
}

/** `Receiving on 25 and 587, sending through smtp.office365.com, nothing waiting`. */
export function statusSentence(status: Status): Sentence {
  const intake = receiving(status);
  const waiting = status.queue.waiting + status.queue.active;
  const parts = [
    intake.text,
    sending(status),
    waiting === 0 ? messages.state.nothingWaiting : messages.state.waiting(waiting),
  ];
  const isTroubled = !isRunning(status, 'Transport') || status.problems.length > 0;
  return { tone: intake.tone === 'good' && isTroubled ? 'warn' : intake.tone, text: parts.join(', ') };
}

/** Nobody has sent anything yet, and nothing could leave: it wants to be set up. */
export function isUnused({ accepted, refused, today, sending: { smartHosts, mx } }: Status): boolean {
  return accepted + refused + today.accepted + today.refused === 0 && smartHosts.length === 0 && !mx;
}

/** The heading of the overview: what matters most. */
export function headline(status: Status): string {
  if (!isRunning(status, 'Frontend Transport')) return messages.overview.headline.stopped;
  if (!isRunning(status, 'Transport')) return messages.overview.headline.paused;
  if (status.problems.length > 0) return messages.overview.headline.problems(status.problems.length);
  if (status.queue.waiting > 0) return messages.overview.headline.waiting(status.queue.waiting);
  return messages.overview.headline.good;
}

/** What came and went today, and since when that is counted. */
export function todaySentence({ sinceMs, accepted, delivered, refused }: DayFigures): string {
  const since = new Date(sinceMs);
  const isMidnight = since.getHours() === 0 && since.getMinutes() === 0;
  const words = messages.overview.headline;
  return isMidnight
    ? words.sinceMidnight(accepted, delivered, refused)
    : words.sinceStart(sinceMs, accepted, delivered, refused);
}
