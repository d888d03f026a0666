import type { ShellErrorCategory } from '../contract/shell-view.ts';

/** What went wrong with a command, in a form that clients can tell apart. */
export class ShellError extends Error {
  override readonly name = 'ShellError';
  readonly category: ShellErrorCategory;
  /** Offset in the text, or null where no place is at fault. */
  readonly at: number | null;
  /** The text ends too early: more lines could complete it. */
  readonly isIncomplete: boolean;

  constructor(
    category: ShellErrorCategory,
    message: string,
    { at = null, isIncomplete = false }: { readonly at?: number | null; readonly isIncomplete?: boolean } = {},
  ) {
    super(message);
    this.category = category;
    this.at = at;
    this.isIncomplete = isIncomplete;
  }
}
