/** The pages there are, in the order of the navigation. */
export const pages = ['overview', 'connectors', 'sessions', 'tester', 'queue'] as const;
export type Page = (typeof pages)[number];

/** The page an address names, with or without what to show on it (`#tester:ID`); the overview where it names none. */
export function pageOf(hash: string): Page {
  return pages.find((page) => hash === `#${page}` || hash.startsWith(`#${page}:`)) ?? 'overview';
}

/** The receive connector that an address asks for by its name: `#connectors:Relay%20OFFICE`. */
export function connectorOf(hash: string): string | null {
  const name = /^#connectors:(.+)$/.exec(hash)?.[1];
  if (name === undefined) return null;
  try {
    return decodeURIComponent(name);
  } catch {
    // Typed by hand, with a percent sign that stands for itself.
    return name;
  }
}
