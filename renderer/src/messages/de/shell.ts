import type { shellMessages as english } from '../en/shell.ts';
import type { Translation } from '../translation.ts';

/** Die Texte der Shell. Was die Befehle sagen, ist der Wortlaut von Exchange und kommt von der Engine. */

export const shellMessages: Translation<typeof english> = {
  title: 'Shell',
  summary: 'Die Befehle von Exchange, getippt oder aus einer Anleitung eingefügt. Sie wirken wie die anderen Seiten.',
  screen: 'Was getippt und geantwortet wurde',
  prompt: 'Befehl',
  promptSign: '[PS] C:\\>',
  pendingSign: '>>',
  hint: 'Enter führt aus · Umschalt+Enter beginnt eine neue Zeile · Tab ergänzt · ↑ ↓ frühere Befehle · Strg+L leert',
  pendingHint: 'Der Befehl geht weiter. Den Rest tippen oder mit Esc aufgeben.',
  running: 'Wird ausgeführt …',
  empty: 'Zum Beispiel:',
  examples: [
    'Get-ReceiveConnector',
    'Get-ReceiveConnector | Format-List Name, RemoteIPRanges, PermissionGroups',
    'Get-Queue',
    'Get-Help New-ReceiveConnector',
  ],
  choices: 'Was es sein könnte',
  error: 'Fehler',
  warning: 'Warnung',
  note: 'Hinweis',
  whatIf: 'Was wäre wenn',
  save: (name) => `${name} speichern`,
  wanted: (path) => `Der Befehl schreibt ${path}.`,
  answer: 'Antwort',
  typeOut: (text) => `Zum Fortfahren „${text}“ eintippen`,
  goOn: 'Fortfahren',
  giveUp: 'Aufgeben',
  gaveUp: 'aufgegeben',
  hidden: '(wird nicht angezeigt)',
  chooseFile: 'Die Datei auf diesem Rechner',
  tooLarge: 'Die Datei ist größer als 192 KB, so groß ist kein Zertifikat.',
};
