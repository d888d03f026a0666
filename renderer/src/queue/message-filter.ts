import type { CallInput } from '../../../main/contract/calls.ts';

/** What of a queue is looked at. */

export const messageStatuses = ['ready', 'leased', 'suspended', 'poison'] as const;
export type MessageStatus = (typeof messageStatuses)[number];

export interface MessageFilter {
  readonly sender: string;
  readonly recipient: string;
  /** Empty: any. */
  readonly status: MessageStatus | '';
  readonly text: string;
}

export const noMessageFilter: MessageFilter = { sender: '', recipient: '', status: '', text: '' };

export function isFilteringMessages({ sender, recipient, status, text }: MessageFilter): boolean {
  return [sender, recipient, status, text].some((part) => part.trim() !== '');
}

/** The same as a question to the engine. */
export function messageQuery(queue: string, filter: MessageFilter): CallInput<'queue.messages'> {
  const { status } = filter;
  const texts = Object.entries({ sender: filter.sender, recipient: filter.recipient, text: filter.text });
  const asked = texts.map(([name, value]) => [name, value.trim()] as const).filter(([, value]) => value !== '');
  return { queue, ...(status === '' ? {} : { status }), ...Object.fromEntries(asked) };
}
