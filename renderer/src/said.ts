import { Catalogue } from './catalogue.ts';
import { language } from './locale.ts';
import { engine } from './messages/de/engine/index.ts';

/** What the engine says, in the language of the page: the engine speaks English, and a catalogue knows its sentences. */

const catalogue = language === 'de' ? new Catalogue(engine) : null;

/**
 * A sentence of the engine in the language of the page. What the catalogue does not know comes back as it was: names,
 * addresses, and what other servers say.
 */
export function said(text: string): string {
  return catalogue === null ? text : catalogue.translate(text).text;
}
