import { formatCount, joinWords, plural } from '../../format.ts';
import type { deliveryMessages as english } from '../en/delivery.ts';
import type { Translation } from '../translation.ts';

/** Die Texte der Seite Zustellung und ihrer Listen. */

export const deliveryMessages: Translation<typeof english> = {
  title: 'Zustellung',
  summary:
    'Wessen Mail angenommen wird, wo sie abgelegt oder weitergesendet wird, wer sich anmelden darf und mit welchen Zertifikaten.',
  loading: 'Es wird gelesen, wohin Mail geht …',
  failed: 'Wohin Mail geht, konnte nicht gelesen werden.',
  tryAgain: 'Noch einmal versuchen',
  filter: 'Filtern',
  noneMatch: 'Nichts passt zum Filter.',
  on: 'an',
  off: 'aus',
  domains: {
    title: 'Akzeptierte Domänen',
    add: 'Neue Domäne …',
    empty: 'Keine Domäne wird akzeptiert, also wird Mail nur von dem angenommen, den ein Connector weiterleiten lässt.',
    types: {
      Authoritative: 'Autoritativ',
      InternalRelay: 'Internes Relay',
      ExternalRelay: 'Externes Relay',
    },
    default: 'Standard',
    subDomains: 'mit Unterdomänen',
    all: 'alle Domänen',
    keptForListed: (count) =>
      `Bleibt hier für ${plural(count, 'Empfänger', 'Empfänger')}; jeder andere wird mit 550 5.1.1 User unknown abgewiesen.`,
    keptForAll: 'Bleibt hier für jeden Empfänger, in einem Ordner, der wie der Teil vor dem @ heißt.',
    internal: (count) =>
      count === 0
        ? 'Geht über einen Sendeconnector weiter.'
        : `Bleibt hier für ${plural(count, 'Empfänger', 'Empfänger')} mit Ordner; der Rest geht über einen Sendeconnector weiter.`,
    external: 'Geht über einen Sendeconnector weiter.',
    lookedUp: (count) =>
      count === 1
        ? 'Nur der eine eingetragene Empfänger wird angenommen.'
        : `Nur die ${formatCount(count)} eingetragenen Empfänger werden angenommen.`,
  },
  send: {
    title: 'Sendeconnectors',
    add: 'Neuer Sendeconnector …',
    tryIt: 'Ausprobieren …',
    empty: 'Es gibt keinen Sendeconnector, also wartet Mail an andere Domänen.',
    everybody: 'alle anderen',
    below: (domain) => `${domain} und alles darunter`,
    mailFor: (spaces, where) => `Mail an ${joinWords(spaces, 'und')} geht ${where}`,
    manySpaces: (count) => `${formatCount(count)} Domänen`,
    direct: 'direkt an die Mailserver jeder Domäne (MX)',
    to: (hosts, port) => `an ${hosts.join(', sonst ')}, Port ${String(port)}`,
    with: (parts) => `, ${joinWords(parts, 'und')}`,
    tls: {
      implicit: 'mit TLS ab dem ersten Byte',
      required: 'mit STARTTLS',
      opportunistic: 'mit TLS, wo es angeboten wird',
      never: 'ohne Verschlüsselung',
    },
    login: 'Anmeldung',
    loginAlone: 'mit Anmeldung',
    passwordMissing: 'Kennwort fehlt',
    cost: (cost) => `Kosten ${String(cost)}`,
    never: 'Seit dem Start von Postroom wurde nichts darüber gesendet.',
    succeeded: (time, host) => `Zugestellt um ${time}${host === null ? '' : ` an ${host}`}.`,
    failed: (time, text) => `Gescheitert um ${time}: ${text}`,
    refused: (time, text) => `Eine Nachricht wurde um ${time} abgewiesen: ${text}`,
  },
  accounts: {
    title: 'Konten',
    add: 'Neues Konto …',
    empty: 'Es gibt kein Konto, also kann sich kein Gerät oder Programm anmelden.',
    sends: (addresses) => `Meldet sich an und darf als ${joinWords(addresses, 'und')} senden.`,
    sendsMany: (count) => `Meldet sich an und darf als ${formatCount(count)} Adressen senden.`,
    sendsNone: 'Meldet sich an, darf aber als keine Adresse der eigenen Domänen senden.',
  },
  certificates: {
    title: 'Zertifikate',
    create: 'Erstellen …',
    import: 'Importieren …',
    empty: 'Es gibt kein Zertifikat, also lässt sich nichts verschlüsseln.',
    selfSigned: 'selbstsigniert',
    issuedBy: (issuer) => `ausgestellt von ${issuer}`,
    until: (date) => `bis ${date}`,
    covers: (names) => `für ${joinWords(names, 'und')}`,
    coversMore: (names, more) => `für ${names.join(', ')} und ${formatCount(more)} weitere`,
    used: (connectors) => `Wird vorgezeigt von ${joinWords(connectors, 'und')}.`,
    usedByMany: (count) => `Wird von ${formatCount(count)} Connectors vorgezeigt.`,
    unused: 'Kein Connector zeigt es vor.',
    partners: 'Zertifizierungsstellen von Partnern',
    states: {
      valid: 'gültig',
      expiring: (days) => (days < 1 ? 'endet heute' : `endet in ${plural(days, 'Tag', 'Tagen')}`),
      expired: 'abgelaufen',
      notYetValid: 'noch nicht gültig',
    },
  },
};
