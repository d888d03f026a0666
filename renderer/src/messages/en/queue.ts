import { plural } from '../../format.ts';

/** Every text of the queue page. */

export const queueMessages = {
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
} as const;
