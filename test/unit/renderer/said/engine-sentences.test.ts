import { describe, expect, it } from 'vitest';
import { Catalogue } from '../../../../renderer/src/catalogue.ts';
import { engine } from '../../../../renderer/src/messages/de/engine/index.ts';
import { sentencesIn } from '../../../support/engine-sentences.ts';
import { unsaid } from './unsaid.ts';

/** Every sentence that stands in the engine's source is in the catalogue. A new one belongs there, or into `unsaid.ts`. */

const FOLDERS = [
  'alerts',
  'api',
  'arrival',
  'config',
  'connectors',
  'contract',
  'delivery',
  'dkim',
  'frontend',
  'import',
  'journal',
  'mime',
  'providers',
  'oauth',
  'tester',
  'transport',
  'wiring',
];
/** Two words side by side that were not looked up; rights and principals of Exchange are names. */
const ENGLISH = /(?<!MS |NT |AUTHORITY\\)\b[A-Za-z]{2,} [a-z]{2,}/;

const catalogue = new Catalogue(engine);
const sentences = sentencesIn([...FOLDERS, 'engine.ts'].map((name) => `main/${name}`));
const isUnsaid = (sentence: (typeof sentences)[number], { file, text }: (typeof unsaid)[number]): boolean =>
  sentence.file.slice('main/'.length).startsWith(file) && (text?.test(sentence.text.trim()) ?? true);

function isCovered(text: string): boolean {
  const { known, kept } = catalogue.translate(text.trim());
  return known && !kept.some((part) => ENGLISH.test(part));
}

describe('the sentences of the engine', () => {
  it('are many', () => {
    expect(sentences.length).toBeGreaterThan(1000);
  });

  it('are all in the catalogue', () => {
    const missing = sentences
      .filter((sentence) => !isCovered(sentence.text) && !unsaid.some((rule) => isUnsaid(sentence, rule)))
      .map(({ file, line, text }) => `${file}:${String(line)} ${text}`);
    expect(missing).toEqual([]);
  });

  it('have no exception that is none', () => {
    const idle = unsaid.filter((rule) => !sentences.some((sentence) => isUnsaid(sentence, rule)));
    expect(idle).toEqual([]);
  });
});
