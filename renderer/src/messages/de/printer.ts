import { joinWords } from '../../format.ts';
import type { printerMessages as english } from '../en/printer.ts';
import type { Translation } from '../translation.ts';

/** Die Texte der Druckerkarte. */

export const printerMessages: Translation<typeof english> = {
  title: 'Was am Drucker einzutragen ist',
  loading: 'Die Adressen dieses Rechners werden gelesen …',
  failed: 'Die Adressen dieses Rechners ließen sich nicht lesen.',
  tryAgain: 'Erneut versuchen',
  none: 'Kein Port ist offen, den Geräte erreichen könnten. Die Empfangsconnectors ansehen.',
  maker: 'In den Worten von',
  anyMaker: 'beliebiger Hersteller',
  where: 'Wo:',
  openPage: 'Die Webseite des Geräts öffnen: seine Adresse im Browser eingeben.',
  door: 'Port',
  doorOf: (port, login) => `${String(port)}, ${login === 'none' ? 'ohne Anmeldung' : 'mit Anmeldung'}`,
  address: 'Adresse dieses Rechners',
  fields: {
    server: 'Server (SMTP)',
    port: 'Port',
    encryption: 'Verschlüsselung',
    login: 'Anmeldung',
    sender: 'Absender (Von)',
  },
  encryption: {
    none: 'Keine',
    offered: 'Keine oder STARTTLS',
    required: 'STARTTLS',
    implicit: 'SSL/TLS',
  },
  encryptionHint: {
    none: '',
    offered: 'STARTTLS geht auch, wenn das Gerät ein selbst signiertes Zertifikat annimmt.',
    required: 'Dieser Port nimmt nur innerhalb von TLS Nachrichten an.',
    implicit: 'Dieser Port spricht TLS vom ersten Byte an.',
  },
  login: { none: 'Keine', required: 'Benutzername und Kennwort eines Kontos' },
  loginHint: 'Auf der Seite Zustellung ein Konto für das Gerät anlegen.',
  senderHint: 'Eine beliebige Adresse der eigenen Domäne.',
  copy: 'Kopieren',
  copyOf: (label) => `${label} kopieren`,
  copied: (label) => `${label} liegt in der Zwischenablage.`,
  notCopied: 'Der Browser hat den Zugriff auf die Zwischenablage verwehrt. Den Wert markieren und kopieren.',
  unchecked: 'Übliche Bezeichnungen; beim einzelnen Modell können sie leicht abweichen.',
  partlyChecked: (date, fields) =>
    `Aus dem Handbuch des Herstellers, gelesen am ${date}: ${joinWords(fields, 'und')}. Die übrigen Bezeichnungen sind die üblichen; beim einzelnen Modell können sie abweichen.`,
  checked: (date) => `Bezeichnungen aus dem Handbuch, gelesen am ${date}; beim einzelnen Modell können sie abweichen.`,
  watch: {
    title: 'Die erste Verbindung des Geräts',
    waiting: 'Jetzt am Gerät einen Scan senden. Das Gespräch mit Postroom erscheint hier, während es geführt wird.',
    silent: 'Es erscheint nichts?',
    silentValues:
      'Der Server am Gerät muss eine Adresse dieses Rechners sein, wie auf der Karte, und der Port der von der Karte.',
    silentNetwork:
      'Ein Gerät in einem anderen Netz, etwa dem für Gäste, kommt nur durch, wenn der Router dazwischen diesen Port durchlässt.',
    silentFirewall:
      'Die Windows-Firewall hält Geräte in öffentlichen Netzen fern, und überall dort, wo Postroom nicht mit dem Installationsprogramm eingerichtet wurde. Das Netz als privat einstufen oder die Ports als Administrator freigeben:',
    from: (who) => `Von ${who}`,
    open: 'Das Gespräch läuft.',
    accepted: (who) => `${who} ist eingerichtet: Die Nachricht wurde angenommen.`,
    refused: 'Die Nachricht wurde abgewiesen.',
    nothing:
      'Das Gerät hat sich verbunden und nichts gesendet. Manche Geräte prüfen so nur, ob die Verbindung zustande kommt.',
    advice: 'Was das ändern würde',
    relay: 'Relay erlauben …',
    relayed: (who) => `Relay ist für ${who} jetzt erlaubt. Den Scan noch einmal senden.`,
    relayText: (who) => `Relay für ${who} erlauben.`,
    openDevice: 'Gerät öffnen',
    conversation: 'Gespräch',
    working: 'Es wird gesucht, was das ändern würde …',
    noAdvice: 'Mit einer einfachen Änderung ist es nicht getan. Der Tester zeigt jeden Schritt der Entscheidung.',
    tester: 'Im Tester öffnen',
  },
};
