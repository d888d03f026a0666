import type { rewritingMessages as english } from '../en/rewriting.ts';
import type { Translation } from '../translation.ts';

/** Die Texte über Adressen, die unterwegs geändert werden. */

export const rewritingMessages: Translation<typeof english> = {
  order:
    'Über Rechte entscheidet, was der Client gesagt hat. Was hier steht, geschieht danach, und die Begründung zeigt es.',
  senderTitle: 'Absender',
  sender: 'Absender jeder Nachricht',
  senderEmpty: 'Wie vom Client genannt',
  senderHint:
    'Ersetzt MAIL FROM und From. Der Anzeigename bleibt. Auch Meldungen über unzustellbare Mail gehen dorthin.',
  devices: 'Absender je Gerät',
  devicesExample: '192.168.0.181 = kopierer@office.example',
  devicesHint:
    'Eine Zeile je Gerät: Adresse oder Bereich, dann der Absender. Der engste Bereich, in dem der Client liegt, entscheidet.',
  keepOriginal: 'Ursprüngliches From in Reply-To behalten',
  keepOriginalHint: 'Wenn die Nachricht noch kein Reply-To hat.',
  signatureHint:
    'Wenn die Nachricht noch kein Reply-To hat. Eine signiert (DKIM) eintreffende Nachricht verliert ihre Signatur.',
  recipientTitle: 'Empfänger',
  defaultDomain: 'Namen ohne Domäne ergänzen mit',
  defaultDomainNone: 'Nichts: Namen ohne Domäne werden abgelehnt',
  defaultDomainHint: 'Ein gerätefreundlicher Connector nimmt <scanner> dann als scanner@ diese Domäne.',
  archive: 'Jede Nachricht in den Postfachordner kopieren',
  archiveEmpty: 'Keine Kopie',
  archiveHint: 'Ein einfacher Ordnername, etwa Archiv.',
};
