import type { Templates } from '../../../catalogue.ts';

/** Meldungen: was gemeldet wurde, und ob es ankam. */
export const alerts: Templates = {
  'Alerts do not arrive: {trouble:text}': 'Meldungen kommen nicht an: {trouble}',
  'Correct the way in the settings, under Alerts, and send a test alert.':
    'Den Weg in den Einstellungen unter Meldungen berichtigen und eine Testmeldung senden.',
  '{device} has sent nothing since {day}.': '{device} hat seit {day} nichts gesendet.',
  'See whether it is switched on and reaches this server. If it is used no longer, say on its card that it has no rhythm.':
    'Prüfen, ob es eingeschaltet ist und diesen Server erreicht. Wird es nicht mehr gebraucht, auf seiner Karte angeben, dass es keinen Rhythmus hat.',

  // Was gemeldet wurde
  'This is a test alert.': 'Dies ist eine Testmeldung.',
  'The daily report.': 'Der Tagesbericht.',
  '{count:number} things need you.': '{count} Dinge sind zu erledigen.',
  '{count:number} message could not be delivered.': '{count} Nachricht war nicht zustellbar.',
  '{count:number} messages could not be delivered.': '{count} Nachrichten waren nicht zustellbar.',
  'Over: {problem:text}': 'Behoben: {problem}',
  'Over: {count:number} problems.': 'Behoben: {count} Störungen.',
  'A message from {sender} to {recipient} could not be delivered: {reply:any}':
    'Eine Nachricht von {sender} an {recipient} war nicht zustellbar: {reply}',
  '"{subject}" from {sender} to {recipient} could not be delivered: {reply:any}':
    '„{subject}“ von {sender} an {recipient} war nicht zustellbar: {reply}',
  '{count:number} messages from {sender} to {recipient} could not be delivered: {reply:any}':
    '{count} Nachrichten von {sender} an {recipient} waren nicht zustellbar: {reply}',

  // Auf welchem Weg
  'There is no recipient for alerts.': 'Es gibt keinen Empfänger für Meldungen.',
  'The alert would have to go the way that is failing; it is sent when that way is open again.':
    'Die Meldung müsste den Weg gehen, der gestört ist; sie wird gesendet, sobald er wieder offen ist.',
  'The mail to {recipients} is in the queue.': 'Die Mail an {recipients} ist in der Warteschlange.',
  'The mail could not be put into the queue.': 'Die Mail konnte nicht in die Warteschlange gestellt werden.',
  'The mail with an alert was not delivered: {reply:any}': 'Die Mail mit einer Meldung wurde nicht zugestellt: {reply}',
  'There is no address for the webhook.': 'Es gibt keine Adresse für den Webhook.',
  'The webhook {host} answered {status:number}.': 'Der Webhook {host} antwortete {status}.',
  'The webhook {host} answered {status:number}; it is tried again.':
    'Der Webhook {host} antwortete {status}; es wird erneut versucht.',
  'The webhook {host} answered {status:number}: it is somewhere else. Redirects are not followed; set its final address.':
    'Der Webhook {host} antwortete {status}: Er ist anderswo. Umleitungen wird nicht gefolgt; seine endgültige Adresse eintragen.',
  'The webhook {host} answered {status:number}: it does not take alerts. Correct its address or its token.':
    'Der Webhook {host} antwortete {status}: Er nimmt keine Meldungen an. Seine Adresse oder sein Token berichtigen.',
  'The webhook {host} did not answer: {reason:text}.': 'Der Webhook {host} antwortete nicht: {reason}.',
  'it took too long': 'es dauerte zu lange',
  'its address is one that machines keep for themselves': 'seine Adresse ist eine, die Rechner für sich behalten',
  'It stands in the application log of Windows.': 'Sie steht im Anwendungsprotokoll von Windows.',
  'Windows did not take the event; let Postroom run as a service, or once as an administrator.':
    'Windows nahm das Ereignis nicht an; Postroom als Dienst oder einmal als Administrator ausführen.',
  'It was switched off.': 'Er wurde ausgeschaltet.',
  'Shown where the desktop program of Postroom runs.': 'Gezeigt, wo das Desktop-Programm von Postroom läuft.',
  'What alerts were told could not be read from {path}; some may be told again.':
    'Was gemeldet wurde, konnte aus {path} nicht gelesen werden; manches wird vielleicht noch einmal gemeldet.',
};
