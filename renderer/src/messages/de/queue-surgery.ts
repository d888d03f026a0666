import { formatCount, plural } from '../../format.ts';
import type { queueSurgeryMessages as original } from '../en/queue-surgery.ts';
import type { Translation } from '../translation.ts';

/** Dialoge, die eine wartende Nachricht ändern oder eine neue aus ihr machen. */

const messagesOf = (n: number): string => plural(n, 'Nachricht', 'Nachrichten');

export const queueSurgeryMessages: Translation<typeof original> = {
  action: {
    edit: 'Empfänger ändern …',
    hold: 'Zurückhalten …',
    route: 'Senden über …',
    resend: 'Als neue senden …',
    forward: 'Weiterleiten …',
  },
  addresses: 'Adressen',
  addressesHint: 'Eine je Zeile, oder mit Kommas eingefügt.',
  fault: (line, text) => `Zeile ${formatCount(line)}: „${text}“ ist keine Adresse.`,
  moreFaults: (n) => `${plural(n, 'weitere Zeile ist', 'weitere Zeilen sind')} keine Adressen.`,
  wanted: 'Mindestens eine Adresse eingeben.',
  edit: {
    title: 'Empfänger ändern',
    text: (sent) =>
      sent === 0
        ? 'Wer hier steht, bekommt die Nachricht, sonst niemand. To und Cc in ihrem Text bleiben, wie sie sind.'
        : `Wer hier steht, bekommt die Nachricht. Für ${plural(sent, 'Empfänger', 'Empfänger')} ist sie schon erledigt. To und Cc in ihrem Text bleiben, wie sie sind.`,
    waiting: 'Wer auf sie wartet',
    unchanged: 'Niemand ändert sich.',
    added: (addresses) => `Bekommt sie jetzt: ${addresses}`,
    removed: (addresses) => `Bekommt sie nicht mehr, und niemand wird benachrichtigt: ${addresses}`,
    kept: (n) => `${plural(n, 'Empfänger bleibt', 'Empfänger bleiben')}.`,
    more: (addresses, n) => `${addresses} und ${formatCount(n)} weitere`,
    resend: 'Sofort versuchen',
    resendHint: 'Sonst wartet sie wie bisher. Eine angehaltene Nachricht wird freigegeben.',
    save: 'Ändern',
    saveAndSend: 'Ändern und senden',
    done: (n) => `Die Nachricht ist jetzt für ${plural(n, 'Empfänger', 'Empfänger')}.`,
    doneAndSent: (n) => `Die Nachricht ist jetzt für ${plural(n, 'Empfänger', 'Empfänger')} und wird sofort versucht.`,
  },
  hold: {
    title: (n) => (n === 1 ? 'Diese Nachricht zurückhalten?' : `${messagesOf(n)} zurückhalten?`),
    text: (n) =>
      n === 1
        ? 'Solange sie zurückgehalten wird, wird sie nicht versucht. Ihre Frist läuft weiter: Danach wird sie noch einmal versucht und dann aufgegeben.'
        : 'Solange sie zurückgehalten werden, werden sie nicht versucht. Ihre Frist läuft weiter: Danach wird eine Nachricht noch einmal versucht und dann aufgegeben.',
    reason: 'Grund',
    reasonHint: 'Wird bei der Nachricht gezeigt.',
    reasonDefault: 'durch einen Administrator',
    until: 'Bis',
    forGood: 'sie fortgesetzt wird',
    forGoodHint: 'Sie wartet hier, so lange es dauert.',
    timed: 'zu einem Zeitpunkt',
    timedHint: 'Dann wird sie von selbst freigegeben, auch wenn Postroom inzwischen neu gestartet wurde.',
    time: 'Freigabe um',
    noTime: 'Einen Zeitpunkt in der Zukunft wählen.',
    save: 'Zurückhalten',
  },
  route: {
    title: (n) => (n === 1 ? 'Diese Nachricht anders senden?' : `${messagesOf(n)} anders senden?`),
    loading: 'Die Sendeconnectors werden gelesen …',
    failed: 'Die Sendeconnectors ließen sich nicht lesen.',
    way: 'Senden über',
    automatic: 'wie das Routing es bestimmt',
    disabled: (name) => `${name} (ausgeschaltet)`,
    chosenText: (connector) =>
      `An alle, die noch warten, wird über ${connector} gesendet, was immer seine Adressräume und Regeln sagen.`,
    automaticText: 'Der Weg wird neu nach Adressräumen, Kosten und Regeln der Sendeconnectors gewählt.',
    text: 'Der Versuch folgt sofort; Angehaltenes und Zurückgehaltenes wird freigegeben. Kopien für Postfachordner bleiben, wie sie sind.',
    none: 'Es gibt noch keinen Sendeconnector.',
    save: 'Senden',
  },
  resend: {
    title: 'Als neue Nachricht senden',
    text: 'Eine neue Nachricht mit gleichem Text und eigener Message-ID geht hinaus. Diese hier bleibt und wartet weiter: Wer beide bekommt, hat sie doppelt.',
    to: 'An',
    all: (n) => `alle, für die sie war (${formatCount(n)})`,
    allHint: 'Auch an die, die sie schon haben.',
    others: 'diese Adressen',
    othersHint: 'Sonst bekommt sie niemand.',
    save: 'Senden',
    done: 'Die Nachricht wurde noch einmal eingereiht.',
    open: 'Neue Nachricht zeigen',
  },
  forward: {
    title: 'Nachricht weiterleiten',
    text: 'Es geht eine Mail vom Postmaster hinaus, mit dieser Nachricht im Anhang, so wie sie kam. Die Nachricht selbst bleibt und wartet weiter.',
    save: 'Weiterleiten',
    done: (n) => `An ${plural(n, 'Empfänger', 'Empfänger')} weitergeleitet.`,
    open: 'Mail zeigen',
  },
};
