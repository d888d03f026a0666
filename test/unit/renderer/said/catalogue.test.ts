import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Catalogue } from '../../../../renderer/src/catalogue.ts';
import { engine, engineAreas } from '../../../../renderer/src/messages/de/engine/index.ts';

const catalogue = new Catalogue({
  'The queue is empty.': 'Die Warteschlange ist leer.',
  '{connector} is disabled.': '{connector} ist ausgeschaltet.',
  '{connector} is disabled. Really.': 'nie',
  'Connector {name} listens on {port}.': 'Auf {port} lauscht {name}.',
  'Connector {name} listens on {port}, and on {other}.': 'Auf {port} und {other} lauscht {name}.',
  'Mail waits: {reason:text}': 'Mail wartet: {reason}',
  'no password': 'kein Kennwort',
  'It was answered {reply:any}.': 'Die Antwort war {reply}.',
  'Only {names:list} differ.': 'Nur {names} sind verschieden.',
  'the date': 'das Datum',
  'the size': 'die Größe',
  '{count:number} messages wait.': '{count} Nachrichten warten.',
  '"{text}" is no name.': '„{text}“ ist kein Name.',
  '{file} ({bytes:number} bytes)': '{file} ({bytes} Bytes)',
});
const said = (text: string): string => catalogue.translate(text).text;

describe('a catalogue of sentences', () => {
  it.each([
    ['a sentence', 'The queue is empty.', 'Die Warteschlange ist leer.'],
    ['a name at the front', 'POSTROOM\\Relay is disabled.', 'POSTROOM\\Relay ist ausgeschaltet.'],
    ['another order', 'Connector Relay listens on 25.', 'Auf 25 lauscht Relay.'],
    ['the more exact template', 'Connector A listens on 25, and on 26.', 'Auf 25 und 26 lauscht A.'],
    ['words in a place', 'Mail waits: no password', 'Mail wartet: kein Kennwort'],
    ['unknown words in a place', 'Mail waits: 421 Busy', 'Mail wartet: 421 Busy'],
    ['a sentence in a place', 'Mail waits: The queue is empty.', 'Mail wartet: Die Warteschlange ist leer.'],
    ['several sentences', 'The queue is empty.  A is disabled.', 'Die Warteschlange ist leer.  A ist ausgeschaltet.'],
    ['an unknown sentence among others', 'Who knows? A is disabled.', 'Who knows? A ist ausgeschaltet.'],
    ['the end of a sentence within a name', 'Dr. Who is disabled.', 'Dr. Who ist ausgeschaltet.'],
    ['a reply of several sentences', 'It was answered 550 No. Go. Away.', 'Die Antwort war 550 No. Go. Away.'],
    [
      'a list',
      'Only the date, the size and the moon differ.',
      'Nur das Datum, die Größe und the moon sind verschieden.',
    ],
    ['clauses', 'A is disabled.; no password', 'A ist ausgeschaltet.; kein Kennwort'],
    ['thousands', '12,345 messages wait.', '12.345 Nachrichten warten.'],
    ['a name that holds what stands behind it', 'Scan (2) (1,200 bytes)', 'Scan (2) (1.200 Bytes)'],
    ['nothing between quotes', '"" is no name.', '„“ ist kein Name.'],
  ])('finds %s', (_, english, german) => {
    expect(said(english)).toBe(german);
  });

  it.each([
    '',
    ' ',
    'disabled',
    ' is disabled.',
    'Connector  listens on 25.',
    'no messages wait.',
    'Guten Tag. Wie geht es?',
  ])('leaves %j as it is', (text) => {
    expect(catalogue.translate(text)).toEqual({ text, kept: text === '' ? [] : [text], known: false, complete: false });
  });

  it('tells what it kept as it was', () => {
    expect(catalogue.translate('A is disabled. Who knows?').kept).toEqual(['A', 'Who knows?']);
  });

  it('needs no more than a moment for a text made to be slow', () => {
    const text = `${'Connector '.repeat(900)}${' listens on'.repeat(900)}`;
    expect(said(text)).toBe(text);
  });
});

describe('the catalogue of what the engine says', () => {
  const whole = new Catalogue(engine);
  const pairs = Object.entries(engine);
  const placesOf = (text: string): readonly string[] =>
    [...text.matchAll(/\{([a-zA-Z]+)/g)].map(([, name]) => name ?? '');
  const filled = fc.constantFrom(...pairs.map(([english]) => english)).chain((english) =>
    fc
      .array(fc.constantFrom('25', 'Relay', 'mail.office.example', '192.168.0.0/24', 'Ümläut & Söhne', 'a (b)'), {
        minLength: 12,
        maxLength: 12,
      })
      .map((values) => {
        let at = 0;
        return english.replaceAll(/\{[a-zA-Z]+(:\w+)?\}/g, (_, kind) =>
          kind === ':number' || kind === ':word' ? '25' : (values[at++] ?? ''),
        );
      }),
  );

  it('has each sentence once', () => {
    const all = Object.values(engineAreas).flatMap((area) => Object.keys(area));
    expect(all.filter((english, at) => all.indexOf(english) !== at)).toEqual([]);
  });

  it('names the same places in both languages, each once in English', () => {
    for (const [english, german] of pairs) {
      const places = placesOf(english).toSorted();
      expect([...new Set(placesOf(german))].toSorted(), english).toEqual([...new Set(places)]);
    }
  });

  it('separates places by words', () => {
    for (const [english] of pairs) expect(english).not.toMatch(/\}\{/);
  });

  it('has a word to be found by in each template', () => {
    for (const [english] of pairs) expect(english.replaceAll(/\{[^}]+\}/g, '\u0000'), english).toMatch(/\w/);
  });

  it('knows each of its sentences, whatever stands in it', () => {
    fc.assert(fc.property(filled, (english) => whole.translate(english).known));
  });

  it('leaves German as it is', () => {
    fc.assert(
      fc.property(filled, (english) => {
        const german = whole.translate(english).text;
        expect(whole.translate(german).text).toBe(german);
      }),
    );
  });

  it('never throws, and returns what it does not know', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const { known, text: result } = whole.translate(text);
        if (!known) expect(result).toBe(text);
      }),
    );
  });
});
