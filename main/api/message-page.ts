import type { MessageFilter, MessagePage, QueuedMessage } from '../transport/queue.ts';

/** A page of a queue as the store has it, with what is held in memory for that queue. Pure. */
export function withInHand(
  { messages, next }: MessagePage,
  inHand: readonly QueuedMessage[],
  {
    after,
    limit,
    status,
  }: { readonly after: number | null; readonly limit: number; readonly status: MessageFilter['status'] },
): MessagePage {
  // Whatever is held is leased.
  if (inHand.length === 0 || (status ?? 'leased') !== 'leased') return { messages, next };
  const known = new Set(messages.map(({ id }) => id));
  const more = inHand.filter(({ id }) => id > (after ?? -1) && (next === null || id <= next) && !known.has(id));
  const all = [...messages, ...more].sort((a, b) => a.id - b.id);
  const page = all.slice(0, limit);
  return { messages: page, next: all.length > limit ? (page.at(-1)?.id ?? null) : next };
}
