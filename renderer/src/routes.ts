/** The pages there are, in the order of the navigation. */
export const pages = [
  'overview',
  'connectors',
  'sessions',
  'tester',
  'queue',
  'devices',
  'delivery',
  'shell',
  'settings',
] as const;
export type Page = (typeof pages)[number];
/** Where one can be: a page, or the first-run guide, which the navigation does not list. */
export type Place = Page | 'start';

/** The page an address names, with or without what to show on it (`#tester:ID`); the overview where it names none. */
export function pageOf(hash: string): Place {
  return (
    ([...pages, 'start'] as const).find((page) => hash === `#${page}` || hash.startsWith(`#${page}:`)) ?? 'overview'
  );
}

/** What an address asks for behind its page: `OFFICE` of `#connectors:OFFICE` for `connectors`; null where nothing. */
export function partOf(hash: string, page: string): string | null {
  const start = `#${page}:`;
  if (!hash.startsWith(start) || hash.length === start.length) return null;
  const part = hash.slice(start.length);
  try {
    return decodeURIComponent(part);
  } catch {
    // Typed by hand, with a percent sign that stands for itself.
    return part;
  }
}

/** The message that an address asks for: `#queue:message:28800000000001`. */
export function messageOf(hash: string): number | null {
  const id = partOf(hash, 'queue:message');
  return id !== null && /^\d{1,16}$/.test(id) ? Number(id) : null;
}

/** The queue that an address asks for: `#queue:smtp.example.com`, with or without what of it is shown (`?status=suspended`). */
export function queueOf(hash: string): string | null {
  return messageOf(hash) === null ? partOf(hash.replace(/\?.*$/s, ''), 'queue') : null;
}

/** The session that an address asks for: `#sessions:08D892B7A9441226`. */
export function sessionOf(hash: string): string | null {
  return /^#sessions:([0-9A-F]{1,32})$/i.exec(hash)?.[1] ?? null;
}
