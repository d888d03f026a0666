import type { doctorMessages as english } from '../en/doctor.ts';
import { joinWords } from '../../format.ts';
import type { Translation } from '../translation.ts';

/** Die Texte der Prüfung eines Sendeconnectors. */

export const doctorMessages: Translation<typeof english> = {
  open: 'Verbindung prüfen …',
  title: (name: string) => `${name} prüfen`,
  text: 'Geht den Weg der Mail bis zum Empfänger und hält dort an: Gesendet wird nichts.',
  sender: 'Absender',
  senderHint: 'Leer: das Konto des Connectors oder der Postmaster.',
  recipient: 'Empfänger',
  recipientHint: 'Leer: der Absender.',
  steps: 'Schritte',
  ok: 'erledigt',
  failed: 'fehlgeschlagen',
  names: {
    credentials: 'Kennwort oder Token',
    resolve: 'Name',
    connect: 'Verbindung',
    greeting: 'Begrüßung',
    ehlo: 'EHLO',
    tls: 'TLS',
    auth: 'Anmeldung',
    mail: 'MAIL FROM',
    rcpt: 'RCPT TO',
    reset: 'RSET',
    quit: 'QUIT',
  },
  certificate: (subject: string, issuer: string, until: string) =>
    `${subject}, ausgestellt von ${issuer}, bis ${until}`,
  namesOf: (names: readonly string[]) => `Für ${joinWords(names, 'und')}.`,
  fault: (why: string) => `Niemand bürgt für das Zertifikat: ${why}.`,
  running: 'Wird geprüft …',
  good: 'Mail ginge auf diesem Weg hinaus.',
  bad: 'Mail ginge auf diesem Weg nicht hinaus.',
  check: 'Prüfen',
};
