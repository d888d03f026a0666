import { alertMessages } from './alerts.ts';
import { changeDialogMessages } from './change-dialog.ts';
import { connectorEditorMessages } from './connector-editor.ts';
import { connectorMessages } from './connectors.ts';
import { connectorWizardMessages } from './connector-wizard.ts';
import { deliveryEditorMessages } from './delivery-editor.ts';
import { deliveryMessages } from './delivery.ts';
import { formatCount, joinWords, plural } from '../../format.ts';
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
import { sessionMessages } from './sessions.ts';
import { shellMessages } from './shell.ts';
import { frameMessages } from './frame.ts';
import { overviewMessages } from './overview.ts';
import { problemMessages } from './problems.ts';
import { queueMessages } from './queue.ts';
import { queueSurgeryMessages } from './queue-surgery.ts';
import { rewritingMessages } from './rewriting.ts';
import { aliasMessages, sendRulesMessages } from './send-rules.ts';
import { settingsMessages } from './settings.ts';
import { testerMessages } from './tester.ts';

/** Every text of the interface. Sentences are functions of what they name, so that a translation can order its words. */

export const en = {
  product: 'Postroom',
  skip: 'Skip to content',
  dismiss: 'Dismiss',
  cancel: 'Cancel',
  close: 'Close',
  copying: {
    copy: 'Copy',
    copied: 'Copied',
    notCopied: 'The browser did not let it onto the clipboard. Select the text and copy it.',
  },
  navigation: {
    label: 'Pages',
    overview: 'Overview',
    connectors: 'Connectors',
    sessions: 'Sessions',
    tester: 'Tester',
    queue: 'Queue',
    settings: 'Settings',
    start: 'Set up',
    devices: 'Devices',
    delivery: 'Delivery',
    shell: 'Shell',
    open: (n: number) => `${formatCount(n)} open`,
  },
  theme: { label: 'Appearance', system: 'System', light: 'Light', dark: 'Dark' },
  connection: {
    connecting: 'Connecting to Postroom …',
    lost: 'No connection to Postroom. Trying again …',
  },
  state: {
    starting: 'Postroom is starting.',
    receiving: (ports: readonly string[]) => `Receiving on ${joinWords(ports, 'and')}`,
    partly: (ports: readonly string[], failed: readonly string[]) =>
      `Receiving on ${joinWords(ports, 'and')}, but not on ${joinWords(failed, 'and')}`,
    learning: 'Learning mode: no mail is accepted',
    notReceiving: 'Not receiving: no port could be opened',
    receivingStopped: 'Receiving is stopped',
    noListeners: 'Not receiving: no enabled connector has a binding',
    receivingMany: (ports: number) => `Receiving on ${plural(ports, 'port', 'ports')}`,
    sendingPaused: 'sending is paused',
    sendingThrough: (host: string) => `sending through ${host}`,
    sendingThroughMany: (host: string, more: number) =>
      `sending through ${host} and ${plural(more, 'other way', 'other ways')}`,
    sendingDirectly: 'sending straight to the recipients’ servers',
    sendingNowhere: 'sending to nobody outside',
    nothingWaiting: 'nothing waiting',
    waiting: (n: number) => `${plural(n, 'message', 'messages')} waiting`,
  },
  actions: {
    stopReceiving: 'Stop receiving',
    startReceiving: 'Start receiving',
    pauseSending: 'Pause sending',
    resumeSending: 'Resume sending',
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
  printer: printerMessages,
  doctor: doctorMessages,
  quota: quotaMessages,
  remedy: remedyMessages,
  start: startMessages,
  tester: testerMessages,
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
} as const;
