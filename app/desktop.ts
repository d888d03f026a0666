import type { Desktop } from '../main/contract/desktop-view.ts';
import { PostroomError } from '../main/errors.ts';
import type { BootTask } from './boot-task.ts';
import type { LoginItem } from './login-item.ts';
import { words } from './words.ts';

/** What the settings page may ask of the desktop; null: the system has no such thing. */
export function createDesktop(loginItem: LoginItem | null, bootTask: BootTask | null): Desktop {
  return {
    state: () => ({ startAtLogin: loginItem?.isOn() ?? null, startAtBoot: bootTask?.isOn() ?? null }),
    async change({ startAtLogin, startAtBoot }) {
      if (startAtLogin !== undefined) there(loginItem).set(startAtLogin);
      if (startAtBoot !== undefined) await there(bootTask).set(startAtBoot);
    },
  };
}

function there<Thing>(thing: Thing | null): Thing {
  if (thing === null) throw new PostroomError('usage', words.notOnThisSystem);
  return thing;
}
