import type { Templates } from '../../../catalogue.ts';

/** Was aus der Konfiguration eines anderen Mailservers würde. */

/** Was verloren geht; der Name der Eigenschaft steht davor. */
const losses: Templates = {
  'the export was too shallow; give Export-Clixml -Depth 4':
    'der Export war zu flach; Export-Clixml mit -Depth 4 aufrufen',
  'the export was too shallow; give ConvertTo-Json -Depth 4':
    'der Export war zu flach; ConvertTo-Json mit -Depth 4 aufrufen',
  'Export-Csv does not keep lists; export with Export-Clixml instead':
    'Export-Csv bewahrt keine Listen; stattdessen mit Export-Clixml exportieren',
  'PowerShell cut the list off; run $FormatEnumerationLimit = -1 before the export':
    'PowerShell hat die Liste abgeschnitten; vor dem Export $FormatEnumerationLimit = -1 ausführen',
  'passwords are not carried over': 'Kennwörter werden nicht übernommen',
  'IIS keeps the password encrypted for its own machine': 'IIS verschlüsselt das Kennwort für seinen eigenen Rechner',
};

export const imports: Templates = {
  ...losses,
  ...Object.fromEntries(
    Object.entries(losses).map(([english, german]) => [`{property}: ${english}.`, `{property}: ${german}.`]),
  ),
  'It will be created.': 'Wird angelegt.',
  'It takes the place of {name} that is here.': 'Tritt an die Stelle von {name}, das es hier gibt.',
  'It is left out: {what} is missing in the export.': 'Bleibt weg: {what} fehlt im Export.',
  'It is left out: {what:word} {rule:text}.': 'Bleibt weg: {what} {rule}.',
  '{right} for {user}: that account or group is not known here.':
    '{right} für {user}: Dieses Konto oder diese Gruppe ist hier unbekannt.',
  '{property}: "{value}" is no value for it here.': '{property}: „{value}“ ist hier kein Wert dafür.',
  'The file has permissions without their receive connectors.':
    'Die Datei enthält Berechtigungen ohne ihre Empfangsconnectors.',
  'Import both together.': 'Beides zusammen importieren.',
  'The export has no permissions, so no connector in it may relay to outside recipients.':
    'Der Export enthält keine Berechtigungen; kein Connector darin darf deshalb an Empfänger außerhalb weiterleiten.',
  'Export them too (Get-ReceiveConnector | Get-ADPermission) and import both together, or give that right afterwards on the page Connectors.':
    'Sie auch exportieren (Get-ReceiveConnector | Get-ADPermission) und beides zusammen importieren, oder das Recht danach auf der Seite Connectors vergeben.',
  'This is a table as Exchange shows it on the screen, and most properties are not in it.':
    'Das ist eine Tabelle, wie Exchange sie auf dem Bildschirm zeigt; die meisten Eigenschaften stehen nicht darin.',
  'Run the command again with "| Format-List", and paste that.':
    'Den Befehl noch einmal mit „| Format-List“ ausführen und das einfügen.',
  'This is no export that Postroom knows.': 'Das ist kein Export, den Postroom kennt.',
  'It reads Format-List, ConvertTo-Json, Export-Clixml and Export-Csv of Exchange, MetaBase.xml of IIS, and backups of hMailServer.':
    'Gelesen werden Format-List, ConvertTo-Json, Export-Clixml und Export-Csv von Exchange, MetaBase.xml von IIS und Sicherungen von hMailServer.',

  // Anmerkungen zur Datei
  '{count} objects in the file are of no kind that can be carried over.':
    '{count} Objekte in der Datei sind von einer Art, die sich nicht übernehmen lässt.',
  '{count} objects in the text are of no kind that can be carried over.':
    '{count} Objekte im Text sind von einer Art, die sich nicht übernehmen lässt.',
  '{count} rows of the table are of no kind that can be carried over.':
    '{count} Zeilen der Tabelle sind von einer Art, die sich nicht übernehmen lässt.',
  'The file looks like a table of Export-Csv but cannot be read as one.':
    'Die Datei sieht wie eine Tabelle von Export-Csv aus, ist aber nicht als solche lesbar.',
  '{count} accounts keep their passwords as hashes of another kind.':
    'Die Kennwörter von {count} Konten sind Hashes anderer Art.',
  'Make them anew under Delivery.': 'Sie unter Zustellung neu anlegen.',
  'The IP range {name} may not hand in mail, so there is nothing to carry over.':
    'Der IP-Bereich {name} darf keine Mail einliefern; es gibt also nichts zu übernehmen.',
  '{name} relayed for senders of its own domains only; here it relays for every sender.':
    '{name} leitete nur für Absender der eigenen Domänen weiter; hier wird für jeden Absender weitergeleitet.',
  'The relay list of {name} has a form that is not known.': 'Die Relayliste von {name} hat eine unbekannte Form.',
  'Name the addresses that may relay by hand.': 'Die Adressen, die weiterleiten dürfen, von Hand eintragen.',
  'The file begins like JSON but cannot be read as JSON.':
    'Die Datei beginnt wie JSON, ist aber nicht als JSON lesbar.',
  'The file begins like XML but cannot be read as XML; it may be cut off.':
    'Die Datei beginnt wie XML, ist aber nicht als XML lesbar; vielleicht ist sie abgeschnitten.',
};
