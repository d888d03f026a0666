import type { ShellFile, ShellOutcome, ShellRecord } from '../../../main/contract/shell-view.ts';

/** What stands on the screen of the shell: what was typed, what it said, what was asked and answered. */

export type ScreenLine =
  | { readonly kind: 'typed'; readonly text: string }
  | { readonly kind: 'answered'; readonly question: string; readonly answer: string }
  | { readonly kind: 'file'; readonly file: ShellFile }
  | ShellRecord;

export interface Numbered {
  readonly number: number;
  readonly line: ScreenLine;
}

/** Older lines go: a shell that runs all day stays light. */
const MOST_LINES = 1000;

export function append(screen: readonly Numbered[], lines: readonly ScreenLine[]): readonly Numbered[] {
  const next = (screen.at(-1)?.number ?? 0) + 1;
  return [...screen, ...lines.map((line, index) => ({ number: next + index, line }))].slice(-MOST_LINES);
}

/** What an outcome adds: its records in their order, then the files it wants written. */
export function linesOf({ records, files }: Pick<ShellOutcome, 'records' | 'files'>): readonly ScreenLine[] {
  return [...records, ...files.map((file) => ({ kind: 'file' as const, file }))];
}

/** File name of a path as either system writes it. */
export function fileNameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/** What a command wants in the file, byte by byte. */
export function contentOf({ text, encoding }: ShellFile): Blob {
  return new Blob([encoding === 'base64' ? Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0)) : text]);
}
