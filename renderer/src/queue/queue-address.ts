import { messageStatuses, noMessageFilter, type MessageFilter } from './message-filter.ts';

/** Addresses of the queue page that name a queue and what of it is shown: `#queue:smtp.example?status=suspended`. */

const names = Object.keys(noMessageFilter) as readonly (keyof MessageFilter)[];

export function queueAddress(queue: string, filter: MessageFilter = noMessageFilter): string {
  const asked = new URLSearchParams(
    names.map((name) => [name, filter[name].trim()]).filter(([, value]) => value !== ''),
  );
  return `#queue:${encodeURIComponent(queue)}${asked.size > 0 ? `?${asked.toString()}` : ''}`;
}

/** The filter that an address of the queue page asks for; null where it asks for none. */
export function filterOf(hash: string): MessageFilter | null {
  const start = hash.indexOf('?');
  if (start < 0) return null;
  const asked = new URLSearchParams(hash.slice(start + 1));
  const text = (name: keyof MessageFilter): string => asked.get(name) ?? '';
  const status = messageStatuses.find((one) => one === asked.get('status')) ?? '';
  return { sender: text('sender'), recipient: text('recipient'), status, text: text('text') };
}
