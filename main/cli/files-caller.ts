import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createCheckCalls } from '../api/checks.ts';
import { createConfigurationCalls } from '../api/configuration.ts';
import { createExplainCalls } from '../api/explain.ts';
import { createImportCalls } from '../api/import.ts';
import { invoke } from '../api/serve.ts';
import { createShellCalls } from '../api/shell.ts';
import { createTrackingCalls } from '../api/tracking.ts';
import { createTesterCalls } from '../api/tester.ts';
import type { Clock } from '../clock.ts';
import { loadCertificates } from '../config/certificates.ts';
import { lockDataFolder } from '../config/data-folder-lock.ts';
import { prepareDataFolder } from '../config/data-folder.ts';
import { openConfiguration } from '../config/open-configuration.ts';
import type { Api, CallInput, CallName, CallResult } from '../contract/calls.ts';
import type { Caller as ApiCaller } from '../contract/declaration.ts';
import { explainReply } from '../delivery/classify.ts';
import { PostroomError } from '../errors.ts';
import { readDevices } from '../journal/device-file.ts';
import { createReplayer } from '../tester/replayer.ts';
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
  const notRunning = `Postroom is not running on ${folder}. Start it with "postroom serve".`;
  const lock = await lockDataFolder(folder);
  try {
    const configuration = await openConfiguration({
      dataFolder: folder,
      clock,
      hostname: hostname(),
      firstRunPorts,
      log,
    });
    const replayer = createReplayer({ clock, newGuid: randomUUID });
    const devices = () => readDevices(join(folder, 'devices.json'));
    const onError = (error: unknown): void => {
      log(error instanceof Error ? error.message : String(error));
    };
    const calls: Partial<Api['calls']> = {
      ...createConfigurationCalls({ configuration, replayer, devices, onError }),
      ...createExplainCalls({ configuration, explainReply }),
      ...createImportCalls(configuration),
      ...createCheckCalls({ configuration, replayer }),
      ...createTesterCalls({
        ...{ configuration, replayer, clock, devices },
        certificates: () => certificatesIn(join(folder, 'certificates'), clock),
        session: () => {
          throw new PostroomError('not-running', notRunning);
        },
      }),
      ...createTrackingCalls({ dataFolder: folder }),
      ...createShellCalls({ clock, call: (name, input, caller) => call(name, input, caller) }),
    };
    const call = async <Name extends CallName>(name: Name, input: CallInput<Name>, caller: ApiCaller) => {
      if (calls[name] === undefined) throw new PostroomError('not-running', notRunning);
      // The handler is there, and the contract's types say what it gives.
      return (await invoke({ calls: calls as Api['calls'] }, name, input, caller)) as CallResult<Name>;
    };
    return {
      call: (name, input) => call(name, input, { role: 'admin', name: 'command line' }),
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

async function certificatesIn(folder: string, clock: Clock) {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return (await loadCertificates(folder, clock)).certificates;
}
