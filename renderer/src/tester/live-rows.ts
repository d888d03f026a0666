import type { LiveDialogue, LiveLine } from '../../../main/contract/live-view.ts';
import { messages } from '../messages.ts';
import { said } from '../said.ts';
import { glossOfReply } from '../sessions/log-text.ts';
import { visibleText } from '../sessions/visible-text.ts';
import type { Tone } from '../tone.ts';
import type { TerminalRow } from './rows.ts';

/** A dialogue with a real server as lines of the terminal. */

const whose = { sent: 'client', received: 'server', note: 'note' } as const;

export function liveRows({ lines, ownListener }: Pick<LiveDialogue, 'lines' | 'ownListener'>): readonly TerminalRow[] {
  return lines.map((line) => ({
    key: `live-${String(line.sequence)}`,
    exchange: line.sequence,
    who: whose[line.kind],
    number: line.sequence + 1,
    lines: [visibleText(line.kind === 'note' ? said(line.text) : line.text)],
    folded: 0,
    recorded: null,
    isWaiting: false,
    word: null,
    tone: toneOf(line),
    gloss: glossOf(line, ownListener),
  }));
}

function toneOf({ kind, text }: LiveLine): Tone {
  if (kind !== 'received') return 'plain';
  if (text.startsWith('4')) return 'warn';
  return text.startsWith('5') ? 'bad' : 'plain';
}

/** Other servers mean by a refusal what they like: the engine is asked for those. */
function glossOf({ kind, text }: LiveLine, isOwn: boolean): string | null {
  if (kind !== 'received') return null;
  return isOwn ? glossOfReply(text) : glossOfReply(text, messages.sessions.remoteReply);
}

/** The dialogue after more of it has come; what is there already comes once. */
export function withLines(known: readonly LiveLine[], more: readonly LiveLine[]): readonly LiveLine[] {
  const last = known.at(-1)?.sequence ?? -1;
  const fresh = more.filter(({ sequence }) => sequence > last);
  return fresh.length === 0 ? known : [...known, ...fresh];
}

export interface LiveTarget {
  readonly host: string;
  readonly port: number;
}

/** `smtp.example.com:587`, `[::1]:25`; port 25 where none is said. null where it cannot be read. */
export function readTarget(text: string): LiveTarget | null {
  const match = /^(?:\[([^\]\s]+)\]|([\w.-]+))(?:\s*:\s*(\d{1,5}))?$/.exec(text.trim());
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3] ?? '25');
  return host === undefined || port < 1 || port > 65_535 ? null : { host, port };
}
