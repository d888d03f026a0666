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
  states: { any: 'All', refused: 'Refused last', accepted: 'Accepted last', unnamed: 'Without a name' },
  noneMatch: 'No device matches the filter.',
  shown: (shown: number, all: number) => `${formatCount(shown)} of ${formatCount(all)}`,
  state: {
    refused: 'refused last',
    accepted: 'accepted last',
    silent: 'connected, sent nothing',
    awaited: 'has not connected yet',
  },
  signsIn: 'signs in',
  more: (count: number) => `${formatCount(count)} more`,
  never: 'never',
  refusedBecause: (why: string) => `Refused: ${why}`,
  week: (accepted: number, refused: number) =>
    `Last seven days: ${formatCount(accepted)} accepted, ${formatCount(refused)} refused`,
  weekTitle: 'Last seven days',
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
  facts: {
    title: 'What is known',
    address: 'Address',
    helo: 'Calls itself',
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
