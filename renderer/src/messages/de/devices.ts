import { formatCount, plural } from '../../format.ts';
import type { deviceMessages as english } from '../en/devices.ts';
import type { Translation } from '../translation.ts';

/** Die Texte der Seite Geräte. */

export const deviceMessages: Translation<typeof english> = {
  title: 'Geräte',
  summary: (devices, refused) =>
    refused === 0
      ? `${plural(devices, 'Gerät', 'Geräte')}. Zuletzt wurde keines abgewiesen.`
      : `${plural(devices, 'Gerät', 'Geräte')}, davon ${formatCount(refused)} zuletzt abgewiesen.`,
  loading: 'Die Geräte werden gelesen …',
  failed: 'Die Geräte ließen sich nicht lesen.',
  tryAgain: 'Erneut versuchen',
  empty: 'Noch hat sich kein Gerät verbunden. Beim ersten hilft die Einrichtung.',
  start: 'Einrichtung öffnen',
  list: 'Geräte',
  filter: 'Geräte filtern',
  filterHint: 'Name, Adresse, Antwort, Notiz',
  stateLabel: 'Welche Geräte',
  states: {
    any: 'Alle',
    refused: 'Zuletzt abgewiesen',
    accepted: 'Zuletzt angenommen',
    silent: 'Verstummt',
    unnamed: 'Ohne Namen',
  },
  noneMatch: 'Kein Gerät passt zum Filter.',
  shown: (shown, all) => `${formatCount(shown)} von ${formatCount(all)}`,
  state: {
    refused: 'zuletzt abgewiesen',
    accepted: 'zuletzt angenommen',
    silent: 'verbunden, nichts gesendet',
    silentSince: (time) => `schweigt seit ${time}`,
    knocked: 'hat im Lernmodus angeklopft',
    awaited: 'noch nie verbunden',
  },
  signsIn: 'meldet sich an',
  more: (count) => `${formatCount(count)} weitere`,
  never: 'nie',
  refusedBecause: (why) => `Abgewiesen: ${why}`,
  week: (accepted, refused) =>
    `Letzte sieben Tage: ${formatCount(accepted)} angenommen, ${formatCount(refused)} abgewiesen`,
  day: (day, accepted, refused) => `${day}: ${formatCount(accepted)} angenommen, ${formatCount(refused)} abgewiesen`,
  pick: 'Nach der Wahl eines Geräts steht hier, was von ihm bekannt ist.',
  gone: (address) => `Ein Gerät mit der Adresse ${address} ist nicht bekannt.`,
  close: 'Schließen',
  refusal: {
    title: 'Zuletzt abgewiesen',
    at: (time) => `Abgewiesen um ${time}`,
    relay: 'Relay erlauben …',
    advice: 'Was das ändern würde',
    working: 'Es wird gesucht, was das ändern würde …',
  },
  held: {
    title: 'Bis zur Freigabe angehalten',
    badge: 'angehalten',
    label: 'Mail anhalten, bis sie freigegeben wird',
    hint: 'Nachrichten werden angenommen und warten hier und auf der Seite Warteschlange.',
    waiting: (count, orMore) =>
      count === 0
        ? 'Nichts wartet auf Freigabe.'
        : `${plural(count, 'Nachricht wartet', 'Nachrichten warten')} auf Freigabe${orMore ? ', vielleicht noch weitere' : ''}.`,
    released: (count) => `${plural(count, 'Nachricht wurde', 'Nachrichten wurden')} freigegeben.`,
    release: 'Freigeben',
    queue: 'In der Warteschlange zeigen',
    queueNamed: (queue: string) => `In der Warteschlange ${queue} zeigen`,
    noSubject: 'ohne Betreff',
  },
  repeat: {
    title: 'Sendet Nachrichten noch einmal',
    text: (times, time) =>
      `Dieselbe Nachricht kam ${formatCount(times)}-mal, zuletzt um ${time}, und jede wurde zugestellt. Das Gerät wartet die Antwort nicht ab: am Gerät die Wartezeit für SMTP erhöhen (mindestens eine Minute) und prüfen, ob seine Verbindung abreißt.`,
  },
  facts: {
    title: 'Was bekannt ist',
    address: 'Adresse',
    helo: 'Nennt sich',
    hostName: 'Name im DNS',
    login: (user, mechanism) => `${user} (${mechanism})`,
    loginFailed: (user, mechanism) => `${user} (${mechanism}), abgewiesen`,
    loginRefused: (mechanism) => `wollte ${mechanism}, das nicht angeboten wird`,
    answeredBy: 'Zuständig',
    nobody: 'kein Connector',
    firstSeen: 'Zuerst gesehen',
    lastSeen: 'Zuletzt gesehen',
    lastAccepted: 'Zuletzt angenommen',
    lastRefused: 'Zuletzt abgewiesen',
    never: 'nie',
    tls: 'Verschlüsselung',
    noTls: 'keine',
    account: 'Konto',
    noAccount: 'ohne Anmeldung',
    sender: 'Sendet als',
    messages: 'Nachrichten',
    counts: (accepted, refused) => `${formatCount(accepted)} angenommen, ${formatCount(refused)} abgewiesen, insgesamt`,
    deviations: 'Macht anders',
    rhythm: 'Rhythmus',
    rhythms: {
      '01:00:00': 'mindestens stündlich',
      '1.00:00:00': 'mindestens täglich',
      '3.00:00:00': 'mindestens alle drei Tage',
      '7.00:00:00': 'mindestens wöchentlich',
      '31.00:00:00': 'mindestens monatlich',
      never: 'keiner, es darf schweigen',
    },
    every: (span) => `mindestens alle ${span}`,
    notLearned: 'noch nicht gelernt',
    pauses: (days) => `pausiert höchstens ${plural(days, 'Tag', 'Tage')}`,
    none: 'nichts',
  },
  sessions: {
    title: 'Letzte Sitzungen',
    all: 'Alle seine Sitzungen',
    none: 'Von seinen Sitzungen ist keine mehr aufgehoben.',
    loading: 'Die Sitzungen werden gelesen …',
  },
  personal: {
    title: 'Name und Notiz',
    name: 'Name',
    nameHint: 'Steht überall dort, wo sonst die Adresse stünde.',
    note: 'Notiz',
    noteHint: 'Standort, wer sich darum kümmert.',
    rhythm: 'Sendet erwartungsgemäß',
    rhythmHint:
      'Schweigt es länger, wird das gemeldet. Gelernt: nach zwei Wochen und acht Tagen mit Nachrichten ein ganzer Tag mehr als die längste Pause in vier Wochen.',
    learned: 'wie aus dem Verkehr gelernt',
    save: 'Speichern …',
    nothing: 'Nichts wurde geändert.',
    savedAs: (name) => `${name} wurde gespeichert.`,
    forgotten: (address) => `${address} hat keinen Namen mehr.`,
    report: (address) => `Namen von ${address} speichern`,
  },
  change: {
    relayed: (name) =>
      `Relay ist für ${name} jetzt erlaubt. Die nächste Nachricht wird nach der neuen Konfiguration beantwortet.`,
    relayTitle: (name) => `Relay für ${name} erlauben`,
  },
};
