import { alertMessages } from './alerts.ts';
import type { ProblemTexts } from '../../overview/problem-texts.ts';
import { formatCount, formatDate, formatMinute, formatSize, formatTime, joinWords, plural } from '../../format.ts';

/** What needs a person, and what can be done about it. Replies of servers stay as they are. */

const channelNames = alertMessages.channels;

const said: ProblemTexts = {
  'learning-mode': {
    title: () => 'Learning mode is on: no mail is accepted',
    text: ({ endsMs, devices }) =>
      `${plural(devices, 'device', 'devices')} knocked so far, and ${devices === 1 ? 'keeps its' : 'keep their'} mail. ${endsMs === null ? 'It lasts until somebody ends it.' : `It ends by itself at ${formatTime(endsMs, Date.now())}.`}`,
  },
  'service-stopped': {
    title: ({ service }) => `${service} is stopped`,
    text: ({ service }) =>
      ({
        'Frontend Transport': 'No mail is taken from devices.',
        Transport: 'Mail is taken in and kept, and nothing is sent on.',
        'Mailbox Transport Delivery': 'Nothing is written into the mailbox folders.',
        'Mailbox Transport Submission': 'Files in the pickup folder are not sent.',
      })[service],
  },
  'listener-failed': {
    title: ({ address, port }) => `Port ${String(port)} on ${address} could not be opened`,
    text: ({ connector, reason }) =>
      `${connector} does not listen there. ${reason ?? 'The reason is not known.'} End the program that uses the port, or change the binding.`,
  },
  'device-refused': {
    title: ({ address, count, lastMs }) =>
      `${address} was refused ${count === 1 ? 'once' : `${formatCount(count)} times`} today, last at ${formatMinute(lastMs)}`,
    text: ({ recipients, reply }) =>
      recipients.length === 0 ? reply : `It tried to send to ${joinWords(recipients.slice(0, 3), 'and')}: ${reply}`,
  },
  'unreachable-mail': {
    title: ({ messages }) => `${plural(messages, 'message has', 'messages have')} no way out`,
    text: () => 'No send connector has an address space for the domain. Once one has, the mail leaves by itself.',
  },
  'no-send-connector': {
    title: ({ messages }) =>
      messages === 0
        ? 'Mail for recipients outside was refused, and nothing could send it'
        : `${plural(messages, 'message waits', 'messages wait')} for a send connector`,
    text: () => 'There is none yet. Add one, for example to the smart host of the provider.',
  },
  'poison-mail': {
    title: ({ messages }) => `${plural(messages, 'message was', 'messages were')} set aside`,
    text: () => 'Delivery crashed on it. Look at what is in the Poison queue, and resume or remove it.',
  },
  'secret-missing': {
    title: ({ connector }) => `${connector} has no password`,
    text: () => 'The send connector has to log in. With the password, waiting mail leaves by itself.',
  },
  'sign-in-needed': {
    title: ({ connector, state }) =>
      state === 'never' ? `Nobody has signed in for ${connector} yet` : `${connector} gets no token any more`,
    text: ({ state, reason }) =>
      state === 'never' ? 'Its mail waits, and leaves by itself after the sign-in.' : `${reason} Its mail waits.`,
  },
  'client-secret-expiring': {
    title: ({ connector, step, expiresMs }) =>
      step === 0
        ? `The client secret of ${connector} has expired`
        : `The client secret of ${connector} ends on ${formatDate(expiresMs)}`,
    text: () => 'Make a new one at the provider, set it, and note its last day on the send connector.',
  },
  'queue-stuck': {
    title: ({ messages, queue }) =>
      messages === 0
        ? `Mail goes another way than by ${queue}`
        : `${plural(messages, 'message waits', 'messages wait')} for ${queue}`,
    text: ({ sinceMs, lastError, isSetting }) =>
      [
        `Nothing has got through since ${formatTime(sinceMs, Date.now())}.`,
        isSetting ? 'Waiting does not help: the settings of the send connector have to change.' : '',
        lastError ?? '',
      ]
        .filter((text) => text !== '')
        .join(' '),
  },
  'quota-near': {
    title: ({ connector, used, limit }) =>
      used >= limit
        ? `${connector} has used up its quota of 24 hours`
        : `${connector} has used ${formatCount(Math.floor((used / limit) * 100))} % of its quota of 24 hours`,
    text: ({ name, used, limit, waiting, freeAtMs }) =>
      [
        `${formatCount(used)} of ${formatCount(limit)} ${name === 'recipientsPerDay' ? 'recipients' : 'messages'}.`,
        waiting === 0 ? '' : `${plural(waiting, 'message waits', 'messages wait')} and leave by themselves.`,
        freeAtMs === null ? '' : `The next fits at ${formatTime(freeAtMs, Date.now())}.`,
      ]
        .filter((text) => text !== '')
        .join(' '),
  },
  'disk-full': {
    title: () => 'New mail is refused: the disk is full',
    text: ({ reason }) => `${reason} Nothing is lost: senders try again, and mail is taken as soon as there is room.`,
  },
  'store-failed': {
    title: () => 'New mail is refused: the queue cannot be written',
    text: ({ reason }) =>
      `${reason} Check the disk and the rights to the data folder. Nothing is lost: senders try again.`,
  },
  'pressure-high': {
    title: ({ cause }) =>
      ({
        disk: 'New mail is refused: too little free disk',
        queue: 'New mail is refused: too much is waiting',
        delay: 'New mail is refused: the computer is too busy',
        store: 'New mail is refused: the queue cannot be written',
      })[cause],
    text: ({ reason }) => `${reason} Nothing is lost: senders try again.`,
  },
  'disk-low': {
    title: ({ freeBytes }) => `Only ${formatSize(freeBytes)} are free on the disk with the data folder`,
    text: ({ leastBytes }) => `Below ${formatSize(leastBytes)} new mail is refused until there is room again.`,
  },
  'certificate-expired': {
    title: ({ file }) => `The certificate “${file}” has expired`,
    text: ({ subject, notAfterMs, selfSigned }) =>
      `${subject} ended on ${formatDate(notAfterMs)}. Devices that check it refuse the connection. ${selfSigned ? 'Postroom can make the next one now.' : 'Bring in the renewed one.'}`,
  },
  'certificate-expiring': {
    title: ({ file, notAfterMs }) => `The certificate “${file}” ends on ${formatDate(notAfterMs)}`,
    text: ({ subject, selfSigned }) =>
      `${subject}. ${selfSigned ? 'Postroom can make the next one now.' : 'Bring in the renewed one before that day.'}`,
  },
  'certificate-untrusted': {
    title: ({ connector }) => `${connector} presents a certificate that its partners cannot trust`,
    text: ({ file }) =>
      `Partners check who they talk to, and “${file}” is self-signed. Import one that a public authority has signed, and choose it for the connector.`,
  },
  'partner-authority-ending': {
    title: ({ subject, notAfterMs, step }) =>
      `The authority of a partner ${step === 0 ? 'ended' : 'ends'} on ${formatDate(notAfterMs)}: ${subject}`,
    text: ({ file }) =>
      `Ask the partner for the new one, and put it into certificates/partners beside ${file}; it is used at once. Mail to and from this partner waits while there is none that is valid.`,
  },
  'journal-dropping': {
    title: () => 'Log lines were left out',
    text: () => 'They could not be written fast enough. Mail is not affected.',
  },
  'device-silent': {
    title: ({ address, sinceMs }) => `${address} has been silent since ${formatTime(sinceMs, Date.now())}`,
    text: () =>
      'It usually sends more often. See whether it is switched on and reaches this server; if it is used no longer, say so on its card.',
  },
  'alerts-failing': {
    title: ({ channel }) => `Alerts do not arrive: ${channelNames[channel]}`,
    text: ({ trouble }) => trouble,
  },
};

export const problemMessages = {
  title: 'Needs you',
  said,
  remedies: {
    start: 'Start',
    relay: 'Let it relay …',
    session: 'Open session',
    sessions: 'Sessions',
    device: 'Open device',
    learning: 'See who knocks',
    connector: 'Open connector',
    connectors: 'Connectors',
    sendConnector: 'Add a send connector …',
    delivery: 'Delivery',
    certificates: 'Certificates',
    password: 'Set the password …',
    signIn: 'Sign in …',
    messages: 'Show the messages',
    retry: 'Retry now',
    renew: 'Renew …',
    settings: 'Settings',
  },
  more: (n: number) => `Show ${formatCount(n)} more`,
  fewer: 'Show fewer',
  named: (remedy: string, problem: string) => `${remedy}: ${problem}`,
  /** After "Let it relay": what was offered was applied. */
  applied: 'The change was saved. The device can try again.',
  renew: {
    title: (file: string) => `Renew the certificate “${file}”`,
    text: (names: readonly string[]) => `A new self-signed certificate is made for ${joinWords(names, 'and')}.`,
    consequence:
      'It is used for new connections at once. Devices that were given the old one have to be given the new one; devices that do not check it notice nothing.',
    button: 'Make the new certificate',
    done: (file: string) => `The certificate “${file}” was renewed.`,
  },
};
