import type { Templates } from '../../../catalogue.ts';

/** Was eine Änderung an den Prüfungen und Geräten ändert, und was Prüfungen ergeben. */

export const impact: Templates = {
  'No device has sent anything yet.': 'Noch hat kein Gerät etwas gesendet.',
  'The only device does not change.': 'Am einzigen Gerät ändert sich nichts.',
  'The only check does not change.': 'An der einzigen Prüfung ändert sich nichts.',
  'None of the {count} devices seen last changes.': 'An den {count} zuletzt gesehenen Geräten ändert sich nichts.',
  'None of {count} devices changes.': 'An keinem von {count} Geräten ändert sich etwas.',
  'None of {count} checks changes.': 'An keiner von {count} Prüfungen ändert sich etwas.',
  'The only device changes: {changes:clauses}.': 'Das einzige Gerät ändert sich: {changes}.',
  'The only check changes: {changes:clauses}.': 'Die einzige Prüfung ändert sich: {changes}.',
  '1 of the {all} devices seen last changes: {changes:clauses}.':
    '1 von den {all} zuletzt gesehenen Geräten ändert sich: {changes}.',
  '{count} of the {all} devices seen last change: {changes:clauses}.':
    '{count} von den {all} zuletzt gesehenen Geräten ändern sich: {changes}.',
  '1 of {all} devices changes: {changes:clauses}.': '1 von {all} Geräten ändert sich: {changes}.',
  '{count} of {all} devices change: {changes:clauses}.': '{count} von {all} Geräten ändern sich: {changes}.',
  '1 of {all} checks changes: {changes:clauses}.': '1 von {all} Prüfungen ändert sich: {changes}.',
  '{count} of {all} checks change: {changes:clauses}.': '{count} von {all} Prüfungen ändern sich: {changes}.',
  '{count} more': '{count} weitere',

  // Wie ein Gerät danach dastünde
  '{device} would be accepted': '{device} würde angenommen',
  '{device} would be refused ({reply:any})': '{device} würde abgewiesen ({reply})',
  '{device} would be refused (no answer)': '{device} bekäme keine Antwort',
  '{device} would be put off ({reply:any})': '{device} würde vertröstet ({reply})',
  '{device} would be put off (no answer)': '{device} würde vertröstet (keine Antwort)',
  '{device} would be accepted, but returned as undeliverable':
    '{device} würde angenommen, die Nachricht aber als unzustellbar zurückgeschickt',
  '{device} would be accepted, but kept waiting as Unreachable':
    '{device} würde angenommen, die Nachricht bliebe aber in der Warteschlange „Unreachable“',
  accepted: 'angenommen',
  'refused ({reply:any})': 'abgewiesen ({reply})',
  'refused (no answer)': 'abgewiesen (keine Antwort)',
  'put off ({reply:any})': 'vertröstet ({reply})',
  'put off (no answer)': 'vertröstet (keine Antwort)',
  'accepted, but returned as undeliverable': 'angenommen, aber als unzustellbar zurückgeschickt',
  'accepted, but kept waiting as Unreachable': 'angenommen, aber wartend in der Warteschlange „Unreachable“',

  // Wie eine Prüfung danach dastünde
  '{check:text}: now passes': '{check}: jetzt bestanden',
  '{check:text}: now fails ({reason:text})': '{check}: jetzt nicht bestanden ({reason})',
  passes: 'bestanden',
  'fails ({reason:text})': 'nicht bestanden ({reason})',
  'not there': 'nicht vorhanden',

  // Prüfungen
  'A stranger ({address}) cannot relay through {binding:word}':
    'Ein Fremder ({address}) kann nicht durch {binding} weiterleiten',
  'Refused: {reply:text}': 'Abgewiesen: {reply}',
  'the recipient is not sent on': 'Mail an den Empfänger geht nicht weiter',
  'The server takes mail from {address} to {recipient}: whoever finds this server can send through it.':
    'Der Server nimmt Mail von {address} an {recipient} an: Wer diesen Server findet, kann durch ihn senden.',
  '{connector} takes mail from {address} to {recipient}: whoever finds this server can send through it.':
    '{connector} nimmt Mail von {address} an {recipient} an: Wer diesen Server findet, kann durch ihn senden.',
  '"{connector}" relays for its own addresses': '„{connector}“ leitet für die eigenen Adressen weiter',
  'No address reaches it: connectors with smaller ranges or a more exact binding take all that it lists.':
    'Keine Adresse erreicht ihn: Connectors mit kleineren Bereichen oder genauerer Bindung nehmen alle, die er aufführt.',
  '{address} is accepted.': '{address} wird angenommen.',
  '{address} is refused: {reply:text}': '{address} wird abgewiesen: {reply}',
  'there was no answer': 'es kam keine Antwort',
  'no answer': 'keine Antwort',
  'Line {line} of its transcript cannot be understood: {problem:text}':
    'Zeile {line} ihrer Mitschrift ist nicht zu verstehen: {problem}',
  'At the start: {difference:text}': 'Am Anfang: {difference}',
  'In line {line}: {difference:text}': 'In Zeile {line}: {difference}',
  'Its transcript records no replies, so there is nothing to compare.':
    'In ihrer Mitschrift stehen keine Antworten; es gibt also nichts zu vergleichen.',
  'As recorded.': 'Wie aufgezeichnet.',
  'This is not a file of checks that Postroom exported: {problem:text}.':
    'Das ist keine Datei mit Prüfungen, die Postroom ausgegeben hat: {problem}.',
  'Line {line} cannot be understood, so the check could not be trusted: {problem:text}':
    'Zeile {line} ist nicht zu verstehen; der Prüfung wäre also nicht zu trauen: {problem}',
  'The transcript records no replies, so nothing would be compared.':
    'In der Mitschrift stehen keine Antworten; es würde also nichts verglichen.',
  'Save what is answered now instead.': 'Stattdessen die jetzigen Antworten sichern.',
  'There is a check named "{name}".': 'Eine Prüfung namens „{name}“ gibt es schon.',
  'Say that it is to be replaced.': 'Das Ersetzen ausdrücklich verlangen.',
  'There is no saved check named "{name}".': 'Eine gesicherte Prüfung namens „{name}“ gibt es nicht.',
  'Built-in ones always stay.': 'Eingebaute bleiben immer.',
  'Built-in ones are always on.': 'Eingebaute sind immer eingeschaltet.',
  'There is no check named "{name}" that is switched on.': 'Eine eingeschaltete Prüfung namens „{name}“ gibt es nicht.',
};
