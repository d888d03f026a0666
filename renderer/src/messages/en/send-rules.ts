import { formatCount, joinWords } from '../../format.ts';

/** Texts of the rules of a send connector. */
export const sendRulesMessages = {
  title: 'Which mail, and when',
  senders: 'Only mail from these senders',
  sendersEmpty: 'Any sender',
  sendersHint: 'One a line: an address, @office.example for a whole domain, or <> for notifications.',
  sources: 'Only mail that came through',
  sourcesHint: 'None chosen: all of them. For the same domain a connector for some mail goes before one for all of it.',
  hours: 'Send only at certain hours',
  hoursHint: 'Mail waits in the queue until then, by the clock of this machine. Nobody is told of a delay.',
  from: 'From',
  to: 'To',
  days: 'Beginning on',
  daysHint: 'Hours over midnight belong to the day on which they begin. The same time twice is a whole day.',
  dayNames: {
    ...{ Monday: 'Monday', Tuesday: 'Tuesday', Wednesday: 'Wednesday', Thursday: 'Thursday', Friday: 'Friday' },
    ...{ Saturday: 'Saturday', Sunday: 'Sunday' },
  },
};

/** Texts about aliases. */
export const aliasMessages = {
  title: 'Aliases',
  add: 'New alias …',
  empty: 'Mail goes to the addresses that it is sent to.',
  keeps: 'keeps its mail',
  goesTo: (addresses: readonly string[]) => `Goes to ${joinWords(addresses, 'and')}.`,
  goesToMany: (count: number) => `Goes to ${formatCount(count)} addresses.`,
  newTitle: 'New alias',
  address: 'Mail for',
  addressHint: 'What the client asks for is decided by this address: an alias lets nobody write further than before.',
  deliverTo: 'Goes to',
  deliverToHint: 'One a line. With the address itself among them it keeps its mail too.',
  removeText: 'Mail goes to this address itself from then on. What waits already stays as it is.',
};
