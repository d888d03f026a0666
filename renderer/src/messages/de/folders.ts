import { plural } from '../../format.ts';
import type { folderMessages as english } from '../en/folders.ts';
import type { Translation } from '../translation.ts';

/** Die Texte über Postfachordner und die Anlagen, die aus ihnen gespeichert werden. */

export const folderMessages: Translation<typeof english> = {
  title: 'Postfachordner',
  add: 'Neuer Ordner …',
  where: 'Mail, die hier bleibt, wird als .eml-Datei abgelegt unter',
  copy: 'Pfad kopieren',
  empty: 'Noch liegt in keinem Ordner Mail. Ein Ordner entsteht mit der ersten Nachricht für seinen Empfänger.',
  used: 'enthält Mail',
  unused: 'noch nicht angelegt',
  holds: (count, time) => `${plural(count, 'Nachricht', 'Nachrichten')}, letzte Änderung ${time}.`,
  nothing: 'Noch keine Nachricht.',
  saves: 'Scan in Ordner',
  savesTo: (folder, pattern) => `Anlagen werden in ${folder} als „${pattern}“ gespeichert.`,
  newTitle: 'Neuer Postfachordner',
  name: 'Postfachordner',
  nameHint:
    'Buchstaben, Ziffern, Punkte und Bindestriche. Empfänger bekommen ihn bei ihrer akzeptierten Domäne, das Archiv bei seinem Connector.',
  lies: 'Seine Mail liegt in',
  save: 'Anlagen zusätzlich in einem Ordner speichern',
  saveHint:
    'Scan in Ordner: Die Dateien kommen dorthin, wo sie gesucht werden; die Nachricht bleibt außerdem erhalten.',
  folder: 'Ordner für Anlagen',
  folderHint:
    'Auf dem Rechner, auf dem Postroom läuft, etwa D:\\Scans, oder eine Freigabe wie \\\\server\\scans. Es muss ihn schon geben.',
  folderEmpty: 'Der Ordner für Anlagen fehlt noch.',
  test: 'Ordner testen',
  testing: 'Eine Datei wird geschrieben …',
  trials: {
    ready: 'Eine Datei wurde dort geschrieben und wieder entfernt.',
    foreign:
      'Kein Pfad dieses Rechners. Unter Windows beginnt er mit Laufwerk oder Server; sonst die Freigabe einhängen und den Ordner angeben, an dem sie eingehängt ist.',
    missing: 'Es gibt ihn nicht. Ihn anlegen oder die Freigabe verbinden.',
    forbidden: 'Postroom darf dort nicht schreiben. Dem Konto, unter dem Postroom läuft, das Recht geben.',
    full: 'Der Datenträger ist voll.',
    unreachable: (code) => `Er ist nicht erreichbar (${code}).`,
  },
  pattern: 'Namen der Dateien',
  patternHint: 'Die Endung ist die der Anlage. Ein vergebener Name bekommt eine Nummer; überschrieben wird nichts.',
  insert: (token) => `${token} einfügen`,
  tokens: {
    '{date}': 'Datum',
    '{time}': 'Uhrzeit',
    '{device}': 'Gerät',
    '{subject}': 'Betreff',
    '{counter}': 'Zähler',
    '{name}': 'Eigener Name',
  },
  examples: 'Zum Beispiel',
  becomes: 'wird gespeichert als',
  removeText: 'Anlagen werden nicht mehr gespeichert. Der Ordner und die Mail darin bleiben.',
};
