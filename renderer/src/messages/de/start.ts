import { plural } from '../../format.ts';
import type { startMessages as english } from '../en/start.ts';
import type { Translation } from '../translation.ts';

/** Die Texte der Einrichtung. */

export const startMessages: Translation<typeof english> = {
  title: 'Postroom einrichten',
  lead: 'Vier Fragen, jede lässt sich überspringen. Gespeichert wird erst, wenn der Bericht dazu gelesen ist.',
  steps: {
    sends: 'Wer sendet?',
    receives: 'Wer darf empfangen?',
    goes: 'Wohin geht es?',
    test: 'Testen',
    printer: 'Der Drucker',
  },
  stepLabel: 'Fragen',
  step: (at, of) => `Frage ${String(at)} von ${String(of)}`,
  last: 'Letzter Schritt',
  loading: 'Die Konfiguration wird gelesen …',
  failed: 'Die Konfiguration ließ sich nicht lesen.',
  tryAgain: 'Erneut versuchen',
  back: 'Zurück',
  skip: 'Überspringen',
  next: 'Weiter …',
  onward: 'Weiter',
  leave: 'Einrichtung verlassen',
  done: 'Fertig',
  sends: {
    lead: 'Die Adressen der Drucker, Scanner und Programme, die Nachrichten abgeben. Sie senden ohne Anmeldung; für alle anderen ändert sich nichts.',
    ranges: 'Adressen',
    rangesHint: 'Eine je Zeile: 192.168.0.181, 192.168.0.40-192.168.0.45 oder 192.168.0.0/24.',
    change: 'Diesen Adressen das Senden ohne Anmeldung erlauben.',
    saved: 'Die Geräte sind gespeichert.',
    knock: 'Oder zusehen, wer anklopft',
    knockHint: 'Am Gerät einen Scan senden, auch wenn es misslingt: Die Adresse erscheint hier.',
    nobody: 'Noch hat sich niemand verbunden.',
    add: 'Hinzufügen',
    addOf: (address) => `${address} hinzufügen`,
    added: 'hinzugefügt',
    refusedWith: (why) => `abgewiesen: ${why}`,
    accepted: 'angenommen',
    silent: 'verbunden',
  },
  receives: {
    lead: 'Nachrichten an die eigenen Domänen werden immer angenommen. Hier wird entschieden, ob die Geräte auch an alle anderen schreiben dürfen.',
    domains: 'Eigene Domänen',
    domainsHint: 'Eine je Zeile: was in den Adressen der Kollegen hinter dem @ steht.',
    who: 'Die Geräte dürfen schreiben an',
    everybody: 'Alle',
    everybodyHint: 'Nach innen und nach außen. Für Scan-to-E-Mail ist meist das gemeint.',
    own: 'Nur die eigenen Domänen',
    ownHint: 'Ein Empfänger außerhalb wird abgewiesen.',
    noDevices:
      'In der ersten Frage wurden keine Adressen genannt, deshalb dürfen Geräte nur an die eigenen Domänen schreiben.',
    change: 'Ändern, wer empfangen darf.',
    saved: 'Die Empfänger sind gespeichert.',
  },
  goes: {
    lead: 'Was mit einer Nachricht geschieht, sobald Postroom sie hat.',
    kinds: {
      folder: 'In Ordner auf diesem Rechner',
      smartHost: 'An einen Mailserver, der sie weitergibt',
      direct: 'Direkt an den Server jedes Empfängers',
    },
    hints: {
      folder:
        'Eine Datei je Nachricht, ein Ordner je Empfänger. Nichts verlässt diesen Rechner; Nachrichten an andere warten.',
      smartHost: 'Microsoft 365, Google, der Provider oder das eigene Exchange: ein Smarthost.',
      direct:
        'Nach MX-Eintrag. Nötig sind eine feste öffentliche Adresse und ein offener Port 25; viele Provider sperren ihn.',
    },
    host: 'Server',
    hostHint: 'Etwa smtp.office365.com',
    port: 'Port',
    encryption: 'Verschlüsselung',
    encryptions: { startTls: 'STARTTLS', implicit: 'TLS vom ersten Byte an', none: 'Keine' },
    userName: 'Benutzername',
    userNameHint: 'Leer: keine Anmeldung',
    password: 'Kennwort',
    passwordHint: 'Wird auf diesem Rechner verschlüsselt aufbewahrt. Leer: das aufbewahrte bleibt.',
    ownToo: 'Auch Nachrichten an die eigenen Domänen gehen dorthin',
    ownTooHint: 'Richtig, wenn die Postfächer dort liegen. Sonst bleiben sie in Ordnern auf diesem Rechner.',
    change: 'Ändern, wohin Nachrichten gehen.',
    saved: 'Der Weg nach draußen ist gespeichert.',
  },
  test: {
    lead: 'Eine echte Nachricht, durch die Warteschlange und hinaus, als käme sie von einem Gerät.',
    sender: 'Von',
    recipient: 'An',
    recipientHint: 'Die eigene Adresse, damit sich die Ankunft prüfen lässt.',
    send: 'Testnachricht senden',
    sending: 'Wird gesendet …',
    fate: 'Was daraus wurde',
    delivered: (place) =>
      place === null
        ? 'In einen Postfachordner auf diesem Rechner zugestellt.'
        : `Zugestellt: ${place} hat sie genommen.`,
    failed: 'Sie wurde abgewiesen. Der Absender bekommt einen Bericht.',
    waiting: (queue) => `Sie wartet${queue === null ? '' : ` in der Warteschlange ${queue}`} und wird erneut versucht.`,
    unreachable: 'Sie wartet: Kein Sendeconnector führt zu diesem Empfänger. Zurück zu Frage 3.',
    gone: 'Sie hat die Warteschlange verlassen. Die Nachrichtenverfolgung ist aus, deshalb ist nicht bekannt, wie.',
    queue: 'Warteschlange öffnen',
  },
  printer: {
    lead: 'Nun das Gerät: Diese fünf Werte sind alles, was es braucht.',
    found: (n) => `${plural(n, 'Gerät ist', 'Geräte sind')} schon bekannt.`,
  },
};
