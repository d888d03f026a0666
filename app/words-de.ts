import type { Words } from './words-en.ts';

/** Dieselben Texte auf Deutsch. */
export const german: Words = {
  product: 'Postroom',
  receiving: (waiting) => `Postroom: Empfang läuft, ${waitingText(waiting)}`,
  needsYou: (problems, waiting) =>
    `Postroom: ${problems === 1 ? '1 Sache ist' : `${String(problems)} Sachen sind`} zu erledigen, ${waitingText(waiting)}`,
  notReceiving: (waiting) => `Postroom: kein Empfang, ${waitingText(waiting)}`,
  unknown: 'Postroom: keine Verbindung zum Dienst',
  stopping: 'Postroom: Was gerade ankommt, wird noch fertig empfangen; dann ist Schluss',
  open: 'Postroom öffnen',
  copyPrinterSettings: 'Druckereinstellungen kopieren',
  startReceiving: 'Empfang starten',
  stopReceiving: 'Empfang anhalten',
  pauseSending: 'Versand pausieren',
  resumeSending: 'Versand fortsetzen',
  startAtLogin: 'Bei der Anmeldung starten',
  startAtBoot: 'Mit dem Rechner starten …',
  bootTaskRefused:
    'Windows hat die geplante Aufgabe nicht geändert. Ein Administrator muss zustimmen; es lässt sich noch einmal versuchen.',
  notOnThisSystem: 'Das gibt es auf diesem System nicht, oder Postroom ist nicht installiert.',
  quit: 'Beenden',
  closeWindow: 'Fenster und Symbol schließen (der Dienst läuft weiter)',
  openOutside: (host) => `Eine Seite von ${host} im Browser öffnen?`,
  openInBrowser: 'Öffnen',
  cancel: 'Abbrechen',
  cannotStart: 'Postroom konnte nicht starten',
  goesOn: 'Postroom läuft weiter',
  goesOnWhere:
    'Mail wird weiter empfangen und gesendet. Das Fenster lässt sich über das Symbol im Infobereich wieder öffnen; „Beenden“ dort beendet Postroom.',
  copied: 'Druckereinstellungen kopiert',
  copiedWhere: 'Sie lassen sich in eine Notiz oder Mail an die Person einfügen, die den Drucker einrichtet.',
  over: 'Vorbei',
  andMore: (count) => `und ${String(count)} weitere`,
  seeOverview: 'Auf der Übersicht steht alles.',
  testArrived: 'Ist das zu lesen, kommen Benachrichtigungen auf diesem Weg an.',
  manyDevices: (count) => `${String(count)} Geräte wurden abgewiesen`,
  deviceRefused: (address) => `${address} wurde abgewiesen`,
  seeSession: 'Die Sitzung zeigt den Grund.',
  nothingForPrinters:
    'Kein Connector lauscht an einer Adresse, die ein Drucker erreichen könnte. Den Empfang starten oder einem Connector eine solche Adresse geben.',
  printerTitle: 'Mail-Einstellungen für Drucker und andere Geräte',
  printerServer: (address) => `SMTP-Server: ${address}`,
  printerPort: (port) => `Port: ${String(port)}`,
  printerEncryption: {
    implicit: 'Verschlüsselung: SSL/TLS',
    required: 'Verschlüsselung: STARTTLS',
    offered: 'Verschlüsselung: STARTTLS, wo das Gerät es kann, sonst keine',
    none: 'Verschlüsselung: keine',
  },
  printerLogin: {
    none: 'Anmeldung (SMTP-Authentifizierung): keine',
    required: 'Anmeldung (SMTP-Authentifizierung): Name und Kennwort eines Postroom-Kontos',
  },
  printerSender: (domain) => `Absender: eine Adresse, die auf @${domain} endet`,
};

function waitingText(waiting: number): string {
  if (waiting === 0) return 'nichts wartet';
  return waiting === 1 ? '1 Nachricht wartet' : `${String(waiting)} Nachrichten warten`;
}
