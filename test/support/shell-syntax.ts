import fc from 'fast-check';
import { dateMethods, textMethods } from '../../main/shell/syntax/methods.ts';
import { comparisonOperators, logicalOperators, textOperators } from '../../main/shell/syntax/syntax-tree.ts';
import type { Argument, Expression, Script, Stage, Statement } from '../../main/shell/syntax/syntax-tree.ts';

/** Arbitrary scripts: every tree that the grammar can make. */

const name = fc.stringMatching(/^[A-Za-z]\w{0,8}$/);
const commandName = fc.stringMatching(/^[A-Z][a-z]{2,6}-[A-Z][A-Za-z]{1,10}$/);
// Quotes of every kind, dashes, signs of the language, letters.
const character = fc.constantFrom(
  ...Array.from('ab Z09\'"\u2018\u2019\u201C\u201D\u201E\u2013-`$@#(){}[]|;,&<>*?=.:!%\\/\n\u00E4'),
);
const text = fc.string({ unit: character, maxLength: 12 });
const word = fc
  .string({ unit: character, minLength: 1, maxLength: 10 })
  .map((one) => one.replaceAll('\n', ''))
  .filter((one) => one !== '' && !/\s$/.test(one));

// At this depth a choice takes its first alternative, which is a leaf.
const bounded = { maxDepth: 4, depthSize: 'small', depthIdentifier: fc.createDepthIdentifier() } as const;

interface Grammar {
  readonly operand: Expression;
  readonly sum: Expression;
  readonly list: Expression;
  readonly comparison: Expression;
  readonly expression: Expression;
  readonly argument: Argument;
  readonly stage: Stage;
  readonly statement: Statement;
}

const joined = (
  operators: readonly Extract<Expression, { kind: 'binary' }>['operator'][],
  operand: fc.Arbitrary<Expression>,
): fc.Arbitrary<Expression> =>
  fc
    .tuple(operand, fc.array(fc.tuple(fc.constantFrom(...operators), operand), { maxLength: 1 }))
    .map(([first, rest]) =>
      rest.reduce<Expression>((left, [operator, right]) => ({ kind: 'binary', operator, left, right }), first),
    );

const listOf = (item: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> =>
  fc
    .array(item, { minLength: 1, maxLength: 2 })
    .map((items) => (items.length === 1 && items[0] !== undefined ? items[0] : { kind: 'list', items }));

const { statement } = fc.letrec<Grammar>((tie: fc.LetrecTypedTie<Grammar>) => {
  const statements = fc.array(tie('statement'), { minLength: 1, maxLength: 2 });
  const pipeline = fc
    .tuple(
      tie('stage'),
      fc.array(
        tie('stage').filter(({ kind }) => kind === 'command'),
        { maxLength: 1 },
      ),
    )
    .map(([first, rest]) => ({ kind: 'pipeline' as const, stages: [first, ...rest] }));
  const variable = fc
    .oneof(name, fc.constant('env:COMPUTERNAME'))
    .map((one): Expression => ({ kind: 'variable', name: one }));
  const group = pipeline.map((one): Expression => ({ kind: 'group', pipeline: one }));
  // Texts beside each other would be one text.
  const template = fc.tuple(variable, text).map(([filling, behind]): Expression => ({
    kind: 'template',
    parts: ['a ', filling as { readonly kind: 'variable'; readonly name: string }, ...(behind === '' ? [] : [behind])],
  }));
  const shared: fc.Arbitrary<Expression>[] = [
    text.map((one): Expression => ({ kind: 'text', text: one })),
    variable,
    template,
    fc
      .tuple(fc.oneof(bounded, variable, group), name)
      .map(([target, member]): Expression => ({ kind: 'member', target, name: member })),
    fc
      .tuple(
        fc.oneof(bounded, variable, group),
        fc.constantFrom(...dateMethods, ...textMethods, 'ToString' as const),
        fc.array(tie('operand'), { maxLength: 2 }),
      )
      .map(([target, method, given]): Expression => ({ kind: 'call', target, method, arguments: given })),
    group,
    statements.map((body): Expression => ({ kind: 'array', statements: body })),
    statements.map((body): Expression => ({ kind: 'block', statements: body })),
    fc
      .array(
        fc.record({
          key: fc.oneof(
            name,
            text.filter((one) => one !== ''),
          ),
          value: tie('expression'),
        }),
        { maxLength: 2 },
      )
      .map((entries): Expression => ({ kind: 'table', entries })),
  ];
  return {
    operand: fc.oneof(
      bounded,
      fc.stringMatching(/^-?\d{1,4}(?:\.\d)?(?:KB|MB)?$/).map((one): Expression => ({ kind: 'number', text: one })),
      ...shared,
      tie('operand').map((operand): Expression => ({ kind: 'not', operand })),
    ),
    list: listOf(tie('operand')),
    sum: fc
      .tuple(tie('list'), fc.array(tie('list'), { maxLength: 1 }))
      .map(([first, rest]) => rest.reduce<Expression>((left, right) => ({ kind: 'sum', left, right }), first)),
    comparison: joined([...comparisonOperators, ...textOperators], tie('sum')),
    expression: joined(logicalOperators, tie('comparison')),
    argument: fc.oneof(
      bounded,
      fc.record({ kind: fc.constant('parameter' as const), name, value: fc.constant(null) }),
      fc.record({
        kind: fc.constantFrom('value' as const),
        value: listOf(
          fc.oneof(
            bounded,
            word.map((one): Expression => ({ kind: 'word', text: one })),
            ...shared,
          ),
        ),
      }),
      fc.record({ kind: fc.constant('parameter' as const), name, value: variable }),
    ),
    stage: fc.oneof(
      bounded,
      fc.record({
        kind: fc.constant('command' as const),
        name: commandName,
        arguments: fc.array(tie('argument'), { maxLength: 2 }),
        at: fc.constant(0),
      }),
      tie('expression').map((expression): Stage => ({ kind: 'expression', expression })),
    ),
    statement: fc.oneof(
      bounded,
      pipeline,
      fc.record({
        kind: fc.constant('assignment' as const),
        variable: name,
        property: fc.option(name),
        operator: fc.constantFrom('=' as const, '+=' as const),
        value: pipeline,
      }),
      fc.record({ kind: fc.constant('loop' as const), variable: name, items: pipeline, body: statements }),
    ),
  };
});

export const scripts: fc.Arbitrary<Script> = fc.record({ statements: fc.array(statement, { maxLength: 2 }) });

/** The tree without the places in its text. */
export function withoutPlaces(script: Script): unknown {
  return JSON.parse(JSON.stringify(script, (key, value: unknown) => (key === 'at' ? undefined : value)));
}
