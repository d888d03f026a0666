import type { Templates } from '../../../catalogue.ts';

/** Worin sich eine Antwort von der aufgezeichneten unterscheidet. „Sie“ ist die Antwort. */

interface Deed {
  readonly english: string;
  /** Vor und nach dem, womit: „weist mit 550 statt 530 ab“. */
  readonly verb: string;
  readonly particle: string;
  readonly was: string;
}

const deeds: readonly Deed[] = [
  { english: 'accepts', verb: 'nimmt', particle: ' an', was: 'angenommen hat' },
  { english: 'asks for more', verb: 'fragt', particle: ' nach mehr', was: 'nach mehr gefragt hat' },
  { english: 'refuses for now', verb: 'weist', particle: ' vorläufig ab', was: 'vorläufig abgewiesen hat' },
  { english: 'refuses', verb: 'weist', particle: ' ab', was: 'abgewiesen hat' },
];

/** Ein Satz, hinter dem ein Grund stehen kann. */
const withReason = (english: string, german: string): readonly (readonly [string, string])[] => [
  [`${english}.`, `${german}.`],
  [`${english}: {reason:text}.`, `${german}: {reason}.`],
];

export const verdict: Templates = {
  ...Object.fromEntries(
    deeds.flatMap((now) => [
      ...withReason(
        `It ${now.english} with {is} instead of {was}`,
        `Sie ${now.verb} mit {is} statt {was}${now.particle}`,
      ),
      ...deeds.flatMap((before) =>
        withReason(
          `It ${now.english} ({is}) where the recorded reply ${before.english} ({was})`,
          `Sie ${now.verb}${now.particle} ({is}), wo die aufgezeichnete Antwort ${before.was} ({was})`,
        ),
      ),
    ]),
  ),
  ...Object.fromEntries(
    withReason('It gives the reason {is} instead of {was}', 'Sie nennt als Grund {is} statt {was}'),
  ),
  'The words differ.': 'Der Wortlaut ist ein anderer.',
  'The words differ, the code does not.': 'Der Wortlaut ist ein anderer, der Code nicht.',
  'The code is {is:text} instead of {was:text}.': 'Der Code ist {is} statt {was}.',
  none: 'keiner',
  'Only blanks or the case of letters differ.': 'Nur Leerzeichen oder Groß- und Kleinschreibung sind verschieden.',
  'Only {names:list} differs.': 'Nur {names} ist verschieden.',
  'Only {names:list} differ.': 'Nur {names} sind verschieden.',
  'the date': 'das Datum',
  'the message id': 'die Nachrichten-ID',
  'the internal id': 'die interne ID',
  'the host name behind it': 'der Hostname dahinter',
  'the time it took': 'die Dauer',
  'the client address': 'die Adresse des Clients',
  'the server name': 'der Name des Servers',
  'the end-of-message mark': 'das Zeichen für das Ende der Nachricht',
  'Other words: both say that {meaning:text}.': 'Andere Worte: Beide sagen: {meaning}.',
  'It says that {now:text}; the recorded reply said that {before:text}.':
    'Sie sagt: {now}. Die aufgezeichnete Antwort sagte: {before}.',
  'Not offered here: {extensions:any}.': 'Hier nicht angeboten: {extensions}.',
  'Offered besides: {extensions:any}.': 'Außerdem angeboten: {extensions}.',
  'Offered differently: {extensions:list}.': 'Anders angeboten: {extensions}.',
  '{is} instead of {was}': '{is} statt {was}',
  'Only the names or the order of the extensions differ.':
    'Nur die Namen oder die Reihenfolge der Erweiterungen sind verschieden.',
  'the reply is another one.': 'Die Antwort ist eine andere.',

  // Was Antworten bedeuten
  'the recipient is in a domain that this client may not relay to':
    'an die Domäne des Empfängers darf dieser Client nicht weiterleiten',
  'the client is not authenticated to send': 'zum Senden muss sich der Client anmelden',
  'TLS is required first': 'zuerst ist TLS nötig',
  'an anonymous client may not send as this sender': 'ohne Anmeldung darf niemand unter diesem Absender senden',
  'the client may not send as this sender': 'der Client darf nicht unter diesem Absender senden',
  'there is no such recipient': 'diesen Empfänger gibt es nicht',
  'recipients in reserved domains are not taken': 'Empfänger in reservierten Domänen werden nicht angenommen',
  'recipients in single label domains are not taken': 'Empfänger in Domänen aus einem Wort werden nicht angenommen',
  'the message has bare line feeds': 'die Nachricht hat einzelne LF',
  'the login failed': 'die Anmeldung schlug fehl',
  'this way of login is not offered': 'diese Art der Anmeldung wird nicht angeboten',
  'the message is too large': 'die Nachricht ist zu groß',
  'the header is too large': 'der Kopf ist zu groß',
  'the message has too many recipients': 'die Nachricht hat zu viele Empfänger',
  'the server is short of resources': 'dem Server fehlen Ressourcen',
  'the sender is denied': 'der Absender ist gesperrt',
  'the client may not relay': 'der Client darf nicht weiterleiten',
  'the message goes round in circles': 'die Nachricht läuft im Kreis',
  'no mail is accepted for now': 'vorerst wird keine Mail angenommen',
  'the service is not available': 'der Dienst ist nicht verfügbar',
  'there are too many connections': 'es sind zu viele Verbindungen',
  'the client sends too many messages': 'der Client sendet zu viele Nachrichten',
  'the client made too many errors': 'der Client hat zu viele Fehler gemacht',
  'the command is not known': 'der Befehl ist unbekannt',
  'the command came out of order': 'der Befehl kam zur Unzeit',
};
