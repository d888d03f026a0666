import type { Method } from './methods.ts';

/** The tree of a script. It says what was written, not what it means: binding and evaluation come later. */

export interface Script {
  readonly statements: readonly Statement[];
}

export type Statement = Assignment | Loop | Pipeline;

/** `$a = …`, `$a += …`, and the same with one property: `$a.RemoteIPRanges += …`. */
export interface Assignment {
  readonly kind: 'assignment';
  readonly variable: string;
  readonly property: string | null;
  readonly operator: AssignmentOperator;
  readonly value: Pipeline;
}

export type AssignmentOperator = '=' | '+=';

/** `foreach ($item in …) { … }`. */
export interface Loop {
  readonly kind: 'loop';
  readonly variable: string;
  readonly items: Pipeline;
  readonly body: readonly Statement[];
}

export interface Pipeline {
  readonly kind: 'pipeline';
  /** Only the first can be an expression. */
  readonly stages: readonly Stage[];
}

export type Stage = Command | ExpressionStage;

export interface Command {
  readonly kind: 'command';
  readonly name: string;
  readonly arguments: readonly Argument[];
  /** Offset of the name in the text. */
  readonly at: number;
}

export interface ExpressionStage {
  readonly kind: 'expression';
  readonly expression: Expression;
}

export type Argument =
  | { readonly kind: 'parameter'; readonly name: string; readonly value: Expression | null }
  | { readonly kind: 'value'; readonly value: Expression };

export const comparisonOperators = [
  ...(['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'like', 'notlike', 'match', 'notmatch'] as const),
  ...(['contains', 'notcontains', 'in', 'notin'] as const),
] as const;
/** What stands where a comparison may stand, and gives a text. */
export const textOperators = ['join'] as const;
export const logicalOperators = ['and', 'or'] as const;
export type ComparisonOperator = (typeof comparisonOperators)[number];
export type TextOperator = (typeof textOperators)[number];
export type LogicalOperator = (typeof logicalOperators)[number];
export type BinaryOperator = ComparisonOperator | TextOperator | LogicalOperator;

export type Expression =
  /** In quotes, with nothing to fill in. */
  | { readonly kind: 'text'; readonly text: string }
  /** An argument without quotes. */
  | { readonly kind: 'word'; readonly text: string }
  /** In double quotes, with variables to fill in. */
  | { readonly kind: 'template'; readonly parts: readonly TemplatePart[] }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'member'; readonly target: Expression; readonly name: string }
  | {
      readonly kind: 'call';
      readonly target: Expression;
      readonly method: Method;
      readonly arguments: readonly Expression[];
    }
  /** `a + b`. */
  | { readonly kind: 'sum'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'group'; readonly pipeline: Pipeline }
  | { readonly kind: 'array'; readonly statements: readonly Statement[] }
  | { readonly kind: 'table'; readonly entries: readonly TableEntry[] }
  | { readonly kind: 'block'; readonly statements: readonly Statement[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    };

export type TemplatePart =
  | string
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'group'; readonly pipeline: Pipeline };

export interface TableEntry {
  readonly key: string;
  readonly value: Expression;
}
