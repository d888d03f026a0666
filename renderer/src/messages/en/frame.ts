import { formatTime } from '../../format.ts';

/** Every text of the frame around the pages: header, palette, keys, connection. */

export const frameMessages = {
  search: 'Search or run',
  connection: {
    since: (ms: number) =>
      `No connection to Postroom since ${formatTime(ms, Date.now())}. What stands here is from before. Trying again …`,
  },
  palette: {
    title: 'Search or run',
    field: 'Page, connector, device, queue, session or action',
    results: 'Matches',
    none: 'Nothing is called that.',
    hint: '↑ ↓ to choose, Enter to open or run, Esc to close',
    kinds: {
      page: 'Page',
      action: 'Action',
      connector: 'Connector',
      device: 'Device',
      queue: 'Queue',
      session: 'Session',
    },
    retry: (queue: string) => `Retry ${queue} now`,
    appearance: (theme: string) => `Appearance: ${theme}`,
    keys: 'Show the keys',
    guide: 'Set up with the guide',
  },
  keys: {
    title: 'Keys',
    palette: 'Search or run',
    page: (name: string) => `Go to ${name}`,
    filter: 'To the filter of the page',
    help: 'This list',
    escape: 'Close what is open',
    arrows: 'Move within a list or a log',
    button: 'Keys',
    then: 'then',
    close: 'Close',
  },
};
