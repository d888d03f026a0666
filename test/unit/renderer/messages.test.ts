import { describe, expect, it } from 'vitest';
import { firstKnown } from '../../../renderer/src/locale.ts';
import { de } from '../../../renderer/src/messages/de/index.ts';
import { en } from '../../../renderer/src/messages/en/index.ts';

/** Every text by its path, functions as they are. */
function textsOf(table: unknown, path = ''): Map<string, unknown> {
  if (typeof table !== 'object' || table === null) return new Map([[path, table]]);
  return new Map(Object.entries(table).flatMap(([key, value]) => [...textsOf(value, `${path}/${key}`)]));
}

const english = textsOf(en);
const german = textsOf(de);

/** Names of standards and programs, commands and replies are the same in every language. */
const verbatim =
  /^\/(?:connectorEditor\/security\/mechanisms\/Tls|quota\/presets\/|shell\/examples\/|settings\/dialects\/)/;

/** Plain sentences: short labels may be the same word in both languages. */
function isSentence(text: unknown): text is string {
  return typeof text === 'string' && text.trim().split(/\s+/).length > 2;
}

describe('the texts of the interface', () => {
  it('are there in both languages, one for one', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('are of the same kind in both languages', () => {
    for (const [path, text] of english) expect(typeof german.get(path), path).toBe(typeof text);
  });

  it('leave no English sentence in German', () => {
    const left = [...english].filter(
      ([path, text]) => isSentence(text) && german.get(path) === text && !verbatim.test(path),
    );
    expect(left).toEqual([]);
  });
});

describe('the language of the interface', () => {
  it.each([
    [['de-AT', 'en'], 'de'],
    [['fr-FR', 'de'], 'de'],
    [['en-GB', 'de'], 'en'],
    [['fr', 'it'], 'en'],
    [[], 'en'],
  ])('is, for readers of %j, %s', (tags, expected) => {
    expect(firstKnown(tags)).toBe(expected);
  });
});
