import type { AlertItem, AlertList, AlertNotice, DigestFigures } from '../contract/alert-view.ts';
import { oneLine } from '../transport/mime-text.ts';

/** Alerts as text: what is wrong, and what to do. Pure. */

const LONGEST_ITEM = 600;

/** The whole alert as plain lines. `server` is the name of this one. */
export function textOf(notice: AlertNotice, server: string): string {
  const { kind, problems, recovered, failures, figures, atMs } = notice;
  const open = kind === 'digest' ? 'Still open:' : 'This needs somebody:';
  const silent = kind === 'digest' ? problems.items.filter((item) => item.kind === 'device-silent') : [];
  const others = problems.items.filter((item) => !silent.includes(item));
  return [
    `Postroom on ${server}, ${localTime(atMs)}`,
    '',
    ...(kind === 'test' ? ['This is a test. If it can be read, alerts arrive this way.', ''] : []),
    ...(figures === null ? [] : figureLines(figures)),
    ...section('Silent devices:', { items: silent, more: 0 }, true),
    ...section(open, { items: others, more: problems.more }, true),
    ...section('Could not be delivered:', failures, true),
    ...section('Over:', recovered, false),
    ...(kind === 'digest' && problems.items.length === 0 ? ['Nothing is open.', ''] : []),
    'Who is told, and when not: Settings, Alerts.',
  ].join('\n');
}

function section(title: string, { items, more }: AlertList, withAction: boolean): readonly string[] {
  if (items.length === 0) return [];
  return [title, ...items.flatMap((item) => itemLines(item, withAction)), ...(more > 0 ? [moreLine(more)] : []), ''];
}

function itemLines({ text, action, sinceMs }: AlertItem, withAction: boolean): readonly string[] {
  const line = `- ${oneLine(text, LONGEST_ITEM)} (since ${localTime(sinceMs)})`;
  return withAction ? [line, `  What to do: ${oneLine(action, LONGEST_ITEM)}`] : [line];
}

export function moreLine(more: number): string {
  return `and ${String(more)} more`;
}

function figureLines({ sinceMs, accepted, delivered, failed, refused }: DigestFigures): readonly string[] {
  return [
    `Since ${localTime(sinceMs)}:`,
    `- accepted: ${String(accepted)}`,
    `- delivered: ${String(delivered)}`,
    `- failed: ${String(failed)}`,
    `- refused: ${String(refused)}`,
    '',
  ];
}

/** `2026-11-22 14:05`, in the time zone of this machine. */
function localTime(ms: number): string {
  const date = new Date(ms);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
