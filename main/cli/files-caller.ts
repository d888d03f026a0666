import { hostname } from 'node:os';
import { createConfigurationCalls } from '../api/configuration.ts';
import { createExplainCalls } from '../api/explain.ts';
import { invoke } from '../api/serve.ts';
import type { Clock } from '../clock.ts';
import { lockDataFolder } from '../config/data-folder-lock.ts';
import { prepareDataFolder } from '../config/data-folder.ts';
import { openConfiguration } from '../config/open-configuration.ts';
import type { Api, CallInput, CallName, CallResult } from '../contract/calls.ts';
import { explainReply } from '../delivery/classify.ts';
import { PostroomError } from '../errors.ts';
import { firstRunPorts } from '../wiring/first-run-ports.ts';
import type { Caller } from './context.ts';

/** The calls that need nothing but the configuration, answered from the files of a data folder no engine runs on. */

export interface FilesOptions {
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly log: (text: string) => void;
}

/** Holds the folder's lock until closed, so that no engine starts in the middle of a change. Rejects with 'data-folder-locked'. */
export async function openFilesCaller({ dataFolder, clock, log }: FilesOptions): Promise<Caller> {
  const folder = await prepareDataFolder(dataFolder);
  const lock = await lockDataFolder(folder);
  try {
    const configuration = await openConfiguration({
      dataFolder: folder,
      clock,
      hostname: hostname(),
      firstRunPorts,
      log,
    });
    const calls: Partial<Api['calls']> = {
      ...createConfigurationCalls({ configuration }),
      ...createExplainCalls({ configuration, explainReply }),
    };
    return {
      call: async <Name extends CallName>(name: Name, input: CallInput<Name>) => {
        if (calls[name] === undefined) {
          throw new PostroomError(
            'not-running',
            `Postroom is not running on ${folder}. Start it with "postroom serve".`,
          );
        }
        // The handler is there, and the contract's types say what it gives.
        return (await invoke({ calls: calls as Api['calls'] }, name, input, {
          role: 'admin',
          name: 'command line',
        })) as CallResult<Name>;
      },
      close: async () => {
        await configuration.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
