const OLDEST = 24;

/** What to do where this version of Node.js is too old to run Postroom, or null. Imports nothing. */
export function complaintAboutNode(version: string): string | null {
  if (Number(version.split('.')[0]) >= OLDEST) return null;
  return `Postroom runs on Node.js ${String(OLDEST)} or newer, and this is ${version}. It brings its own: start it with "npm run -s postroom -- COMMAND", or with node_modules/.bin/node in its folder.`;
}
