import type { LiveDialogue } from '../../contract/live-view.ts';

/** A live dialogue as text that a person and the tester can read: `C:` and `S:`, notes behind `===`. */

const marks = { sent: 'C: ', received: 'S: ', note: '=== ' } as const;

export function liveTranscript({ host, port, lines }: Pick<LiveDialogue, 'host' | 'port' | 'lines'>): string {
  return [`=== ${host}:${String(port)}`, ...lines.map(({ kind, text }) => `${marks[kind]}${text}`), ''].join('\n');
}
