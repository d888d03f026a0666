import type { Templates } from '../../../catalogue.ts';

/** Ein Empfangsconnector in einem Satz: wer ihn nutzen darf, und was. */

interface Phrase {
  readonly english: string;
  readonly german: string;
}

const subjects: readonly (Phrase & { readonly may: 'darf' | 'dürfen' })[] = [
  { english: 'Every address', german: 'Jede Adresse', may: 'darf' },
  { english: 'No address', german: 'Keine Adresse', may: 'darf' },
  { english: '{count} address ranges ({ranges}, …)', german: '{count} Adressbereiche ({ranges}, …)', may: 'dürfen' },
  { english: '{ranges} and {range}', german: '{ranges} und {range}', may: 'dürfen' },
  { english: '{range}', german: '{range}', may: 'darf' },
];

const rights: readonly Phrase[] = [
  {
    english: 'may not send: no permission group lets it',
    german: 'nicht senden: Keine Berechtigungsgruppe erlaubt es',
  },
  { english: 'may relay to anyone, without login', german: 'ohne Anmeldung an alle weiterleiten' },
  {
    english: 'may relay to anyone, without login, trusted like an own server',
    german: 'ohne Anmeldung an alle weiterleiten, wie ein eigener Server',
  },
  { english: 'may relay to anyone, after login', german: 'nach Anmeldung an alle weiterleiten' },
  {
    english: 'may relay to anyone, without login, and send to the accepted domains after login',
    german: 'ohne Anmeldung an alle weiterleiten, nach Anmeldung an die akzeptierten Domänen senden',
  },
  {
    english: 'may send to the accepted domains, without login',
    german: 'ohne Anmeldung an die akzeptierten Domänen senden',
  },
  {
    english: 'may send to the accepted domains, without login, trusted like an own server',
    german: 'ohne Anmeldung an die akzeptierten Domänen senden, wie ein eigener Server',
  },
  {
    english: 'may send to the accepted domains, after login',
    german: 'nach Anmeldung an die akzeptierten Domänen senden',
  },
  {
    english: 'may send to the accepted domains, without login, and relay to anyone after login',
    german: 'ohne Anmeldung an die akzeptierten Domänen senden, nach Anmeldung an alle weiterleiten',
  },
];

/** Ein ausgeschalteter Connector, und einer, der TLS verlangt. */
const frames: readonly ((sentence: Phrase) => Phrase)[] = [
  (sentence) => sentence,
  ({ english, german }) => ({ english: `${english}, only with TLS`, german: `${german}, nur mit TLS` }),
];

const sentences: readonly Phrase[] = subjects
  .flatMap(({ english, german, may }) =>
    rights.map((right) => ({ english: `${english} ${right.english}`, german: `${german} ${may} ${right.german}` })),
  )
  .flatMap((sentence) => frames.map((frame) => frame(sentence)))
  .flatMap((sentence) => [
    sentence,
    { english: `Disabled: ${sentence.english}`, german: `Ausgeschaltet: ${sentence.german}` },
  ]);

export const connectors: Templates = Object.fromEntries(sentences.map(({ english, german }) => [english, german]));
