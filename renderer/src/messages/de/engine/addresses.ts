import type { Templates } from '../../../catalogue.ts';

/** Adressen, die unterwegs geändert werden: was eine Regel bewirkt, und welche Regeln nicht sein dürfen. */

export const addresses: Templates = {
  // In der Begründung einer Antwort
  'The sender becomes {address}, in MAIL FROM and From: the connector "{connector}" says so.':
    'Der Absender wird {address}, in MAIL FROM und From: Das legt der Connector „{connector}“ fest.',
  'The sender becomes {address}, in MAIL FROM and From: the connector "{connector}" says so for {range}.':
    'Der Absender wird {address}, in MAIL FROM und From: Das legt der Connector „{connector}“ für {range} fest.',
  'Mail for {address} goes to {targets:any} (alias).': 'Mail an {address} geht an {targets} (Alias).',
  'From names the new sender already and stays as it is.':
    'From nennt den neuen Absender schon und bleibt, wie es ist.',
  'From was {original:any} and names the new sender now.': 'From war {original} und nennt jetzt den neuen Absender.',
  'From was {original:any} and names the new sender now; what it said stands in Reply-To.':
    'From war {original} und nennt jetzt den neuen Absender; was dort stand, steht in Reply-To.',
  'The message was signed (DKIM); the signature is no longer valid.':
    'Die Nachricht war signiert (DKIM); die Signatur ist nicht mehr gültig.',
  'There its sender is {address}, in MAIL FROM and From; a signature (DKIM) that the message carries breaks.':
    'Dort ist ihr Absender {address}, in MAIL FROM und From; eine Signatur (DKIM), die sie trägt, wird ungültig.',
  'The send connector "{name}" that was chosen for this recipient is gone or disabled; choose another.':
    'Der für diesen Empfänger gewählte Sendeconnector „{name}“ ist weg oder ausgeschaltet; einen anderen wählen.',

  // In der Begründung eines Wegs
  'the send connectors for {domain} ({names:any}) take only mail of other senders or receive connectors.':
    'Die Sendeconnectors für {domain} ({names}) nehmen nur Mail anderer Absender oder Empfangsconnectors.',
  '"{name}" does not: it takes only mail of other senders or receive connectors.':
    '„{name}“ nicht: Er nimmt nur Mail anderer Absender oder Empfangsconnectors.',
  '"{name}" does not: it takes all mail, and the other is for this mail alone.':
    '„{name}“ nicht: Er nimmt jede Mail, und der andere ist nur für diese da.',

  // Was wartet
  'Held: the receive connector "{name}" keeps its mail until somebody releases it.':
    'Zurückgehalten: Der Empfangsconnector „{name}“ behält seine Mail, bis sie freigegeben wird.',
  'Held: mail of the device {address} waits until somebody releases it.':
    'Zurückgehalten: Mail des Geräts {address} wartet, bis sie freigegeben wird.',
  'The send connector sends {hours:text} only; the message waits until then.':
    'Der Sendeconnector sendet nur {hours}; die Nachricht wartet bis dahin.',
  'The send connector sends {hours:text} only; the message waits until {day:text} {time:word}.':
    'Der Sendeconnector sendet nur {hours}; die Nachricht wartet bis {day} {time}.',
  'Send connector "{name}" sends {hours:text} only, and mail expires before (MessageExpirationTimeout {span}).':
    'Sendeconnector „{name}“ sendet nur {hours}, und Mail läuft vorher ab (MessageExpirationTimeout {span}).',
  'from {from:word} to {to:word}': 'von {from} bis {to}',
  'on {days:list} from {from:word} to {to:word}': 'am {days} von {from} bis {to}',
  'on weekdays from {from:word} to {to:word}': 'montags bis freitags von {from} bis {to}',
  Monday: 'Montag',
  Tuesday: 'Dienstag',
  Wednesday: 'Mittwoch',
  Thursday: 'Donnerstag',
  Friday: 'Freitag',
  Saturday: 'Samstag',
  Sunday: 'Sonntag',

  // Was an wartenden Nachrichten geändert wird
  'This message is being sent just now. Try again in a moment.':
    'Diese Nachricht wird gerade gesendet. Gleich noch einmal versuchen.',
  'A message needs at least one recipient. Remove it instead.':
    'Eine Nachricht braucht mindestens einen Empfänger. Stattdessen entfernen.',
  'The send connector "{name}" is disabled; enable it first.':
    'Der Sendeconnector „{name}“ ist ausgeschaltet; ihn erst einschalten.',
  'This message has left the queue, and its text is not kept here: it cannot be sent again.':
    'Diese Nachricht hat die Warteschlange verlassen, und ihr Text wird hier nicht aufbewahrt: Sie lässt sich nicht noch einmal senden.',
  'Where a mailbox folder has a copy, put that .eml file into the pickup folder.':
    'Wo ein Postfachordner eine Kopie hat, diese .eml-Datei in den Pickup-Ordner legen.',
  '"{text}" is not an address that mail can be sent to.':
    '„{text}“ ist keine Adresse, an die Mail gesendet werden kann.',
  'Held: {reason:any}': 'Zurückgehalten: {reason}',

  // An der Konfiguration
  'The connector "{name}" has two senders for {range}; remove one of them.':
    'Connector „{name}“ hat zwei Absender für {range}; einen davon entfernen.',
  'The connector "{name}" has a sender for {range}, which is not among its remote addresses: it is never used.':
    'Connector „{name}“ hat einen Absender für {range}, das nicht zu den Remoteadressen gehört: Er kommt nie zum Zug.',
  'The connector "{name}" has a sender for "{range}", which is neither an IP address nor a range.':
    'Connector „{name}“ hat einen Absender für „{range}“, und das ist weder eine IP-Adresse noch ein Bereich.',
  'Send connector "{name}" sets the sender again that receive connector "{first}" has set; the next hop sees the one of the send connector.':
    'Sendeconnector „{name}“ setzt den Absender noch einmal, den Empfangsconnector „{first}“ gesetzt hat; der nächste Server sieht den des Sendeconnectors.',
  'Mail for an alias would go round in circles: {ring:any}. Take one of them out.':
    'Mail an einen Alias ginge im Kreis: {ring}. Einen davon herausnehmen.',
  'The alias {address} stands for {count:number} recipients; {most:number} is the most.':
    'Der Alias {address} steht für {count} Empfänger; höchstens {most} sind möglich.',
  'The alias {address} is among the blocked recipients too, so that mail for it is refused.':
    'Der Alias {address} steht auch unter den blockierten Empfängern, deshalb wird Mail an ihn abgelehnt.',
  'Send connector "{name}" is for mail that comes through "{source}", and there is no receive connector of that name.':
    'Sendeconnector „{name}“ ist für Mail über „{source}“ da, und einen Empfangsconnector dieses Namens gibt es nicht.',
  'Send connector "{name}" is for mail that comes through "{source}", which is disabled.':
    'Sendeconnector „{name}“ ist für Mail über „{source}“ da, und der ist ausgeschaltet.',
};
