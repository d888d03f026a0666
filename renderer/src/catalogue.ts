/**
 * A catalogue of what the engine says, for a reader of another language. The English sentence is the key, as in
 * gettext; what changes from one time to the next stands in braces:
 *
 * - `{name}`: a name, an address, a number. It stays as it is.
 * - `{name:word}`: the same without a blank in it: where a template would fit too much.
 * - `{name:number}`: digits with the English comma between thousands.
 * - `{name:text}`: words of the engine, which are looked up in turn; unknown ones stay.
 * - `{name:list}`: `a, b and c`; each is looked up in turn.
 * - `{name:clauses}`: clauses between semicolons; each is looked up in turn.
 * - `{name:any}`: what somebody else said, a server for instance. It stays as it is, whatever it looks like.
 *
 * Texts of several sentences are looked up sentence by sentence, and clauses between semicolons likewise. Nothing here
 * throws, and no work grows faster than the text: the fixed words of a template are searched for without going back.
 */

export type Templates = Readonly<Record<string, string>>;

export interface Translated {
  readonly text: string;
  /** What was taken over as it stood: unknown sentences and what stood in the places of a template. */
  readonly kept: readonly string[];
  /** Whether anything was found in the catalogue. */
  readonly known: boolean;
  /** Whether all of it was, the words in its places too. */
  readonly complete: boolean;
}

type Kind = 'plain' | 'word' | 'number' | 'text' | 'list' | 'clauses' | 'any';

interface Place {
  readonly name: string;
  readonly kind: Kind;
  /** The fixed words behind it. */
  readonly next: string;
}

interface Template {
  /** The fixed words before the first place. */
  readonly head: string;
  readonly places: readonly Place[];
  /** The translation, cut at its places: literals at even positions, names of places at odd ones. */
  readonly translation: readonly string[];
  /** Letters of the fixed words: of two templates that fit, the more exact one. */
  readonly weight: number;
}

interface Match {
  readonly template: Template;
  /** What stands in its places. */
  readonly values: readonly string[];
}

const PLACE = /\{([a-zA-Z]+)(?::(word|number|text|list|clauses|any))?\}/g;
const WORD = /[A-Za-z0-9]+/g;
const SENTENCE_END = /(?<=[.!?…]["”)]?)[ \n]+/;
const CLAUSE_END = /; /;
const LIST_SEPARATOR = /, (?:and |or )?| and | or /;
const AMOUNT = /^\d{1,3}(?:,\d{3})+$|^\d+(?:\.\d+)?$/;

/** A sentence may be the value of a place in another; more levels than this do not occur. */
const MAX_DEPTH = 4;
/** A name or a reply may hold what looks like the end of a sentence: so many pieces are tried together. */
const MAX_PIECES = 5;
/** Longer texts are none of the engine's. */
const MAX_LENGTH = 20_000;
const MAX_REMEMBERED = 8000;

const listWords: Readonly<Record<string, string>> = {
  ' and ': ' und ',
  ' or ': ' oder ',
  ', and ': ' und ',
  ', or ': ' oder ',
};

function parse(english: string, german: string): Template {
  const matches = [...english.matchAll(PLACE)];
  const places = matches.map(({ index, 0: whole, 1: name = '', 2: kind = 'plain' }, at) => ({
    name,
    kind: kind as Kind,
    next: english.slice(index + whole.length, matches[at + 1]?.index),
  }));
  const head = english.slice(0, matches[0]?.index);
  const weight = places.reduce((sum, { next }) => sum + next.length, head.length);
  return { head, places, translation: german.split(/\{([a-zA-Z]+)\}/), weight };
}

/** Whole words of the template: a text that fits has each of them. */
function wordsOf({ head, places }: Template): readonly string[] {
  return [head, ...places.map(({ next }) => next)].flatMap((literal, at) =>
    [...literal.matchAll(WORD)]
      .filter(
        ({ index, 0: word }) =>
          (index > 0 || at === 0) && (index + word.length < literal.length || at === places.length),
      )
      .map(([word]) => word),
  );
}

/** Only between quotes may nothing stand. */
function fits(value: string, { kind, next }: Place): boolean {
  if (kind === 'number') return AMOUNT.test(value);
  if (kind === 'word' && value.includes(' ')) return false;
  // Two quoted names are no single one, although the first may end where a sentence seems to.
  if (kind === 'plain' && next.startsWith('"') && value.includes('": "')) return false;
  return value !== '' || next.startsWith('"');
}

/** At the first of the words behind it; at the last where only one value follows, in which no blank can stand. */
function endOfValue(text: string, from: number, next: string, [after, ...others]: readonly Place[]): number {
  const isOnlyCut = others.length === 0 && next.includes(' ') && (after?.kind === 'number' || after?.kind === 'word');
  return isOnlyCut ? text.lastIndexOf(next, text.length - after.next.length - next.length) : text.indexOf(next, from);
}

/** What stands in the places, or null where the text is another one. */
function matchTemplate({ head, places }: Template, text: string): readonly string[] | null {
  if (!text.startsWith(head)) return null;
  const values: string[] = [];
  let from = head.length;
  for (const [at, place] of places.entries()) {
    const { next } = place;
    const isLast = at === places.length - 1;
    if (isLast && !text.endsWith(next)) return null;
    const to = isLast ? text.length - next.length : endOfValue(text, from, next, places.slice(at + 1));
    const value = text.slice(from, to);
    if (to < from || !fits(value, place)) return null;
    values.push(value);
    from = to + next.length;
  }
  return from === text.length ? values : null;
}

const taken = (text: string): Translated => ({ text, kept: [], known: true, complete: true });
const unknown = (text: string): Translated => ({
  text,
  kept: text === '' ? [] : [text],
  known: false,
  complete: false,
});

export class Catalogue {
  /** Templates by the one of their words that the fewest have; those with the longest literals first. */
  readonly #byWord = new Map<string, Template[]>();
  readonly #remembered = new Map<string, Translated>();

  constructor(templates: Templates) {
    const all = Object.entries(templates)
      .map(([english, german]) => parse(english, german))
      .sort((a, b) => b.weight - a.weight);
    const counts = new Map<string, number>();
    for (const word of all.flatMap((template) => [...new Set(wordsOf(template))])) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    for (const template of all) {
      const [rarest] = [...wordsOf(template)].sort((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
      if (rarest === undefined) continue;
      const listed = this.#byWord.get(rarest);
      if (listed) listed.push(template);
      else this.#byWord.set(rarest, [template]);
    }
  }

  /** The text in the other language, as far as it is known. */
  translate(text: string): Translated {
    const remembered = this.#remembered.get(text);
    if (remembered) return remembered;
    const translated = text.length > MAX_LENGTH ? unknown(text) : this.#translate(text, 0);
    const oldest = this.#remembered.size < MAX_REMEMBERED ? undefined : this.#remembered.keys().next().value;
    if (oldest !== undefined) this.#remembered.delete(oldest);
    this.#remembered.set(text, translated);
    return translated;
  }

  #translate(text: string, depth: number): Translated {
    if (SENTENCE_END.test(text)) return this.#translatePieces(text, SENTENCE_END, depth);
    const match = this.#find(text);
    return match ? this.#fill(match, depth) : this.#translatePieces(text, CLAUSE_END, depth);
  }

  /** Piece by piece; where one is not known, together with those behind it. What stands between them stays. */
  #translatePieces(text: string, separator: RegExp, depth: number): Translated {
    const cut = text.split(new RegExp(`(${separator.source})`));
    const kept: string[] = [];
    let [said, isKnown, isComplete] = ['', false, true];
    for (let at = 0; at < cut.length; at += 2) {
      const between = at === 0 ? '' : (cut[at - 1] ?? '');
      const { translated, end } = this.#findRun(cut, at, depth);
      said += (listWords[between] ?? between) + translated.text;
      kept.push(...translated.kept);
      isKnown ||= translated.known;
      isComplete &&= translated.complete;
      at = end;
    }
    return isKnown ? { text: said, kept, known: true, complete: isComplete } : unknown(text);
  }

  /**
   * The shortest run of pieces from one on that is known. Where only its frame is known, a longer run is taken that
   * fills a frame as exact with known words: what stands in a place may look like the end of a sentence.
   */
  #findRun(cut: readonly string[], from: number, depth: number): { translated: Translated; end: number } {
    let found = { translated: unknown(cut[from] ?? ''), end: from };
    let weight = 0;
    for (let end = from; end < cut.length && end < from + 2 * MAX_PIECES; end += 2) {
      const text = cut.slice(from, end + 1).join('');
      const match = this.#find(text);
      if (match === null || match.template.weight < weight) continue;
      const translated = this.#fill(match, depth);
      if (translated.complete) return { translated, end };
      if (weight === 0) found = { translated, end };
      weight = Math.max(weight, match.template.weight);
    }
    return found;
  }

  /** The most exact template that fits. */
  #find(text: string): Match | null {
    let best: Match | null = null;
    for (const word of new Set(text.match(WORD))) {
      for (const template of this.#byWord.get(word) ?? []) {
        if (best && best.template.weight >= template.weight) break;
        const values = matchTemplate(template, text);
        if (values) best = { template, values };
      }
    }
    return best;
  }

  #fill({ template: { places, translation }, values }: Match, depth: number): Translated {
    const filled = new Map<string, string>();
    const kept: string[] = [];
    let complete = true;
    for (const [at, { name, kind }] of places.entries()) {
      const value = this.#translateValue(values[at] ?? '', kind, depth + 1);
      filled.set(name, value.text);
      kept.push(...value.kept);
      if (kind === 'text') complete &&= value.complete;
    }
    const text = translation.map((part, at) => (at % 2 === 0 ? part : (filled.get(part) ?? ''))).join('');
    return { text, kept, known: true, complete };
  }

  #translateValue(value: string, kind: Kind, depth: number): Translated {
    if (kind === 'number') return taken(value.replace('.', ';').replaceAll(',', '.').replace(';', ','));
    if (kind === 'any') return taken(value);
    if (kind === 'plain' || kind === 'word' || depth > MAX_DEPTH) return unknown(value);
    if (kind === 'text') return this.#translate(value, depth);
    return this.#translatePieces(value, kind === 'list' ? LIST_SEPARATOR : CLAUSE_END, depth);
  }
}
