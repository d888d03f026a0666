import { formatCount, joinWords, plural } from '../../format.ts';
import type { Messages } from '../translation.ts';
import { alertMessages } from './alerts.ts';
import { changeDialogMessages } from './change-dialog.ts';
import { connectorEditorMessages } from './connector-editor.ts';
import { connectorMessages } from './connectors.ts';
import { connectorWizardMessages } from './connector-wizard.ts';
import { printerMessages } from './printer.ts';
import { doctorMessages } from './doctor.ts';
import { folderMessages } from './folders.ts';
import { quotaMessages } from './quota.ts';
import { remedyMessages } from './remedy.ts';
import { arrivalMessages } from './arrival.ts';
import { signInMessages } from './sign-in.ts';
import { startMessages } from './start.ts';
import { deviceMessages } from './devices.ts';
import { learningMessages } from './learning.ts';
import { queueMessages } from './queue.ts';
import { queueSurgeryMessages } from './queue-surgery.ts';
import { rewritingMessages } from './rewriting.ts';
import { aliasMessages, sendRulesMessages } from './send-rules.ts';
import { deliveryEditorMessages } from './delivery-editor.ts';
import { deliveryMessages } from './delivery.ts';
import { settingsMessages } from './settings.ts';
import { frameMessages } from './frame.ts';
import { overviewMessages } from './overview.ts';
import { problemMessages } from './problems.ts';
import { sessionMessages } from './sessions.ts';
import { testerMessages } from './tester.ts';
import { shellMessages } from './shell.ts';

/** Die Oberfläche auf Deutsch. */
export const de: Messages = {
  product: 'Postroom',
  skip: 'Zum Inhalt',
  dismiss: 'Schließen',
  cancel: 'Abbrechen',
  close: 'Schließen',
  copying: {
    copy: 'Kopieren',
    copied: 'Kopiert',
    notCopied: 'Der Browser ließ es nicht in die Zwischenablage. Den Text markieren und kopieren.',
  },
  navigation: {
    label: 'Seiten',
    overview: 'Übersicht',
    connectors: 'Connectors',
    sessions: 'Sitzungen',
    tester: 'Tester',
    queue: 'Warteschlange',
    settings: 'Einstellungen',
    start: 'Einrichtung',
    devices: 'Geräte',
    delivery: 'Zustellung',
    shell: 'Shell',
    open: (n) => `${formatCount(n)} offen`,
  },
  theme: { label: 'Darstellung', system: 'System', light: 'Hell', dark: 'Dunkel' },
  connection: {
    connecting: 'Verbindung mit Postroom wird aufgebaut …',
    lost: 'Keine Verbindung mit Postroom. Es wird weiter versucht …',
  },
  state: {
    starting: 'Postroom startet.',
    receiving: (ports) => `Empfang auf ${joinWords(ports, 'und')}`,
    partly: (ports, failed) => `Empfang auf ${joinWords(ports, 'und')}, aber nicht auf ${joinWords(failed, 'und')}`,
    learning: 'Lernmodus: Es wird keine Mail angenommen',
    notReceiving: 'Kein Empfang: Kein Port ließ sich öffnen',
    receivingStopped: 'Der Empfang ist angehalten',
    noListeners: 'Kein Empfang: Kein eingeschalteter Connector hat eine Bindung',
    receivingMany: (ports) => `Empfang auf ${plural(ports, 'Port', 'Ports')}`,
    sendingPaused: 'der Versand pausiert',
    sendingThrough: (host) => `Versand über ${host}`,
    sendingThroughMany: (host, more) => `Versand über ${host} und ${plural(more, 'anderen Weg', 'andere Wege')}`,
    sendingDirectly: 'Versand direkt an die Server der Empfänger',
    sendingNowhere: 'kein Versand nach außen',
    nothingWaiting: 'nichts wartet',
    waiting: (n) => plural(n, 'Nachricht wartet', 'Nachrichten warten'),
  },
  actions: {
    stopReceiving: 'Empfang anhalten',
    startReceiving: 'Empfang starten',
    pauseSending: 'Versand pausieren',
    resumeSending: 'Versand fortsetzen',
  },
  frame: frameMessages,
  overview: overviewMessages,
  problems: problemMessages,
  connectors: connectorMessages,
  changeDialog: changeDialogMessages,
  connectorEditor: connectorEditorMessages,
  connectorWizard: connectorWizardMessages,
  sessions: sessionMessages,
  shell: shellMessages,
  devices: deviceMessages,
  learning: learningMessages,
  tester: testerMessages,
  printer: printerMessages,
  doctor: doctorMessages,
  quota: quotaMessages,
  remedy: remedyMessages,
  start: startMessages,
  queue: queueMessages,
  queueSurgery: queueSurgeryMessages,
  rewriting: rewritingMessages,
  sendRules: sendRulesMessages,
  aliases: aliasMessages,
  folders: folderMessages,
  delivery: deliveryMessages,
  deliveryEditor: deliveryEditorMessages,
  signIn: signInMessages,
  arrival: arrivalMessages,
  settings: settingsMessages,
  alerts: alertMessages,
};
