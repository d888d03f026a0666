import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/**
 * The sentences that stand in source files, with numbers in the place of what is only known when they are said. A
 * template takes every way through its conditions, and what local constants and functions put into it.
 */

export interface Sentence {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** More ways through one template are not followed: what forks so often gets a number. */
const MOST_WAYS = 32;
const MOST_DEPTH = 6;
/** Two words, one of them a plain one. */
const PROSE = /[A-Za-z]{2,}[,:;]? [a-z("]|^[A-Z][a-z]+ [\d"]| [a-z]{2,}[ .]/;
/** Talk among programmers: errors of theirs, the log, comparisons and the database. */
const PROGRAMMERS_ERRORS = new Set(['Error', 'TypeError', 'RangeError', 'AssertionError']);

const sourceFiles = (path: string): readonly string[] =>
  path.endsWith('.ts')
    ? [path]
    : readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => join(path, name));

/** Every sentence for people in files and folders, each once. */
export function sentencesIn(paths: readonly string[]): readonly Sentence[] {
  const found = new Map<string, Sentence>();
  for (const file of paths.flatMap(sourceFiles)) {
    for (const sentence of new Reader(file).sentences()) found.set(sentence.text, sentence);
  }
  return [...found.values()];
}

/** A number that stands for what is not known; no two are alike, so that none is taken for a word. */
const UNKNOWN = '7';
export const STAND_IN = /\b7\b/g;

/** What the parameters of a function are in one call of it. */
type Given = ReadonlyMap<string, readonly string[]>;
const NOTHING: Given = new Map();

interface Scene {
  readonly depth: number;
  readonly given: Given;
}

class Reader {
  readonly #source: ts.SourceFile;
  /** Constants and functions that stand in a template: they are said there. */
  readonly #used = new Set<ts.Node>();

  constructor(file: string) {
    this.#source = parse(file);
  }

  sentences(): readonly Sentence[] {
    const roots = new Set<ts.Expression>();
    const visit = (node: ts.Node): void => {
      if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
      if (ts.isNewExpression(node) && PROGRAMMERS_ERRORS.has(node.expression.getText())) return;
      if (isText(node)) roots.add(topOf(node));
      ts.forEachChild(node, visit);
    };
    visit(this.#source);
    const said = [...roots].map((root) => ({ root, ways: this.#ways(root, { depth: 0, given: NOTHING }) }));
    return said
      .filter(({ root }) => !this.#isUsed(root))
      .flatMap(({ root, ways }) =>
        ways
          .filter((text) => PROSE.test(text.replaceAll(STAND_IN, '')))
          .map((text) => ({ file: this.#source.fileName, line: this.#lineOf(root), text })),
      );
  }

  #lineOf(node: ts.Node): number {
    return this.#source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  }

  #isUsed(node: ts.Node): boolean {
    if (this.#used.has(node)) return true;
    return !ts.isSourceFile(node) && this.#isUsed(node.parent);
  }

  /** Every text that an expression can be. */
  #ways(node: ts.Node, scene: Scene): readonly string[] {
    const { depth, given } = scene;
    if (depth > MOST_DEPTH) return [UNKNOWN];
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return this.#ways(node.expression, scene);
    if (ts.isConditionalExpression(node)) {
      return union(this.#ways(node.whenTrue, scene), this.#ways(node.whenFalse, scene));
    }
    if (ts.isTemplateExpression(node)) {
      return node.templateSpans.reduce<readonly string[]>(
        (before, { expression, literal }) =>
          product(before, this.#ways(expression, { depth: depth + 1, given }), [literal.text]),
        [node.head.text],
      );
    }
    if (ts.isBinaryExpression(node)) return this.#waysOfOperation(node, scene);
    return ts.isIdentifier(node)
      ? (given.get(node.text) ?? this.#waysOfName(node, scene))
      : this.#waysOfUse(node, scene);
  }

  #waysOfUse(node: ts.Node, scene: Scene): readonly string[] {
    if (ts.isElementAccessExpression(node)) return this.#waysOfTable(node.expression, scene);
    return ts.isCallExpression(node) ? this.#waysOfCall(node, scene) : [UNKNOWN];
  }

  #waysOfOperation({ left, right, operatorToken: { kind } }: ts.BinaryExpression, scene: Scene): readonly string[] {
    // A value that is always there, whatever its type says.
    if (kind !== ts.SyntaxKind.PlusToken && ts.isStringLiteral(right) && right.text === '')
      return this.#ways(left, scene);
    const ways = (): readonly (readonly string[])[] => [this.#ways(left, scene), this.#ways(right, scene)];
    if (kind === ts.SyntaxKind.PlusToken) return product(...ways());
    const isChoice = kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
    return isChoice ? union(...ways()) : [UNKNOWN];
  }

  #waysOfName(name: ts.Identifier, { depth, given }: Scene): readonly string[] {
    const value = valueOf(name);
    if (value === undefined || !isTextual(value)) return [UNKNOWN];
    if (depth > 0) this.#used.add(value);
    return this.#ways(value, { depth: depth + 1, given });
  }

  #waysOfTable(name: ts.Expression, { depth, given }: Scene): readonly string[] {
    const value = ts.isIdentifier(name) ? valueOf(name) : undefined;
    const table = value && ts.isAsExpression(value) ? value.expression : value;
    if (table === undefined || !ts.isObjectLiteralExpression(table)) return [UNKNOWN];
    const values = table.properties.filter(ts.isPropertyAssignment).map(({ initializer }) => initializer);
    if (values.length === 0 || !values.every(isTextual)) return [UNKNOWN];
    for (const one of values) this.#used.add(one);
    return union(...values.map((one) => this.#ways(one, { depth: depth + 1, given })));
  }

  #waysOfCall(call: ts.CallExpression, scene: Scene): readonly string[] {
    const made = ts.isIdentifier(call.expression) ? functionOf(call.expression) : undefined;
    const results = made ? resultsOf(made) : [];
    if (made === undefined || results.length === 0 || !results.every(isTextual)) return [UNKNOWN];
    for (const result of results) this.#used.add(result);
    const given = new Map(
      made.parameters.map(({ name }, at) => {
        const input = call.arguments[at];
        return [name.getText(), input && isTextual(input) ? this.#ways(input, scene) : [UNKNOWN]];
      }),
    );
    for (const input of call.arguments) if (isTextual(input)) this.#used.add(input);
    return union(...results.map((result) => this.#ways(result, { depth: scene.depth + 1, given })));
  }
}

const sources = new Map<string, ts.SourceFile>();

function parse(file: string): ts.SourceFile {
  const known = sources.get(file);
  if (known) return known;
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  sources.set(file, source);
  return source;
}

const union = (...ways: readonly (readonly string[])[]): readonly string[] => [...new Set(ways.flat())];

function product(...parts: readonly (readonly string[])[]): readonly string[] {
  return parts.reduce<readonly string[]>(
    (before, part) => {
      const next = before.length * part.length > MOST_WAYS ? [UNKNOWN] : part;
      return before.flatMap((start) => next.map((end) => start + end));
    },
    [''],
  );
}

function isText(node: ts.Node): node is ts.Expression {
  return ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node);
}

/** What a text can be read from. */
function isTextual(node: ts.Node): boolean {
  if (isText(node)) return true;
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return isTextual(node.expression);
  if (ts.isConditionalExpression(node)) return isTextual(node.whenTrue) || isTextual(node.whenFalse);
  return ts.isBinaryExpression(node) && (isTextual(node.left) || isTextual(node.right));
}

/** The whole expression that a text is a part of. */
function topOf(node: ts.Expression): ts.Expression {
  const { parent } = node;
  if (ts.isTemplateSpan(parent)) return topOf(parent.parent);
  const isPart =
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    (ts.isConditionalExpression(parent) && parent.condition !== node) ||
    (ts.isBinaryExpression(parent) && isTextual(parent) && parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken);
  return isPart && isTextual(parent) ? topOf(parent) : node;
}

type Declaration = ts.VariableDeclaration | ts.FunctionDeclaration;
type Maker = ts.ArrowFunction | ts.FunctionDeclaration;

function valueOf(name: ts.Identifier): ts.Expression | undefined {
  const declaration = declarationOf(name);
  return declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
}

function functionOf(name: ts.Identifier): Maker | undefined {
  const declaration = declarationOf(name);
  const made = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration;
  return made && (ts.isArrowFunction(made) || ts.isFunctionDeclaration(made)) ? made : undefined;
}

/** The nearest constant or function of that name, here or where it is imported from; a parameter hides it. */
function declarationOf(name: ts.Identifier): Declaration | undefined {
  for (let scope: ts.Node = name.parent; ; scope = scope.parent) {
    if (ts.isFunctionLike(scope) && scope.parameters.some((parameter) => bindsName(parameter.name, name.text)))
      return undefined;
    if (ts.isBlock(scope) || ts.isSourceFile(scope)) {
      const found = declaredIn(scope.statements, name.text);
      if (found) return found;
    }
    if (ts.isSourceFile(scope)) return importedInto(scope, name.text);
  }
}

function declaredIn(statements: readonly ts.Statement[], name: string): Declaration | undefined {
  for (const statement of statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === name) return statement;
    if (!ts.isVariableStatement(statement)) continue;
    const found = statement.declarationList.declarations.find((one) => bindsName(one.name, name));
    if (found) return found;
  }
  return undefined;
}

function importedInto({ fileName, statements }: ts.SourceFile, name: string): Declaration | undefined {
  for (const statement of statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const { text } = statement.moduleSpecifier;
    const bindings = statement.importClause?.namedBindings;
    if (!text.startsWith('.') || !bindings || !ts.isNamedImports(bindings)) continue;
    if (bindings.elements.some((element) => element.name.text === name))
      return declaredIn(parse(join(dirname(fileName), text)).statements, name);
  }
  return undefined;
}

function bindsName(binding: ts.BindingName, name: string): boolean {
  if (ts.isIdentifier(binding)) return binding.text === name;
  return binding.elements.some((element) => ts.isBindingElement(element) && bindsName(element.name, name));
}

/** What a function returns. */
function resultsOf({ body }: Maker): readonly ts.Expression[] {
  if (body && !ts.isBlock(body)) return [body];
  const results: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression) results.push(node.expression);
    ts.forEachChild(node, visit);
  };
  if (body) ts.forEachChild(body, visit);
  return results;
}
