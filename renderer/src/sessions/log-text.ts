import type { SessionDeviation, SessionLine, SessionSummary } from '../../../main/contract/session-view.ts';
import type { DeviceNames } from '../devices/device-names.ts';
import { messages } from '../messages.ts';
import { addressOf } from '../sessions.ts';
import type { LogRow, LogSession } from './session-log.ts';
import { meaningOf } from './reply-meaning.ts';
import { visibleText } from './visible-text.ts';

/** The words of a row of the log. All of it is safe to show. */

const words = messages.sessions;
// What fits into a row many times over; the panel has the whole line.
const LONGEST = 400;
/** Lines so close in time that their time need not be said again. */
const SAME_MOMENT_MS = 10;

/** Who is at the other end: the name that people gave the device, else its address. */
export function partnerOf({ summary }: LogSession, names: DeviceNames): string {
  if (summary === null) return words.unknown;
  const address = addressOf(summary.remoteEndpoint);
  const name = summary.direction === 'receive' ? names.get(address) : undefined;
  if (name !== undefined) return visibleText(name);
  return visibleText(summary.direction === 'receive' ? words.from(address) : words.to(address));
}

/** Name without the server in front of it. */
export function shortConnector(connector: string): string {
  return visibleText(connector.slice(connector.indexOf('\\') + 1));
}

export function textOf(line: SessionLine, summary: SessionSummary | null): string {
  const text = [line.data, line.context].filter((part) => part !== '').join(' · ');
  if (line.event === '+' && text === '') return openingOf(summary);
  if (line.event === '-') return closingOf(line, summary);
  return visibleText(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}

function openingOf(summary: SessionSummary | null): string {
  if (summary === null) return words.events['+'];
  const { direction, localEndpoint, remoteEndpoint } = summary;
  return visibleText(
    direction === 'receive' ? words.connected(remoteEndpoint, localEndpoint) : words.connects(remoteEndpoint),
  );
}

function closingOf({ data, context }: SessionLine, summary: SessionSummary | null): string {
  if (context === 'Local' || context === 'Remote(SocketError)') return words.closedBy[context];
  if (context === 'Remote') return words.closedBy.Remote[summary?.direction ?? 'receive'];
  return visibleText([words.events['-'], data, context].filter((part) => part !== '').join(' · '));
}

/** Whether a row says its time: at the head of a group, and when time has passed since the row before. */
export function saysTime(row: LogRow, before: LogRow | undefined): boolean {
  if (row.kind === 'gap') return false;
  if (row.isHead || before?.kind !== 'line') return true;
  return row.line.atMs - before.line.atMs >= SAME_MOMENT_MS;
}

/** Reply code and enhanced code at the beginning of a line: what a person looks up. Empty where it is no reply. */
export function codeOf(data: string): string {
  return /^\d{3}(?:[ -]\d\.\d+\.\d+)?(?=[ -]|$)/.exec(data)?.[0].replace('-', ' ') ?? '';
}

/** What a reply means, by its beginning; null for what says it itself, and for the refusals of others. */
export function glossOf(line: SessionLine, direction: SessionSummary['direction']): string | null {
  if (direction === 'receive') return line.event === '>' ? glossOfReply(line.data) : null;
  return line.event === '<' ? glossOfReply(line.data, words.remoteReply) : null;
}

/** The reply's code with what it means; Postroom's own replies unless another table is given. */
export function glossOfReply(reply: string, table: Readonly<Record<string, string>> = words.reply): string | null {
  const meaning = meaningOf(reply, table);
  return meaning === null ? null : `${codeOf(reply)}: ${meaning}`;
}

/** What was forgiven in a line, in two or three words each. */
export function badgesOf(line: SessionLine, deviations: readonly SessionDeviation[]): readonly string[] {
  const own = deviations.filter(({ sequence }) => sequence === line.sequence);
  return [...new Set(own.map(({ code }) => words.deviation[code] ?? visibleText(code)))];
}
