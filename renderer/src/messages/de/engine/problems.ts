import type { Templates } from '../../../catalogue.ts';

/** Was jetzt jemanden braucht, und was dagegen zu tun ist. */

/** Ein Satz über eine oder mehrere Nachrichten. */
const counted = (
  one: readonly [english: string, german: string],
  many: readonly [english: string, german: string],
  rest: readonly [english: string, german: string],
): Templates => ({
  [`${one[0]} ${rest[0]}`]: `${one[1]} ${rest[1]}`,
  [`${many[0]} ${rest[0]}`]: `${many[1]} ${rest[1]}`,
});

export const problems: Templates = {
  'The send connector {connector} has handed over {used} of {limit} recipients in 24 hours.':
    'Der Sendeconnector {connector} hat in 24 Stunden {used} von {limit} Empfängern übergeben.',
  'The send connector {connector} has handed over {used} of {limit} messages in 24 hours.':
    'Der Sendeconnector {connector} hat in 24 Stunden {used} von {limit} Nachrichten übergeben.',
  'What is over that waits and leaves by itself; send less, or spread the mail over more accounts.':
    'Was darüber liegt, wartet und geht von selbst hinaus; weniger senden oder die Mail auf mehrere Konten verteilen.',
  'What is over that will wait; see what sends so much, or spread the mail over more accounts.':
    'Was darüber liegt, wird warten; nachsehen, was so viel sendet, oder die Mail auf mehrere Konten verteilen.',
  'How much was sent today could not be read, so the quotas count from now on.':
    'Wie viel heute gesendet wurde, ließ sich nicht lesen; die Kontingente zählen darum ab jetzt.',
  'Limit the addresses of this connector, or take the relay right away.':
    'Die Adressen dieses Connectors begrenzen oder das Recht zum Weiterleiten entziehen.',
  'Correct the file in the certificates folder; it is read again by itself.':
    'Die Datei im Zertifikatsordner berichtigen; sie wird von selbst neu gelesen.',
  'This server’s authority was renewed.': 'Die Zertifizierungsstelle dieses Servers wurde erneuert.',
  'Devices that were given the earlier certificate trust this server until {day}.':
    'Geräte, die das frühere Zertifikat haben, vertrauen diesem Server bis {day}.',
  'The key of this server’s authority was missing, and another authority was made on {day}: devices that were given the earlier one trust this server no more.':
    'Der Schlüssel der Zertifizierungsstelle dieses Servers fehlte, und am {day} wurde eine neue angelegt: Geräte, die die frühere haben, vertrauen diesem Server nicht mehr.',
  'This server’s authority ends on {day} and could not be renewed: devices that trust it trust this server no more from then on.':
    'Die Zertifizierungsstelle dieses Servers endet am {day} und ließ sich nicht erneuern: Geräte, die ihr vertrauen, vertrauen diesem Server ab dann nicht mehr.',
  'Give them the new one: “Save for devices” on the page Delivery, or postroom certificate export-ca.':
    'Ihnen die neue geben: „Für Geräte speichern“ auf der Seite Zustellung oder postroom certificate export-ca.',
  'Look at the rights to the folder certificates/authority; it is renewed by itself when it can be.':
    'Die Rechte am Ordner certificates/authority prüfen; sie wird von selbst erneuert, sobald es geht.',
  'Correct the configuration and save it.': 'Die Konfiguration berichtigen und speichern.',
  'Read the note; it goes away with the next start.': 'Den Hinweis lesen; er verschwindet mit dem nächsten Start.',

  // Listener
  '{connector} cannot listen on {binding}: {reason:text}': '{connector} kann nicht auf {binding} lauschen: {reason}',
  'the reason is not known': 'der Grund ist nicht bekannt',
  'End the program that uses this address, or change the binding of the connector.':
    'Das Programm beenden, das diese Adresse benutzt, oder die Bindung des Connectors ändern.',
  'Port {port} on {address} is taken by another program: stop it, or give the connector another port.':
    'Port {port} auf {address} ist von einem anderen Programm belegt: es beenden oder dem Connector einen anderen Port geben.',
  'This account may not listen on port {port}: run Postroom as administrator or choose a port above 1023.':
    'Dieses Benutzerkonto darf nicht auf Port {port} lauschen: Postroom als Administrator ausführen oder einen Port über 1023 wählen.',
  'This machine has no IPv6, so nothing listens there.': 'Dieser Rechner hat kein IPv6; dort lauscht also nichts.',
  'The address {address} does not exist on this machine: correct the binding.':
    'Die Adresse {address} gibt es auf diesem Rechner nicht: die Bindung berichtigen.',
  'Listening on {binding} failed ({reason:any}).': 'Das Lauschen auf {binding} schlug fehl ({reason}).',

  // Warteschlange
  ...counted(
    ['{count} message waits for', '{count} Nachricht wartet auf'],
    ['{count} messages wait for', '{count} Nachrichten warten auf'],
    ['a send connector, and there is none.', 'einen Sendeconnector, und es gibt keinen.'],
  ),
  '{count} message waits for no send connector for the domain.':
    '{count} Nachricht wartet: Für die Domäne gibt es keinen Sendeconnector.',
  '{count} messages wait for no send connector for the domain.':
    '{count} Nachrichten warten: Für die Domäne gibt es keinen Sendeconnector.',
  'Mail for recipients outside was refused, and there is no send connector that could send it.':
    'Mail an fremde Empfänger wurde abgewiesen, und es gibt keinen Sendeconnector, der sie senden könnte.',
  'The send connector {name} has to log in, and there is no password for it.':
    'Der Sendeconnector {name} muss sich anmelden, und ihm fehlt das Kennwort.',
  'Set the secret {secret}; the mail then leaves by itself.':
    'Das Geheimnis {secret} setzen; die Mail geht dann von selbst hinaus.',
  'Mail of {domain:word} leaves without a DKIM signature: there is no key for it.':
    'Mail von {domain} geht ohne DKIM-Signatur hinaus: Es gibt keinen Schlüssel dafür.',
  'Set the secret {name:word} from a backup, or give the domain a new selector and publish its record.':
    'Das Geheimnis {name} aus einer Sicherung setzen, oder der Domäne einen neuen Selektor geben und dessen Eintrag veröffentlichen.',
  'Mail goes by another send connector than the one for {queue:word}: {reason:text}':
    'Mail geht über einen anderen Sendeconnector als den für {queue}: {reason}',
  '{count} message waits for {queue}: {reason:text}': '{count} Nachricht wartet in {queue}: {reason}',
  '{count} messages wait for {queue}: {reason:text}': '{count} Nachrichten warten in {queue}: {reason}',
  'See whether the server is up and can be reached; the mail is tried again by itself.':
    'Nachsehen, ob der Server läuft und erreichbar ist; es wird von selbst noch einmal versucht.',
  'Add the domain to a send connector; the mail then leaves by itself.':
    'Die Domäne einem Sendeconnector hinzufügen; die Mail geht dann von selbst hinaus.',
  '{count} message was set aside because delivery crashed on it.':
    '{count} Nachricht wurde beiseitegelegt, weil die Zustellung an ihr abstürzte.',
  '{count} messages were set aside because delivery crashed on them.':
    '{count} Nachrichten wurden beiseitegelegt, weil die Zustellung an ihnen abstürzte.',
  'Open the Poison queue; resume or remove what is there.':
    'Die Warteschlange „Poison“ öffnen; was dort liegt, fortsetzen oder entfernen.',
  'New mail is refused: {reason:text}': 'Neue Mail wird abgewiesen: {reason}',
  'Free space on the disk with the data folder; mail is taken again by itself.':
    'Auf der Platte mit dem Datenordner Platz schaffen; Mail wird dann von selbst wieder angenommen.',
  'Nothing is lost: senders try again.': 'Es geht nichts verloren: Die Absender versuchen es wieder.',
  'Check the disk with the data folder and the rights to it; if it goes on, start Postroom again.':
    'Die Platte mit dem Datenordner und die Rechte daran prüfen; hält es an, Postroom neu starten.',
  'New mail is refused for now.': 'Neue Mail wird vorläufig abgewiesen.',
  'Free disk space or let the queue drain.': 'Plattenplatz schaffen oder die Warteschlange leerlaufen lassen.',
  'The queue cannot be written: {reason:text}': 'Die Warteschlange lässt sich nicht schreiben: {reason}',
  'The free space of the data folder cannot be read; check the disk.':
    'Der freie Platz im Datenordner lässt sich nicht lesen; die Platte prüfen.',
  'Only {size} are free on the disk with the data folder (the least is {least}); free some space.':
    'Auf der Platte mit dem Datenordner sind nur {size} frei (mindestens nötig: {least}); Platz schaffen.',
  '{count:number} messages wait in the queue (the most is {most:number}); see why they are not delivered.':
    'In der Warteschlange liegen {count} Nachrichten (höchstens {most}); nachsehen, warum sie nicht zugestellt werden.',
  'The computer is too busy to take more mail; this passes by itself.':
    'Der Rechner ist zu ausgelastet, um mehr Mail anzunehmen; das geht von selbst vorüber.',
  'The disk that holds the queue is full.': 'Die Platte mit der Warteschlange ist voll.',
  'Free some space on it.': 'Dort Platz schaffen.',
  'The queue could not be read or written.': 'Die Warteschlange ließ sich nicht lesen oder schreiben.',
  'Check the disk that holds the data folder.': 'Die Platte mit dem Datenordner prüfen.',
  'The file queue.db was removed or replaced while Postroom runs.':
    'Die Datei queue.db wurde entfernt oder ersetzt, während Postroom läuft.',
  'Start Postroom again.': 'Postroom neu starten.',
  'The queue is closed.': 'Die Warteschlange ist geschlossen.',
  'The queue could not be written.': 'Die Warteschlange ließ sich nicht schreiben.',
  'SQLite {version} is too old for the queue.': 'SQLite {version} ist zu alt für die Warteschlange.',
  'Install Node.js 24 or newer.': 'Node.js 24 oder neuer installieren.',
  'The queue cannot be kept safely here (synchronous {synchronous}, journal {journal}).':
    'Die Warteschlange lässt sich hier nicht sicher aufbewahren (synchronous {synchronous}, journal {journal}).',
  'Move the data folder to a local disk.': 'Den Datenordner auf eine lokale Platte verschieben.',
  'The queue was written by a newer version of Postroom.':
    'Die Warteschlange wurde von einer neueren Version von Postroom geschrieben.',
  'Install that version again.': 'Diese Version wieder installieren.',

  'Only {size} are free on the disk with the data folder; below {least} new mail is refused.':
    'Auf der Platte mit dem Datenordner sind nur {size} frei; unter {least} wird neue Mail abgewiesen.',
  'Free some space on this disk.': 'Auf dieser Platte Platz schaffen.',

  // Dienste und Geräte
  'The service {name} is stopped.': 'Der Dienst {name} ist angehalten.',
  'Start it when mail may flow.': 'Ihn starten, sobald Mail fließen darf.',
  '{address} was refused {count} time today: {reply:any}': '{address} wurde heute {count}-mal abgewiesen: {reply}',
  '{address} was refused {count} times today: {reply:any}': '{address} wurde heute {count}-mal abgewiesen: {reply}',
  'Let it send once more, and look at its session.': 'Es noch einmal senden lassen und seine Sitzung ansehen.',
  'Look at its session {session}, and let it relay or correct the device.':
    'Seine Sitzung {session} ansehen und es weiterleiten lassen oder das Gerät berichtigen.',

  // Nach einem unerwarteten Ende
  'The queue database was damaged and has been set aside as {file:text}; Postroom goes on with an empty queue.':
    'Die Datenbank der Warteschlange war beschädigt und liegt jetzt als {file} daneben; Postroom macht mit einer leeren Warteschlange weiter.',
  'a copy': 'Kopie',
  'Keep that file: its messages may be recovered from it.':
    'Diese Datei aufbewahren: Ihre Nachrichten lassen sich vielleicht daraus retten.',
  "A part of the queue's log could not be read and has been set aside in {folder}; what could be read is in the queue.":
    'Ein Teil des Protokolls der Warteschlange war nicht lesbar und liegt jetzt in {folder}; was lesbar war, ist in der Warteschlange.',
  'A few messages that were accepted just before Postroom last ended may be missing: keep that folder.':
    'Einige Nachrichten, die kurz vor dem letzten Ende von Postroom angenommen wurden, können fehlen: diesen Ordner aufbewahren.',
  'One message was set aside as poison because Postroom died repeatedly while delivering; look at the Poison queue and resume or remove.':
    'Eine Nachricht wurde als schädlich beiseitegelegt, weil Postroom beim Zustellen wiederholt abstürzte; in der Warteschlange „Poison“ ansehen und fortsetzen oder entfernen.',
  '{count} messages were set aside as poison because Postroom died repeatedly while delivering; look at the Poison queue and resume or remove.':
    '{count} Nachrichten wurden als schädlich beiseitegelegt, weil Postroom beim Zustellen wiederholt abstürzte; in der Warteschlange „Poison“ ansehen und fortsetzen oder entfernen.',
  'One message has lost the file with the body in the spool folder and cannot be delivered; look at the Poison queue.':
    'Einer Nachricht fehlt die Datei mit dem Inhalt im Ordner spool; sie lässt sich nicht zustellen; in der Warteschlange „Poison“ ansehen.',
  '{count} messages have lost the file with the body in the spool folder and cannot be delivered; look at the Poison queue.':
    '{count} Nachrichten fehlt die Datei mit dem Inhalt im Ordner spool; sie lassen sich nicht zustellen; in der Warteschlange „Poison“ ansehen.',
  'Which queues were suspended could not be read, so none is; suspend them again.':
    'Welche Warteschlangen angehalten waren, ließ sich nicht lesen; jetzt ist es keine. Sie wieder anhalten.',
  'The file is kept as {file}.': 'Die Datei ist als {file} aufbewahrt.',
  '{file} cannot be opened; give Postroom the right to read it.':
    '{file} lässt sich nicht öffnen; Postroom das Recht geben, es zu lesen.',

  // Zertifikate
  'Put a renewed certificate and key into the certificates folder; they are used at once.':
    'Ein erneuertes Zertifikat mit Schlüssel in den Zertifikatsordner legen; es wird sofort verwendet.',
  'The receive connector {name:any} is for partners who check certificates, and presents {subject:any}, which is self-signed.':
    'Der Empfangsconnector {name} ist für Partner da, die Zertifikate prüfen, und zeigt {subject}; das ist selbstsigniert.',
  'Import a certificate that a public authority has signed, and choose it for the connector.':
    'Ein Zertifikat importieren, das eine öffentliche Stelle unterschrieben hat, und es für den Connector wählen.',
  'The authority of a partner {subject:any} ({file}) has ended.':
    'Die Zertifizierungsstelle eines Partners {subject} ({file}) ist abgelaufen.',
  'The authority of a partner {subject:any} ({file}) ends in {days} day.':
    'Die Zertifizierungsstelle eines Partners {subject} ({file}) endet in {days} Tag.',
  'The authority of a partner {subject:any} ({file}) ends in {days} days.':
    'Die Zertifizierungsstelle eines Partners {subject} ({file}) endet in {days} Tagen.',
  'Ask the partner for its new authority, and put it into the folder certificates/partners; it is used at once.':
    'Beim Partner die neue Zertifizierungsstelle anfordern und in den Ordner certificates/partners legen; sie gilt sofort.',
  'Mail to and from this partner waits while there is none that is valid.':
    'Mail von und zu diesem Partner wartet, solange es keine gültige gibt.',
  'The certificate {subject:any} has expired.': 'Das Zertifikat {subject} ist abgelaufen.',
  'Renew it in the console; devices that were given the old one have to be given the new one.':
    'Es in der Konsole erneuern; Geräte, die das alte bekommen haben, brauchen das neue.',
  'The certificate {subject:any} expires in {days} day.': 'Das Zertifikat {subject} läuft in {days} Tag ab.',
  'The certificate {subject:any} expires in {days} days.': 'Das Zertifikat {subject} läuft in {days} Tagen ab.',

  // Protokolle und Geräteliste
  'Log lines were left out because they could not be written fast enough.':
    'Protokollzeilen fehlen, weil sie sich nicht schnell genug schreiben ließen.',
  'Mail is not affected.': 'Mail ist nicht betroffen.',
  'Check the disk of the data folder, or turn protocol logging off on busy connectors.':
    'Die Platte des Datenordners prüfen oder die Protokollierung an viel benutzten Connectors ausschalten.',
  'The device list could not be saved to {path}.': 'Die Geräteliste ließ sich nicht in {path} speichern.',
  'Check that the folder is writable.': 'Prüfen, ob der Ordner beschreibbar ist.',
  'The device list in {path} cannot be read; it begins anew.':
    'Die Geräteliste in {path} ist nicht lesbar; sie beginnt neu.',
  'The figures of the last day could not be saved to {path}.':
    'Die Zahlen des letzten Tages ließen sich nicht in {path} speichern.',
  'The figures of the last day in {path} cannot be read; counting begins anew.':
    'Die Zahlen des letzten Tages in {path} sind nicht lesbar; das Zählen beginnt neu.',
  'The disk is full, so logs cannot be written to {folder}.':
    'Die Platte ist voll; Protokolle lassen sich nicht in {folder} schreiben.',
  'Learning mode is on: no mail is accepted.': 'Der Lernmodus ist an: Es wird keine Mail angenommen.',
  'See on the page Devices who knocks, let them in, and end learning mode.':
    'Auf der Seite Geräte nachsehen, wer anklopft, die Geräte zulassen und den Lernmodus beenden.',
  'Free some space.': 'Platz schaffen.',
  'Logs cannot be written to {folder}.': 'Protokolle lassen sich nicht in {folder} schreiben.',
  'The pickup file {name} was not sent: {reason:text}':
    'Die Datei {name} im Pickup-Ordner wurde nicht gesendet: {reason}',
};
