/** What was typed at a prompt, to be gone through with the arrow keys. */

export interface History {
  /** Oldest first. */
  readonly lines: readonly string[];
  /** The line that is shown; as many as there are lines: the new one. */
  readonly at: number;
  /** What stood in the new line before it was left. */
  readonly draft: string;
}

export interface Recalled {
  readonly history: History;
  readonly line: string;
}

const MOST = 500;

export const noHistory: History = { lines: [], at: 0, draft: '' };

/** Takes a line that was sent. Blank ones, the same once more and credentials are not kept. */
export function remember({ lines }: History, sent: string): History {
  const line = withoutCredential(sent);
  const kept = line.trim() === '' || line === lines.at(-1) ? lines : [...lines, line].slice(-MOST);
  return { lines: kept, at: kept.length, draft: '' };
}

/** One line back; `typed` is what stands at the prompt. null at the oldest. */
export function older(history: History, typed: string): Recalled | null {
  if (history.at === 0) return null;
  const draft = history.at === history.lines.length ? typed : history.draft;
  const at = history.at - 1;
  return { history: { ...history, at, draft }, line: history.lines[at] ?? '' };
}

/** One line on, at last to what was being typed. null at the new line. */
export function newer(history: History): Recalled | null {
  if (history.at >= history.lines.length) return null;
  const at = history.at + 1;
  return { history: { ...history, at }, line: history.lines[at] ?? history.draft };
}

/** A command that can be shown: what stands behind the mechanism of AUTH is a password. */
export function withoutCredential(line: string): string {
  return line.replace(/^(\s*AUTH\s+\S+)\s+\S.*$/i, '$1 ********');
}
