/** The pages there are, in the order of the navigation. */
export const pages = ['overview', 'sessions', 'queue'] as const;
export type Page = (typeof pages)[number];

/** The page an address names; the overview where it names none. */
export function pageOf(hash: string): Page {
  return pages.find((page) => hash === `#${page}`) ?? 'overview';
}
