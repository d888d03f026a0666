import type { Templates } from '../../../catalogue.ts';
import { hints } from './reply-hints.ts';

/** Die Zustellung: was Antworten anderer Server bedeuten, und woran es lag. Die Antworten selbst bleiben, wie sie sind. */

export const delivery: Templates = {
  ...hints,
  ...Object.fromEntries(
    Object.entries(hints).map(([english, german]) => [`{reply:any} - ${english}`, `{reply} – ${german}`]),
  ),
  // Den Rahmen schreibt Exchange genauso; nur was darin von Postroom ist, wird übersetzt.
  '451 4.4.0 Primary target IP address responded with: "{reply:text}"':
    '451 4.4.0 Primary target IP address responded with: "{reply}"',
  '451 4.4.0 Primary target IP address responded with: "{reply:text}" Attempted failover to alternate host, but that did not succeed.':
    '451 4.4.0 Primary target IP address responded with: "{reply}" Attempted failover to alternate host, but that did not succeed.',
  'Attempted failover to alternate host, but that did not succeed.':
    'Attempted failover to alternate host, but that did not succeed.',
  'Either there are no alternate hosts, or delivery failed to all alternate hosts.':
    'Either there are no alternate hosts, or delivery failed to all alternate hosts.',
  '451 4.4.0 DNS query failed.': '451 4.4.0 DNS query failed.',
  'The error was: {error:text}': 'The error was: {error}',

  // Verbindung, TLS, Anmeldung
  '421 4.4.1 The send connector has no smart host.': '421 4.4.1 Der Sendeconnector hat keinen Smarthost.',
  '550 5.4.6 The smart host {host} ({endpoint}) is this server itself: mail sent there would come back.':
    '550 5.4.6 Der Smarthost {host} ({endpoint}) ist dieser Server selbst: Mail dorthin käme zurück.',
  '550 5.4.6 {host} is this server itself ({name}): mail sent there would come back.':
    '550 5.4.6 {host} ist dieser Server selbst ({name}): Mail dorthin käme zurück.',
  'Change the smart host of the send connector.': 'Den Smarthost am Sendeconnector ändern.',
  'Change the smart host.': 'Den Smarthost ändern.',
  '421 4.4.1 No further address of {host} to try.': '421 4.4.1 Für {host} gibt es keine weitere Adresse zu versuchen.',
  '451 4.7.0 The password of the send connector {name} is not available: set it again.':
    '451 4.7.0 Das Kennwort des Sendeconnectors {name} ist nicht verfügbar: es neu setzen.',
  'SMTPSEND.DNS.NonExistentDomain; nonexistent domain {host}.':
    'SMTPSEND.DNS.NonExistentDomain; nonexistent domain {host}.',
  'Check the smart host of the send connector.': 'Den Smarthost am Sendeconnector prüfen.',
  '454 4.7.0 The TLS handshake with {host} failed ({cause:any}).':
    '454 4.7.0 Der TLS-Handshake mit {host} schlug fehl ({cause}).',
  'It may speak only TLS 1.0 or 1.1, which is not accepted.':
    'Vielleicht spricht die Gegenseite nur TLS 1.0 oder 1.1, was nicht angenommen wird.',
  'Check that this port takes TLS from the first byte (usually 465).':
    'Prüfen, ob dieser Port TLS ab dem ersten Byte annimmt (üblich ist 465).',
  'Check the port and what stands in between, such as an antivirus.':
    'Den Port prüfen und was dazwischensteht, etwa ein Virenschutz.',
  '421 4.4.0 {host} does not answer as an SMTP server does.': '421 4.4.0 {host} antwortet nicht wie ein SMTP-Server.',
  '451 5.7.3 STARTTLS is required to send mail, but {host} does not offer it.':
    '451 5.7.3 Zum Senden ist STARTTLS nötig, aber {host} bietet es nicht an.',
  'Check the port, or allow mail without TLS on the send connector.':
    'Den Port prüfen oder am Sendeconnector Mail ohne TLS erlauben.',
  '451 5.7.3 {host} did not encrypt, and a password is not sent in clear.':
    '451 5.7.3 {host} hat nicht verschlüsselt, und ein Kennwort wird nicht im Klartext gesendet.',
  'Check the port, or set TLS to never on the send connector if this network may be trusted.':
    'Den Port prüfen oder, wenn diesem Netz zu trauen ist, am Sendeconnector TLS auf nie stellen.',
  '451 5.7.3 {host} offers no login with a user name and password here.':
    '451 5.7.3 {host} bietet hier keine Anmeldung mit Benutzername und Kennwort an.',
  'Check the port (usually 587), or set the authentication of the send connector to None.':
    'Den Port prüfen (üblich ist 587) oder am Sendeconnector die Authentifizierung auf None stellen.',
  '451 5.7.3 The send connector has no password: set one.':
    '451 5.7.3 Der Sendeconnector hat kein Kennwort: eines setzen.',
  '421 4.4.2 The connection could not be taken over.': '421 4.4.2 Die Verbindung ließ sich nicht übernehmen.',
  '454 4.7.5 The certificate of {host} was refused: {reason:text}.':
    '454 4.7.5 Das Zertifikat von {host} wurde abgelehnt: {reason}.',
  '454 4.7.5 Certificate validation failure: {host} did not prove that it receives for {domain}, since {reason:text}.':
    '454 4.7.5 Certificate validation failure: {host} hat nicht nachgewiesen, dass es für {domain} empfängt, denn {reason}.',
  'Mail for {domain} waits (DomainSecureEnabled); ask the partner which certificate is the right one.':
    'Mail für {domain} wartet (DomainSecureEnabled); beim Partner nachfragen, welches Zertifikat das richtige ist.',
  'Mail for {domain} waits until it does (DomainSecureEnabled).':
    'Mail für {domain} wartet, bis es das tut (DomainSecureEnabled).',
  '454 4.7.5 {host} wants to be shown a certificate, and the send connector shows none.':
    '454 4.7.5 {host} will ein Zertifikat sehen, und der Sendeconnector zeigt keines.',
  'Choose one there (TlsCertificateName).': 'Dort eines wählen (TlsCertificateName).',
  '454 4.7.5 {host} did not accept the certificate that it was shown ({cause:any}).':
    '454 4.7.5 {host} hat das gezeigte Zertifikat nicht angenommen ({cause}).',
  'Give its operator the authority behind it, or choose another one on the send connector (TlsCertificateName).':
    'Dem Betreiber die Zertifizierungsstelle dahinter geben oder am Sendeconnector ein anderes wählen (TlsCertificateName).',
  'Sending certificate {subject:any}': 'Gezeigtes Zertifikat: {subject}',
  'its certificate is for {names:any}': 'sein Zertifikat gilt für {names}',
  '451 4.7.0 The certificate that the send connector {name} is to show is not there: import it, or choose another one.':
    '451 4.7.0 Das Zertifikat, das der Sendeconnector {name} zeigen soll, gibt es hier nicht: Es importieren oder ein anderes wählen.',
  'SHA-256 fingerprint: {fingerprint}.': 'SHA-256-Fingerabdruck: {fingerprint}.',
  'If it is the right one, pin it on the send connector.': 'Ist es das richtige, es am Sendeconnector festlegen.',
  'the server presented no certificate': 'der Server hat kein Zertifikat gezeigt',
  'it does not match the TLSA records ({cause:any})': 'es passt nicht zu den TLSA-Einträgen ({cause})',
  'it is not the pinned one': 'es ist nicht das festgelegte',
  'it is for another name': 'es ist für einen anderen Namen',
  'it is self-signed': 'es ist selbstsigniert',
  'its authority is not trusted here': 'seiner Zertifizierungsstelle wird hier nicht vertraut',
  'its authority is not known here': 'seine Zertifizierungsstelle ist hier unbekannt',
  'it has expired': 'es ist abgelaufen',
  'it is not valid yet; check the clock of this machine': 'es ist noch nicht gültig; die Uhr dieses Rechners prüfen',

  // Unterwegs
  '421 4.4.2 No answer.': '421 4.4.2 Keine Antwort.',
  '421 4.5.0 The server asked for a message whose sender it had refused.':
    '421 4.5.0 Der Server verlangte eine Nachricht, deren Absender er abgewiesen hatte.',
  '421 4.5.0 The server broke the protocol.': '421 4.5.0 Der Server hat das Protokoll verletzt.',
  '421 4.5.0 The server gave an answer out of place: {reply:any}':
    '421 4.5.0 Der Server gab eine Antwort zur Unzeit: {reply}',
  '451 4.3.0 The stored message could not be read.': '451 4.3.0 Die gespeicherte Nachricht war nicht lesbar.',
  '451 4.3.0 The stored message could not be read; look at the problems of this server.':
    '451 4.3.0 Die gespeicherte Nachricht war nicht lesbar; die Probleme dieses Servers ansehen.',
  '421 4.4.2 Delivery was stopped at this end; the message waits for the next attempt.':
    '421 4.4.2 Die Zustellung wurde auf dieser Seite angehalten; die Nachricht wartet auf den nächsten Versuch.',
  '451 4.3.0 Delivery was stopped at this end; the message waits for the next attempt.':
    '451 4.3.0 Die Zustellung wurde auf dieser Seite angehalten; die Nachricht wartet auf den nächsten Versuch.',
  'The reply is longer than 64 KiB.': 'Die Antwort ist länger als 64 KiB.',
  'The reply has more than 1,000 lines.': 'Die Antwort hat mehr als 1.000 Zeilen.',
  '"{line:any}" is not an SMTP reply.': '„{line}“ ist keine SMTP-Antwort.',
  'The next hop did not say what became of the message.':
    'Der nächste Hop hat nicht gesagt, was aus der Nachricht wurde.',
  'The server did not say what became of the message.': 'Der Server hat nicht gesagt, was aus der Nachricht wurde.',
  'The server did not say why.': 'Der Server hat nicht gesagt, warum.',
  'The send connector leads nowhere.': 'Der Sendeconnector führt nirgendwohin.',

  // Adressen und Domänen
  '550 5.1.7 The sender address contains characters that may not stand in an SMTP command.':
    '550 5.1.7 Die Absenderadresse enthält Zeichen, die in einem SMTP-Befehl nicht stehen dürfen.',
  '550 5.1.3 The recipient address contains characters that may not stand in an SMTP command.':
    '550 5.1.3 Die Empfängeradresse enthält Zeichen, die in einem SMTP-Befehl nicht stehen dürfen.',
  '550 5.6.7 The sender address {address} has letters beyond ASCII, and the next hop takes none (it does not offer SMTPUTF8). Use an address in ASCII.':
    '550 5.6.7 Die Absenderadresse {address} hat Zeichen außerhalb von ASCII, und der nächste Hop nimmt keine (er bietet SMTPUTF8 nicht an). Eine Adresse in ASCII verwenden.',
  '550 5.6.7 The address {address} has letters beyond ASCII in front of the @, and the next hop takes none (it does not offer SMTPUTF8). Use another address of this recipient.':
    '550 5.6.7 Die Adresse {address} hat vor dem @ Zeichen außerhalb von ASCII, und der nächste Hop nimmt keine (er bietet SMTPUTF8 nicht an). Eine andere Adresse dieses Empfängers verwenden.',
  '550 5.6.7 The header ({fields}) has letters beyond ASCII in an address, and the next hop takes none (it does not offer SMTPUTF8). Use an address in ASCII.':
    '550 5.6.7 Der Kopf ({fields}) hat in einer Adresse Zeichen außerhalb von ASCII, und der nächste Hop nimmt keine (er bietet SMTPUTF8 nicht an). Eine Adresse in ASCII verwenden.',
  '550 5.4.6 The mail exchanger of {domain} ({host}) is this server itself, but {domain} is not an accepted domain here: add it, or correct its MX record.':
    '550 5.4.6 Der MX-Server von {domain} ({host}) ist dieser Server selbst, aber {domain} ist hier keine akzeptierte Domäne: sie hinzufügen oder ihren MX-Eintrag berichtigen.',
  '550 5.1.10 The domain {domain} takes no mail (null MX, RFC 7505).':
    '550 5.1.10 Die Domäne {domain} nimmt keine Mail an (Null-MX, RFC 7505).',
  '550 5.4.4 SMTPSEND.DNS.InvalidData; the mail exchanger of {domain} has an address that mail is not sent to ({address})':
    '550 5.4.4 SMTPSEND.DNS.InvalidData; der MX-Server von {domain} hat eine Adresse, an die keine Mail gesendet wird ({address})',

  // Postfachordner
  '250 2.6.0 Delivered to the mailbox folder': '250 2.6.0 In den Postfachordner zugestellt',
  '250 2.6.0 Delivered to the mailbox folder; it has no attachment to save in {folder}':
    '250 2.6.0 In den Postfachordner zugestellt; sie hat keine Anlage, die in {folder} zu speichern wäre',
  '250 2.6.0 Delivered to the mailbox folder; attachments saved in {folder}: {count}':
    '250 2.6.0 In den Postfachordner zugestellt; in {folder} gespeicherte Anlagen: {count}',
  '250 2.6.0 Delivered to the mailbox folder; attachments saved in {folder}: {count}, {left} more are in the message alone':
    '250 2.6.0 In den Postfachordner zugestellt; in {folder} gespeicherte Anlagen: {count}, weitere {left} nur in der Nachricht',
  '452 4.3.1 The disk with the mailbox folders is full: make room, and the message is delivered.':
    '452 4.3.1 Die Platte mit den Postfachordnern ist voll: Platz schaffen, dann wird die Nachricht zugestellt.',
  '451 4.3.0 The mailbox folder {folder} could not be written ({code:text}): check that it exists and that this program may write there.':
    '451 4.3.0 Der Postfachordner {folder} ließ sich nicht schreiben ({code}): prüfen, ob es ihn gibt und ob dieses Programm dort schreiben darf.',
  'unknown error': 'unbekannter Fehler',

  // In der Warteschlange
  '550 5.0.0 The message was refused without a reason': '550 5.0.0 Die Nachricht wurde ohne Grund abgewiesen',
  'The notification to the sender could not be stored; the message is kept until it can.':
    'Die Benachrichtigung an den Absender ließ sich nicht speichern; die Nachricht bleibt, bis es gelingt.',
  'Postroom ended unexpectedly {times} times while delivering this message.':
    'Postroom ist beim Zustellen dieser Nachricht {times}-mal unerwartet abgestürzt.',
  'The body of this message (spool file {file}) is missing.':
    'Der Inhalt dieser Nachricht (Datei {file} in spool) fehlt.',
  'The body of this message (spool file {file}) has {bytes} bytes instead of {size}.':
    'Der Inhalt dieser Nachricht (Datei {file} in spool) hat {bytes} statt {size} Bytes.',
  'removed by an administrator': 'von einem Administrator entfernt',
  'no notification to a sender that may be forged': 'keine Benachrichtigung an einen Absender, der gefälscht sein kann',
  'more than {count} notifications in a minute': 'mehr als {count} Benachrichtigungen in einer Minute',

  // Pickup-Ordner
  'The header is longer than 256 KiB: the file is not a message.':
    'Der Kopf ist länger als 256 KiB: Die Datei ist keine Nachricht.',
  'There is no empty line after the header: the file is not a complete message.':
    'Hinter dem Kopf fehlt die Leerzeile: Die Datei ist keine vollständige Nachricht.',
  'There is no sender: add a From line with an address.':
    'Der Absender fehlt: eine Zeile From mit einer Adresse ergänzen.',
  'There is no recipient: add a To, Cc or Bcc line with an address.':
    'Der Empfänger fehlt: eine Zeile To, Cc oder Bcc mit einer Adresse ergänzen.',
  '"{address}" is not a mail address: write it as name@domain.':
    '„{address}“ ist keine Mailadresse: sie als name@domäne schreiben.',
  'The message is larger than {bytes} bytes, the limit of the organisation.':
    'Die Nachricht ist größer als {bytes} Bytes, die Grenze der Organisation.',

  // Kontingente
  'The message waits for the quota of the send connector {name}.':
    'Die Nachricht wartet auf das Kontingent des Sendeconnectors {name}.',
  'The message waits for the quota of the send connector {name}: {limit} {span:text}.':
    'Die Nachricht wartet auf das Kontingent des Sendeconnectors {name}: {limit} {span}.',
  'messages a minute': 'Nachrichten je Minute',
  'messages an hour': 'Nachrichten je Stunde',
  'messages a day': 'Nachrichten je Tag',
  'recipients a day': 'Empfänger je Tag',

  // Prüfung eines Sendeconnectors
  'This check is over for long; start another one.': 'Diese Prüfung ist lange vorbei; eine neue beginnen.',
  'Give a recipient: this send connector looks up the mail servers of the recipient’s domain.':
    'Einen Empfänger angeben: Dieser Sendeconnector sucht die Mailserver der Domäne des Empfängers.',
};
