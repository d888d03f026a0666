/** The pages there are, in the order of the navigation. */
export const pages = ['overview', 'connectors', 'sessions', 'tester', 'queue'] as const;
export type Page = (typeof pages)[number];

/** The page an address names, with or without what to show on it (`#tester:ID`); the overview where it names none. */
export function pageOf(hash: string): Page {
  return pages.find((page) => hash === `#${page}` || hash.startsWith(`#${page}:`)) ?? 'overview';
}
