import { formatCount, plural } from '../../format.ts';

/** Every text of the devices page. */

export const deviceMessages = {
  title: 'Devices',
  summary: (devices: number, refused: number) =>
    refused === 0
      ? `${plural(devices, 'device', 'devices')}. None of them was refused last.`
      : `${plural(devices, 'device', 'devices')}, ${formatCount(refused)} of them refused last.`,
  loading: 'Reading the devices …',
  failed: 'The devices could not be read.',
  tryAgain: 'Try again',
  empty: 'No device has connected yet. The guide helps with the first one.',
  start: 'Open the guide',
  list: 'Devices',
  filter: 'Filter devices',
  filterHint: 'Name, address, reply, note',
  stateLabel: 'Which devices',
  states: {
    any: 'All',
    refused: 'Refused last',
    accepted: 'Accepted last',
    silent: 'Silent',
    unnamed: 'Without a name',
  },
  noneMatch: 'No device matches the filter.',
  shown: (shown: number, all: number) => `${formatCount(shown)} of ${formatCount(all)}`,
  state: {
    refused: 'refused last',
    accepted: 'accepted last',
    silent: 'connected, sent nothing',
    silentSince: (time: string) => `silent since ${time}`,
    knocked: 'knocked in learning mode',
    awaited: 'has not connected yet',
  },
  signsIn: 'signs in',
  more: (count: number) => `${formatCount(count)} more`,
  never: 'never',
  refusedBecause: (why: string) => `Refused: ${why}`,
  week: (accepted: number, refused: number) =>
    `Last seven days: ${formatCount(accepted)} accepted, ${formatCount(refused)} refused`,
  day: (day: string, accepted: number, refused: number) =>
    `${day}: ${formatCount(accepted)} accepted, ${formatCount(refused)} refused`,
  pick: 'Choose a device to see what is known of it.',
  gone: (address: string) => `No device with the address ${address} is known.`,
  close: 'Close',
  refusal: {
    title: 'Refused last',
    at: (time: string) => `Refused at ${time}`,
    relay: 'Let it relay …',
    advice: 'What would change it',
    working: 'Looking for what would change it …',
  },
  held: {
    title: 'Held for release',
    badge: 'held',
    label: 'Hold its mail until somebody releases it',
    hint: 'Messages are accepted and wait here and on the queue page.',
    waiting: (count: number, orMore: boolean) =>
      count === 0
        ? 'Nothing waits for release.'
        : `${plural(count, 'message waits', 'messages wait')} for release${orMore ? ', and there may be more' : ''}.`,
    released: (count: number) => `${plural(count, 'message was', 'messages were')} released.`,
    release: 'Release',
    queue: 'Show them in the queue',
    queueNamed: (queue: string) => `Show them in the queue ${queue}`,
    noSubject: 'no subject',
  },
  repeat: {
    title: 'Sends messages again',
    text: (times: number, time: string) =>
      `The same message came ${formatCount(times)} times, the last one at ${time}, and each was delivered. The device does not wait for the answer: give it a longer timeout for SMTP (a minute at least), and see whether its connection breaks.`,
  },
  facts: {
    title: 'What is known',
    address: 'Address',
    helo: 'Calls itself',
    hostName: 'Name in DNS',
    login: (user: string, mechanism: string) => `${user} (${mechanism})`,
    loginFailed: (user: string, mechanism: string) => `${user} (${mechanism}), refused`,
    loginRefused: (mechanism: string) => `wanted ${mechanism}, which is not offered`,
    answeredBy: 'Answered by',
    nobody: 'no connector',
    firstSeen: 'First seen',
    lastSeen: 'Last seen',
    lastAccepted: 'Last accepted',
    lastRefused: 'Last refused',
    never: 'never',
    tls: 'Encryption',
    noTls: 'none',
    account: 'Account',
    noAccount: 'no login',
    sender: 'Sends as',
    messages: 'Messages',
    counts: (accepted: number, refused: number) =>
      `${formatCount(accepted)} accepted, ${formatCount(refused)} refused, in all`,
    deviations: 'Does differently',
    rhythm: 'Rhythm',
    rhythms: {
      '01:00:00': 'at least every hour',
      '1.00:00:00': 'at least every day',
      '3.00:00:00': 'at least every three days',
      '7.00:00:00': 'at least every week',
      '31.00:00:00': 'at least every month',
      never: 'none, it may be silent',
    } as Readonly<Record<string, string>>,
    every: (span: string) => `at least every ${span}`,
    notLearned: 'not learned yet',
    pauses: (days: number) => `pauses ${plural(days, 'day', 'days')} at most`,
    none: 'nothing',
  },
  sessions: {
    title: 'Recent sessions',
    all: 'All its sessions',
    none: 'None of its sessions is kept any more.',
    loading: 'Reading the sessions …',
  },
  personal: {
    title: 'Name and note',
    name: 'Name',
    nameHint: 'Shown wherever the address would stand.',
    note: 'Note',
    noteHint: 'Where it stands, who looks after it.',
    rhythm: 'Expected to send',
    rhythmHint:
      'When it is silent for longer, somebody is told. Learned: after two weeks and eight days with mail, a whole day more than its longest pause in four weeks.',
    learned: 'as learned from its traffic',
    save: 'Save …',
    nothing: 'Nothing was changed.',
    savedAs: (name: string) => `${name} was saved.`,
    forgotten: (address: string) => `${address} has no name any more.`,
    report: (address: string) => `Save what ${address} is called`,
  },
  change: {
    relayed: (name: string) => `${name} may relay now. Its next message is answered by the new configuration.`,
    relayTitle: (name: string) => `Let ${name} relay`,
  },
} as const;
