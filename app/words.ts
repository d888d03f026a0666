import { Catalogue } from '../renderer/src/catalogue.ts';
import { engine } from '../renderer/src/messages/de/engine/index.ts';
import { german } from './words-de.ts';
import { english } from './words-en.ts';
import type { Words } from './words-en.ts';

/** The shell's texts in the language of the system, which Electron tells when it is ready; English until then. */
export let words: Words = english;

let catalogue: Catalogue | null = null;

/** `locale`: as Electron's app.getLocale() has it, `de` or `de-AT`. */
export function speak(locale: string): void {
  const isGerman = locale.toLowerCase().split('-')[0] === 'de';
  words = isGerman ? german : english;
  catalogue = isGerman ? new Catalogue(engine) : null;
}

/** A sentence of the engine in that language; what the catalogue does not know stays as it is. */
export function said(text: string): string {
  return catalogue?.translate(text).text ?? text;
}
