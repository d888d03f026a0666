import { formatCount, plural } from '../../format.ts';

/** Every text of the overview. */

export const overviewMessages = {
  headline: {
    good: 'Everything is working.',
    waiting: (n: number) => `${plural(n, 'message is', 'messages are')} waiting to be delivered.`,
    stopped: 'Postroom takes no mail at the moment.',
    paused: 'Mail is taken in, but not sent on.',
    problems: (n: number) => `${plural(n, 'thing needs', 'things need')} you.`,
    since: (accepted: number, delivered: number, refused: number) =>
      `Since the start: ${formatCount(accepted)} accepted, ${formatCount(delivered)} delivered, ${formatCount(refused)} refused.`,
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
} as const;
