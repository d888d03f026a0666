import type { ConfigDocument } from '../../../main/contract/document.ts';
import { messages } from '../messages.ts';
import type { Line } from './line.ts';

export type Account = ConfigDocument['accounts'][number];

/** More addresses are counted, not named. */
const MOST_ADDRESSES = 3;

/** An account as a line: as whom it may send. */
export function accountLine({ userName, enabled, addresses }: Account): Line {
  const words = messages.delivery.accounts;
  const { on, off } = messages.delivery;
  const isUseful = addresses.length > 0;
  return {
    key: userName,
    name: userName,
    tone: enabled ? (isUseful ? 'good' : 'warn') : 'plain',
    state: enabled ? on : off,
    badges: enabled ? [] : [{ tone: 'plain', text: off }],
    sentence: isUseful
      ? addresses.length > MOST_ADDRESSES
        ? words.sendsMany(addresses.length)
        : words.sends(addresses)
      : words.sendsNone,
    note: null,
  };
}
