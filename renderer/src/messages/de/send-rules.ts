import { formatCount, joinWords } from '../../format.ts';
import type { aliasMessages as englishAliases, sendRulesMessages as englishRules } from '../en/send-rules.ts';
import type { Translation } from '../translation.ts';

/** Texte der Regeln eines Sendeconnectors. */
export const sendRulesMessages: Translation<typeof englishRules> = {
  title: 'Welche Mail und wann',
  senders: 'Nur Mail von diesen Absendern',
  sendersEmpty: 'Jeder Absender',
  sendersHint: 'Eine Zeile je Eintrag: eine Adresse, @office.example für eine ganze Domäne oder <> für Meldungen.',
  sources: 'Nur Mail, die hierüber kam',
  sourcesHint:
    'Keiner gewählt: alle. Für dieselbe Domäne geht ein Connector für bestimmte Mail einem für jede Mail vor.',
  hours: 'Nur zu bestimmten Zeiten senden',
  hoursHint:
    'Mail wartet bis dahin in der Warteschlange, nach der Uhr dieses Computers. Über die Verzögerung wird niemand benachrichtigt.',
  from: 'Von',
  to: 'Bis',
  days: 'Beginn am',
  daysHint:
    'Zeiten über Mitternacht gehören zu dem Tag, an dem sie beginnen. Zweimal dieselbe Uhrzeit: ein ganzer Tag.',
  dayNames: {
    ...{ Monday: 'Montag', Tuesday: 'Dienstag', Wednesday: 'Mittwoch', Thursday: 'Donnerstag', Friday: 'Freitag' },
    ...{ Saturday: 'Samstag', Sunday: 'Sonntag' },
  },
};

/** Texte über Aliase. */
export const aliasMessages: Translation<typeof englishAliases> = {
  title: 'Aliase',
  add: 'Neuer Alias …',
  empty: 'Mail geht an die Adressen, an die sie geschickt wird.',
  keeps: 'behält seine Mail',
  goesTo: (addresses) => `Geht an ${joinWords(addresses, 'und')}.`,
  goesToMany: (count) => `Geht an ${formatCount(count)} Adressen.`,
  newTitle: 'Neuer Alias',
  address: 'Mail an',
  addressHint:
    'Über das Annehmen entscheidet diese Adresse: Durch einen Alias darf niemand weiter schreiben als zuvor.',
  deliverTo: 'Geht an',
  deliverToHint: 'Eine Adresse je Zeile. Steht die Adresse selbst darunter, behält sie ihre Mail auch.',
  removeText: 'Mail geht von da an an diese Adresse selbst. Was schon wartet, bleibt, wie es ist.',
};
