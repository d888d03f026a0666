import { formatCount } from './format.ts';
import { replyMessages } from './reply-messages.ts';

/** Every text of the sessions page. */

const plural = (count: number, one: string, many: string): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

export const sessionMessages = {
  title: 'Sessions',
  summary: (open: number, refused: number) =>
    `Live. ${formatCount(open)} open now, ${formatCount(refused)} of the latest refused.`,
  paused: (lines: number) => `Paused. ${plural(lines, 'line waits', 'lines wait')}.`,
  pause: 'Pause',
  resume: 'Go on',
  toEnd: 'To the latest line',
  empty: 'No session yet. Point a device at one of the listeners: its conversation appears here as it happens.',
  log: 'Session log',
  gap: (lines: number) =>
    `${plural(lines, 'line', 'lines')} came too fast to be shown; choose a session to read it whole`,
  unknown: '…',
  pick: 'Choose a line to read why it was answered so.',
  details: 'Session',
  close: 'Close',
  verdict: {
    open: 'open',
    accepted: 'accepted',
    refused: 'refused',
    mixed: 'partly accepted',
    nothing: 'no message',
  },
  tone: { good: 'accepted', bad: 'refused', plain: '' },
  from: (address: string) => `from ${address}`,
  to: (address: string) => `to ${address}`,
  connected: (from: string, to: string) => `connected from ${from} to ${to}`,
  connects: (to: string) => `connects to ${to}`,
  closedBy: {
    Local: 'closed by Postroom',
    Remote: { receive: 'closed by the device', send: 'closed by the other side' },
    'Remote(SocketError)': 'the connection broke',
  },
  openInTester: 'Open in tester',
  events: { '+': 'connected', '-': 'closed', '>': 'sent by Postroom', '<': 'received', '*': 'note' },
  facts: {
    connector: 'Connector',
    tls: 'Encryption',
    noTls: 'None',
    account: 'Account',
    helo: 'Called itself',
    none: 'nothing',
    ended: 'Ended by',
  },
  endedBy: {
    Local: 'Postroom',
    Remote: 'the other side',
    'Remote(SocketError)': 'a broken connection',
    open: 'still open',
  },
  decision: (reply: string) => `Why ${reply}`,
  steps: 'Step by step',
  decisionNone: 'No decision stands behind this line.',
  deviations: 'What it did differently',
  /** Short names of what a device got wrong and was forgiven, by the engine's code. */
  deviation: {
    'all-linefeed': 'LF line ends',
    'bare-linefeed': 'bare LF',
    'bare-carriage-return': 'bare CR',
    'no-header': 'no header',
    'added-headers': 'header completed',
    'removed-headers': 'header cleaned',
    'http-request': 'speaks HTTP',
    'tls-on-plain-port': 'TLS too early',
    'clear-text-in-handshake': 'clear text in TLS',
    'old-tls': 'old TLS',
    'helo-with-blanks': 'name with blanks',
    'helo-without-name': 'no name',
    'helo-odd-name': 'odd name',
    'several-recipients': 'several addresses',
    'blank-before-colon': 'blank before colon',
    'blank-after-colon': 'blank after colon',
    'display-name': 'display name',
    'no-angle-brackets': 'no brackets',
    'dots-in-local-part': 'odd dots',
    'long-local-part': 'long name',
    'underscore-in-domain': 'underscore',
    'no-domain': 'no domain',
    'source-route': 'source route',
  } as Readonly<Record<string, string>>,
  reply: replyMessages,
} as const;
