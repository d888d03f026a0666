import type { SessionLine, SessionSummary, SessionTrace } from '../../main/contract/session-view.ts';

/** Sessions as the pages show them. */

/** The list after a delta: newest first, each session once, no more than `limit`. */
export function mergeSessions(
  known: readonly SessionSummary[],
  changed: readonly SessionSummary[],
  limit: number,
): readonly SessionSummary[] {
  if (changed.length === 0) return known;
  const byId = new Map([...known, ...changed].map((session) => [session.id, session]));
  return [...byId.values()].sort((a, b) => b.number - a.number).slice(0, limit);
}

/** The address of an endpoint without its port: `192.168.0.1:25` and `[::1]:25`. */
export function addressOf(endpoint: string): string {
  return endpoint.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}

export type LineTone = 'good' | 'bad' | 'plain';

/** How a line reads: refusals stand out, and so does the acceptance of a message. */
export function toneOf(line: SessionLine, direction: SessionSummary['direction']): LineTone {
  const isReply = direction === 'receive' ? line.event === '>' : line.event === '<';
  if (!isReply) return 'plain';
  if (isRefusal(line.data)) return 'bad';
  return /^250 2\.(?:1\.5|6\.0)\b/.test(line.data) ? 'good' : 'plain';
}

/** The reply a line led to; the line itself where it is one, or where none has come. */
export function replyTo(
  line: SessionLine,
  lines: readonly SessionLine[],
  direction: SessionSummary['direction'],
): SessionLine {
  const [command, reply] = direction === 'receive' ? (['<', '>'] as const) : (['>', '<'] as const);
  if (line.event !== command) return line;
  return lines.find(({ sequence, event }) => sequence >= line.sequence && event === reply) ?? line;
}

export function isRefusal(reply: string): boolean {
  return /^[45]\d\d/.test(reply);
}

/** Reasons by the sequence of the reply they led to: a decision is recorded before its reply is written. */
export function tracesByReply(
  lines: readonly SessionLine[],
  traces: readonly SessionTrace[],
): ReadonlyMap<number, SessionTrace> {
  const replies = lines.filter(({ event }) => event === '>');
  const found = new Map<number, SessionTrace>();
  for (const trace of traces) {
    const reply = replies.find(({ sequence }) => sequence >= trace.sequence);
    if (reply) found.set(reply.sequence, trace);
  }
  return found;
}

/** The line of a session that says most about it: its last refusal, else its last line; null where it has none. */
export function telling(lines: readonly SessionLine[], direction: SessionSummary['direction']): SessionLine | null {
  const reply = direction === 'receive' ? '>' : '<';
  return lines.findLast(({ event, data }) => event === reply && isRefusal(data)) ?? lines.at(-1) ?? null;
}
