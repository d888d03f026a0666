import { formatCount, plural } from '../../format.ts';

/** Every text of the dialogs that change a message which waits, or make a new one of it. */

const messagesOf = (n: number): string => plural(n, 'message', 'messages');

export const queueSurgeryMessages = {
  action: {
    edit: 'Change recipients …',
    hold: 'Hold …',
    route: 'Send through …',
    resend: 'Resend as new …',
    forward: 'Forward …',
  },
  addresses: 'Addresses',
  addressesHint: 'One a line, or pasted with commas.',
  fault: (line: number, text: string) => `Line ${formatCount(line)}: “${text}” is not an address.`,
  moreFaults: (n: number) => `${plural(n, 'more line is', 'more lines are')} not addresses.`,
  wanted: 'Enter at least one address.',
  edit: {
    title: 'Change the recipients',
    text: (sent: number) =>
      sent === 0
        ? 'Those who stand here get the message, nobody else. To and Cc in its text stay as they are.'
        : `Those who stand here get the message. ${plural(sent, 'recipient is', 'recipients are')} done with already and stay so. To and Cc in its text stay as they are.`,
    waiting: 'Who waits for it',
    unchanged: 'Nobody changes.',
    added: (addresses: string) => `Gets it now: ${addresses}`,
    removed: (addresses: string) => `Does not get it any more, and nobody is told: ${addresses}`,
    kept: (n: number) => `${plural(n, 'recipient stays', 'recipients stay')}.`,
    more: (addresses: string, n: number) => `${addresses} and ${formatCount(n)} more`,
    resend: 'Try at once',
    resendHint: 'Otherwise it waits as it did. A message that is suspended is released.',
    save: 'Change',
    saveAndSend: 'Change and send',
    done: (n: number) => `The message is for ${plural(n, 'recipient', 'recipients')} now.`,
    doneAndSent: (n: number) => `The message is for ${plural(n, 'recipient', 'recipients')} now, and is tried at once.`,
  },
  hold: {
    title: (n: number) => (n === 1 ? 'Hold this message?' : `Hold ${messagesOf(n)}?`),
    text: (n: number) =>
      n === 1
        ? 'It is not tried while it is held. Its time runs on: past its expiry it is tried once more, and then given up.'
        : 'They are not tried while they are held. Their time runs on: past its expiry a message is tried once more, and then given up.',
    reason: 'Reason',
    reasonHint: 'Shown with the message.',
    reasonDefault: 'by an administrator',
    until: 'Until',
    forGood: 'somebody resumes it',
    forGoodHint: 'It waits here as long as it takes.',
    timed: 'a time',
    timedHint: 'Then it is released by itself, also when Postroom was restarted meanwhile.',
    time: 'Released at',
    noTime: 'Choose a time in the future.',
    save: 'Hold',
  },
  route: {
    title: (n: number) => (n === 1 ? 'Send this message another way?' : `Send ${messagesOf(n)} another way?`),
    loading: 'Reading the send connectors …',
    failed: 'The send connectors could not be read.',
    way: 'Send through',
    automatic: 'as routing says',
    disabled: (name: string) => `${name} (disabled)`,
    chosenText: (connector: string) =>
      `All who still wait are sent through ${connector}, whatever its address spaces and rules say.`,
    automaticText: 'The way is chosen again by the address spaces, costs and rules of the send connectors.',
    text: 'It is tried at once; what is suspended or held is released. Copies for mailbox folders stay as they are.',
    none: 'There is no send connector yet.',
    save: 'Send',
  },
  resend: {
    title: 'Resend as a new message',
    text: 'A new message with the same text and a Message-ID of its own goes out. This one stays and goes on waiting: whoever gets both has it twice.',
    to: 'To',
    all: (n: number) => `all it was for (${formatCount(n)})`,
    allHint: 'Also those who got it already.',
    others: 'these addresses',
    othersHint: 'Nobody else gets it.',
    save: 'Resend',
    done: 'The message was queued once more.',
    open: 'Show the new message',
  },
  forward: {
    title: 'Forward the message',
    text: 'They get a mail from the postmaster with this message attached, as it came. The message itself stays and goes on waiting.',
    save: 'Forward',
    done: (n: number) => `Forwarded to ${plural(n, 'recipient', 'recipients')}.`,
    open: 'Show the mail',
  },
} as const;
