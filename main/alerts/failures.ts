import type { AlertItem } from '../contract/alert-view.ts';
import type { AlertState, FailureGroup } from './alert-state.ts';

/** Mail that could not be delivered, gathered until it is told. Pure. */

const MOST_GROUPS = 200;

/** One recipient that a message could not be delivered to. */
export interface DeliveryFailure {
  readonly sender: string;
  readonly recipient: string;
  /** As it came, with its code. */
  readonly reply: string;
  /** null where subjects are not to be kept. */
  readonly subject: string | null;
  /** What to do about such a reply. */
  readonly action: string;
}

type Gathered = Pick<AlertState, 'failures' | 'failuresBeyond'>;

/** The same sender, recipient and reply are one line with a count. */
export function gather(state: Gathered, failure: DeliveryFailure, nowMs: number): Gathered {
  const key = [failure.sender, failure.recipient, failure.reply].join('\n').toLowerCase();
  const known = state.failures.findIndex((group) => group.key === key);
  if (known >= 0) {
    const failures = state.failures.map((group, at) => (at === known ? { ...group, count: group.count + 1 } : group));
    return { ...state, failures };
  }
  if (state.failures.length >= MOST_GROUPS) return { ...state, failuresBeyond: state.failuresBeyond + 1 };
  return { ...state, failures: [...state.failures, { ...failure, key, count: 1, sinceMs: nowMs }] };
}

/** Messages, not lines. */
export function failureCount({ failures, failuresBeyond }: Gathered): number {
  return failures.reduce((sum, { count }) => sum + count, failuresBeyond);
}

export function failureItem({
  key,
  count,
  sinceMs,
  sender,
  recipient,
  reply,
  subject,
  action,
}: FailureGroup): AlertItem {
  const what = count === 1 ? (subject === null ? 'A message' : `"${subject}"`) : `${String(count)} messages`;
  const text = `${what} from ${sender} to ${recipient} could not be delivered: ${reply}`;
  return { key: `delivery-failure ${key}`, kind: 'delivery-failure', text, action, sinceMs };
}
