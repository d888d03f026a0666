import type { ProblemTexts } from '../../overview/problem-texts.ts';
import { alertMessages } from './alerts.ts';
import { formatCount, formatDate, formatMinute, formatSize, formatTime, joinWords, plural } from '../../format.ts';
import { said } from '../../said.ts';
import type { problemMessages as en } from '../en/problems.ts';
import type { Translation } from '../translation.ts';

const channelNames = alertMessages.channels;

const texts: ProblemTexts = {
  'learning-mode': {
    title: () => 'Der Lernmodus ist an: Es wird keine Mail angenommen',
    text: ({ endsMs, devices }) =>
      `Bisher ${devices === 1 ? 'hat ein Gerät' : `haben ${formatCount(devices)} Geräte`} angeklopft; ${devices === 1 ? 'es behält seine' : 'sie behalten ihre'} Mail. ${endsMs === null ? 'Er dauert, bis ihn jemand beendet.' : `Er endet von selbst um ${formatTime(endsMs, Date.now())}.`}`,
  },
  'service-stopped': {
    title: ({ service }) => `${service} ist angehalten`,
    text: ({ service }) =>
      ({
        'Frontend Transport': 'Von Geräten wird keine Mail angenommen.',
        Transport: 'Mail wird angenommen und aufbewahrt, aber nichts wird weitergesendet.',
        'Mailbox Transport Delivery': 'In die Postfachordner wird nichts geschrieben.',
        'Mailbox Transport Submission': 'Dateien im Pickup-Ordner werden nicht gesendet.',
      })[service],
  },
  'listener-failed': {
    title: ({ address, port }) => `Port ${String(port)} auf ${address} ließ sich nicht öffnen`,
    text: ({ connector, reason }) =>
      `${connector} nimmt dort nichts an. ${reason === null ? 'Der Grund ist nicht bekannt.' : said(reason)} Das Programm beenden, das den Port benutzt, oder die Bindung ändern.`,
  },
  'device-refused': {
    title: ({ address, count, lastMs }) =>
      `${address} wurde heute ${count === 1 ? 'einmal' : `${formatCount(count)}-mal`} abgewiesen, zuletzt um ${formatMinute(lastMs)}`,
    text: ({ recipients, reply }) =>
      recipients.length === 0
        ? reply
        : `Gesendet werden sollte an ${joinWords(recipients.slice(0, 3), 'und')}: ${reply}`,
  },
  'unreachable-mail': {
    title: ({ messages }) => `${plural(messages, 'Nachricht hat', 'Nachrichten haben')} keinen Weg nach draußen`,
    text: () =>
      'Kein Sendeconnector hat einen Adressraum für die Domäne. Sobald es einen gibt, geht die Mail von selbst ab.',
  },
  'no-send-connector': {
    title: ({ messages }) =>
      messages === 0
        ? 'Mail an Empfänger außerhalb wurde abgewiesen, und nichts könnte sie senden'
        : `${plural(messages, 'Nachricht wartet', 'Nachrichten warten')} auf einen Sendeconnector`,
    text: () => 'Es gibt noch keinen. Einen anlegen, zum Beispiel zum Smarthost des Anbieters.',
  },
  'poison-mail': {
    title: ({ messages }) => `${plural(messages, 'Nachricht wurde', 'Nachrichten wurden')} beiseitegelegt`,
    text: () =>
      'Die Zustellung ist daran abgestürzt. In der Warteschlange Poison ansehen, dann fortsetzen oder entfernen.',
  },
  'secret-missing': {
    title: ({ connector }) => `Für ${connector} fehlt das Kennwort`,
    text: () => 'Der Sendeconnector muss sich anmelden. Mit dem Kennwort geht wartende Mail von selbst ab.',
  },
  'sign-in-needed': {
    title: ({ connector, state }) =>
      state === 'never' ? `Für ${connector} hat sich noch niemand angemeldet` : `${connector} bekommt kein Token mehr`,
    text: ({ state, reason }) =>
      state === 'never'
        ? 'Die Mail wartet und geht nach der Anmeldung von selbst ab.'
        : `${said(reason)} Die Mail wartet.`,
  },
  'client-secret-expiring': {
    title: ({ connector, step, expiresMs }) =>
      step === 0
        ? `Der geheime Clientschlüssel von ${connector} ist abgelaufen`
        : `Der geheime Clientschlüssel von ${connector} endet am ${formatDate(expiresMs)}`,
    text: () => 'Beim Anbieter einen neuen erzeugen, ihn setzen und seinen letzten Tag am Sendeconnector vermerken.',
  },
  'queue-stuck': {
    title: ({ messages, queue }) =>
      messages === 0
        ? `Mail geht einen anderen Weg als über ${queue}`
        : `${plural(messages, 'Nachricht wartet', 'Nachrichten warten')} auf ${queue}`,
    text: ({ sinceMs, lastError, isSetting }) =>
      [
        `Seit ${formatTime(sinceMs, Date.now())} kommt nichts durch.`,
        isSetting ? 'Warten hilft nicht: Die Einstellungen des Sendeconnectors müssen geändert werden.' : '',
        lastError === null ? '' : said(lastError),
      ]
        .filter((text) => text !== '')
        .join(' '),
  },
  'quota-near': {
    title: ({ connector, used, limit }) =>
      used >= limit
        ? `${connector} hat sein Kontingent von 24 Stunden aufgebraucht`
        : `${connector} hat ${formatCount(Math.floor((used / limit) * 100))} % seines Kontingents von 24 Stunden gebraucht`,
    text: ({ name, used, limit, waiting, freeAtMs }) =>
      [
        `${formatCount(used)} von ${formatCount(limit)} ${name === 'recipientsPerDay' ? 'Empfängern' : 'Nachrichten'}.`,
        waiting === 0
          ? ''
          : `${plural(waiting, 'Nachricht wartet und geht', 'Nachrichten warten und gehen')} von selbst hinaus.`,
        freeAtMs === null ? '' : `Platz für die nächste: ${formatTime(freeAtMs, Date.now())}.`,
      ]
        .filter((text) => text !== '')
        .join(' '),
  },
  'disk-full': {
    title: () => 'Neue Mail wird abgewiesen: Der Datenträger ist voll',
    text: ({ reason }) =>
      `${said(reason)} Nichts geht verloren: Absender versuchen es wieder, und sobald Platz ist, wird angenommen.`,
  },
  'store-failed': {
    title: () => 'Neue Mail wird abgewiesen: Die Warteschlange lässt sich nicht schreiben',
    text: ({ reason }) =>
      `${said(reason)} Datenträger und Rechte am Datenordner prüfen. Nichts geht verloren: Absender versuchen es wieder.`,
  },
  'pressure-high': {
    title: ({ cause }) =>
      ({
        disk: 'Neue Mail wird abgewiesen: zu wenig freier Speicher',
        queue: 'Neue Mail wird abgewiesen: zu viel wartet',
        delay: 'Neue Mail wird abgewiesen: Der Rechner ist überlastet',
        store: 'Neue Mail wird abgewiesen: Die Warteschlange lässt sich nicht schreiben',
      })[cause],
    text: ({ reason }) => `${said(reason)} Nichts geht verloren: Absender versuchen es wieder.`,
  },
  'disk-low': {
    title: ({ freeBytes }) => `Auf dem Datenträger mit dem Datenordner sind nur noch ${formatSize(freeBytes)} frei`,
    text: ({ leastBytes }) => `Unter ${formatSize(leastBytes)} wird neue Mail abgewiesen, bis wieder Platz ist.`,
  },
  'certificate-expired': {
    title: ({ file }) => `Das Zertifikat „${file}“ ist abgelaufen`,
    text: ({ subject, notAfterMs, selfSigned }) =>
      `${subject} endete am ${formatDate(notAfterMs)}. Geräte, die es prüfen, lehnen die Verbindung ab. ${selfSigned ? 'Postroom kann jetzt das nächste ausstellen.' : 'Das erneuerte einspielen.'}`,
  },
  'certificate-expiring': {
    title: ({ file, notAfterMs }) => `Das Zertifikat „${file}“ endet am ${formatDate(notAfterMs)}`,
    text: ({ subject, selfSigned }) =>
      `${subject}. ${selfSigned ? 'Postroom kann jetzt das nächste ausstellen.' : 'Das erneuerte vor diesem Tag einspielen.'}`,
  },
  'certificate-untrusted': {
    title: ({ connector }) => `${connector} zeigt ein Zertifikat, dem Partner nicht trauen können`,
    text: ({ file }) =>
      `Partner prüfen, mit wem sie sprechen, und „${file}“ ist selbstsigniert. Ein Zertifikat importieren, das eine öffentliche Stelle unterschrieben hat, und es für den Connector wählen.`,
  },
  'partner-authority-ending': {
    title: ({ subject, notAfterMs, step }) =>
      `Die Zertifizierungsstelle eines Partners ${step === 0 ? 'endete' : 'endet'} am ${formatDate(notAfterMs)}: ${subject}`,
    text: ({ file }) =>
      `Beim Partner die neue anfordern und neben ${file} in certificates/partners ablegen; sie gilt sofort. Mail von und zu diesem Partner wartet, solange es keine gültige gibt.`,
  },
  'journal-dropping': {
    title: () => 'Protokollzeilen wurden ausgelassen',
    text: () => 'Sie ließen sich nicht schnell genug schreiben. Die Mail ist davon nicht betroffen.',
  },
  'device-silent': {
    title: ({ address, sinceMs }) => `${address} schweigt seit ${formatTime(sinceMs, Date.now())}`,
    text: () =>
      'Sonst sendet es öfter. Prüfen, ob es eingeschaltet ist und diesen Server erreicht; wird es nicht mehr gebraucht, dies auf seiner Karte angeben.',
  },
  'alerts-failing': {
    title: ({ channel }) => `Meldungen kommen nicht an: ${channelNames[channel]}`,
    text: ({ trouble }) => said(trouble),
  },
};

export const problemMessages: Translation<typeof en> = {
  title: 'Zu erledigen',
  said: texts,
  remedies: {
    start: 'Starten',
    relay: 'Relay erlauben …',
    session: 'Sitzung öffnen',
    sessions: 'Sitzungen',
    device: 'Gerät öffnen',
    learning: 'Zeigen, wer anklopft',
    connector: 'Connector öffnen',
    connectors: 'Connectors',
    sendConnector: 'Sendeconnector anlegen …',
    delivery: 'Zustellung',
    certificates: 'Zertifikate',
    password: 'Kennwort setzen …',
    signIn: 'Anmelden …',
    messages: 'Nachrichten zeigen',
    retry: 'Jetzt wiederholen',
    renew: 'Erneuern …',
    settings: 'Einstellungen',
  },
  more: (n) => `${formatCount(n)} weitere zeigen`,
  fewer: 'Weniger zeigen',
  named: (remedy, problem) => `${remedy}: ${problem}`,
  applied: 'Die Änderung wurde gespeichert. Das Gerät kann es wieder versuchen.',
  renew: {
    title: (file) => `Zertifikat „${file}“ erneuern`,
    text: (names) => `Ein neues selbstsigniertes Zertifikat wird ausgestellt für ${joinWords(names, 'und')}.`,
    consequence:
      'Neue Verbindungen benutzen es sofort. Geräte, denen das alte bekannt gemacht wurde, brauchen das neue; Geräte, die es nicht prüfen, bemerken nichts.',
    button: 'Neues Zertifikat ausstellen',
    done: (file) => `Das Zertifikat „${file}“ wurde erneuert.`,
  },
};
