import { parseArgs } from 'node:util';

/** What the program was started with. Chromium's own switches come along and are none of our business. */

export interface Arguments {
  /** Data folder as it was typed, or null for the default one. */
  readonly data: string | null;
  /** Tray only: the way it starts when the person logs in. */
  readonly hidden: boolean;
  /** Engine only, without tray and window: the way a scheduled task starts it at boot. */
  readonly headless: boolean;
}

/** `args` are the words behind the program and, where it is not packaged, behind its folder. */
export function readArguments(args: readonly string[]): Arguments {
  const options = {
    data: { type: 'string' },
    hidden: { type: 'boolean' },
    headless: { type: 'boolean' },
  } as const;
  const { values } = parseArgs({ args: [...args], options, strict: false });
  return {
    data: typeof values.data === 'string' ? values.data : null,
    hidden: values.hidden === true,
    headless: values.headless === true,
  };
}
