import type { arrivalMessages as en } from '../en/arrival.ts';
import type { Translation } from '../translation.ts';

/** Alle Texte von „Käme das an?“ und des DKIM-Selektors. */

export const arrivalMessages: Translation<typeof en> = {
  open: 'Käme es an? …',
  title: (domain: string) => `Käme Mail von ${domain} an?`,
  summary: 'Sieht nach, was die Server von Empfängern über diese Domäne nachsehen, und was im DNS steht.',
  address: 'Öffentliche Adresse, von der Mail abgeht',
  addressHint: 'Leer: eine eigene Adresse dieses Rechners. Hinter einem Router ist es die Adresse des Routers.',
  check: 'Prüfen',
  checking: 'Wird nachgesehen …',
  failed: 'Es ließ sich nicht nachsehen.',
  way: {
    direct: (address: string) => `Mail geht direkt an jede Domäne, von ${address}.`,
    unknown: 'Mail geht direkt an jede Domäne; die öffentliche Adresse ist nicht bekannt.',
    hosts: (hosts: string) => `Mail geht über ${hosts}.`,
  },
  checks: { spf: 'SPF', dkim: 'DKIM', dmarc: 'DMARC', mx: 'MX', ptr: 'Name der Adresse', port25: 'Port 25' },
  verdicts: { good: 'gut', warn: 'könnte besser sein', bad: 'zu beheben', unknown: 'nicht bekannt' },
  found: 'Steht jetzt im DNS',
  record: 'Einzutragender Eintrag',
  recordName: 'Name',
  recordType: 'Typ',
  recordValue: 'Wert',
  copyName: 'Namen kopieren',
  copy: 'Wert kopieren',
  copyZone: 'Für eine Zonendatei kopieren',
  overall: {
    good: 'Mail von dieser Domäne käme an.',
    warn: 'Mail von dieser Domäne käme bei den meisten Servern an; etwas könnte besser sein.',
    bad: 'Manche Server würden Mail von dieser Domäne abweisen oder für Spam halten.',
    unknown: 'Nicht alles ließ sich nachsehen.',
  },
  selector: 'DKIM-Selektor',
  selectorHint:
    'Der Schlüssel entsteht beim Speichern von selbst; „Käme es an? …“ zeigt dann den Eintrag für das DNS. Ein anderer Name ergibt einen anderen Schlüssel.',
};
