/** What a command typed into the shell answers, and what it asks for. */

export type ShellErrorCategory =
  | 'ParserError'
  | 'CommandNotFound'
  | 'ParameterBinding'
  | 'ObjectNotFound'
  | 'InvalidArgument'
  | 'InvalidOperation'
  /** The command needs an engine, and none runs. */
  | 'NotRunning'
  | 'Cancelled';

/** What a command said, in its order. Lines of output are as wide as was asked for. */
export type ShellRecord =
  | { readonly kind: 'output' | 'warning' | 'note' | 'whatIf'; readonly text: string }
  | {
      readonly kind: 'error';
      readonly category: ShellErrorCategory;
      readonly text: string;
      /** Offset in the text that was run, or null. */
      readonly at: number | null;
    };

/** A file that a command wants written where the person is: `Out-File`, `Export-Csv`. */
export interface ShellFile {
  readonly path: string;
  readonly text: string;
  readonly append: boolean;
  /** The text is the file's bytes in base64; else it is written as UTF-8. */
  readonly encoding?: 'base64';
}

/**
 * `choice`: one of the letters. `text`: the words in `expected`, typed out. `input`: a line of the person's own, which a
 * client neither shows nor keeps where it is secret. `file`: the file there, in base64.
 */
export type ShellQuestion =
  | { readonly kind: 'choice'; readonly title: string; readonly text: string; readonly choices: readonly ShellChoice[] }
  | { readonly kind: 'text'; readonly title: string; readonly text: string; readonly expected: string }
  | { readonly kind: 'input'; readonly title: string; readonly text: string; readonly secret: boolean }
  | { readonly kind: 'file'; readonly title: string; readonly text: string; readonly path: string };

export interface ShellChoice {
  readonly key: string;
  readonly label: string;
}

/**
 * `asking`: the run waits for shell.answer. `incomplete`: the text ends in the middle of a command; nothing was run.
 * Records and files are those since the last answer.
 */
export interface ShellOutcome {
  /** Keeps variables; pass it with the next text. */
  readonly session: string;
  readonly state: 'done' | 'asking' | 'incomplete';
  readonly records: readonly ShellRecord[];
  readonly files: readonly ShellFile[];
  readonly question: ShellQuestion | null;
}

export interface ShellCompletion {
  /** The part of the text that a match replaces. */
  readonly from: number;
  readonly to: number;
  readonly matches: readonly string[];
}
