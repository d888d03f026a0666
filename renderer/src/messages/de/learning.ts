import { formatCount, plural } from '../../format.ts';
import type { learningMessages as english } from '../en/learning.ts';
import type { Translation } from '../translation.ts';

/** Die Texte des Lernmodus auf der Seite Geräte. */

const these = (count: number): string => (count === 1 ? 'diese Adresse' : `diese ${formatCount(count)} Adressen`);

export const learningMessages: Translation<typeof english> = {
  begin: 'Lernmodus …',
  title: 'Lernmodus',
  explained:
    'Im Lernmodus wird keine Mail angenommen. Geräte werden angehört, auf später vertröstet und behalten ihre Mail. Hier steht, wer anklopft und was er will, und passende Empfangsconnectors werden vorgeschlagen.',
  length: 'Endet von selbst',
  lengths: {
    '1': 'nach einer Stunde',
    '8': 'nach acht Stunden',
    '24': 'nach einem Tag',
    '72': 'nach drei Tagen',
    never: 'nicht, bis ihn jemand beendet',
  },
  start: 'Starten …',
  startReport: 'Lernmodus starten: Von da an wird keine Mail angenommen',
  started: 'Der Lernmodus ist an. Es wird keine Mail angenommen.',
  end: 'Lernmodus beenden …',
  endReport: 'Lernmodus beenden: Mail wird wieder angenommen',
  ended: 'Der Lernmodus ist aus. Mail wird wieder angenommen.',
  on: 'Der Lernmodus ist an: Es wird keine Mail angenommen',
  until: (time) => `Er endet von selbst um ${time}.`,
  endless: 'Er dauert, bis ihn jemand beendet.',
  over: 'Wer im Lernmodus angeklopft hat',
  overText: 'Mail wird wieder angenommen; noch sind nicht alle diese Geräte zugelassen.',
  nobody: 'Noch hat niemand angeklopft. Jedes Gerät etwas senden lassen, zum Beispiel eine Testseite.',
  failed: 'Wer angeklopft hat, ließ sich nicht lesen.',
  tryAgain: 'Erneut versuchen',
  proposals: 'Was sie zulassen würde',
  wants: {
    relay: (devices, count, domains) =>
      `${devices} ${count === 1 ? 'will' : 'wollen'} an Empfänger außerhalb senden${domains === '' ? '' : ` (${domains})`}.`,
    connector: (devices) => `Kein Empfangsconnector lässt ${devices} zu.`,
  },
  gets: {
    newRelay: (count, name) =>
      `Ein neuer Empfangsconnector „${name}“ würde für ${these(count)} Relay ohne Anmeldung erlauben.`,
    moreRelay: (count, name) => `Der Relay-Connector „${name}“ würde auch ${these(count)} zulassen.`,
    newConnector: (count, name) =>
      `Ein neuer Empfangsconnector „${name}“ würde ${these(count)} an die akzeptierten Domänen senden lassen.`,
    moreConnector: (count, name) => `Der Empfangsconnector „${name}“ würde auch ${these(count)} zulassen.`,
  },
  and: 'und',
  range: (low, high) => `${low} bis ${high}`,
  others: 'andere',
  make: 'Connector anlegen …',
  widen: 'Zum Connector hinzufügen …',
  report: (name) => `Die Geräte durch „${name}“ zulassen`,
  let: (name) => `„${name}“ lässt die Geräte zu, sobald der Lernmodus endet.`,
  letNow: (name) => `„${name}“ lässt die Geräte zu.`,
  table: 'Wer angeklopft hat',
  columns: { device: 'Gerät', wants: 'Wollte senden', times: 'Angeklopft', standing: 'Ohne Lernmodus' },
  from: (sender) => `von ${sender}`,
  to: (recipients) => `an ${recipients}`,
  more: (count) => `${formatCount(count)} weitere`,
  noSender: 'leerem Absender',
  saidNothing: 'hat davon nichts gesagt',
  login: {
    right: (user, mechanism) => `meldet sich als ${user} an (${mechanism})`,
    wrong: (user, mechanism) => `Anmeldung als ${user} misslang (${mechanism})`,
    refused: (mechanism) => `wollte sich mit ${mechanism} anmelden`,
  },
  times: (times, last) => `${plural(times, 'Mal', 'Mal')}, zuletzt ${last}`,
  standing: {
    ready: 'würde angenommen',
    relay: 'darf nicht nach außen senden',
    connector: 'kein Connector lässt es zu',
    login: 'die Anmeldung misslingt: Konto anlegen oder das Gerät berichtigen',
    outside: 'kommt aus dem Internet: nur von Hand zuzulassen',
    silent: 'hat noch nichts gesagt',
    other: 'würde abgewiesen',
  },
};
