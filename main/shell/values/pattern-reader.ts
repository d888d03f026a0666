import { ShellError } from '../shell-error.ts';

/** Reads a regular expression: literals, `.`, classes, `\d \w \s`, anchors, groups, `|` and quantifiers. */

const MAX_REPEAT = 100;
const MAX_DEPTH = 32;

export type Test = (character: string) => boolean;
export type Node =
  | { readonly kind: 'test'; readonly test: Test }
  | { readonly kind: 'anchor'; readonly holds: (at: number, text: string) => boolean }
  | { readonly kind: 'sequence'; readonly nodes: readonly Node[] }
  | { readonly kind: 'choice'; readonly nodes: readonly Node[] }
  | { readonly kind: 'repeat'; readonly node: Node; readonly min: number; readonly max: number };

export function unknownPattern(pattern: string, why: string): ShellError {
  return new ShellError('InvalidArgument', `The pattern "${pattern}" of -match is not understood: ${why}.`);
}

const isWord: Test = (character) => /^\w$/.test(character);
const CLASSES: Readonly<Record<string, Test>> = {
  d: (character) => /^\d$/.test(character),
  D: (character) => /^\D$/.test(character),
  w: isWord,
  W: (character) => !isWord(character),
  s: (character) => /^\s$/.test(character),
  S: (character) => /^\S$/.test(character),
};
/** The text is in lower case; a character of the pattern may not be. */
const literal = (character: string): Test => {
  const wanted = character.toLowerCase();
  return (one) => one === wanted;
};
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** Throws a ShellError for a pattern that it does not know. */
export class PatternReader {
  readonly #pattern: string;
  #at = 0;
  #depth = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  read(): Node {
    const node = this.#choice();
    if (this.#at < this.#pattern.length) throw unknownPattern(this.#pattern, '")" closes nothing');
    return node;
  }

  #choice(): Node {
    const nodes = [this.#sequence()];
    while (this.#take('|')) nodes.push(this.#sequence());
    const [first] = nodes;
    return nodes.length === 1 && first !== undefined ? first : { kind: 'choice', nodes };
  }

  #sequence(): Node {
    const nodes: Node[] = [];
    while (this.#at < this.#pattern.length && !'|)'.includes(this.#here())) nodes.push(this.#quantified(this.#atom()));
    return { kind: 'sequence', nodes };
  }

  #quantified(node: Node): Node {
    if (this.#take('*')) return this.#lazy({ kind: 'repeat', node, min: 0, max: Infinity });
    if (this.#take('+')) return this.#lazy({ kind: 'repeat', node, min: 1, max: Infinity });
    if (this.#take('?')) return this.#lazy({ kind: 'repeat', node, min: 0, max: 1 });
    const counts = /^\{(\d{1,3})(?:(,)(\d{1,3})?)?\}/.exec(this.#pattern.slice(this.#at, this.#at + 10));
    if (counts?.[1] === undefined) return node;
    this.#at += counts[0].length;
    const min = Number(counts[1]);
    const max = counts[3] === undefined ? (counts[2] === undefined ? min : Infinity) : Number(counts[3]);
    if (min > MAX_REPEAT || (max !== Infinity && max > MAX_REPEAT))
      throw unknownPattern(this.#pattern, `a count can be up to ${String(MAX_REPEAT)}`);
    return this.#lazy({ kind: 'repeat', node, min, max });
  }

  /** Lazy or not makes no difference to whether there is a match. */
  #lazy(node: Node): Node {
    this.#take('?');
    return node;
  }

  #atom(): Node {
    const character = this.#next();
    if (character === '(') return this.#group();
    if (character === '[') return { kind: 'test', test: this.#class() };
    if (character === '.') return { kind: 'test', test: (one) => one !== '\n' };
    if (character === '^') return { kind: 'anchor', holds: (at) => at === 0 };
    if (character === '$') return { kind: 'anchor', holds: (at, text) => at === text.length };
    if (character === '\\') return this.#escape();
    if ('*+?'.includes(character)) throw unknownPattern(this.#pattern, `"${character}" has nothing before it`);
    return { kind: 'test', test: literal(character) };
  }

  #group(): Node {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw unknownPattern(this.#pattern, 'it is nested too deeply');
    if (this.#take('?') && !this.#take(':')) throw unknownPattern(this.#pattern, 'only plain groups are known');
    const node = this.#choice();
    if (!this.#take(')')) throw unknownPattern(this.#pattern, '")" is missing');
    this.#depth -= 1;
    return node;
  }

  #escape(): Node {
    const character = this.#next();
    if (character === 'b') {
      const isInside = (text: string, at: number): boolean => isWord(text[at] ?? '');
      return { kind: 'anchor', holds: (at, text) => isInside(text, at - 1) !== isInside(text, at) };
    }
    return { kind: 'test', test: this.#escapedTest(character) };
  }

  #escapedTest(character: string): Test {
    const test = CLASSES[character];
    if (test !== undefined) return test;
    if (/[a-z0-9]/i.test(character) && ESCAPES[character] === undefined)
      throw unknownPattern(this.#pattern, `"\\${character}" is not known`);
    return literal(ESCAPES[character] ?? character);
  }

  #class(): Test {
    const isNegated = this.#take('^');
    const tests: Test[] = [];
    do {
      const low = this.#next();
      if (low === '\\') tests.push(this.#escapedTest(this.#next()));
      else if (this.#here() === '-' && !'],'.includes(this.#pattern[this.#at + 1] ?? ']')) {
        this.#at += 1;
        const high = this.#next();
        const isWithin: Test = (one) => one >= low && one <= high;
        tests.push((one) => isWithin(one) || isWithin(one.toUpperCase()));
      } else tests.push(literal(low));
    } while (!this.#take(']'));
    return (one) => tests.some((test) => test(one)) !== isNegated;
  }

  #here(): string {
    return this.#pattern[this.#at] ?? '';
  }

  #next(): string {
    const character = this.#here();
    if (character === '') throw unknownPattern(this.#pattern, 'it ends too early');
    this.#at += 1;
    return character;
  }

  #take(character: string): boolean {
    if (this.#here() !== character) return false;
    this.#at += 1;
    return true;
  }
}
