import { formatCount, plural } from '../../format.ts';

/** Texts of learning mode, on the devices page. */

export const learningMessages = {
  begin: 'Learning mode …',
  title: 'Learning mode',
  explained:
    'While learning mode is on, no mail is accepted. Devices are heard out, told to try again later, and keep their mail. Here stands who knocks and what it wants, and receive connectors are proposed for it.',
  length: 'Ends by itself',
  lengths: {
    '1': 'after an hour',
    '8': 'after eight hours',
    '24': 'after a day',
    '72': 'after three days',
    never: 'not, until somebody ends it',
  },
  start: 'Start …',
  startReport: 'Start learning mode: from then on no mail is accepted',
  started: 'Learning mode is on. No mail is accepted.',
  end: 'End learning mode …',
  endReport: 'End learning mode: mail is accepted again',
  ended: 'Learning mode is off. Mail is accepted again.',
  on: 'Learning mode is on: no mail is accepted',
  until: (time: string) => `It ends by itself at ${time}.`,
  endless: 'It lasts until somebody ends it.',
  over: 'Who knocked while learning mode was on',
  overText: 'Mail is accepted again; these devices are not all let in yet.',
  nobody: 'Nobody has knocked yet. Let each device send something, for example a test page.',
  failed: 'Who knocked could not be read.',
  tryAgain: 'Try again',
  proposals: 'What would let them in',
  wants: {
    relay: (devices: string, count: number, domains: string) =>
      `${devices} ${count === 1 ? 'wants' : 'want'} to send to recipients outside${domains === '' ? '' : ` (${domains})`}.`,
    connector: (devices: string, count: number) =>
      `${devices} ${count === 1 ? 'is' : 'are'} let in by no receive connector.`,
  },
  gets: {
    newRelay: (count: number, name: string) =>
      `A new receive connector “${name}” would let ${count === 1 ? 'this address' : `these ${formatCount(count)} addresses`} relay, without a login.`,
    moreRelay: (count: number, name: string) =>
      `The relay connector “${name}” would take ${count === 1 ? 'this address' : `these ${formatCount(count)} addresses`} too.`,
    newConnector: (count: number, name: string) =>
      `A new receive connector “${name}” would let ${count === 1 ? 'this address' : `these ${formatCount(count)} addresses`} send to the accepted domains.`,
    moreConnector: (count: number, name: string) =>
      `The receive connector “${name}” would take ${count === 1 ? 'this address' : `these ${formatCount(count)} addresses`} too.`,
  },
  and: 'and',
  range: (low: string, high: string) => `${low} to ${high}`,
  others: 'others',
  make: 'Create the connector …',
  widen: 'Add to the connector …',
  report: (name: string) => `Let the devices in by “${name}”`,
  let: (name: string) => `The devices are let in by “${name}” as soon as learning mode ends.`,
  letNow: (name: string) => `The devices are let in by “${name}”.`,
  table: 'Who knocked',
  columns: {
    device: 'Device',
    wants: 'Wanted to send',
    times: 'Knocked',
    standing: 'Without learning mode',
  },
  from: (sender: string) => `from ${sender}`,
  to: (recipients: string) => `to ${recipients}`,
  more: (count: number) => `${formatCount(count)} more`,
  noSender: 'the empty sender',
  saidNothing: 'said nothing of it',
  login: {
    right: (user: string, mechanism: string) => `signs in as ${user} (${mechanism})`,
    wrong: (user: string, mechanism: string) => `login as ${user} failed (${mechanism})`,
    refused: (mechanism: string) => `wanted to sign in by ${mechanism}`,
  },
  times: (times: number, last: string) => `${plural(times, 'time', 'times')}, last ${last}`,
  standing: {
    ready: 'would be accepted',
    relay: 'may not send outside',
    connector: 'no connector lets it in',
    login: 'its login fails: make the account, or correct the device',
    outside: 'comes from the Internet: to be let in by hand',
    silent: 'has said nothing yet',
    other: 'would be refused',
  },
} as const;
