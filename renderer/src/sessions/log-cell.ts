import type { SessionLine, SessionSummary } from '../../../main/contract/session-view.ts';
import type { DeviceNames } from '../devices/device-names.ts';
import { formatLogTime } from '../format.ts';
import { messages } from '../messages.ts';
import { toneOf } from '../sessions.ts';
import type { LineTone } from '../sessions.ts';
import { badgesOf, glossOf, partnerOf, saysTime, shortConnector, textOf } from './log-text.ts';
import type { LogRow, LogSession } from './session-log.ts';
import type { VirtualWindow } from './virtual-window.ts';

/** A row of the log as it is drawn: texts only, all of them safe to show. */
export interface LogCell {
  readonly row: LogRow;
  /** Its place in the log, from 0. */
  readonly at: number;
  readonly isHead: boolean;
  readonly event: SessionLine['event'] | 'gap';
  readonly tone: LineTone;
  /** Empty where the row before has the same. */
  readonly time: string;
  readonly who: string;
  readonly text: string;
  /** What was forgiven in this line. */
  readonly badges: readonly string[];
  /** At the head of a group: connector, and how the session went. */
  readonly connector: string | null;
  readonly verdict: SessionSummary['verdict'] | null;
  readonly gloss: string | null;
}

export function cellsOf(
  rows: readonly LogRow[],
  { start, end }: VirtualWindow,
  names: DeviceNames,
): readonly LogCell[] {
  return rows.slice(start, end).map((row, index) => cellOf(row, rows[start + index - 1], start + index, names));
}

function cellOf(row: LogRow, before: LogRow | undefined, at: number, names: DeviceNames): LogCell {
  if (row.kind === 'gap') return { ...blank, row, at, text: messages.sessions.gap(row.lines) };
  const { line, session, isHead } = row;
  const direction = session.summary?.direction ?? 'receive';
  return {
    ...(isHead ? headOf(session, names) : plain),
    row,
    at,
    isHead,
    event: line.event,
    tone: toneOf(line, direction),
    time: saysTime(row, before) ? formatLogTime(line.atMs) : '',
    text: textOf(line, session.summary),
    badges: badgesOf(line, session.summary?.deviations ?? []),
    gloss: glossOf(line, direction),
  };
}

function headOf(session: LogSession, names: DeviceNames): Pick<LogCell, 'who' | 'connector' | 'verdict'> {
  const { summary } = session;
  return {
    who: partnerOf(session, names),
    connector: summary ? shortConnector(summary.connector) : null,
    verdict: summary ? summary.verdict : null,
  };
}

const plain = { who: '', connector: null, verdict: null } as const;
const blank: Omit<LogCell, 'row' | 'at' | 'text'> = {
  isHead: false,
  ...plain,
  event: 'gap',
  tone: 'plain',
  time: '',
  badges: [],
  gloss: null,
};
