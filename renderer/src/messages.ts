import { connectorEditorMessages } from './connector-editor-messages.ts';
import { connectorMessages } from './connector-messages.ts';
import { connectorWizardMessages } from './connector-wizard-messages.ts';
import { formatCount, joinWords } from './format.ts';
import { sessionMessages } from './session-messages.ts';
import { testerMessages } from './tester-messages.ts';

/** Every text of the interface. Sentences are functions of what they name, so that a translation can order its words. */

const plural = (count: number, one: string, many: string): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

export const messages = {
  product: 'Postroom',
  skip: 'Skip to content',
  dismiss: 'Dismiss',
  cancel: 'Cancel',
  navigation: {
    label: 'Pages',
    overview: 'Overview',
    connectors: 'Connectors',
    sessions: 'Sessions',
    tester: 'Tester',
    queue: 'Queue',
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
    notReceiving: 'Not receiving: no port could be opened',
    receivingStopped: 'Receiving is stopped',
    noListeners: 'Not receiving: no enabled connector has a binding',
    sendingPaused: 'sending is paused',
    nothingWaiting: 'nothing waiting',
    waiting: (n: number) => `${plural(n, 'message', 'messages')} waiting`,
  },
  headline: {
    good: 'Everything is working.',
    waiting: (n: number) => `${plural(n, 'message is', 'messages are')} waiting to be delivered.`,
    stopped: 'Postroom takes no mail at the moment.',
    paused: 'Mail is taken in, but not sent on.',
    problems: (n: number) => `${plural(n, 'thing needs', 'things need')} you.`,
    since: (accepted: number, delivered: number, refused: number) =>
      `Since the start: ${formatCount(accepted)} accepted, ${formatCount(delivered)} delivered, ${formatCount(refused)} refused.`,
  },
  actions: {
    stopReceiving: 'Stop receiving',
    startReceiving: 'Start receiving',
    pauseSending: 'Pause sending',
    resumeSending: 'Resume sending',
  },
  counts: {
    accepted: 'Accepted',
    delivered: 'Delivered',
    waiting: 'Waiting',
    refused: 'Refused',
    retry: (n: number) => `${formatCount(n)} tried before`,
    active: (n: number) => `${formatCount(n)} being sent`,
    unreachable: (n: number) => `${formatCount(n)} without a route`,
    suspended: (n: number) => `${formatCount(n)} suspended`,
    poison: (n: number) => `${formatCount(n)} set aside`,
    nothing: 'nothing held back',
  },
  problems: { title: 'Needs you', none: 'Nothing needs you.' },
  throughput: {
    title: 'Messages a minute',
    span: (minutes: number) => `last ${formatCount(minutes)} minutes`,
    empty: 'No mail in the last hour. Send one from a device and it shows here.',
    summary: (accepted: number, refused: number) =>
      `${formatCount(accepted)} accepted and ${formatCount(refused)} refused in the last hour`,
    peak: (n: number) => `at most ${formatCount(n)}`,
  },
  services: {
    title: 'Services',
    running: 'Running',
    stopped: 'Stopped',
    start: 'Start',
    stop: 'Stop',
    startNamed: (name: string) => `Start ${name}`,
    stopNamed: (name: string) => `Stop ${name}`,
    about: {
      'Frontend Transport': 'Listens and takes mail in',
      Transport: 'Keeps the queue and sends on',
      'Mailbox Transport Delivery': 'Writes mail into mailbox folders',
      'Mailbox Transport Submission': 'Sends what is put into the pickup folder',
    },
  },
  listeners: {
    title: 'Listeners',
    none: 'No enabled connector has a binding.',
    listening: 'Listening',
    failed: 'Not listening',
    stopped: 'Stopped',
    port: 'Port',
    address: 'Address',
    connector: 'Receive connector',
    state: 'State',
    everywhere: 'all addresses',
  },
  connectors: connectorMessages,
  connectorEditor: connectorEditorMessages,
  connectorWizard: connectorWizardMessages,
  sessions: sessionMessages,
  tester: testerMessages,
  queue: {
    title: 'Queue',
    empty: 'The queues are empty.',
    emptyHint: 'Mail that cannot be delivered at once waits here.',
    queues: 'Queues',
    columns: { queue: 'Queue', status: 'Status', messages: 'Messages', next: 'Next attempt', error: 'Last error' },
    status: {
      Active: 'Active',
      Connecting: 'Connecting',
      Ready: 'Ready',
      Retry: 'Waiting to retry',
      Suspended: 'Suspended',
    },
    route: {
      DnsConnectorDelivery: 'to the mail exchanger of the domain',
      SmartHostConnectorDelivery: 'to the smart host',
      SmtpDeliveryToMailbox: 'into mailbox folders',
      Undefined: 'on their way to a queue',
      Unreachable: 'no send connector takes them',
    },
    through: (route: string, connector: string) => `${route}, through ${connector}`,
    retry: 'Retry now',
    suspend: 'Suspend',
    resume: 'Resume',
    show: (queue: string) => `Messages in ${queue}`,
    messages: (queue: string) => `Messages in ${queue}`,
    noMessages: 'No message in this queue.',
    nullSender: 'null sender',
    noSubject: '(no subject)',
    remove: 'Remove …',
    removeTitle: 'Remove this message?',
    removeText: (sender: string) => `The message from ${sender} is deleted and will not be delivered.`,
    removeSilently: 'Remove without telling anyone',
    removeWithNdr: 'Remove and tell the sender',
    state: { ready: 'waiting', leased: 'being sent', suspended: 'suspended', poison: 'set aside' },
    attempts: (n: number) => plural(n, 'attempt', 'attempts'),
    more: 'More messages',
  },
} as const;
