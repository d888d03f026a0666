import type { Templates } from '../../../catalogue.ts';

/** Was sich an der Konfiguration geändert hat, und was mit ihrer Datei und dem Datenordner nicht stimmt. */

const kinds: readonly (readonly [english: string, german: string])[] = [
  ['Receive connector', 'Empfangsconnector'],
  ['Send connector', 'Sendeconnector'],
  ['Accepted domain', 'Akzeptierte Domäne'],
  ['Recipient', 'Empfänger'],
  ['Account', 'Konto'],
  ['Mailbox folder', 'Postfachordner'],
  ['Check', 'Prüfung'],
  ['Device', 'Gerät'],
];

const sections: readonly (readonly [english: string, german: string])[] = [
  ['Server', 'Server'],
  ['Transport settings', 'Transporteinstellungen'],
  ['Log settings', 'Protokolleinstellungen'],
];

/** Jede Art von Eintrag, und was mit ihm geschah. */
const changes: Templates = Object.fromEntries<string>([
  ...kinds.flatMap(([english, german]): (readonly [string, string])[] => [
    [`${english} "{name}" added`, `${german} „{name}“ hinzugefügt`],
    [`${english} "{name}" removed`, `${german} „{name}“ entfernt`],
    [`${english} "{name}" switched on`, `${german} „{name}“ eingeschaltet`],
    [`${english} "{name}" switched off`, `${german} „{name}“ ausgeschaltet`],
    [`${english} "{name}" changed ({properties})`, `${german} „{name}“ geändert ({properties})`],
    [`${english} "{name}" is off until it is corrected.`, `${german} „{name}“ ist aus, bis der Fehler berichtigt ist.`],
    [
      `${english} number {number} is off until it is corrected.`,
      `${german} Nummer {number} ist aus, bis der Fehler berichtigt ist.`,
    ],
  ]),
  ...sections.map(([english, german]): readonly [string, string] => [
    `${english} changed ({properties})`,
    `${german} geändert ({properties})`,
  ]),
]);

export const configuration: Templates = {
  ...changes,
  'Starts listening on {binding}': 'Lauscht danach auf {binding}',
  'Stops listening on {binding}': 'Lauscht danach nicht mehr auf {binding}',
  'Saved without a change': 'Ohne Änderung gespeichert',
  'and 1 more change': 'und 1 weitere Änderung',
  'and {count} more changes': 'und {count} weitere Änderungen',
  'Back to revision {revision}': 'Zurück zu Revision {revision}',
  'Brought to format {version}': 'In Format {version} gebracht',
  'First configuration': 'Erste Konfiguration',
  'config.json was changed outside Postroom': 'config.json wurde außerhalb von Postroom geändert',
  'config.json was missing and was restored from the history':
    'config.json fehlte und wurde aus dem Verlauf wiederhergestellt',
  'config.json could not be read and was restored from the history':
    'config.json war nicht lesbar und wurde aus dem Verlauf wiederhergestellt',
  'Revision {revision} is not kept any more; choose a newer one.':
    'Revision {revision} ist nicht mehr aufbewahrt; eine neuere wählen.',
  'There is no earlier revision to go back to.': 'Es gibt keine frühere Revision, zu der es zurückgehen könnte.',
  'The configuration was changed meanwhile: it is at revision {now}, and this change was made on {base}.':
    'Die Konfiguration wurde inzwischen geändert: Sie steht bei Revision {now}, und diese Änderung beruht auf {base}.',
  'Look at it again and repeat the change.': 'Sie noch einmal ansehen und die Änderung wiederholen.',
  'The configuration is not valid.': 'Die Konfiguration ist nicht gültig.',
  'A part of Postroom could not take over the new configuration.':
    'Ein Teil von Postroom konnte die neue Konfiguration nicht übernehmen.',

  // Was beim Laden wegbleibt
  'The configuration has too many mistakes to start with; restore an earlier one from the folder "history".':
    'Die Konfiguration hat zu viele Fehler, um damit zu starten; eine frühere aus dem Ordner „history“ wiederherstellen.',
  'The section "{section}" of config.json is not used until it is corrected.':
    'Der Abschnitt „{section}“ von config.json bleibt ungenutzt, bis er berichtigt ist.',
  'One entry of {list} is not used until it is corrected.':
    'Ein Eintrag von {list} bleibt ungenutzt, bis er berichtigt ist.',
  // Der Name steht im Original, weil er zum Bestätigen so einzutippen ist.
  'This change would take {entry} out of config.json, where it is off because of a mistake.':
    'Diese Änderung nähme „{entry}“ aus config.json heraus; der Eintrag ist dort wegen eines Fehlers ausgeschaltet.',
  'Correct it in the file and start Postroom again, or confirm that it goes.':
    'Ihn in der Datei berichtigen und Postroom neu starten, oder bestätigen, dass er wegfällt.',
  'config.json was missing; revision {revision} from the history is used.':
    'config.json fehlte; Revision {revision} aus dem Verlauf gilt.',
  'config.json {fault:text}; revision {revision} from the history is used, and the file is kept as {file}.':
    'config.json {fault}; Revision {revision} aus dem Verlauf gilt, und die Datei ist als {file} aufbewahrt.',
  'config.json {fault:text}; correct it, or restore an earlier one from the folder "history".':
    'config.json {fault}; die Datei berichtigen oder eine frühere aus dem Ordner „history“ wiederherstellen.',
  'config.json was edited by hand while Postroom was running, and a change made in Postroom was saved over it; the edited text is kept as {file}.':
    'config.json wurde von Hand bearbeitet, während Postroom lief, und eine Änderung in Postroom wurde darüber gespeichert; der bearbeitete Text ist als {file} aufbewahrt.',
  'config.json was edited by hand while Postroom was running; what stands there is read at the next start.':
    'config.json wurde von Hand bearbeitet, während Postroom lief; was dort steht, wird beim nächsten Start gelesen.',
  'Start Postroom again, or take the file over at once with "postroom config apply".':
    'Postroom neu starten oder die Datei gleich mit „postroom config apply“ übernehmen.',
  'Look what is missing, make that change in Postroom, and delete the kept file.':
    'Nachsehen, was fehlt, es in Postroom ändern und die aufbewahrte Datei löschen.',
  'is larger than 5 MB': 'ist größer als 5 MB',
  'is empty': 'ist leer',
  'holds only zeros, as after a power failure': 'enthält nur Nullen, wie nach einem Stromausfall',
  'is not valid JSON {place:text}': 'ist kein gültiges JSON {place}',
  'in line {line}, column {column}: {what:text}': 'in Zeile {line}, Spalte {column}: {what}',
  'the text ends too early': 'der Text endet zu früh',
  'a comma is missing in front of this': 'davor fehlt ein Komma',
  'a colon is missing in front of this': 'davor fehlt ein Doppelpunkt',
  'there is more behind the end': 'hinter dem Ende steht noch etwas',
  'the name of a property in quotation marks is missing': 'hier fehlt der Name einer Eigenschaft in Anführungszeichen',
  'this bracket closes none that is open': 'diese Klammer schließt keine offene',
  'there is a comma too many in front of this': 'davor steht ein Komma zu viel',
  'a value is missing in front of this': 'davor fehlt ein Wert',
  'there is a colon too many': 'hier steht ein Doppelpunkt zu viel',
  'a colon and a value are missing in front of this': 'davor fehlen ein Doppelpunkt und ein Wert',
  'there is a comma too many': 'hier steht ein Komma zu viel',
  'this text has no quotation mark at its end, or a lone \\ in it (write \\\\)':
    'diesem Text fehlt das Anführungszeichen am Ende, oder er enthält ein einzelnes \\ (zu schreiben als \\\\)',
  'comments cannot stand in JSON': 'Kommentare sind in JSON nicht möglich',
  'this has to stand in straight quotation marks (")': 'das gehört in gerade Anführungszeichen (")',
  'holds letters in another encoding than UTF-8': 'enthält Zeichen in einer anderen Kodierung als UTF-8',
  'does not hold a JSON object': 'enthält kein JSON-Objekt',
  'Ports 25 and 587 could not both be used here, so the default connectors listen on {smtp} and {submission}.':
    'Die Ports 25 und 587 waren hier nicht beide zu haben; die Standardconnectors lauschen deshalb auf {smtp} und {submission}.',
  'The version of the configuration must be a whole number such as {current}.':
    'Die Version der Konfiguration muss eine ganze Zahl sein wie {current}.',
  'The configuration was written by a newer Postroom (format {given}, this one knows {current}); install that Postroom again.':
    'Die Konfiguration wurde von einem neueren Postroom geschrieben (Format {given}, dieses kennt {current}); jenes Postroom wieder installieren.',
  'This Postroom cannot read the configuration format {given}; set up a new one.':
    'Dieses Postroom kann das Konfigurationsformat {given} nicht lesen; eine neue Konfiguration einrichten.',

  // Schreiben
  'The disk is full, so the change was not saved; free some space and save again.':
    'Die Platte ist voll, die Änderung wurde nicht gespeichert; Platz schaffen und noch einmal speichern.',
  'The data folder cannot be written to; give Postroom the right to change files there.':
    'Der Datenordner ist nicht beschreibbar; Postroom das Recht geben, dort Dateien zu ändern.',
  'The DKIM key of {domain:word} could not be made: try again, or set the secret {secret:word} to a key of your own.':
    'Der DKIM-Schlüssel von {domain} ließ sich nicht erzeugen: noch einmal versuchen, oder das Geheimnis {secret} auf einen eigenen Schlüssel setzen.',
  'The change could not be saved; see the log for the cause and save again.':
    'Die Änderung ließ sich nicht speichern; die Ursache steht im Protokoll. Danach noch einmal speichern.',
  'config.json cannot be opened; give Postroom the right to read it.':
    'config.json lässt sich nicht öffnen; Postroom das Recht geben, es zu lesen.',
  'secrets.json cannot be opened; give Postroom the right to read it.':
    'secrets.json lässt sich nicht öffnen; Postroom das Recht geben, es zu lesen.',
  '{path} cannot be read; see the log for the cause.': '{path} ist nicht lesbar; die Ursache steht im Protokoll.',
  'The file {path} cannot be read; give Postroom the right to read it.':
    'Die Datei {path} ist nicht lesbar; Postroom das Recht geben, sie zu lesen.',
  'The patch must be a JSON object with the sections to change.':
    'Die Änderung muss ein JSON-Objekt mit den zu ändernden Abschnitten sein.',
  'The configuration is larger than 5 MB; make it smaller.': 'Die Konfiguration ist größer als 5 MB; sie verkleinern.',
  'The configuration is nested deeper than {depth} levels; flatten it.':
    'Die Konfiguration ist tiefer als {depth} Ebenen verschachtelt; sie flacher machen.',
  'The property name "{key}" is not allowed; remove it.':
    'Der Eigenschaftsname „{key}“ ist nicht erlaubt; ihn entfernen.',
  'The configuration may hold only texts, numbers, true, false, lists and objects.':
    'Die Konfiguration darf nur Texte, Zahlen, true, false, Listen und Objekte enthalten.',

  // Datenordner und Geheimnisse
  'Another Postroom already works with {folder}; stop that one, or choose another data folder with --data.':
    'Ein anderes Postroom arbeitet schon mit {folder}; jenes beenden oder mit --data einen anderen Datenordner wählen.',
  'The data folder must be on a disk of this machine, not {folder}; choose a local folder.':
    'Der Datenordner muss auf einer Platte dieses Rechners liegen, nicht auf {folder}; einen lokalen Ordner wählen.',
  'The data folder {path} is read-only; choose another one with --data, or make it writable.':
    'Der Datenordner {path} ist schreibgeschützt; mit --data einen anderen wählen oder ihn beschreibbar machen.',
  '{path} is not a folder; choose another data folder with --data.':
    '{path} ist kein Ordner; mit --data einen anderen Datenordner wählen.',
  'The new data folder {path} could not be closed to other users of this machine; make it yourself, for those who may read its mail and passwords, or choose one on an NTFS disk with --data.':
    'Der neue Datenordner {path} konnte nicht vor anderen Benutzern dieses Rechners verschlossen werden; ihn selbst anlegen, für diejenigen, die seine Mails und Passwörter lesen dürfen, oder mit --data einen auf einem NTFS-Laufwerk wählen.',
  'Postroom may not write to the data folder {path}; give it the right to, or choose another one with --data.':
    'Postroom darf nicht in den Datenordner {path} schreiben; ihm das Recht geben oder mit --data einen anderen wählen.',
  'The key of the stored passwords cannot be opened; set the passwords again.':
    'Der Schlüssel der gespeicherten Kennwörter lässt sich nicht öffnen; die Kennwörter neu setzen.',
  'The secret "{name}" is not there or cannot be opened on this machine; set it again.':
    'Das Geheimnis „{name}“ fehlt oder lässt sich auf diesem Rechner nicht öffnen; es neu setzen.',
  'The name of a secret must be one line of at most 256 characters, such as send-connector/Internet.':
    'Der Name eines Geheimnisses muss eine Zeile mit höchstens 256 Zeichen sein, etwa send-connector/Internet.',
  'The secret "{name}" must not be empty or longer than 64 KB.':
    'Das Geheimnis „{name}“ darf nicht leer und nicht länger als 64 KB sein.',
  'The stored passwords could not be read and have to be set again; the file is kept as {file}.':
    'Die gespeicherten Kennwörter waren nicht lesbar und müssen neu gesetzt werden; die Datei ist als {file} aufbewahrt.',
  '{path} is not empty; name a folder that does not exist yet.':
    '{path} ist nicht leer; einen Ordner nennen, den es noch nicht gibt.',
  '{path} is not a backup of Postroom: it has no config.json.':
    '{path} ist keine Sicherung von Postroom: config.json fehlt.',
  '{path} already holds a Postroom; restore into an empty folder and start Postroom on that.':
    'In {path} liegt schon ein Postroom; in einen leeren Ordner wiederherstellen und Postroom darauf starten.',

  // Was mitgeliefert wird
  'Takes mail for the accepted domains from every device and server.':
    'Nimmt Mail für die akzeptierten Domänen von jedem Gerät und Server an.',
  'Takes mail from people and programs that sign in with an account.':
    'Nimmt Mail von Menschen und Programmen an, die sich mit einem Konto anmelden.',
  'In Exchange: takes outgoing mail of other servers to pass it on.':
    'In Exchange: nimmt ausgehende Mail anderer Server an und gibt sie weiter.',
  'Postroom sends by itself; kept switched off.': 'Postroom sendet selbst; bleibt ausgeschaltet.',
  'In Exchange: takes mail from the Frontend and from other servers.':
    'In Exchange: nimmt Mail vom Front-End und von anderen Servern an.',
  'The stored password could not be taken along to {names:any}; set it again.':
    'Das gespeicherte Kennwort konnte nicht zu {names} mitgenommen werden; es neu setzen.',
  'Postroom needs no second hop; kept switched off.': 'Postroom braucht keinen zweiten Hop; bleibt ausgeschaltet.',
  'In Exchange: takes the mail of signed-in clients from the Client Frontend.':
    'In Exchange: nimmt die Mail angemeldeter Clients vom Client Frontend an.',
};
