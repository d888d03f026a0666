import { pages } from '../routes.ts';
import type { Page } from '../routes.ts';

/** The keys of the frame: what a key press asks for. */

export type Command =
  | { readonly kind: 'palette' }
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'filter' }
  | { readonly kind: 'help' };

export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** A page goes by its letter in every language, so that fingers keep what they have learnt. */
const LETTERS: Readonly<Record<string, string>> = {
  overview: 'o',
  connectors: 'c',
  sessions: 's',
  tester: 't',
  queue: 'q',
  devices: 'd',
  delivery: 'v',
  shell: 'h',
  settings: 'p',
};

// Long enough to look for the letter, short enough to be forgotten.
const SECOND_KEY_MS = 1500;

/** The letter behind `g` that leads to a page; null where none does. */
export function letterOf(page: Page): string | null {
  return LETTERS[page] ?? null;
}

/** Reads the presses one after the other; `g` waits for its letter. */
export class KeySequence {
  #goneMs: number | null = null;

  /** `isTyping`: the press goes into a field, where only Ctrl+K is for the frame. */
  take(press: Press, isTyping: boolean, nowMs: number): Command | null {
    const isSecond = this.#goneMs !== null && nowMs - this.#goneMs <= SECOND_KEY_MS;
    this.#goneMs = null;
    const { ctrlKey, metaKey, altKey } = press;
    const key = press.key.toLowerCase();
    const isCommand = ctrlKey || metaKey;
    if (key === 'k' && isCommand && !altKey) return { kind: 'palette' };
    if (isTyping || isCommand || altKey) return null;
    if (isSecond) return pageAt(key);
    if (key === 'g') this.#goneMs = nowMs;
    return ALONE[key] ?? null;
  }
}

const ALONE: Readonly<Record<string, Command>> = { '/': { kind: 'filter' }, '?': { kind: 'help' } };

function pageAt(letter: string): Command | null {
  const page = pages.find((one) => letterOf(one) === letter);
  return page === undefined ? null : { kind: 'page', page };
}
