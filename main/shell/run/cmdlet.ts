import type { CallInput, CallName, CallResult } from '../../contract/calls.ts';
import type { ShellFile, ShellQuestion } from '../../contract/shell-view.ts';
import type { Statement } from '../syntax/syntax-tree.ts';
import type { ShellValue } from '../values/shell-value.ts';
import type { BoundParameters, Parameter } from './parameters.ts';

/** A command that can be typed, and what it is handed when it is. */

export interface Cmdlet {
  /** `Get-ReceiveConnector`. */
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly synopsis: string;
  /** Sets of parameters of which only one may be used are checked by the cmdlet itself. */
  readonly parameters: readonly Parameter[];
  /** Changes something: it has -WhatIf and -Confirm. */
  readonly changes?: boolean;
  /** Reads script blocks and names of properties; a text in angle brackets is no placeholder here. */
  readonly isLanguage?: boolean;
  readonly run: (invocation: Invocation) => Promise<readonly ShellValue[]> | readonly ShellValue[];
}

export interface Invocation {
  readonly cmdlet: Cmdlet;
  readonly bound: BoundParameters;
  /** What the pipeline brought; null where the cmdlet stands first. */
  readonly input: readonly ShellValue[] | null;
  readonly shell: ShellContext;
}

/** What the shell runs on: the contract's calls, the clock, and the person at the other end. */
export interface ShellHost {
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<Name>>;
  /** ms since 1970. */
  now(): number;
  /** Asks the person and resolves with the answer; null where there is nobody to ask. */
  ask(question: ShellQuestion): Promise<string | null>;
}

export interface ShellContext extends ShellHost {
  /** Columns of the screen. */
  readonly width: number;
  readonly cmdlets: readonly Cmdlet[];
  /** Yellow in Exchange: the command was carried out, and there is something to know. */
  warn(text: string): void;
  /** How something pasted was understood; the same note once for a run. */
  note(text: string): void;
  /** What -WhatIf says. */
  whatIf(text: string): void;
  error(error: unknown): void;
  /** Hands a file to the client, which writes it. */
  writeFile(file: ShellFile): void;
  /** Runs a script block with `$_` as given; left out, `$_` is what it is around the command. */
  runBlock(statements: readonly Statement[], item?: ShellValue): Promise<readonly ShellValue[]>;
  /** "Yes to All" was said in this run. */
  confirmation: 'ask' | 'yesToAll' | 'noToAll';
}
