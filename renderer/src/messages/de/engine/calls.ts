import type { Templates } from '../../../catalogue.ts';

/** Was die Engine auf einen Aufruf der Konsole hin ablehnt. */

export const calls: Templates = {
  'Give the local address as IP:PORT, for example 192.168.0.10:25 or [::1]:25.':
    'Die lokale Adresse als IP:PORT angeben, zum Beispiel 192.168.0.10:25 oder [::1]:25.',
  'Give the client as an IP address, for example 192.168.0.181.':
    'Den Client als IP-Adresse angeben, zum Beispiel 192.168.0.181.',
  'A DKIM key has to be an RSA key of 1024 bits or more: 2048 are usual.':
    'Ein DKIM-Schlüssel muss ein RSA-Schlüssel von mindestens 1024 Bit sein; üblich sind 2048.',
  'That is no private key: give the whole PEM text, from its BEGIN line to its END line, without a passphrase.':
    'Das ist kein privater Schlüssel: den ganzen PEM-Text angeben, von der Zeile mit BEGIN bis zu der mit END, ohne Kennwort.',
  'There is no enabled account of that name.': 'Ein eingeschaltetes Konto dieses Namens gibt es nicht.',
  'There is no queue named {queue}.': 'Eine Warteschlange namens {queue} gibt es nicht.',
  'Messages in the poison queue stay suspended; resume or remove them one by one.':
    'Nachrichten in der Warteschlange „Poison“ bleiben angehalten; sie einzeln fortsetzen oder entfernen.',
  'Message {id} is not in the queue, or another delivery holds it.':
    'Nachricht {id} ist nicht in der Warteschlange, oder eine andere Zustellung hält sie.',
  'This message is no longer in the queue.': 'Diese Nachricht ist nicht mehr in der Warteschlange.',
  'The message tracking log says what became of it.': 'Was aus ihr wurde, steht im Nachrichtenverfolgungsprotokoll.',
  'This message is larger than 48 MB.': 'Diese Nachricht ist größer als 48 MB.',
  'Save it from its page in the console.': 'Sie lässt sich auf ihrer Seite in der Konsole speichern.',
  'This session is no longer kept.': 'Diese Sitzung ist nicht mehr aufbewahrt.',
  'Its lines may be in the protocol log.': 'Ihre Zeilen können im Protokoll stehen.',
  'In this session Postroom was the client: its configuration does not decide the replies.':
    'In dieser Sitzung war Postroom der Client: Nicht seine Konfiguration entscheidet die Antworten.',
  'There is no service "{name}".': 'Einen Dienst „{name}“ gibt es nicht.',
  'There is no send connector "{name}" any more.': 'Einen Sendeconnector „{name}“ gibt es nicht mehr.',
  'Too many calls at once.': 'Zu viele Aufrufe auf einmal.',
  'Wait for answers before the next one.': 'Vor dem nächsten die Antworten abwarten.',
  'Too many subscriptions on one connection.': 'Zu viele Abonnements auf einer Verbindung.',
  'There is no call named {name}.': 'Einen Aufruf namens {name} gibt es nicht.',
  'There is no topic named {name}.': 'Ein Thema namens {name} gibt es nicht.',
  'This needs an administrator.': 'Dafür ist ein Administrator nötig.',
  'Sign in with an administrator token.': 'Mit dem Token eines Administrators anmelden.',
  'The input is not valid: {problem:text}.': 'Die Eingabe ist nicht gültig: {problem}.',
  '{path} is not valid: {problem:text}.': '{path} ist nicht gültig: {problem}.',
  'Something went wrong inside Postroom.': 'In Postroom ist etwas schiefgegangen.',
  'The log has the reason under {id}.': 'Der Grund steht im Protokoll unter {id}.',
  'The connection to Postroom is closed.': 'Die Verbindung zu Postroom ist geschlossen.',
  'Connect again.': 'Neu verbinden.',
  'A command of this shell is still under way.': 'Ein Befehl dieser Shell läuft noch.',
  'Answer its question first.': 'Zuerst seine Frage beantworten.',
  'No command of this shell is waiting for an answer.': 'Kein Befehl dieser Shell wartet auf eine Antwort.',
  'This shell is no longer open.': 'Diese Shell ist nicht mehr offen.',
  'Run the command again.': 'Den Befehl noch einmal ausführen.',

  // Gespräch mit einem Server
  'The dialogue has lasted an hour.': 'Das Gespräch hat eine Stunde gedauert.',
  'No greeting within a minute.': 'Eine Minute lang keine Begrüßung.',
  'The connection is encrypted already.': 'Die Verbindung ist schon verschlüsselt.',
  'The server said more than its reply before TLS.': 'Der Server hat vor TLS mehr gesagt als seine Antwort.',
  'No reply for ten minutes.': 'Zehn Minuten lang keine Antwort.',
  'More than {count:number} lines are too many for a dialogue.':
    'Mehr als {count} Zeilen sind für ein Gespräch zu viele.',
  'This is possible between two commands only.': 'Das geht nur zwischen zwei Befehlen.',
  'Finish what has begun first.': 'Zuerst beenden, was begonnen ist.',
  'Nothing was typed for ten minutes.': 'Zehn Minuten lang wurde nichts eingegeben.',
  'BDAT was not sent: it is not for typing.': 'BDAT wurde nicht gesendet: Es ist nicht zum Tippen da.',
  'Use DATA.': 'DATA verwenden.',
  'DATA was not sent: the dialogue stops before a message unless it is opened with allowData (--allow-data).':
    'DATA wurde nicht gesendet: Das Gespräch hält vor einer Nachricht an, wenn es nicht mit allowData (--allow-data) geöffnet ist.',
  'The dialogue is over: the connection is closed.': 'Das Gespräch ist beendet: Die Verbindung ist geschlossen.',
  'This dialogue is no longer kept.': 'Dieses Gespräch ist nicht mehr aufbewahrt.',
  '{count} dialogues are open.': '{count} Gespräche sind offen.',
  'Close one first.': 'Zuerst eines schließen.',
  'Nobody answers there.': 'Dort antwortet niemand.',
  'It has no address.': 'Es hat keine Adresse.',
  'unknown reason': 'unbekannter Grund',
  'The address of {host} was not found ({reason:any}).': 'Die Adresse von {host} wurde nicht gefunden ({reason}).',
  'This dialogue does not lead to a smart host of "{name}", whose password goes nowhere else.':
    'Dieses Gespräch führt nicht zu einem Smarthost von „{name}“, dessen Kennwort nirgendwo anders hingeht.',
  'The send connector "{name}" was changed meanwhile.': 'Der Sendeconnector „{name}“ wurde inzwischen geändert.',
  'Begin a new dialogue.': 'Ein neues Gespräch beginnen.',
  'The send connector "{name}" has no authentication: nothing is stored.':
    'Der Sendeconnector „{name}“ hat keine Authentifizierung: Nichts ist gespeichert.',
  'The connection is not encrypted, so the password is not sent.':
    'Die Verbindung ist nicht verschlüsselt; das Kennwort wird also nicht gesendet.',
  'Start TLS first.': 'Zuerst TLS beginnen.',
  'The server has offered no login with a user name and password (AUTH PLAIN or LOGIN).':
    'Der Server hat keine Anmeldung mit Benutzername und Kennwort angeboten (AUTH PLAIN oder LOGIN).',
  'Say EHLO first, after TLS.': 'Zuerst EHLO sagen, nach TLS.',
  '{host} is neither a listener of Postroom nor a smart host of a send connector.':
    '{host} ist weder ein Listener von Postroom noch ein Smarthost eines Sendeconnectors.',
  'Say that another host is meant (anyHost; --any-host) to talk to it all the same.':
    'Ausdrücklich sagen, dass ein anderer Host gemeint ist (anyHost; --any-host), um trotzdem mit ihm zu sprechen.',
  'There is no send connector named "{name}".': 'Einen Sendeconnector namens „{name}“ gibt es nicht.',
  '{host} is no smart host of the send connector "{name}", whose password goes nowhere else.':
    '{host} ist kein Smarthost des Sendeconnectors „{name}“, dessen Kennwort nirgendwo anders hingeht.',
  'The TLS handshake failed ({cause:any}).': 'Der TLS-Handshake schlug fehl ({cause}).',
  'Closed by Postroom.': 'Von Postroom geschlossen.',
  'no answer for 30 seconds': '30 Sekunden lang keine Antwort',
  'the connection was closed': 'die Verbindung wurde geschlossen',
  'The connection broke ({cause:any}).': 'Die Verbindung brach ab ({cause}).',
  'Connection closed by the other side.': 'Die Gegenseite hat die Verbindung geschlossen.',
  'The other side sent more than 1 MB; that is no dialogue.':
    'Die Gegenseite hat mehr als 1 MB gesendet; das ist kein Gespräch.',
  'The server presented no certificate.': 'Der Server hat kein Zertifikat gezeigt.',
  'TLS negotiated: {tls:any}': 'TLS ausgehandelt: {tls}',
  'Certificate subject: {subject:any}': 'Zertifikat für: {subject}',
  'Certificate names: none': 'Namen im Zertifikat: keine',
  'Certificate names: {names:any}': 'Namen im Zertifikat: {names}',
  'Certificate issuer: {issuer:any}': 'Zertifikat ausgestellt von: {issuer}',
  'Certificate valid to: {day}, which is over': 'Zertifikat gültig bis: {day}, also abgelaufen',
  'Certificate valid to: {day}, in {days} day': 'Zertifikat gültig bis: {day}, noch {days} Tag',
  'Certificate valid to: {day}, in {days} days': 'Zertifikat gültig bis: {day}, noch {days} Tage',
  'Certificate SHA-256 fingerprint: {fingerprint}': 'SHA-256-Fingerabdruck des Zertifikats: {fingerprint}',
  'Certificate verified: yes': 'Zertifikat geprüft: in Ordnung',
  'Certificate verified: no, {faults:list}': 'Zertifikat geprüft: nicht in Ordnung, {faults}',
  'This engine runs without a desktop.': 'Diese Engine läuft ohne Desktop-Programm.',
  'Change this in the menu of the tray icon, or with the tools of the system.':
    'Das lässt sich im Menü des Symbols im Infobereich ändern oder mit den Mitteln des Systems.',
};
