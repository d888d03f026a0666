import type { Api } from '../contract/calls.ts';
import { PostroomError } from '../errors.ts';
import type { ApiParts } from './parts.ts';

/** What only the desktop can do. An engine without one, a service for instance, says so. */
type DesktopCalls = Pick<Api['calls'], 'desktop.get' | 'desktop.change'>;

export function createDesktopCalls({ desktop }: ApiParts): DesktopCalls {
  return {
    'desktop.get': () => desktop?.state() ?? null,
    'desktop.change': async (wish) => {
      if (desktop === null)
        throw new PostroomError(
          'usage',
          'This engine runs without a desktop. Change this in the menu of the tray icon, or with the tools of the system.',
        );
      await desktop.change(wish);
      return desktop.state();
    },
  };
}
